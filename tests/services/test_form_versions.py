"""A form with two versions: what a draft carries over, what a withdrawal stops."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.intake.form import Form
from diagnosis.services.intake.drafts import begin_draft, save_draft, upgrade_draft
from diagnosis.services.intake.forms import compare, find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.scope import Principal
from diagnosis.services.promotion.match_assessment import cases_of, support_of
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.keep_plan import Planning, plan_assessment
from diagnosis.services.retrofit.progress import progress_of
from diagnosis.services.scoring.score_many import readable_sheets, score_lines
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft, submit_sheet
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, a_submission, random_sheet
from tests.fakes.store import FakeStore
from tests.fakes.versions import FakeVersions
from tests.services.conftest import FEW, START, with_packages

Ask = Callable[..., Caller]
FIRST, SECOND = "screening@2.0.0", "screening@2.1.0"
LOCAL = Principal("local", "local")
ANSWERS = {"equipment-automation": 2, "data-collection": 3, "ai-plan": 1.5}
ACCEPT = {"accept_incomplete": True}


def refusals(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def asked_alike(old: Form, new: Form) -> set[str]:
    """Return the items that two forms ask with the same positions."""
    return {
        item
        for item, entry in new.entries.items()
        if item in old.entries
        and (entry.top, entry.whole_only) == (old.entries[item].top, old.entries[item].whole_only)
    }


def plain(answers: Mapping[str, Value]) -> dict[str, object]:
    return {item: as_plain(value) for item, value in answers.items()}


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), backwards=st.booleans(), blanks=st.sampled_from([0.0, 0.4]))
def test_what_both_versions_ask_is_carried_over_and_the_rest_is_told(
    two_versions: Content, seed: int, backwards: bool, blanks: float
) -> None:
    caller = Caller(store=FakeStore(), principal=LOCAL, now=START, new_id=lambda _: str(seed))
    old, new = (find_form(two_versions, name) for name in (FIRST, SECOND))
    if backwards:
        old, new = new, old
    newest_only = replace(two_versions, forms={"screening": {old.version: old}})
    raw = random_sheet(newest_only, seed, form="screening", blanks=blanks) | {"form": old.ref}
    draft = begin_draft(two_versions, caller, raw, None).value
    moved = upgrade_draft(two_versions, caller, draft.id, {"form": new.ref}, seen(1))
    before, kept = plain(draft.sheet.answers), plain(moved.record.sheet.answers)
    dropped = {drop.item: drop for drop in moved.dropped}
    assert moved.record.sheet.form == new.ref
    assert kept | plain({item: drop.value for item, drop in dropped.items()}) == before
    assert not kept.keys() & dropped.keys()
    assert asked_alike(old, new) & before.keys() <= kept.keys()
    for item, drop in dropped.items():
        assert drop.fault.pointer == f"/answers/{item}"
        asked_again = item in new.entries
        assert drop.fault.code == ("bad-position" if asked_again else "item-not-asked")
    assert moved.changes == compare(two_versions, old, new)


def test_a_draft_moves_to_the_newest_version_unless_another_is_named(
    two_versions: Content, ask: Ask
) -> None:
    draft = begin_draft(two_versions, ask(), a_sheet(FIRST, ANSWERS), None).value
    moved = upgrade_draft(two_versions, ask(), draft.id, {}, seen(1))
    assert moved.record.sheet.form == SECOND
    assert plain({drop.item: drop.value for drop in moved.dropped}) == {
        "data-collection": 3.0, "ai-plan": 1.5
    }  # fmt: skip
    changes = {change.item: (change.change, change.what) for change in moved.changes}
    assert {item: change for item, change in changes.items() if change[0] != "kept"} == {
        "planning-scheduling": ("changed", ("asked_of",)),
        "hr-management": ("new", ()),
        "ai-plan": ("changed", ("positions",)),
        "data-collection": ("gone", ()),
    }
    back = upgrade_draft(two_versions, ask(), draft.id, {"form": FIRST}, seen(2))
    assert back.record.sheet.form == FIRST and not back.dropped


def test_nothing_new_begins_under_a_withdrawn_version(
    after_withdrawal: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    using = replace(diagnosing, contents=FakeVersions(after_withdrawal))
    sheet = a_sheet(FIRST, ANSWERS)
    for attempt in (
        lambda: begin_draft(after_withdrawal, ask(), sheet, None),
        lambda: submit_sheet(using, ask(), sheet, None),
    ):
        with pytest.raises(FaultyInput) as caught:
            attempt()
        assert refusals(caught) == [("/form", "form-withdrawn")]
        assert caught.value.faults[0].values == {"form": FIRST, "instead": SECOND}
    newest = begin_draft(after_withdrawal, ask(), a_sheet("screening"), None).value
    assert newest.sheet.form == SECOND


def test_a_draft_of_a_withdrawn_version_is_saved_and_moved_but_not_submitted(
    two_versions: Content, after_withdrawal: Content, ask: Ask, diagnosing: Diagnosing
) -> None:
    using = replace(diagnosing, contents=FakeVersions(after_withdrawal))
    draft = begin_draft(two_versions, ask(), a_sheet(FIRST, ANSWERS), None).value
    change = {"answers": {"data-collection": 4}}
    saved = save_draft(after_withdrawal, ask(), draft.id, change, seen(1))
    assert saved.sheet.form == FIRST and saved.sheet.answers["data-collection"] == 4.0
    with pytest.raises(FaultyInput) as caught:
        submit_draft(using, ask(), draft.id, seen(2), ACCEPT, None)
    assert refusals(caught) == [("/form", "form-withdrawn")]
    with pytest.raises(FaultyInput) as caught:
        upgrade_draft(after_withdrawal, ask(), draft.id, {"form": FIRST}, seen(2))
    assert refusals(caught) == [("/form", "form-withdrawn")]
    moved = upgrade_draft(after_withdrawal, ask(), draft.id, {}, seen(2))
    assert moved.record.sheet.form == SECOND
    assert moved.changes == compare(
        two_versions, find_form(two_versions, FIRST), find_form(two_versions, SECOND)
    )
    assert submit_draft(using, ask(), draft.id, seen(3), ACCEPT, None).stored.row.form == SECOND


def test_what_was_submitted_before_the_withdrawal_is_planned_and_matched(
    two_versions: Content,
    after_withdrawal: Content,
    ask: Ask,
    diagnosing: Diagnosing,
    planning: Planning,
) -> None:
    before = replace(diagnosing, contents=FakeVersions(two_versions))
    sheet = a_submission(FIRST, ANSWERS | {"data-collection": 1})
    stored = submit_sheet(before, ask(), sheet, None).stored.row
    content = with_packages(after_withdrawal, FEW)
    after = replace(planning, contents=FakeVersions(content))
    wish = {"budget_wan": 300, "starts_on": "2027-01-04", "wanted": ["pkg-work-reporting"]}
    plan = plan_assessment(after, ask(), stored.assessment_id, wish, None).value
    progress = progress_of(content, ask(), plan)
    known = {item.before for package in progress.packages for item in package.items}
    assert 1.0 in known, "positions of the sheet are known"
    shown = (content, ask(), stored.assessment_id, plan)
    assert cases_of(*shown).cases.seeker.positions["data-collection"] == 1.0
    support = support_of(*shown, claims=FirmClaims(), on=START.date())
    assert support.assessment_id == stored.assessment_id


def test_lines_are_scored_as_new_sheets_and_counted_as_kept_ones(
    after_withdrawal: Content,
) -> None:
    lines = [b'{"id": 1, "form": "screening@2.0.0", "answers": {"ai-plan": 1.5}}']
    (scored,) = score_lines(after_withdrawal, None, lines, form=None)
    assert [fault.code for fault in scored.faults] == ["form-withdrawn"]
    (sheet,) = readable_sheets(after_withdrawal, lines, form=None)
    assert sheet.form.ref == FIRST
