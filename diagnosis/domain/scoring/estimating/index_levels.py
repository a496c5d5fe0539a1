"""How likely each level of the SME index is on a visit: points and scene gate drawn together.

Nothing here was trained, all of it is assumed. A firm answers its scenes too high by so many
steps, drawn from the overstatement's range; each scene is misjudged beside that, up or down, and
what is left of a claim is rounded down to a whole level. Points are taken as answered. Blanks, of
scenes and of points together, are at their worst, like what the firm answered, or at their best.

No draw is made: given steps and blanks, scenes are apart from each other, so that the counts of
scenes that hold are sums of unequal coins. Their distribution is the product of the generating
functions of the coins, looked up at roots of unity. Every coin is heavier for a higher answer, so
that no raise makes any level less likely.
"""

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.overstatement import Overstatement
from diagnosis.domain.scoring.encode import BLANK, MARKED_CODES, VERIFIED, Floats, Ints
from diagnosis.domain.scoring.scores import PointsResult
from diagnosis.domain.scoring.standard import MILLI, PointsStandard

Complexes = NDArray[np.complex128]

FIRM_SPREAD = 0.25
"""Assumed: how far firms lie around the overstatement of all, one standard deviation, steps."""
MISJUDGED = 0.4
"""Assumed: how far one scene is misjudged beside that, one standard deviation, ladder steps."""
BLANKS_LIKELY = (0.3, 0.5, 0.2)
"""Assumed: how likely blanks are at their worst, like the answers, and at their best."""
SET_BELOW, SET_ABOVE = 0.04, 0.12
"""What may lie below and above a set of levels; firms are verified lower rather than higher."""
MOST_OPEN = 2
"""The most steps from blanks at their worst to blanks at their best that carry an estimate."""
_NODES = 7
_RANGE = 0.8
"""The share of firms that the range of an overstatement holds."""
_NORMAL = NormalDist()


class LevelChances(NamedTuple):
    """How likely each level from 0 is, sum 1, and which remain possible, without a gap."""

    probabilities: tuple[float, ...]
    levels: tuple[int, ...]


def steps_drawn(overstatement: Overstatement, nodes: int = _NODES) -> Floats:
    """Return equally likely overstatements of a firm, ladder steps, ascending.

    Two halves of normal curves meet at the value; the range holds 80 % of what all firms may
    overstate, around which a single firm lies. Below 0 a firm is modest.
    """
    reach = _NORMAL.inv_cdf((1 + _RANGE) / 2)
    least, most = (
        float(np.hypot(span / reach, FIRM_SPREAD))
        for span in (
            overstatement.value - overstatement.low,
            overstatement.high - overstatement.value,
        )
    )
    middles = [_NORMAL.inv_cdf((place + 0.5) / nodes) for place in range(nodes)]
    return np.array([
        overstatement.value + middle * (most if middle > 0 else least) for middle in middles
    ])  # fmt: skip


def chances_of_scenes(steps: Floats, levels: Ints) -> Floats:
    """Return (marked, levels, steps): how likely a scene so answered holds a level.

    An answer lies anywhere from its position to the next whole one; what a visit verified is what
    it is. What does not apply, and blanks, hold nothing.
    """
    table = np.zeros((MARKED_CODES, len(levels), len(steps)))
    for code, value in enumerate(POSITION_VALUES, start=1):
        upper = np.floor(value) + 1.0
        room = upper - levels[:, None] - steps
        width = upper - value
        table[code] = (_mean_above(room) - _mean_above(room - width)) / width
        table[VERIFIED + code] = (value >= levels)[:, None]
    return np.clip(table, 0.0, 1.0)


def _mean_above(room: Floats) -> Floats:
    """Return the mean of what is left of a room, at least 0, once a misjudgement is taken off."""
    turns = (room / MISJUDGED).ravel().tolist()
    left = [turn * _NORMAL.cdf(turn) + _NORMAL.pdf(turn) for turn in turns]
    return np.reshape(left, room.shape) * MISJUDGED


