"""What each raise of an answer adds to a standard's mean, and what each level still lacks.

Every standard's mean and every condition of a level is a sum over raises, as long as the set of
answered items stays; a law in the tests holds this to the scorers. A raise is a mark and the step
that it comes to. The mark of a ladder is its item and the step the position, that of a single
choice its item and the place of the option, that of a share its item and the per cent, and that of
an option of a multiple choice `item:option`, with step 1. A step takes the lower ones in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import floor

from diagnosis.domain.intake.answer import Share, Value
from diagnosis.domain.intake.item import NONE, Positions
from diagnosis.domain.scoring.condition import ConditionKind as Kind
from diagnosis.domain.scoring.condition import LevelCondition as LevelCondition
from diagnosis.domain.scoring.encode import option_points
from diagnosis.domain.scoring.scale import HALF_STEP, LEVELS, SCENE_TOP, TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import (
    PointsResult,
    SheetScores,
)
from diagnosis.domain.scoring.staged import ANSWERED, met
from diagnosis.domain.scoring.standard import (
    MILLI,
    PointsStandard,
    Question,
    SceneGate,
)

Steps = Sequence[float]
"""What raising a mark to step 0, 1, 2 … adds; 0 up to the step it has."""

Gains = Mapping[str, Steps]
Reached = Mapping[str, int]
"""The step that a plan raises a mark to, by mark; what was there already counts too."""
PERCENTS = 101
"""The steps of a share: 0–100 per cent."""


def option_mark(item: str, option: str) -> str:
    """Return the mark of an option of a multiple choice."""
    return f"{item}:{option}"


def item_of(mark: str) -> str:
    """Return the item of a mark: of an option, or of a whole item."""
    return mark.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Cap:
    """Marks that add `most` together at most."""

    marks: tuple[str, ...]
    most: float


def total(gains: Gains, reached: Reached, caps: Sequence[Cap] = ()) -> float:
    """Return what a raise adds.

    Examples
    --------
    >>> total({"a": (0, 0, 0.5, 1.5, 2.5, 3.5)}, {"a": 3, "b": 2})
    1.5
    >>> total({"a": (0, 2), "b": (0, 2)}, {"a": 1, "b": 1}, [Cap(("a", "b"), 3)])
    3
    """
    whole = sum(gains[item][to] for item, to in reached.items() if item in gains)
    for cap in caps:
        inside = sum(gains[mark][reached[mark]] for mark in cap.marks if mark in reached)
        whole -= max(0.0, inside - cap.most)
    return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A condition of a level: what it has, what it needs, and what raises add to it."""

    condition: LevelCondition
    has: float
    needs: float
    gains: Gains
    caps: tuple[Cap, ...] = ()

    @property
    def level(self) -> int:
        """Return the level that asks for it."""
        return self.condition.level

    def gain(self, reached: Reached) -> float:
        """Return what a raise adds to it."""
        return total(self.gains, reached, self.caps)

    def missing(self, reached: Reached) -> float:
        """Return how much is missing after a raise, 0 where the condition holds."""
        short = self.needs - self.has - self.gain(reached)
        return short if short > HALF_STEP else 0.0


@dataclass(frozen=True, slots=True)
class RaisesOfStandard:
    """What raises add to a standard's mean, and what its levels ask for."""

    gains: Gains
    requirements: Sequence[Requirement]
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True)
class RaisedItem:
    """An answer that is raised: from where it stands to where it comes.

    `item` is the mark: of other answers than ladders it has the option, or `to` is the place of
    the option or the per cent, and `has` is None. `records` are the months of records that the
    position asks for after the package that brings it ends.
    """

    item: str
    has: float | None
    to: int
    records: int = 0


def steps_from(position: float, worth: Callable[[float], float], weight: float) -> Steps:
    """Return what raising a ladder from a position adds, by the position that it comes to."""
    now = worth(position)
    return tuple(weight * max(0.0, worth(float(to)) - now) for to in range(TOP + 1))


