"""A sheet with what a visit verified: what is kept as it was found, and what is taken off."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.domain.estimate import Estimate
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.answer import Value
from diagnosis.domain.overstatement import OverstatementSource
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.intake.sheets import read_checked, with_verified
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.diagnose_checked import diagnose_checked
from tests.builders import an_example, read_random

STAGED, POINTS, GATED = "gbt-39116-2020", "miit-sme-2024", "ai-readiness"
EXAMPLES = ("dongguan-mould-shop", "shenzhen-electronics-plant", "zhongshan-lamp-maker")
seeds = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def estimator() -> Estimator:
    trained = wire(read_settings({})).estimator
    assert trained is not None
    return trained


def ladders(checked: CheckedSheet) -> dict[str, float]:
    answers = checked.sheet.answers
    return {item: value for item, value in answers.items() if isinstance(value, float)}


def example(content: Content, name: str, **verified: object) -> CheckedSheet:
    return read_checked(content, {**an_example(name), "verified": verified or None})


def after(
    content: Content, estimator: Estimator, checked: CheckedSheet, verified: dict[str, Value]
) -> Diagnosis:
    found = with_verified(content, checked.sheet, verified)
    return diagnose_checked(content, found, estimator=estimator, explained=False)


def by_standard(diagnosis: Diagnosis) -> dict[str, Estimate]:
    return {estimate.standard: estimate for estimate in diagnosis.estimates}


def test_without_a_check_it_is_the_diagnosis_of_the_sheet(
    content: Content, estimator: Estimator
) -> None:
    checked = example(content, EXAMPLES[0])
    plain = diagnose(content, checked.sheet, estimator=estimator)
    made = diagnose_checked(content, checked, estimator=estimator)
    assert (made.verdicts, made.estimates) == (plain.verdicts, plain.estimates)


@pytest.mark.parametrize("name", EXAMPLES)
def test_where_all_was_verified_nothing_is_taken_off(
    content: Content, estimator: Estimator, name: str
) -> None:
    checked = example(content, name)
    made = after(content, estimator, checked, dict(checked.sheet.answers))
    claimed = {verdict.standard.id: verdict.level for verdict in made.verdicts}
    for standard, estimate in by_standard(made).items():
        left = estimate.deflated
        assert left is not None
        assert left.claimed == left.usual == left.high
        if claimed[standard] is not None:
            assert left.claimed == claimed[standard]
        assert not estimate.checks
        if left.is_verified:
            assert estimate.level == left.claimed and estimate.levels == (left.claimed,)
            assert estimate.probabilities[left.claimed] == 1
    deflated = by_standard(made)[STAGED].deflated
    assert deflated and deflated.is_verified is (made.verdicts[0].coverage == 1)


def test_what_is_chosen_from_a_list_says_nothing_of_answers_on_ladders(
    content: Content, estimator: Estimator
) -> None:
    """One list of scenes found empty once turned level 1 into a sure level 0."""
    checked = example(content, "foshan-furniture-maker")
    before = by_standard(diagnose(content, checked.sheet, estimator=estimator))[GATED]
    made = by_standard(after(content, estimator, checked, {"scenes-use-product": ("none",)}))[
        GATED
    ]
    assert made.probabilities[0] < before.probabilities[0] + 0.05
    assert made.deflated.overstatement == before.deflated.overstatement
    assert (made.deflated.verified, made.deflated.is_verified) == (1, False)


def say_of(content: Content, checked: CheckedSheet, estimator: Estimator) -> dict[str, Any]:
    made = diagnose_checked(content, checked, estimator=estimator)
    shown = show_diagnosis(content, made, in_language(Language.ZH))["estimate"]
    return {each["standard"]: each for each in shown}


def test_it_is_said_what_goes_by_a_visit(content: Content, estimator: Estimator) -> None:
    checked = example(content, EXAMPLES[1])
    choices = {
        item: ("none",)
        for item, value in checked.sheet.answers.items()
        if isinstance(value, tuple) and item.startswith("scenes-")
    }
    found = with_verified(content, checked.sheet, choices)
    shown = say_of(content, found, estimator)[GATED]
    assert shown["in_words"].startswith("按核对过的算，其余照填，是")
    assert shown["verified_answers"] > 0 and "核对过的题已经算进" in shown["basis"]
    whole = with_verified(content, checked.sheet, dict(checked.sheet.answers))
    for standard in (STAGED, POINTS, GATED):
        shown = say_of(content, whole, estimator)[standard]
        assert shown["in_words"].startswith("每一题都到现场核实过了：")
        assert shown["basis"].startswith("每一题都到现场核实过了")
        assert shown["likely_in_words"] is None


def test_what_a_visit_alone_saw_is_estimated(content: Content, estimator: Estimator) -> None:
    whole = example(content, EXAMPLES[1])
    nothing = replace(whole.sheet, answers={})
    found = with_verified(content, nothing, dict(ladders(whole)))
    shown = say_of(content, found, estimator)[STAGED]
    assert shown["level"] == shown["levels"]["claimed"] and shown["why"] is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_firm_that_has_nothing_of_what_it_claims_is_at_level_0(
    content: Content, estimator: Estimator, name: str
) -> None:
    checked = example(content, name)
    made = after(content, estimator, checked, dict.fromkeys(ladders(checked), 0.0))
    assert {by_standard(made)[standard].level for standard in (STAGED, GATED)} == {0}


def test_levels_by_rule_stay_those_of_the_claims(content: Content, estimator: Estimator) -> None:
    checked = example(content, EXAMPLES[1])
    made = after(content, estimator, checked, dict.fromkeys(ladders(checked), 0.0))
    claims = diagnose(content, checked.sheet, explained=False)
    assert made.verdicts == claims.verdicts


def test_checks_that_fall_short_lower_what_was_not_checked(
    content: Content, estimator: Estimator
) -> None:
    """Five claims found two steps lower say more of the firm than what all firms do."""
    checked = example(content, EXAMPLES[1])
    high = [item for item, claim in ladders(checked).items() if claim in (2.0, 3.0, 4.0)][:5]
    lower = {item: ladders(checked)[item] - 2 for item in high}
    made = by_standard(after(content, estimator, checked, dict(lower)))
    for estimate in made.values():
        assert estimate.deflated is not None
        overstatement = estimate.deflated.overstatement
        assert (overstatement.source, overstatement.checks) == (OverstatementSource.CHECKS, 5)
        assert overstatement.value == pytest.approx((5 * 2 + 2 * 0.25) / 7, abs=0.005)
    before = by_standard(diagnose(content, checked.sheet, estimator=estimator))
    for standard in (STAGED, POINTS, GATED):
        assert (made[standard].level or 0) <= (before[standard].level or 0)
        later, now = made[standard].expected_score, before[standard].expected_score
        assert (later or 0) <= (now or 0)
        assert {check.item for check in made[standard].checks}.isdisjoint(high)


def test_a_check_fills_a_blank(content: Content, estimator: Estimator) -> None:
    """Whoever answers too little has an estimate once a visit has seen the rest."""
    whole = example(content, EXAMPLES[1])
    first = dict(list(whole.sheet.answers.items())[:5])
    rest = {item: v for item, v in whole.sheet.answers.items() if item not in first}
    few = replace(whole, sheet=replace(whole.sheet, answers=first))
    before = by_standard(diagnose(content, few.sheet, estimator=estimator))[STAGED]
    made = by_standard(after(content, estimator, few, rest))[STAGED]
    assert before.insufficient and before.needs
    assert not made.insufficient and not made.needs


@settings(max_examples=25, deadline=None)
@given(seeds, st.data())
def test_a_higher_verified_answer_never_lowers_a_level(
    content: Content, estimator: Estimator, seed: int, data: st.DataObject
) -> None:
    sheet = read_random(content, seed, blanks=0.1)
    checked = CheckedSheet(sheet=sheet, as_verified=sheet, verified={})
    claims = ladders(checked)
    seen = data.draw(st.lists(st.sampled_from(sorted(claims)), min_size=1, max_size=8))
    found: dict[str, Value] = {item: float(min(seed % 4, 4)) for item in seen}
    raised = data.draw(st.sampled_from(seen))
    higher: dict[str, Value] = {**found, raised: float(seed % 4 + 1)}
    low, high = (
        by_standard(after(content, estimator, checked, verified)) for verified in (found, higher)
    )
    for standard, before in low.items():
        now = high[standard]
        if before.level is not None:
            assert now.level is not None and now.level >= before.level
            assert (now.expected_score or 0) >= (before.expected_score or 0) - 1e-9


def faults(content: Content, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(FaultyInput) as refused:
        read_checked(content, {**an_example(EXAMPLES[0]), **changes})
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def test_every_fault_of_sheet_and_visit_is_told_at_once(content: Content) -> None:
    wrong = {"quality-management": 9, "nothing-such": 1, "ai-plan": "not_known"}
    assert faults(content, period="soon", verified=wrong) == [
        ("/period", "wrong-type"),
        ("/verified/quality-management", "bad-position"),
        ("/verified/nothing-such", "unknown-item"),
        ("/verified/ai-plan", "verified-not-known"),
    ]
    assert faults(content, verified=[1]) == [("/verified", "wrong-type")]
    assert faults(content, form="none", verified={})[0] == ("/form", "unknown-form")


def test_what_was_not_claimed_says_nothing_of_overstatement(content: Content) -> None:
    checked = example(content, EXAMPLES[0])
    zero = next(item for item, claim in ladders(checked).items() if claim == 0)
    some = next(item for item, claim in ladders(checked).items() if claim >= 1)
    found = with_verified(content, checked.sheet, {zero: 1.0, some: 0.5})
    assert found.gaps == (ladders(checked)[some] - 0.5,)