class IndexLevels:
    """The chances of the levels of the SME index, compiled for one overstatement.

    `held` (gates, marked) is how likely a scene so answered holds the level of a gate.
    """

    def __init__(self, standard: PointsStandard, overstatement: Overstatement) -> None:
        gates = standard.gates
        self._need_points = np.array([gate.points * MILLI for gate in gates])
        self._max = [question.max for question in standard.questions]
        is_star = np.array([scene.constraint for scene in standard.scenes])
        self._star_places, self._other_places = np.flatnonzero(is_star), np.flatnonzero(~is_star)
        stars, others = len(self._star_places), len(self._other_places)
        levels = np.array([gate.level for gate in gates])
        held = chances_of_scenes(steps_drawn(overstatement), levels)
        self.held: list[list[float]] = held.mean(axis=2).T.tolist()
        self._shape = held.shape[1:]
        self._held: Floats = held.reshape(MARKED_CODES, -1)
        self._star_roots, self._other_roots = _roots(stars), _roots(others)
        self._star_logs = _logs(held, self._star_roots)
        self._other_logs = _logs(held, self._other_roots)
        counts = np.arange(stars + 1)
        star_need = np.array([gate.constraint_scenes for gate in gates])
        need = np.array([gate.scenes for gate in gates])[:, None] - counts
        exactly = _inverse(self._star_roots, stars)
        self._star_weights = exactly * (counts >= star_need[:, None])[:, None, :]
        enough = np.arange(others + 1)[:, None] >= need[:, None, :]
        self._other_weights = _inverse(self._other_roots, others) @ enough

    def __call__(self, result: PointsResult) -> LevelChances | None:
        """Return how likely each level is; None where blanks leave more than three levels open."""
        worst, best = result.level
        if best - worst > MOST_OPEN:
            return None
        codes = np.array(result.scene_codes)
        star_turns = np.exp(self._star_logs[codes[self._star_places]].sum(axis=0))
        other_turns = np.exp(self._other_logs[codes[self._other_places]].sum(axis=0))
        if result.coverage == 1:
            held = self._gates(star_turns, other_turns)
            chances = held * (round(result.points[0] * MILLI) >= self._need_points)
        else:
            chances = self._with_blanks(result, codes, star_turns, other_turns)
        at_least = np.maximum.accumulate(chances[::-1])[::-1].clip(0.0, 1.0).tolist()
        return _chances(at_least)

    def _gates(self, stars: Complexes, others: Complexes) -> Floats:
        """Return (gates,): how likely the scenes of each are enough, over all steps."""
        shape = self._shape
        of_stars = (stars.reshape(*shape, -1) @ self._star_weights).real
        of_others = (others.reshape(*shape, -1) @ self._other_weights).real
        enough: Floats = np.einsum("gsx,gsx->g", of_stars, of_others) / shape[1]
        return enough

    def _with_blanks(
        self,
        result: PointsResult,
        codes: Ints,
        stars: Complexes,
        others: Complexes,
    ) -> Floats:
        """Return (gates,): how likely each is passed, over what blanks may be."""
        blank_stars = int((codes[self._star_places] == BLANK).sum())
        blank_others = int((codes[self._other_places] == BLANK).sum())
        answered = max(len(codes) - blank_stars - blank_others, 1)
        like_answers = self._held[codes].sum(axis=0).reshape(self._shape) / answered
        coins = like_answers[..., None]
        stars, others = (each.reshape(*self._shape, -1) for each in (stars, others))
        turned: tuple[tuple[Complexes, Complexes], ...] = (
            (np.ones_like(self._star_roots), np.ones_like(self._other_roots)),
            (
                _power(1.0 - coins + coins * self._star_roots, blank_stars),
                _power(1.0 - coins + coins * self._other_roots, blank_others),
            ),
            (self._star_roots**blank_stars, self._other_roots**blank_others),
        )
        chances = np.zeros(len(self._need_points))
        for likely, points, (star_coins, other_coins) in zip(
            BLANKS_LIKELY, self._points(result), turned, strict=True
        ):
            enough = self._gates(stars * star_coins, others * other_coins)
            chances += likely * enough * (points >= self._need_points)
        return chances

    def _points(self, result: PointsResult) -> tuple[int, float, int]:
        """Return the points with blanks at their worst, like the answers, and at their best."""
        worst, best = (round(points * MILLI) for points in result.points)
        possible = sum(self._max) - (best - worst)
        like_answers = worst + (best - worst) * (worst / possible if possible else 0.0)
        return worst, like_answers, best


def _power(turns: Complexes, count: int) -> Complexes:
    """Return a whole power, by squaring: far faster than one that may be broken."""
    power = np.ones_like(turns)
    while count:
        if count % 2:
            power = power * turns
        turns, count = turns * turns, count // 2
    return power


def _chances(at_least: Sequence[float]) -> LevelChances:
    """Return the chances of levels from those of each level from 1 or a higher one."""
    bounds = (1.0, *at_least, 0.0)
    top = len(at_least)
    low = max(level for level in range(top + 1) if bounds[level] >= 1.0 - SET_BELOW)
    high = max(level for level in range(top + 1) if level == low or bounds[level] > SET_ABOVE)
    return LevelChances(
        probabilities=tuple([bounds[level] - bounds[level + 1] for level in range(top + 1)]),
        levels=tuple(range(low, high + 1)),
    )


def _roots(most: int) -> Complexes:
    """Return the upper half of as many roots of unity, an odd number, as a count needs.

    The lower half mirrors it. −1 is none of them, where the generating function of an even coin
    is 0.
    """
    number = most + 1 + most % 2
    roots: Complexes = np.exp(2j * np.pi * np.arange(number // 2 + 1) / number)
    return roots


def _logs(held: Floats, roots: Complexes) -> Complexes:
    """Return (marked, levels × steps × roots): logarithms of the coins' generating functions."""
    coins = held[..., None]
    logs: Complexes = np.log(1.0 - coins + coins * roots).reshape(MARKED_CODES, -1)
    return logs


def _inverse(roots: Complexes, most: int) -> Complexes:
    """Return (roots, counts): what turns a generating function into chances, in its real part."""
    number = 2 * len(roots) - 1
    turned: Complexes = roots[:, None] ** -np.arange(most + 1) * (2.0 / number)
    turned[0] /= 2.0
    return turned
