"""Levels of deflated answers: exact against the slow rules, no lower for a raised answer."""

from collections.abc import Iterator, Mapping
from random import Random

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
from tests.builders import random_sheet, read_random
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
    bounds = reference.points(standards.points, answers)
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
            answers = lowered(sheet, step / 20)
            level = reference.points(content.standards.points, answers)["low"]["level"]
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
