"""How likely the levels of the SME index are: exact, monotone, refused where all is open."""

from collections.abc import Mapping
from copy import copy
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from diagnosis.domain.estimate import CheckReason
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.overstatement import Overstatement
from diagnosis.domain.scoring.encode import BLANK, CODES, NOT_APPLICABLE, EncodedSheet
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.estimating.index_levels import (
    BLANKS_LIKELY,
    FIRM_SPREAD,
    MOST_OPEN,
    IndexLevels,
    chances_of_scenes,
    steps_drawn,
)
from diagnosis.domain.scoring.estimating.scene_checks import (
    CODES_A_STEP,
    FIRST_CODE,
    deciding_scenes,
    scene_checks,
)
from diagnosis.domain.scoring.scores import PointsResult
from diagnosis.services.ports.content import Content
from tests.builders import read_random

ASSUMED = Overstatement(value=0.25, low=0.0, high=0.6)
LEVELS = np.arange(1, 5)
TOLERANCE = 1e-9
RAISES = 50_000


@pytest.fixture(scope="module")
def index(content: Content) -> IndexLevels:
    return IndexLevels(content.standards.points, ASSUMED)


def scored(content: Content, seed: int, blanks: float, spread: int = 2) -> EncodedSheet:
    return content.scorers.encode_sheet(
        read_random(content, seed, spread=spread, blanks=blanks, cuts=blanks)
    )


def at_least(probabilities: tuple[float, ...]) -> list[float]:
    return [sum(probabilities[level:]) for level in range(1, 5)]


def counted(coins: list[tuple[float, bool]]) -> Mapping[tuple[int, int], float]:
    """Return how likely each number of scenes and of constraint scenes is, one coin at a time."""
    counts = {(0, 0): 1.0}
    for chance, star in coins:
        after: dict[tuple[int, int], float] = {}
        for (scenes, stars), share in counts.items():
            held = (scenes + 1, stars + star)
            after[scenes, stars] = after.get((scenes, stars), 0.0) + share * (1 - chance)
            after[held] = after.get(held, 0.0) + share * chance
        counts = after
    return counts


def slowly(content: Content, result: PointsResult) -> list[float]:
    """Return the chances of each level or a higher one, added up coin by coin."""
    standard, steps = content.standards.points, steps_drawn(ASSUMED)
    held = chances_of_scenes(steps, LEVELS)
    codes = result.scene_codes
    answered = [code for code in codes if code != BLANK]
    worst, best = result.points
    earned = worst / (100 - (best - worst)) if best - worst < 100 else 0.0
    chances = []
    for place, gate in enumerate(standard.gates):
        whole = 0.0
        for step in range(len(steps)):
            like = sum(held[code, place, step] for code in answered) / max(len(answered), 1)
            for likely, blank, points in zip(
                BLANKS_LIKELY,
                (0.0, like, 1.0),
                (worst, worst + (best - worst) * earned, best),
                strict=True,
            ):
                coins = [
                    (blank if code == BLANK else held[code, place, step], scene.constraint)
                    for code, scene in zip(codes, standard.scenes, strict=True)
                ]
                enough = sum(
                    share
                    for (scenes, stars), share in counted(coins).items()
                    if scenes >= gate.scenes and stars >= gate.constraint_scenes
                )
                whole += likely * enough * (points >= gate.points) / len(steps)
        chances.append(whole)
    return chances


@pytest.mark.parametrize("blanks", [0.0, 0.1, 0.3])
def test_chances_are_those_of_coins_thrown_singly(
    content: Content, index: IndexLevels, blanks: float
) -> None:
    several = 0
    for seed in range(8):
        result = content.one_sheet.score(scored(content, seed, blanks)).points
        chances = index(result)
        if chances is None:
            continue
        assert at_least(chances.probabilities) == pytest.approx(slowly(content, result), abs=1e-9)
        assert sum(chances.probabilities) == pytest.approx(1.0, abs=1e-12)
        assert min(chances.probabilities) >= 0
        assert list(chances.levels) == list(range(chances.levels[0], chances.levels[-1] + 1))
        several += 1
    assert several > 2


def raised(content: Content, sheet: EncodedSheet, random: Random) -> EncodedSheet | None:
    """Return a sheet with a scene or the points of a question raised, None where that is full."""
    standard, columns = content.standards.points, content.scorers.encoder.ladders
    after = content.scorers.encode_sheet(read_random(content, 0))
    after.codes, after.points = list(sheet.codes), list(sheet.points)
    if random.random() < 0.7:
        column = columns[random.choice(standard.scenes).item]
        code = sheet.codes[column]
        if code in (BLANK, len(POSITION_VALUES)):
            return None
        first = 1 if code >= NOT_APPLICABLE else code + 1
        after.codes[column] = random.randint(first, min(first + 2, len(POSITION_VALUES)))
    else:
        place = random.randrange(len(standard.questions))
        points, most = sheet.points[place], standard.questions[place].max
        if points in (-1, most):
            return None
        after.points[place] = random.randint(points + 1, most)
    return after


