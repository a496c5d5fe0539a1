"""Drafts: answers come bit by bit, nothing faulty is ever kept."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.answer import NOT_KNOWN
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message
from diagnosis.services.errors import AlreadySubmitted, NotThere, Stale
from diagnosis.services.intake.carry import left_out
from diagnosis.services.intake.drafts import (
    begin_draft,
    get_assessment,
    give_up_draft,
    list_assessments,
    save_draft,
    upgrade_draft,
)
from diagnosis.services.intake.enterprises import list_enterprises, register_enterprise
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.scoring.currency import withdraw_diagnosis
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft, submit_sheet
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, a_submission, an_enterprise

Ask = Callable[..., Caller]
ACCEPT = {"accept_incomplete": True}


def refusals(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def begun(content: Content, ask: Ask, **changes: Any) -> Any:
    sheet = a_sheet("screening", {"ai-plan": 1}) | changes
    return begin_draft(content, ask(), sheet, None).value


def test_a_draft_registers_its_enterprise(content: Content, ask: Ask) -> None:
    draft = begun(content, ask)
    assert draft.sheet.form == "screening@2.0.0"
    assert get_assessment(ask(), draft.id) == draft
    (firm,) = list_enterprises(ask(), {}, None, 5).items
    assert firm.id == draft.enterprise_id


def test_a_draft_of_a_registered_enterprise_takes_its_facts(content: Content, ask: Ask) -> None:
    firm, _ = register_enterprise(content, ask(), an_enterprise(employees=88), None)
    raw = {"form": "full", "enterprise_id": firm.id}
    draft = begin_draft(content, ask(), raw, None).value
    assert (draft.enterprise_id, draft.sheet.enterprise.employees) == (firm.id, 88)
    assert dict(draft.sheet.answers) == {}
    for stranger in ("nobody", 3, "0" * 36):
        with pytest.raises(FaultyInput) as caught:
            begin_draft(content, ask("other"), {"form": "full", "enterprise_id": stranger}, None)
        assert refusals(caught) == [("/enterprise_id", "unknown-enterprise")]


def test_a_draft_names_one_enterprise(content: Content, ask: Ask) -> None:
    for raw in ({"form": "full"}, a_sheet("full") | {"enterprise_id": "x"}):
        with pytest.raises(FaultyInput) as caught:
            begin_draft(content, ask(), raw, None)
        assert refusals(caught) == [("", "only-one")]
    with pytest.raises(FaultyInput) as caught:
        begin_draft(content, ask(), [], None)
    assert refusals(caught) == [("", "wrong-type")]


@pytest.mark.parametrize(
    ("firm", "refusal"),
    [
        ({}, ("", "only-one")),
        ({"enterprise": an_enterprise(), "enterprise_id": "x"}, ("", "only-one")),
        ({"enterprise_id": "nobody"}, ("/enterprise_id", "unknown-enterprise")),
    ],
)
def test_whose_draft_it_is_and_the_sheet_are_refused_together(
    content: Content, ask: Ask, firm: dict[str, Any], refusal: tuple[str, str]
) -> None:
    raw = {"form": "screening", "answers": {"ai-plan": 9, "ai-dream": 1}, "period": "now"}
    with pytest.raises(FaultyInput) as caught:
        begin_draft(content, ask(), raw | {"colour": "red"} | firm, None)
    assert refusals(caught) == [
        ("/colour", "unknown-field"),
        refusal,
        ("/answers/ai-plan", "bad-position"),
        ("/answers/ai-dream", "unknown-item"),
        ("/period", "wrong-type"),
    ]


def test_a_faulty_sheet_with_facts_is_refused_without_a_transaction(
    content: Content, ask: Ask
) -> None:
    key = IdempotencyKey("k", "f")
    with pytest.raises(FaultyInput):
        begin_draft(content, ask(), a_sheet("screening", {"ai-plan": 9}), key)
    caller = ask()
    with caller.store.read(caller.principal) as reader:
        assert reader.key_use("k") is None


def test_nothing_faulty_is_begun(content: Content, ask: Ask) -> None:
    with pytest.raises(FaultyInput) as caught:
        begun(content, ask, answers={"ai-plan": 9}, colour="red")
    assert refusals(caught) == [("/colour", "unknown-field"), ("/answers/ai-plan", "bad-position")]
    assert list_assessments(ask(), {}, None, 5).items == ()
    with pytest.raises(FaultyInput) as caught:
        begun(content, ask, colour="red")
    assert refusals(caught) == [("/colour", "unknown-field")]


def test_the_same_request_again_begins_nothing(content: Content, ask: Ask) -> None:
    key = IdempotencyKey("k", "f")
    first, _ = begin_draft(content, ask(), a_sheet("screening"), key)
    save_draft(content, ask(), first.id, {"answers": {"ai-plan": 2}}, seen(1))
    again, replayed = begin_draft(content, ask(), a_sheet("screening"), key)
    assert (again, replayed) == (first, True)


def test_answers_and_facts_are_merged_and_taken_away(content: Content, ask: Ask) -> None:
    draft = begun(content, ask)
    change = {
        "answers": {"ai-plan": None, "equipment-automation": 2.5},
        "enterprise": {"employees": None, "park": "长安镇"},
        "period": 2026,
        "reference": "r",
    }
    after = save_draft(content, ask(), draft.id, change, seen(1))
    assert dict(after.sheet.answers) == {"equipment-automation": 2.5}
    assert (after.sheet.enterprise.employees, after.sheet.enterprise.park) == (None, "长安镇")
    assert (after.sheet.period, after.sheet.reference, after.version) == (2026, "r", 2)
    assert get_assessment(ask(), draft.id) == after


def test_a_faulty_change_changes_nothing(content: Content, ask: Ask) -> None:
    draft = begun(content, ask)
    change = {"answers": {"ai-plan": "high"}, "enterprise": {"site": "二厂"}, "form": "full"}
    with pytest.raises(FaultyInput) as caught:
        save_draft(content, ask(), draft.id, change, seen(1))
    assert refusals(caught) == [
        ("/form", "unknown-field"),
        ("/enterprise/site", "fixed-field"),
        ("/answers/ai-plan", "bad-position"),
    ]
    for raw in ([], {"answers": 3}, {"enterprise": "x"}):
        with pytest.raises(FaultyInput):
            save_draft(content, ask(), draft.id, raw, seen(1))
    assert get_assessment(ask(), draft.id) == draft


def test_a_draft_is_changed_and_given_up_in_the_version_seen(content: Content, ask: Ask) -> None:
    draft = begun(content, ask)
    with pytest.raises(Stale):
        save_draft(content, ask(), draft.id, {}, seen(2))
    with pytest.raises(Stale):
        give_up_draft(ask(), draft.id, seen(7))
    with pytest.raises(NotThere):
        give_up_draft(ask("other"), draft.id, seen(1))
    give_up_draft(ask(), draft.id, seen(1))
    with pytest.raises(NotThere):
        get_assessment(ask(), draft.id)


def test_a_submitted_draft_stays(content: Content, ask: Ask, diagnosing: Diagnosing) -> None:
    draft = begun(content, ask)
    made = submit_draft(diagnosing, ask(), draft.id, seen(1), ACCEPT, None)
    for change in (
        lambda: save_draft(content, ask(), draft.id, {}, seen(2)),
        lambda: give_up_draft(ask(), draft.id, seen(2)),
        lambda: upgrade_draft(content, ask(), draft.id, {"form": "full"}, seen(2)),
    ):
        with pytest.raises(AlreadySubmitted) as caught:
            change()
        assert caught.value.diagnosis_id == made.stored.row.id


def test_another_form_keeps_the_answers_that_fit(content: Content, ask: Ask) -> None:
    answers = {"equipment-automation": 2, "finance-management": "not_known"}
    draft = begun(content, ask, answers=answers)
    moved = upgrade_draft(content, ask(), draft.id, {"form": "gbt-39116"}, seen(1))
    assert moved.record.sheet.form == "gbt-39116@2.0.0"
    assert dict(moved.record.sheet.answers) == {"equipment-automation": 2.0}
    (dropped,) = moved.dropped
    assert (dropped.item, dropped.fault.code) == ("finance-management", "item-not-asked")
    changed = {change.item: change.change for change in moved.changes}
    assert changed["finance-management"] == "gone" and changed["equipment-automation"] == "kept"


def test_an_answer_is_carried_over_as_the_firm_is_asked(content: Content, ask: Ask) -> None:
    """A process firm keeps what only process firms are asked."""
    asked = {
        item
        for item, entry in content.forms["full"]["2.0.0"].entries.items()
        if entry.asked_of == (ProductionType.PROCESS,)
    }
    process = an_enterprise(industry="C26", production_type="process")
    draft = begun(
        content, ask, form="full", enterprise=process, answers=dict.fromkeys(sorted(asked), 1)
    )
    moved = upgrade_draft(content, ask(), draft.id, {"form": "full"}, seen(1))
    assert set(moved.record.sheet.answers) == asked and not moved.dropped


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ({"form": "nothing"}, ("/form", "unknown-form")),
        ({"form": "full@9.0.0"}, ("/form", "unknown-version")),
        ({"form": 3}, ("/form", "wrong-type")),
        ({"colour": 1}, ("/colour", "unknown-field")),
        ([], ("", "wrong-type")),
    ],
)
def test_a_draft_moves_to_no_unknown_form(
    content: Content, ask: Ask, raw: Any, refusal: tuple[str, str]
) -> None:
    draft = begun(content, ask)
    with pytest.raises(FaultyInput) as caught:
        upgrade_draft(content, ask(), draft.id, raw, seen(1))
    assert refusals(caught) == [refusal]


@pytest.mark.parametrize(
    ("form", "code"), [(3, "wrong-type"), ([], "wrong-type"), ("nothing", "unknown-form")]
)
def test_every_fault_of_a_move_is_named(
    content: Content, ask: Ask, form: object, code: str
) -> None:
    draft = begun(content, ask)
    with pytest.raises(FaultyInput) as caught:
        upgrade_draft(content, ask(), draft.id, {"form": form, "colour": "red"}, seen(1))
    assert refusals(caught) == [("/colour", "unknown-field"), ("/form", code)]


def test_a_draft_of_a_form_that_is_gone_moves_on(content: Content, ask: Ask) -> None:
    draft = begun(content, ask)
    caller = ask()
    orphan = replace(draft, version=2, sheet=replace(draft.sheet, form="old@1.0.0"))
    with caller.store.begin(caller.principal) as work:
        work.change_assessment(orphan)
    moved = upgrade_draft(content, ask(), draft.id, {"form": "screening"}, seen(2))
    assert (moved.changes, moved.record.sheet.form) == ((), "screening@2.0.0")


def test_a_draft_of_a_version_that_is_gone_is_told_where_to_go(content: Content, ask: Ask) -> None:
    """It is saved no more; its upgrade keeps every answer to what is still asked."""
    draft = begun(content, ask)
    caller = ask()
    orphan = replace(draft, version=2, sheet=replace(draft.sheet, form="screening@1.0.0"))
    with caller.store.begin(caller.principal) as work:
        work.change_assessment(orphan)
    with pytest.raises(FaultyInput) as caught:
        save_draft(content, ask(), draft.id, {"answers": {"ai-plan": 2}}, seen(2))
    assert refusals(caught) == [("/form", "form-gone")]
    assert "upgrade" in fault_message(caught.value.faults[0], Language.EN)
    moved = upgrade_draft(content, ask(), draft.id, {}, seen(2)).record.sheet
    assert (moved.form, moved.answers) == ("screening@2.0.0", draft.sheet.answers)


def last_year(diagnosing: Diagnosing, ask: Ask, **changes: Any) -> Any:
    """Return the row of a sheet that was submitted for 2025."""
    answers = {"equipment-automation": 2, "finance-management": "not_known", "ai-plan": 1}
    sheet = a_submission("screening", answers, period=2025, reference="R-1") | changes
    return submit_sheet(diagnosing, ask(), sheet, None).stored.row


def test_next_year_begins_with_what_was_submitted(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask)
    draft = begin_draft(content, ask(), {"from": before.assessment_id}, None).value
    assert (draft.state, draft.enterprise_id) == ("draft", before.enterprise_id)
    assert draft.prefilled_from == before.assessment_id
    sheet = draft.sheet
    assert (sheet.form, sheet.period, sheet.reference) == ("screening@2.0.0", 2026, None)
    assert dict(sheet.answers) == {
        "equipment-automation": 2.0, "finance-management": NOT_KNOWN, "ai-plan": 1.0
    }  # fmt: skip
    assert left_out(content, ask(), draft) == ()
    assert get_assessment(ask(), before.assessment_id).state == "submitted"


def test_what_a_draft_from_another_states_goes_before(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask)
    raw = {
        "from": before.assessment_id, "form": "gbt-39116", "period": 2030, "reference": "R-2",
        "answers": {"equipment-automation": None, "data-collection": 3},
    }  # fmt: skip
    draft = begin_draft(content, ask(), raw, None).value
    assert (draft.sheet.form, draft.sheet.period) == ("gbt-39116@2.0.0", 2030)
    assert dict(draft.sheet.answers) == {"data-collection": 3.0}
    dropped = {each.item: each.fault.code for each in left_out(content, ask(), draft)}
    assert dropped == {"finance-management": "item-not-asked", "ai-plan": "item-not-asked"}


def test_a_draft_begins_from_a_submitted_sheet_of_the_callers_own(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask)
    unsubmitted = begun(content, ask)
    for owner, source in (
        ("other", before.assessment_id), ("local", unsubmitted.id), ("local", 7),
    ):  # fmt: skip
        with pytest.raises(FaultyInput) as caught:
            begin_draft(content, ask(owner), {"from": source}, None)
        assert refusals(caught) == [("/from", "unknown-assessment")]
    with pytest.raises(FaultyInput) as caught:
        raw = {"from": before.assessment_id, "answers": {"ai-plan": 9}}
        begin_draft(content, ask(), raw, None)
    assert refusals(caught) == [("/answers/ai-plan", "bad-position")]


def test_a_withdrawn_sheet_begins_no_draft(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask)
    withdraw_diagnosis(content, ask(), before.id, {"reason": "填错了厂区"})
    with pytest.raises(FaultyInput) as caught:
        begin_draft(content, ask(), {"from": before.assessment_id}, None)
    assert refusals(caught) == [("/from", "withdrawn-assessment")]


def test_ids_are_taken_in_capitals(content: Content, ask: Ask, diagnosing: Diagnosing) -> None:
    before = last_year(diagnosing, ask)
    source, firm = before.assessment_id.upper(), before.enterprise_id.upper()
    draft = begin_draft(content, ask(), {"from": source}, None).value
    assert draft.prefilled_from == before.assessment_id
    raw = {"form": "screening", "enterprise_id": firm}
    assert begin_draft(content, ask(), raw, None).value.enterprise_id == before.enterprise_id
    for raw in ({"from": "x" * 36}, {"from": 3}):
        with pytest.raises(FaultyInput) as caught:
            begin_draft(content, ask(), raw, None)
        assert refusals(caught) == [("/from", "unknown-assessment")]


def test_null_for_what_is_no_item_is_refused(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask)
    answers = {"nothing": None, "ai-plan": None, "data-collection": None}
    with pytest.raises(FaultyInput) as caught:
        begin_draft(content, ask(), {"from": before.assessment_id, "answers": answers}, None)
    assert refusals(caught) == [("/answers/nothing", "unknown-item")]
    draft = begin_draft(content, ask(), {"from": before.assessment_id}, None).value
    with pytest.raises(FaultyInput) as caught:
        save_draft(content, ask(), draft.id, {"answers": answers}, seen(1))
    assert refusals(caught) == [("/answers/nothing", "unknown-item")]
    del answers["nothing"]
    assert (
        "ai-plan"
        not in save_draft(content, ask(), draft.id, {"answers": answers}, seen(1)).sheet.answers
    )


def test_a_sheet_without_a_year_is_followed_by_one_without(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask, period=None)
    draft = begin_draft(content, ask(), {"from": before.assessment_id}, None).value
    assert draft.sheet.period is None


BUSINESS = {
    "pains": ["wrong-stock", "energy"],
    "goals": ["scene:smart-warehousing"],
    "cost_percent": {"material": 60, "labour": 20},
    "yearly_budget_wan": 20,
    "traits": {"sells": "both", "exports": True},
}


def business_of(draft: Any) -> Any:
    return draft.sheet.as_plain()["business"]


def test_what_is_said_of_the_business_is_merged_and_taken_away(content: Content, ask: Ask) -> None:
    draft = begun(content, ask, business=BUSINESS)
    assert business_of(get_assessment(ask(), draft.id)) == BUSINESS
    change = {
        "pains": ["quoting"],
        "goals": None,
        "cost_percent": {"labour": None, "energy": 5},
        "traits": {"own_transport": False},
    }
    after = save_draft(content, ask(), draft.id, {"business": change}, seen(1))
    assert business_of(get_assessment(ask(), draft.id)) == {
        "pains": ["quoting"],
        "cost_percent": {"material": 60, "energy": 5},
        "yearly_budget_wan": 20,
        "traits": {"sells": "both", "own_transport": False, "exports": True},
    }
    assert after.sheet.answers == draft.sheet.answers
    unchanged = save_draft(content, ask(), draft.id, {"answers": {}}, seen(2))
    assert business_of(unchanged) == business_of(after)
    assert business_of(save_draft(content, ask(), draft.id, {"business": None}, seen(3))) == {}


def test_a_faulty_change_of_the_business_changes_nothing(content: Content, ask: Ask) -> None:
    draft = begun(content, ask, business=BUSINESS)
    change = {"cost_percent": {"overhead": 30}, "traits": {"mood": None}, "pains": ["x"]}
    with pytest.raises(FaultyInput) as caught:
        save_draft(content, ask(), draft.id, {"business": change}, seen(1))
    assert refusals(caught) == [
        ("/business/pains/0", "unknown-value"),
        ("/business/cost_percent", "sum-out-of-range"),
        ("/business/traits/mood", "unknown-field"),
    ]
    assert business_of(get_assessment(ask(), draft.id)) == BUSINESS


def test_another_form_keeps_what_was_said_of_the_business(content: Content, ask: Ask) -> None:
    draft = begun(content, ask, business=BUSINESS)
    moved = upgrade_draft(content, ask(), draft.id, {"form": "full"}, seen(1))
    assert business_of(moved.record) == BUSINESS


def test_next_year_begins_with_what_was_said_of_the_business(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask, business=BUSINESS)
    source = {"from": before.assessment_id}
    assert business_of(begin_draft(content, ask(), source, None).value) == BUSINESS
    changed = source | {"business": {"yearly_budget_wan": 50, "pains": None}}
    draft = begin_draft(content, ask(), changed, None).value
    rest = {name: value for name, value in BUSINESS.items() if name != "pains"}
    assert business_of(draft) == rest | {"yearly_budget_wan": 50}
    emptied = begin_draft(content, ask(), source | {"business": None}, None).value
    assert business_of(emptied) == {}


def test_a_scene_that_is_no_more_is_left_behind(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    """Else a draft could not be begun or moved for a fault that is not in its request."""
    before = last_year(diagnosing, ask, business=BUSINESS)
    codes = replace(content.codes, scenes=("plant-twin",))
    later = replace(content, codes=codes)
    rest = {name: value for name, value in BUSINESS.items() if name != "goals"}
    draft = begin_draft(later, ask(), {"from": before.assessment_id}, None).value
    assert business_of(draft) == rest
    kept = begun(content, ask, business=BUSINESS)
    assert business_of(upgrade_draft(later, ask(), kept.id, {}, seen(1)).record) == rest


def test_of_what_a_draft_left_out_nothing_is_known_once_form_or_source_is_gone(
    content: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    before = last_year(diagnosing, ask)
    raw = {"from": before.assessment_id, "form": "gbt-39116"}
    draft = begin_draft(content, ask(), raw, None).value
    assert {each.item for each in left_out(content, ask(), draft)} == {
        "finance-management", "ai-plan"
    }  # fmt: skip
    assert left_out(replace(content, readers={}), ask(), draft) == ()
    assert left_out(content, ask(), replace(draft, prefilled_from="gone")) == ()
    assert left_out(content, ask(), replace(draft, prefilled_from=None)) == ()


def test_a_draft_from_a_sheet_that_is_not_there_names_that_alone(
    content: Content, ask: Ask
) -> None:
    """Its form would be that of the sheet: where none is named, there is nothing more to say."""
    for raw in ({"from": "none-such"}, {"from": "none-such", "form": "gbt-39116"}):
        with pytest.raises(FaultyInput) as caught:
            begin_draft(content, ask(), raw, None)
        assert ("/from", "unknown-assessment") in [
            (fault.pointer, fault.code) for fault in caught.value.faults
        ]
