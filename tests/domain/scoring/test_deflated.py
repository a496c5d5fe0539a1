"""Levels of deflated answers: exact against the slow rules, no lower for a raised answer."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import POSITION_VALUES, ItemType
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.overstatement import DeflatedLevels, Overstatement, OverstatementSource
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet, random_sheet, read_random
from tests.domain.scoring import reference

USUAL, HIGH = 0.25, 0.6
HOW: tuple[dict[str, float], ...] = (
    {},
    {"spread": 1},
    {"blanks": 0.04, "spread": 2},
    {"blanks": 0.4, "cuts": 0.3},
    {"cuts": 0.6, "spread": 1},
    {"blanks": 0.97, "cuts": 0.3},
)
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def rules(content: Content) -> DeflatedRules:
    return DeflatedRules(content.scorers, Overstatement(value=USUAL, low=0.0, high=HIGH))


def all_deflated(
    content: Content, rules: DeflatedRules, sheet: Sheet
) -> tuple[SheetScores, dict[str, DeflatedLevels]]:
    row = content.scorers.encode_sheet(sheet)
    scores = content.one_sheet.score(row)
    return scores, {
        "staged": rules.staged(row, scores.staged),
        "points": rules.points(row, scores.points),
        "gated": rules.gated(row, scores.gated),
    }


def lowered(sheet: Sheet, steps: float) -> Mapping[str, Value]:
    """Return the answers with each position so many steps lower, in decimals."""
    return {
        item: max(round(value - steps, 9), 0.0) if isinstance(value, float) else value
        for item, value in sheet.answers.items()
    }


def slow_level(content: Content, sheet: Sheet, rule: str, steps: float) -> int | None:
    """Return the level that the slow rules give to the lowered answers."""
    answers, standards = lowered(sheet, steps), content.standards
    if rule == "staged":
        kind, exempt = sheet.production_type, sheet.exempt
        return int(reference.staged(standards.staged, answers, kind, exempt)["level"])
    if rule == "gated":
        return int(reference.gated(standards.gated, answers)["level"])
    bounds = reference.points(standards.points, sheet.answers, Fraction(str(steps)))
    low, high = (bounds[end]["level"] for end in ("low", "high"))
    return low if low == high else None


@pytest.mark.parametrize("how", HOW)
def test_levels_are_those_of_the_slow_rules_on_lowered_answers(
    content: Content, rules: DeflatedRules, how: dict[str, float]
) -> None:
    seen = set()
    for seed in range(25):
        sheet = read_random(content, seed, **how)
        for rule, deflated in all_deflated(content, rules, sheet)[1].items():
            expected = [slow_level(content, sheet, rule, s) for s in (0.0, USUAL, HIGH)]
            assert [deflated.claimed, deflated.usual, deflated.high] == expected, (rule, seed)
            seen.add((rule, deflated.claimed, deflated.usual))
    assert len(seen) > 2


def survivors(
    content: Content, sheet: Sheet, rule: str, deflated: DeflatedLevels
) -> Iterator[float]:
    """Yield every overstatement on the grid of .05 that leaves the claimed level, by brute force.

    Where blanks decide what lies below, the level counts with blanks at their worst.
    """
    for step in range(101):
        level = slow_level(content, sheet, rule, step / 20)
        if rule == "points":
            bounds = reference.points(content.standards.points, sheet.answers, Fraction(step, 20))
            level = bounds["low"]["level"]
        if level is not None and deflated.claimed and level >= deflated.claimed:
            yield step / 20


@pytest.mark.parametrize("how", HOW[:5])
def test_margin_is_the_largest_overstatement_that_the_level_survives(
    content: Content, rules: DeflatedRules, how: dict[str, float]
) -> None:
    for seed in range(4):
        sheet = read_random(content, 100 + seed, **how)
        for rule, deflated in all_deflated(content, rules, sheet)[1].items():
            expected = max(survivors(content, sheet, rule, deflated), default=None)
            assert deflated.margin == expected, (rule, seed)
            assert (deflated.margin is None) == (not deflated.claimed)


@settings(max_examples=150)
@given(seed=seeds, blanks=st.sampled_from([0.0, 0.05, 0.4]), spread=st.sampled_from([1, 2, 5]))
def test_a_raised_answer_never_lowers_a_level_or_the_margin_of_the_same_level(
    content: Content, rules: DeflatedRules, seed: int, blanks: float, spread: int
) -> None:
    random = Random(seed)
    raw = random_sheet(content, seed, blanks=blanks, cuts=blanks, spread=spread)
    _, before = all_deflated(content, rules, read(content, raw))
    ladders = sorted(i for i, v in raw["answers"].items() if isinstance(v, int | float))
    for item in random.sample(ladders, min(4, len(ladders))):
        raised = random.choice([p for p in (*POSITION_VALUES, 5) if p >= raw["answers"][item]])
        answers = raw["answers"] | {item: raised}
        _, after = all_deflated(content, rules, read(content, raw | {"answers": answers}))
        for rule, was in before.items():
            now = after[rule]
            for level_was, level in zip(
                (was.claimed, was.usual, was.high),
                (now.claimed, now.usual, now.high),
                strict=True,
            ):
                assert level is None or level_was is None or level >= level_was, (rule, item)
            if was.margin is not None and now.claimed == was.claimed:
                assert now.margin is not None and now.margin >= was.margin, (rule, item)


def test_claimed_levels_are_those_of_the_rules(content: Content, rules: DeflatedRules) -> None:
    for seed in range(60):
        sheet = read_random(content, seed, **HOW[seed % len(HOW)])
        scores, deflated = all_deflated(content, rules, sheet)
        assert deflated["staged"].claimed == scores.staged.level
        assert deflated["gated"].claimed == scores.gated.level
        low, high = scores.points.level
        assert deflated["points"].claimed == (low if low == high else None)
        assert [each.partly for each in deflated.values()] == [False, True, False]


def test_choices_and_shares_are_not_deflated(content: Content) -> None:
    """With every ladder lowered to 0, points of choices and choices in AI readiness remain."""
    all_off = DeflatedRules(content.scorers, Overstatement(value=5.0, low=0.0, high=5.0))
    for seed in range(20):
        sheet = read_random(content, seed, spread=1)
        without = {
            item: 0.0 if content.bank[item].type is ItemType.LADDER else value
            for item, value in sheet.answers.items()
        }
        _, deflated = all_deflated(content, all_off, sheet)
        expected = reference.gated(content.standards.gated, without)["level"]
        assert deflated["gated"].usual == expected
        low = reference.points(content.standards.points, without)["low"]["level"]
        assert deflated["points"].usual == low


def test_a_firm_that_just_meets_every_requirement_of_a_level_survives_the_tolerance_alone(
    content: Content, rules: DeflatedRules
) -> None:
    exactly = dict.fromkeys(content.scorers.staged.items, 2.0)
    raw = {"form": "gbt-39116", "enterprise": {"name": "x"}, "answers": exactly}
    _, deflated = all_deflated(content, rules, read(content, raw))
    staged = deflated["staged"]
    assert (staged.claimed, staged.usual, staged.high, staged.margin) == (2, 1, 1, 0.2)


def index_sheet(content: Content, claims: list[float]) -> Sheet:
    """Return a sheet with all points and these claims, constraint scenes first; the rest is 0."""
    standard = content.standards.points
    scenes = sorted(standard.scenes, key=lambda scene: not scene.constraint)
    answers: dict[str, Any] = {scene.item: 0 for scene in scenes}
    answers |= {scene.item: claim for scene, claim in zip(scenes, claims, strict=False)}
    for question in standard.questions:
        best = [option.value for option in question.options if option.points]
        values = {"share": {"part": 1, "whole": 1}, "multiple": best, "single": best[-1]}
        answers[question.item] = values[question.kind]
    answers |= {"miit-energy-result": "down", "miit-cost-result": "down"}
    return read(content, a_sheet("full", answers))


@pytest.mark.parametrize(
    ("claims", "level", "usual", "high", "margin"),
    [
        ([2.0] * 8, 2, 2, 1, 0.25),
        ([2.0] * 6, 2, 1, 1, 0.0),
        ([2.0] * 7, 2, 1, 1, 0.1),
        ([2.0] * 10, 2, 2, 1, 0.4),
        ([2.5] * 6, 2, 2, 1, 0.5),
        ([3.0] * 6, 2, 2, 2, 1.0),
        ([1.0] * 16, 1, 1, 1, 0.6),
        ([4.0] * 14, 4, 4, 3, 0.25),
    ],
)
def test_a_quarter_of_a_step_takes_a_quarter_of_the_scenes_not_all_of_them(
    content: Content,
    rules: DeflatedRules,
    claims: list[float],
    level: int,
    usual: int,
    high: int,
    margin: float,
) -> None:
    """Of eight scenes claimed six are needed, and six are left with .25 taken off."""
    points = all_deflated(content, rules, index_sheet(content, claims))[1]["points"]
    assert (points.claimed, points.usual, points.high) == (level, usual, high)
    assert points.margin == margin


def test_the_level_of_the_index_falls_with_what_is_taken_off(content: Content) -> None:
    """Step by step, on a grid finer than the margin's."""
    steps = np.round(np.arange(0, 2, 0.02), 9)
    ladder = [
        DeflatedRules(content.scorers, Overstatement(value=s, low=0.0, high=5.0)) for s in steps
    ]
    for seed in range(20):
        sheet = index_sheet(content, [Random(seed + k).choice(POSITION_VALUES) for k in range(16)])
        row = content.scorers.encode_sheet(sheet)
        result = content.one_sheet.score(row).points
        levels = [rules.points(row, result).usual for rules in ladder]
        assert levels == sorted(levels, reverse=True) and levels[0] == result.level[0]