def _staged_weights(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> Iterator[tuple[str, float]]:
    """Yield each answered item with its effective share of the whole."""
    result = scores.staged
    for place, sub in enumerate(scorers.standards.staged.subdomains):
        weight, count = float(result.weights[place]), float(result.parts[place, ANSWERED])
        if weight > 0 and count:
            for item in sub.items:
                if item in positions:
                    yield item, weight / count


def staged_raises(scorers: Scorers, positions: Positions, scores: SheetScores) -> RaisesOfStandard:
    """Return what raises add to the mean of the staged standard, and what its levels ask for."""
    standard = scorers.standards.staged
    shares = dict(_staged_weights(scorers, positions, scores))
    gains = {item: steps_from(positions[item], float, share) for item, share in shares.items()}
    requirements = []
    for level in range(1, LEVELS + 1):
        reaches = partial(_met_level, level)
        requirements.append(
            Requirement(
                condition=LevelCondition(level, Kind.SHARE, number=level),
                has=scores.staged.shares[level - 1],
                needs=standard.threshold,
                gains={
                    item: steps_from(positions[item], reaches, share)
                    for item, share in shares.items()
                },
            )
        )
    return RaisesOfStandard(gains, requirements)


def _met_level(level: int, at: float) -> float:
    return met(at, level)


def points_raises(
    scorers: Scorers, positions: Positions, answers: Mapping[str, Value], scores: SheetScores
) -> RaisesOfStandard:
    """Return what raises add to the mean of the points standard, and what its levels ask for."""
    standard, result = scorers.standards.points, scores.points
    share = TOP / SCENE_TOP / len(standard.scenes)

    def scene_level(at: float) -> float:
        return float(min(SCENE_TOP, floor(at)))

    gains = {
        scene.item: steps_from(positions[scene.item], scene_level, share)
        for scene in standard.scenes
        if scene.item in positions
    }
    points = {
        mark: steps
        for question in standard.questions
        if question.item in answers
        for mark, steps in _question_gains(question, answers[question.item], scorers)
    }
    requirements = []
    for gate in standard.gates:
        requirements.append(
            Requirement(
                condition=LevelCondition(gate.level, Kind.POINTS),
                has=result.points[0],
                needs=float(gate.points),
                gains=points,
            )
        )
        requirements += _scene_counts(standard, gate, positions, result)
    return RaisesOfStandard(gains, requirements)


def _question_gains(
    question: Question, value: Value, scorers: Scorers
) -> Iterator[tuple[str, Steps]]:
    """Yield what raises of a scored question add, in points."""
    item = scorers.bank[question.item]
    worth = {option.value: option.points / MILLI for option in question.options}
    if isinstance(value, tuple):
        for option, points in worth.items():
            if option != NONE:
                gain = 0.0 if option in value else points
                yield option_mark(item.id, option), (0.0, gain)
    elif isinstance(value, str):
        rank = next(place for place, option in enumerate(item.options) if option.id == value)
        steps = [max(0.0, worth[option.id] - worth[value]) for option in item.options]
        yield item.id, [gain if place > rank else 0.0 for place, gain in enumerate(steps)]
    elif isinstance(value, Share):
        now = option_points(question, value) or 0
        after = (
            option_points(question, value.raised_to(percent)) or 0 for percent in range(PERCENTS)
        )
        yield item.id, [max(0.0, (points - now) / MILLI) for points in after]


def _scene_counts(
    standard: PointsStandard, gate: SceneGate, positions: Positions, result: PointsResult
) -> Iterator[Requirement]:
    """Yield how many scenes a level asks for, and how many constraint (★) scenes."""
    levels = dict(zip([scene.item for scene in standard.scenes], result.scenes, strict=True))
    stars = [scene for scene in standard.scenes if scene.constraint]

    def reaches(at: float) -> float:
        return float(floor(at) >= gate.level)

    for kind, needs, scenes in (
        (Kind.SCENES, gate.scenes, standard.scenes),
        (Kind.STARS, gate.constraint_scenes, stars),
    ):
        yield Requirement(
            condition=LevelCondition(gate.level, kind),
            has=float(sum(levels[scene.item] >= gate.level for scene in scenes)),
            needs=float(needs),
            gains={
                scene.item: steps_from(positions[scene.item], reaches, 1.0)
                for scene in scenes
                if scene.item in positions
            },
        )
