"""Ask less: the next question over an estimator whose arithmetic is plain, and raises."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.raising.towards import raises_towards
from diagnosis.domain.scoring.raising.yardstick import yardstick
from diagnosis.domain.scoring.verdict import Verdict, positions_in
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.advice import show_counterfactual
from diagnosis.services.errors import NoModel
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.advise import (
    AGREEMENT,
    Counterfactual,
    NextQuestion,
    counterfactual,
    next_question,
)
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import a_sheet, an_enterprise, an_example, every, read_random
from tests.fakes.estimator import FakeEstimator

STANDARD, OTHER = "gbt-39116-2020", "ai-readiness"


def question(content: Content, raw: Any, form: str = "gbt-39116") -> NextQuestion:
    """Return the next question of a form."""
    return next_question(content, FakeEstimator(), find_form(content, form), raw)


def raises(content: Content, raw: Any) -> Counterfactual:
    """Return what to raise."""
    return counterfactual(content, raw)


def refusals(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_the_first_open_item_is_asked_next(content: Content) -> None:
    first, second, *_ = find_form(content, "gbt-39116").entries
    following = question(content, {"answers": {first: 2}})
    assert (following.advice.item, following.answered, following.advice.stop) == (second, 1, False)
    assert (following.standard, following.agreement_wanted) == (STANDARD, AGREEMENT)
    assert following.verdicts[0].standard.id == STANDARD


def test_it_stops_at_the_agreement_that_was_asked_for(content: Content) -> None:
    entries = list(find_form(content, "gbt-39116").entries)
    answers = dict.fromkeys(entries[: len(entries) * 9 // 10], 2)
    sheet = {"answers": answers, "course": {"asked_by": "service"}}
    patient, hasty = (question(content, {**sheet, "agreement": wanted}) for wanted in (0.98, 0.5))
    assert (patient.advice.stop, hasty.advice.stop) == (False, True)
    assert hasty.agreement_wanted == 0.5 and patient.advice.agreement >= 0.7


def test_facts_of_the_firm_decide_which_items_it_is_asked(content: Content) -> None:
    firm = an_enterprise(industry="C26", production_type="process")
    following = question(content, {"enterprise": firm}, form="full")
    assert following.answered == 0 and following.advice.item is not None
    entry = following.form.entries[following.advice.item]
    assert "process" in entry.asked_of


def test_the_standard_is_the_forms_own_unless_another_is_named(content: Content) -> None:
    assert question(content, {}, form="full").standard == STANDARD
    with pytest.raises(NoModel):
        question(content, {}, form="ai-readiness")
    with pytest.raises(NoModel):
        question(content, {"standard": OTHER})


def test_a_form_whose_standard_has_no_model_is_not_asked_by_another(content: Content) -> None:
    for named in ({}, {"standard": None}, {"standard": "miit-sme-2024@1"}):
        with pytest.raises(NoModel):
            question(content, named, form="miit-sme-2024")
    asked = question(content, {"standard": "gbt-39116-2020"}, form="miit-sme-2024")
    assert asked.standard == STANDARD
    for form, standard in (("screening", STANDARD), ("full", STANDARD)):
        assert question(content, {}, form=form).standard == standard


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(
            (name, "unknown-standard")
            for name in ("gbt-39116-2020@2", "gbt-39116-2020@", "@1", "")
        ),
        *((no_name, "wrong-type") for no_name in (3, ["x"], {})),
    ],
)
def test_a_standard_that_there_is_not_is_a_fault(
    content: Content, name: object, code: str
) -> None:
    for ask, raw in ((question, {}), (raises, {"sheet": a_sheet("full")})):
        with pytest.raises(FaultyInput) as caught:
            ask(content, raw | {"standard": name})
        assert refusals(caught) == [("/standard", code)]
    assert question(content, {"standard": "gbt-39116-2020@1"}).standard == STANDARD


@pytest.mark.parametrize("ask", [question, raises])
def test_what_is_no_object_is_refused(content: Content, ask: Any) -> None:
    with pytest.raises(FaultyInput) as caught:
        ask(content, [])
    assert refusals(caught) == [("", "wrong-type")]


def test_faults_of_request_and_sheet_are_named_together(content: Content) -> None:
    with pytest.raises(FaultyInput) as caught:
        question(content, {"standard": "iso", "form": "full"})
    assert refusals(caught) == [
        ("/standard", "unknown-standard"),
        ("/form", "form-conflict"),
    ]


def test_raises_aim_one_level_higher_unless_another_is_named(content: Content) -> None:
    sheet = a_sheet("gbt-39116", every(content, "gbt-39116", 1))
    higher = raises(content, {"sheet": sheet})
    assert (higher.by_rule.level, higher.level, higher.level_after) == (1, 2, 2)
    assert {(raised.has, raised.to) for raised in higher.raises} == {(1.0, 2)}
    assert raises(content, {"sheet": sheet, "level": 4}).level_after == 4
    top = raises(content, {"sheet": a_sheet("gbt-39116", every(content, "gbt-39116", 5))})
    assert (top.level, top.raises, top.is_reached) == (5, (), True)


def test_who_meets_all_of_a_level_holds_it_and_has_nothing_to_raise(content: Content) -> None:
    sheet = a_sheet("gbt-39116", every(content, "gbt-39116", 2))
    held = raises(content, {"sheet": sheet, "level": 2})
    assert (held.by_rule.level, held.raises, held.level_after) == (2, (), 2)
    said = show_counterfactual(content, held, in_language(Language.EN))
    assert "all that level 2 asks for is met" in said["why"]
    assert "The estimate may say less" in said["why"]


@given(
    st.integers(0, 10_000),
    st.sampled_from([("full", "gbt-39116-2020"), ("full", "ai-readiness"),
                     ("miit-sme-2024", "miit-sme-2024")]),
    st.integers(1, 5),
)  # fmt: skip
@settings(max_examples=25)
def test_raises_reach_by_rule_what_they_promise(
    content: Content, seed: int, by: tuple[str, str], level: int
) -> None:
    form, standard = by
    sheet = read_random(content, seed, form=form, blanks=0.05, spread=2)
    verdict = verdict_of(content, sheet, standard)
    measure = yardstick(
        content.scorers, verdict.standard, sheet.answers, diagnose(content, sheet).scores
    )
    level = min(level, measure.top)
    reached = raises_towards(measure, level, positions_in(sheet.answers))
    assert all(sheet.answers.get(mark, 0.0) < to for mark, to in reached.items()
               if mark in positions_in(sheet.answers))  # fmt: skip
    ladders = {item: float(to) for item, to in reached.items() if item in content.bank}
    if set(ladders) == set(reached):
        after = verdict_of(content, replace(sheet, answers={**sheet.answers, **ladders}), standard)
        if verdict.level is not None:
            assert after.level == measure.level_after(reached)
    promised = measure.level_after(reached)
    for mark in reached:
        fewer = {each: to for each, to in reached.items() if each != mark}
        missing = [sum(need.missing(some) for need in measure.requirements_up_to(level))
                   for some in (fewer, reached)]  # fmt: skip
        assert measure.level_after(fewer) <= promised and missing[0] > missing[1]


def verdict_of(content: Content, sheet: Sheet, standard: str) -> Verdict:
    """Return what a standard says of a sheet."""
    verdicts = diagnose(content, sheet, explained=False).verdicts
    return next(verdict for verdict in verdicts if verdict.standard.id == standard)


def test_raises_are_said_of_every_standard(content: Content) -> None:
    sheet = an_example("dongguan-mould-shop")
    for standard in content.standards:
        found = raises(content, {"sheet": sheet, "standard": standard.id})
        said = show_counterfactual(content, found, in_language(Language.ZH))
        assert (said["standard"], said["rule_level"]) == (standard.id, found.by_rule.level)
        assert len(said["raises"]) <= len(found.raises)


def test_without_a_level_by_rule_nothing_is_raised(content: Content) -> None:
    nothing = raises(content, {"sheet": a_sheet("gbt-39116")})
    assert (nothing.by_rule.level, nothing.level, nothing.level_after) == (None, 1, None)
    assert nothing.raises == () and not nothing.is_reached


def test_raises_need_a_sheet_and_a_level_that_there_is(content: Content) -> None:
    with pytest.raises(FaultyInput) as caught:
        raises(content, {"level": 0})
    assert refusals(caught) == [("/level", "out-of-range"), ("/sheet", "missing-field")]
    sheet = a_sheet("miit-sme-2024")
    with pytest.raises(FaultyInput) as caught:
        raises(content, {"sheet": sheet, "level": 5})
    assert refusals(caught) == [("/level", "out-of-range")]


def test_where_nothing_is_assumed_the_estimate_is_the_models(content: Content) -> None:
    raw = {"answers": every(content, "gbt-39116", 3)}
    silent = question(replace(content, deflated=None), raw).advice.estimate
    usual = question(content, raw).advice.estimate
    assert (silent.level, silent.deflated) == (3, None)
    assert usual.deflated is not None and usual.deflated.claimed == 3
