"""The plan of a sheet that is sent along: what-ifs beside it, support and cases, nothing kept."""

from datetime import date
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.find_cases import find_cases_for
from diagnosis.services.promotion.preview import PlanPreview, preview_plan
from tests.builders import an_example
from tests.fakes.solver import FakeSolver

TODAY = date(2026, 11, 23)
SHEET = an_example("dongguan-mould-shop")
WISH = {"budget_wan": 60}


def preview(content: Content, **more: Any) -> PlanPreview:
    """Return the preview of the example within 60 万元, with more asked for beside it."""
    return preview_plan(content, FakeSolver(), {"sheet": SHEET, "roadmap": WISH} | more, TODAY)


def refusals(content: Content, raw: Any) -> list[tuple[str, str]]:
    """Return why a preview is refused: where and what."""
    with pytest.raises(FaultyInput) as caught:
        preview_plan(content, FakeSolver(), raw, TODAY)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_a_plan_alone_has_nothing_beside_it(small: Content) -> None:
    plain = preview(small)
    assert list(plain.plan.packages)
    assert plain.plan.starts_on == TODAY
    assert plain.what_if is plain.comparison is plain.support is plain.cases is None


@pytest.mark.parametrize("bare", [{}, {"roadmap": None}])
def test_without_wishes_a_plan_has_the_defaults(small: Content, bare: dict[str, Any]) -> None:
    plain = preview_plan(small, FakeSolver(), {"sheet": SHEET} | bare, TODAY)
    same = preview_plan(small, FakeSolver(), {"sheet": SHEET, "roadmap": {}}, TODAY)
    assert plain == same and list(plain.plan.packages)
    change = {"roadmap": {"budget_wan": 5}}
    raw = {"sheet": SHEET, "what_if": change} | bare
    changed = preview_plan(small, FakeSolver(), raw, TODAY).what_if
    assert changed is not None and changed.budget_wan == 5


def test_a_what_if_changes_wishes_answers_and_facts(small: Content) -> None:
    change = {
        "answers": {"production-control": 4, "ai-plan": None},
        "enterprise": {"employees": 2000},
        "roadmap": {"budget_wan": 5},
    }
    both = preview(small, what_if=change)
    assert both.what_if is not None and both.comparison is not None
    first, second = both.plan, both.what_if
    assert (first.budget_wan, second.budget_wan) == (60.0, 5.0)
    assert (first.firm.size, second.firm.size) == (SizeClass.SMALL, SizeClass.MEDIUM)
    assert first.before != second.before
    cost = both.comparison.total.mid
    assert cost.first == pytest.approx(first.total.mid)
    assert cost.second == pytest.approx(second.total.mid)


def test_a_what_if_may_change_an_answer_that_was_confirmed(small: Content) -> None:
    """An answer of the example, listed as inferred: the what-if erases it, or changes it."""
    sheet = SHEET | {"confirmed_inferences": ["miit-network"]}
    for answer in (None, ["application-network"]):
        change = {"answers": {"miit-network": answer}}
        assert preview(small, sheet=sheet, what_if=change).what_if is not None


def test_a_what_if_of_nothing_changes_nothing(small: Content) -> None:
    both = preview(small, what_if={})
    assert both.comparison is not None and both.what_if is not None
    assert both.comparison.worth.difference == both.comparison.total.mid.difference == 0.0
    assert both.comparison.only_first == both.comparison.only_second == ()


def test_support_is_matched_to_the_plan_at_a_date_and_to_what_the_firm_says(
    small: Content,
) -> None:
    shown = preview(small, support=True, date="2026-02-01")
    assert shown.support is not None and shown.support.on == date(2026, 2, 1)
    assert shown.support.total is not None
    assert shown.support.total.cost.mid == pytest.approx(shown.plan.build.mid)
    assert preview(small, support=True).support.on == TODAY  # type: ignore[union-attr]
    says = preview(small, support=True, facts={"roles": {"manufacturer": False}})
    assert says.support is not None and not says.support.role_assumed


def test_cases_are_matched_to_the_plan(small: Content) -> None:
    shown = preview(small, cases=True)
    plan = shown.plan
    assert shown.cases == find_cases_for(small, read(small, SHEET), plan)


def test_a_preview_needs_a_sheet(small: Content) -> None:
    assert refusals(small, {}) == [("/sheet", "missing-field")]
    assert refusals(small, []) == [("", "wrong-type")]


