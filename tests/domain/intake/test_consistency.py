"""Checks between answers: each trips on its pair and on nothing else."""

from typing import Any

import pytest

from diagnosis.domain.intake.consistency import inconsistencies
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet, every

LADDERS_AT_TWO = dict.fromkeys(
    ["strategy-plan", "skills-team", "data-collection", "data-standards", "network-coverage",
     "network-protection", "planning-materials", "energy-saving", "sales-forecast"], 2,
)  # fmt: skip


def tripped(content: Content, answers: Any) -> list[str]:
    sheet = read(content, a_sheet(answers=answers))
    return [check.id for check in inconsistencies(content.checks, sheet.answers)]


def share(part: float, whole: float) -> dict[str, float]:
    return {"part": part, "whole": whole}


NETWORKED, DIGITAL = "miit-equipment-networked", "miit-equipment-digital"
TRIPPING = [
    ("networked-beyond-digital", {NETWORKED: share(13, 40), DIGITAL: share(12, 40)}),
    ("integrated-scene-without-system", {"miit-systems": "none", "quality-management": 2}),
    ("collection-without-links", {"miit-collection": ["none"], "data-collection": 2}),
    ("monitoring-without-network", {NETWORKED: share(0, 40), "equipment-monitoring": 3}),
    ("shop-network-without-network", {"miit-network": ["none"], "network-coverage": 2}),
    ("plan-without-looking", {"miit-planning": "none", "strategy-plan": 2}),
    (
        "security-rules-without-rules",
        {"miit-network-security": ["none"], "security-protection": 2},
    ),
    (
        "model-beyond-use",
        {"scenes-use-plant": ["plant-planning"], "scenes-model-plant": ["plant-twin"]},
    ),
    ("ai-in-use-without-model", {"ai-scene-depth": 3, "ai-models": 1}),
    ("same-position-everywhere", {**LADDERS_AT_TWO, "finance-management": 2}),
]
SILENT = [
    {"miit-equipment-networked": share(12, 40), "miit-equipment-digital": share(12, 40)},
    {"miit-equipment-networked": share(6, 20), "miit-equipment-digital": share(12, 40)},
    {"miit-equipment-networked": share(13, 40)},
    {"miit-systems": "none", "quality-management": 1.8},
    {"miit-systems": "one", "quality-management": 2},
    {"miit-collection": ["none"], "data-collection": "not_known"},
    {"miit-equipment-networked": share(1, 40), "equipment-monitoring": 3},
    {"scenes-model-plant": ["plant-twin"]},
    {"scenes-use-plant": ["plant-twin"], "scenes-model-plant": ["none"]},
    {"scenes-use-plant": ["none"], "scenes-model-plant": ["none"]},
    {"ai-scene-depth": 3, "ai-models": 1.5},
    LADDERS_AT_TWO,
    {**LADDERS_AT_TWO, "finance-management": 2.5},
]  # fmt: skip


@pytest.mark.parametrize(("check", "answers"), TRIPPING)
def test_pair_that_cannot_both_be_true(content: Content, check: str, answers: Any) -> None:
    assert tripped(content, answers) == [check]


@pytest.mark.parametrize("answers", SILENT)
def test_pair_that_may_both_be_true(content: Content, answers: Any) -> None:
    assert tripped(content, answers) == []


def test_every_check_of_the_content_is_tried(content: Content) -> None:
    assert {name for name, _ in TRIPPING} == {check.id for check in content.checks}


def test_a_tripped_check_names_its_items(content: Content) -> None:
    sheet = read(content, a_sheet(answers=every(content, "full", 2)))
    tripping = {check.id: check.items for check in inconsistencies(content.checks, sheet.answers)}
    assert tripping == {"same-position-everywhere": ()}
    pair = next(check for check in content.checks if check.id == "plan-without-looking")
    assert pair.items == ("miit-planning", "strategy-plan")
