"""What a caller wants of a plan, read with every fault at once."""

from datetime import date
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import read_plan_request

TODAY = date(2026, 11, 23)
TARGET = "gbt-39116-2020"


def refusals(content: Content, raw: Any) -> list[tuple[str, str]]:
    """Return why a request is refused: where and what."""
    with pytest.raises(FaultyInput) as caught:
        read_plan_request(content, raw, TODAY)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_a_level_alone_is_to_be_reached(content: Content) -> None:
    request = read_plan_request(content, {"target": {"level": 2}}, TODAY)
    assert (request.standard, request.level) == (TARGET, 2)
    assert request.objective is Objective.REACH


@pytest.mark.parametrize(
    ("written", "cents"), [(59.995, 59.99), (59.99, 59.99), (0.1 + 0.2, 0.3), (0.009, 0.0), (7, 7)]
)
def test_a_budget_has_whole_cents_and_never_more_than_was_said(
    content: Content, written: float, cents: float
) -> None:
    phases = [{"until_month": 12, "budget_wan": written}]
    request = read_plan_request(content, {"budget_wan": written, "phases": phases}, TODAY)
    assert (request.budget_wan, request.phases[0].budget_wan) == (cents, cents)


def test_a_missing_level_is_named_with_every_other_fault(content: Content) -> None:
    raw = {
        "colour": "red",
        "budget_wan": -5,
        "target": {"standard": "iso-9001"},
        "objective": str(Objective.REACH),
        "seconds": 9000,
        "done": ["prj-gone"],
    }
    assert refusals(content, raw) == [
        ("/colour", "unknown-field"),
        ("/budget_wan", "out-of-range"),
        ("/target/standard", "unknown-standard"),
        ("/target/level", "missing-field"),
        ("/seconds", "out-of-range"),
        ("/done/0", "unknown-project"),
    ]


@pytest.mark.parametrize(
    ("target", "refusal"),
    [
        ({"level": 9}, ("/target/level", "out-of-range")),
        ({"level": "high"}, ("/target/level", "wrong-type")),
        (3, ("/target", "wrong-type")),
        (f"{TARGET}:high", ("/target/level", "wrong-type")),
    ],
)
def test_a_faulty_level_is_neither_missing_nor_in_want_of_a_budget(
    content: Content, target: object, refusal: tuple[str, str]
) -> None:
    assert refusals(content, {"target": target, "objective": str(Objective.REACH)}) == [refusal]
    assert refusals(content, {"target": target}) == [refusal]


def test_the_level_of_an_unknown_standard_is_read_all_the_same(content: Content) -> None:
    target = {"standard": "iso-9001", "level": "high"}
    assert refusals(content, {"target": target}) == [
        ("/target/standard", "unknown-standard"),
        ("/target/level", "wrong-type"),
    ]