def test_every_standard_has_its_own_overstatement(content: Content) -> None:
    standards = content.standards
    usual = {standards.staged.id: 0.5, standards.points.id: 1.0, standards.gated.id: 0.0}
    known = {
        standard: Overstatement(value=value, low=0.0, high=value)
        for standard, value in usual.items()
    }
    rules = DeflatedRules(content.scorers, Overstatement(value=5.0, low=0.0, high=5.0), known)
    for seed in range(30):
        sheet = read_random(content, seed, spread=1 + seed % 2)
        deflated = all_deflated(content, rules, sheet)[1]
        for rule, value in (("staged", 0.5), ("points", 1.0), ("gated", 0.0)):
            assert deflated[rule].usual == slow_level(content, sheet, rule, value)
            assert deflated[rule].overstatement.value == value


@pytest.mark.parametrize(
    ("value", "low", "high", "visits"),
    [(-0.1, -0.1, 1, 0), (0.7, 0, 0.6, 0), (0.1, 0.2, 0.6, 0), (5.5, 0, 6, 0),
     (float("nan"), 0, 1, 0), (0.2, 0, 0.6, -1)],
)  # fmt: skip
def test_what_is_no_range_of_ladder_steps_is_refused(
    value: float, low: float, high: float, visits: int
) -> None:
    with pytest.raises(ValueError, match="overstatement"):
        Overstatement(
            value=value, low=low, high=high, source=OverstatementSource.VISITS, visits=visits
        )