def test_every_fault_of_every_part_is_named_where_it_stands(small: Content) -> None:
    raw = {
        "sheet": SHEET | {"answers": {"ai-plan": 9}},
        "roadmap": {"budget_wan": -1},
        "facts": {"roles": {"king": True}},
        "support": "yes",
        "date": "soon",
        "colour": "red",
    }
    assert set(refusals(small, raw)) == {
        ("/sheet/answers/ai-plan", "bad-position"),
        ("/roadmap/budget_wan", "out-of-range"),
        ("/facts/roles/king", "unknown-value"),
        ("/support", "wrong-type"),
        ("/date", "bad-date"),
        ("/colour", "unknown-field"),
    }


def test_faults_of_a_what_if_are_named_below_it(small: Content) -> None:
    change = {"answers": {"ai-plan": 9}, "roadmap": {"budget_wan": -9}, "colour": "red"}
    raw = {"sheet": SHEET, "roadmap": WISH, "what_if": change}
    assert set(refusals(small, raw)) == {
        ("/what_if/answers/ai-plan", "bad-position"),
        ("/what_if/roadmap/budget_wan", "out-of-range"),
        ("/what_if/colour", "unknown-field"),
    }
    assert refusals(small, raw | {"what_if": "more money"}) == [("/what_if", "wrong-type")]


def test_null_takes_away_what_is_known_and_is_a_fault_of_what_is_not(small: Content) -> None:
    parts = ("answers", "enterprise", "roadmap")
    change: dict[str, Any] = {part: {"colour": None} for part in parts}
    raw = {"sheet": SHEET, "roadmap": WISH, "what_if": change}
    assert set(refusals(small, raw)) == {
        ("/what_if/answers/colour", "unknown-item"),
        ("/what_if/enterprise/colour", "unknown-field"),
        ("/what_if/roadmap/colour", "unknown-field"),
    }
    known = {
        "answers": {"ai-plan": None},
        "enterprise": {"city": None, "name": None},
        "roadmap": {"budget_covers": None},
    }
    assert preview(small, what_if=known).what_if is not None


def test_a_faulty_base_hides_no_fault_of_the_what_if(small: Content) -> None:
    """What the base has is named there alone, what the what-if writes is named there as well."""
    change = {
        "answers": {"ai-plan": 9, "ai-dream": 1},
        "enterprise": {"employees": -1},
        "roadmap": {"budget_wan": -9},
        "colour": "red",
    }
    raw = {
        "sheet": SHEET | {"answers": {"ai-plan": 9, "production-control": "high"}},
        "roadmap": {"budget_wan": -1},
        "what_if": change,
    }
    assert refusals(small, raw) == [
        ("/sheet/answers/ai-plan", "bad-position"),
        ("/sheet/answers/production-control", "bad-position"),
        ("/roadmap/budget_wan", "out-of-range"),
        ("/what_if/colour", "unknown-field"),
        ("/what_if/enterprise/employees", "out-of-range"),
        ("/what_if/answers/ai-plan", "bad-position"),
        ("/what_if/answers/ai-dream", "unknown-item"),
        ("/what_if/roadmap/budget_wan", "out-of-range"),
    ]


@pytest.mark.parametrize("missing", [{}, {"sheet": 3, "roadmap": "x"}])
def test_a_what_if_is_read_as_far_as_it_can_be_alone(small: Content, missing: Any) -> None:
    """Without a form no answer can be read; facts and wishes can."""
    change = {
        "answers": {"ai-plan": 9},
        "enterprise": {"employees": -1},
        "roadmap": {"budget_wan": -9},
    }
    named = refusals(small, missing | {"what_if": change})
    assert [(place, code) for place, code in named if place.startswith("/what_if")] == [
        ("/what_if/enterprise/employees", "out-of-range"),
        ("/what_if/roadmap/budget_wan", "out-of-range"),
    ]


def test_null_for_a_part_of_a_what_if_changes_nothing(small: Content) -> None:
    change = {"answers": None, "enterprise": None, "roadmap": None}
    both = preview(small, what_if=change)
    assert both.comparison is not None
    assert both.comparison.worth.difference == both.comparison.total.mid.difference == 0.0


def test_whose_plant_it_is_cannot_be_otherwise(small: Content) -> None:
    change = {"enterprise": {"site": "二厂", "credit_code": None, "employees": 80}}
    raw = {"sheet": SHEET, "roadmap": WISH, "what_if": change}
    assert refusals(small, raw) == [
        ("/what_if/enterprise/credit_code", "fixed-field"),
        ("/what_if/enterprise/site", "fixed-field"),
    ]


@pytest.mark.parametrize("part", ["answers", "enterprise"])
def test_a_part_of_a_what_if_is_an_object(small: Content, part: str) -> None:
    raw = {"sheet": SHEET, "roadmap": WISH, "what_if": {part: 3}}
    assert refusals(small, raw) == [(f"/what_if/{part}", "wrong-type")]
