"""What a caller wants of a plan, read with every fault at once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.retrofit.plan.problem import WEIGHTS, Objective
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import MOST_BUDGETS, PlanRequest, read_plan_request

TODAY = date(2026, 11, 23)
TARGET = "gbt-39116-2020"


def refusals(content: Content, raw: Any) -> list[tuple[str, str]]:
    """Return why a request is refused: where and what."""
    with pytest.raises(FaultyInput) as caught:
        read_plan_request(content, raw, TODAY)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_a_level_alone_is_to_be_reached(content: Content) -> None:
    request = read_plan_request(content, {"target": f"{TARGET}:2"}, TODAY)
    assert (request.standard, request.level) == (TARGET, 2)
    assert request.objective is Objective.LEVEL
    weighed = read_plan_request(content, {"target": f"{TARGET}:2", "objective": "balanced"}, TODAY)
    assert (weighed.level, weighed.objective) == (2, Objective.BALANCED)
    assert read_plan_request(content, {}, TODAY) == PlanRequest(starts_on=TODAY, raw={})


@pytest.mark.parametrize(
    ("written", "cents"), [(59.995, 59.99), (59.99, 59.99), (0.1 + 0.2, 0.3), (0.009, 0.0), (7, 7)]
)
def test_a_budget_has_whole_cents_and_never_more_than_was_said(
    content: Content, written: float, cents: float
) -> None:
    phases = [{"until_month": 12, "budget_wan": written}]
    request = read_plan_request(content, {"budget_wan": written, "phases": phases}, TODAY)
    assert (request.budget_wan, request.phases[0].budget_wan) == (cents, cents)


def test_every_fault_of_a_request_is_named_at_once(content: Content) -> None:
    raw = {
        "colour": "red",
        "budget_wan": -5,
        "budgets_wan": [1, -1],
        "target": {"standard": "iso-9001"},
        "objective": "most-gain",
        "done": ["prj-gone"],
        "pains": ["hunger"],
        "weights": {"pain": -1, "joy": 2},
    }
    assert set(refusals(content, raw)) == {
        ("/colour", "unknown-field"),
        ("/budget_wan", "out-of-range"),
        ("/budgets_wan/1", "out-of-range"),
        ("/target/standard", "unknown-standard"),
        ("/objective", "unknown-value"),
        ("/done/0", "unknown-package"),
        ("/pains/0", "unknown-value"),
        ("/weights/pain", "out-of-range"),
        ("/weights/joy", "unknown-field"),
    }


@pytest.mark.parametrize(
    ("target", "refusal"),
    [
        ({"level": 9}, [("/target/standard", "missing-field"), ("/target/level", "out-of-range")]),
        ({"standard": TARGET, "level": 9}, [("/target/level", "out-of-range")]),
        ({"standard": TARGET, "level": "high"}, [("/target/level", "wrong-type")]),
        (3, [("/target", "wrong-type")]),
        (f"{TARGET}:high", [("/target/level", "wrong-type")]),
    ],
)
def test_a_faulty_target_says_what_is_wrong_with_it(
    content: Content, target: object, refusal: list[tuple[str, str]]
) -> None:
    assert refusals(content, {"target": target}) == refusal


def test_the_level_of_an_unknown_standard_is_read_all_the_same(content: Content) -> None:
    target = {"standard": "iso-9001", "level": "high"}
    assert refusals(content, {"target": target}) == [
        ("/target/standard", "unknown-standard"),
        ("/target/level", "wrong-type"),
    ]


def test_earlier_projects_stand_for_the_package_that_took_them_over(content: Content) -> None:
    raw = {"done": ["prj-erp"], "wanted": ["prj-mes-light"], "refused": ["pkg-agv", "prj-agv"]}
    wishes = read_plan_request(content, raw, TODAY).wishes
    assert (wishes.done, wishes.wanted) == ({"pkg-erp"}, {"pkg-work-reporting"})
    assert wishes.refused == {"pkg-agv"}


def test_wishes_that_cannot_all_hold_are_named(content: Content) -> None:
    both_grades = {"wanted": ["pkg-orders-stock", "pkg-erp"]}
    assert [code for _, code in refusals(content, both_grades)] == ["wish-conflict"]
    refused = {"wanted": ["pkg-quoting"], "refused": ["prj-crm-light"], "done": ["pkg-quoting"]}
    assert refusals(content, refused) == [("/wanted/0", "wish-conflict")] * 2


@pytest.mark.parametrize("budgets", [[], [1.0] * (MOST_BUDGETS + 1), 5])
def test_there_are_some_budgets_beside_the_first_and_not_too_many(
    content: Content, budgets: object
) -> None:
    assert refusals(content, {"budgets_wan": budgets}) == [("/budgets_wan", "wrong-type")]
    few = read_plan_request(content, {"budgets_wan": [1.0] * MOST_BUDGETS}, TODAY)
    assert len(few.budgets_wan) == MOST_BUDGETS


def test_weights_that_are_left_out_are_those_of_the_objective(content: Content) -> None:
    raw = {"objective": "points", "weights": {"pain": 2}}
    weights = read_plan_request(content, raw, TODAY).weights
    assert weights == replace(WEIGHTS[Objective.POINTS], pain=2.0)
    assert read_plan_request(content, {"objective": "points"}, TODAY).weights is None


def test_what_is_no_budget_and_no_phase_is_told_in_its_place(content: Content) -> None:
    assert refusals(content, {"budgets_wan": [10, None]}) == [("/budgets_wan/1", "wrong-type")]
    for phases in ([], "none", {}):
        assert refusals(content, {"phases": phases}) == [("/phases", "wrong-type")]


def test_of_many_unknown_packages_each_is_told(content: Content) -> None:
    unknown = [f"pkg-orders-stoc{number}" for number in range(30)]
    told = refusals(content, {"wanted": unknown})
    assert told == [(f"/wanted/{place}", "unknown-package") for place in range(30)]