@pytest.mark.parametrize("blanks", [0.0, 0.15])
def test_no_raise_makes_a_level_less_likely(
    content: Content, index: IndexLevels, blanks: float
) -> None:
    random, raises, falls, moved = Random(7), 0, 0, 0
    sheet = scored(content, 0, blanks)
    before = index(content.one_sheet.score(sheet).points)
    while raises < RAISES // 2:
        after = raised(content, sheet, random)
        if after is None or random.random() < 0.02:
            sheet = scored(content, random.randrange(2**32), blanks, random.choice([1, 2]))
            before = index(content.one_sheet.score(sheet).points)
            continue
        now = index(content.one_sheet.score(after).points)
        raises += 1
        if before is not None and now is not None:
            pairs = zip(at_least(before.probabilities), at_least(now.probabilities), strict=True)
            falls += any(high < low - TOLERANCE for low, high in pairs)
            falls += now.levels[0] < before.levels[0] or now.levels[-1] < before.levels[-1]
            moved += now != before
        sheet, before = after, now
    assert falls == 0
    assert moved > raises / 20


def test_more_overstatement_makes_no_level_likelier(content: Content) -> None:
    ladder = [
        IndexLevels(content.standards.points, Overstatement(value=value, low=value, high=value))
        for value in (0.0, 0.2, 0.5, 1.0, 2.0)
    ]
    for seed in range(15):
        result = content.one_sheet.score(scored(content, seed, 0.0)).points
        chances = [at_least(each(result).probabilities) for each in ladder]  # type: ignore[union-attr]
        for less, more in pairwise(chances):
            assert all(high >= low - TOLERANCE for high, low in zip(less, more, strict=True))


def test_steps_stand_around_the_value_as_wide_as_the_range() -> None:
    steps = steps_drawn(ASSUMED, nodes=1001)
    assert np.median(steps) == pytest.approx(0.25, abs=1e-9)
    assert np.all(np.diff(steps) > 0)
    assert 0.1 < np.mean(steps > ASSUMED.high) < 0.25
    assert 0.1 < np.mean(steps < ASSUMED.low) < 0.25
    one = steps_drawn(Overstatement(value=0.5, low=0.5, high=0.5), nodes=1001)
    assert np.std(one) == pytest.approx(FIRM_SPREAD, rel=0.02)


def test_a_higher_answer_holds_a_level_no_less_and_less_than_all_steps_on_average() -> None:
    held = chances_of_scenes(np.array([0.25]), LEVELS)[:, :, 0]
    assert np.all(np.diff(held[1 : len(POSITION_VALUES) + 1], axis=0) >= -1e-12)
    assert not held[[BLANK, NOT_APPLICABLE, CODES - 1]].any()
    three = POSITION_VALUES.index(3.0) + 1
    assert held[three].sum() == pytest.approx(3 - 0.25, abs=0.02)


def test_blanks_that_leave_too_much_open_leave_no_chances(
    content: Content, index: IndexLevels
) -> None:
    result = content.one_sheet.score(scored(content, 1, 0.97)).points
    assert result.level == (0, 4)
    assert index(result) is None
    for seed in range(60):
        result = content.one_sheet.score(scored(content, seed, 0.3)).points
        assert (index(result) is None) == (result.level[1] - result.level[0] > MOST_OPEN)


def test_the_scenes_that_the_level_hangs_on_are_checked_first(
    content: Content, index: IndexLevels
) -> None:
    standard = content.standards.points
    for seed in range(60):
        result = content.one_sheet.score(scored(content, seed, 0.0)).points
        checks = scene_checks(standard, result, index.held)
        if not result.level[0]:
            assert checks == ()
            continue
        levels = {
            scene.item: level for scene, level in zip(standard.scenes, result.scenes, strict=True)
        }
        assert checks and all(levels[check.item] >= result.level[0] for check in checks)
        gains = [check.gain for check in checks]
        assert gains == sorted(gains, reverse=True)
        assert sum(gains) == pytest.approx(1.0)
        assert {check.reason for check in checks} <= {
            CheckReason.WEIGHT, CheckReason.ABOVE_OTHERS,
        }  # fmt: skip


def test_scenes_that_decide_are_those_whose_fall_by_a_step_loses_the_level_served(
    content: Content,
) -> None:
    rules = DeflatedRules(content.scorers, ASSUMED)
    standard, columns = content.standards.points, content.scorers.encoder.ladders
    deciding = not_deciding = 0
    for seed in range(80):
        sheet = scored(content, seed, 0.0)
        result = content.one_sheet.score(sheet).points
        level = rules.points(sheet, result).usual
        if not level:
            continue
        items = deciding_scenes(standard, result, rules.scene_shares, level)
        for scene in standard.scenes:
            lower, column = copy(sheet), columns[scene.item]
            lower.codes = list(sheet.codes)
            if sheet.codes[column] > len(POSITION_VALUES):
                continue
            lower.codes[column] = max(sheet.codes[column] - CODES_A_STEP, FIRST_CODE)
            after = rules.points(lower, content.one_sheet.score(lower).points).usual
            assert (scene.item in items) == (after != level), (seed, scene.item)
            deciding += after != level
            not_deciding += after == level
    assert deciding > 5 and not_deciding > 100
