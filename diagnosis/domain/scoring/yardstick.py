"""What raising each item adds to a standard's mean, and what each level still lacks.

Every standard's mean and every condition of a level is a sum over items of something that only
rises with the item's position, as long as the set of answered items stays. So a raise of several
items is the sum of their raises; a law in the tests holds this to the scorers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor

from diagnosis.domain.intake.item import Positions
from diagnosis.domain.scoring.condition import ConditionKind as Kind
from diagnosis.domain.scoring.condition import LevelCondition as LevelCondition
from diagnosis.domain.scoring.scale import HALF_STEP, LEVELS, ROUNDING, SCENE_TOP, TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult, PointsResult, SheetScores
from diagnosis.domain.scoring.staged import ANSWERED, met
from diagnosis.domain.scoring.standard import AnyStandard, Gate, PointsStandard, SceneGate
from diagnosis.domain.scoring.tiers import ai_share_state

Steps = tuple[float, ...]
"""What raising an item to position 0, 1, … 5 adds; 0 up to the position it has."""

Gains = Mapping[str, Steps]
Reached = Mapping[str, int]
"""The position that a plan raises an item to, by item; what the item had already counts too."""


def total(gains: Gains, reached: Reached) -> float:
    """Return what a raise adds.

    Examples
    --------
    >>> total({"a": (0, 0, 0.5, 1.5, 2.5, 3.5)}, {"a": 3, "b": 2})
    1.5
    """
    return sum(gains[item][to] for item, to in reached.items() if item in gains)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A condition of a level: what it has, what it needs, and what raising items adds to it."""

    condition: LevelCondition
    has: float
    needs: float
    gains: Gains

    @property
    def level(self) -> int:
        """Return the level that asks for it."""
        return self.condition.level

    def missing(self, reached: Reached) -> float:
        """Return how much is missing after a raise, 0 where the condition holds."""
        short = self.needs - self.has - total(self.gains, reached)
        return short if short > HALF_STEP else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What raising each item adds to a standard's mean, and what each level still lacks.

    `mean` is the weighted mean now, 0–5, `gains` what raising an item adds to it; `level` the
    level now, `top` the highest level there is; `requirements` the conditions of all levels.
    """

    standard: str
    mean: float
    level: int
    top: int
    gains: Gains
    requirements: tuple[Requirement, ...]

    def rise(self, reached: Reached) -> float:
        """Return by how much the mean rises."""
        return total(self.gains, reached)

    def level_after(self, reached: Reached) -> int:
        """Return the level after a raise."""
        failing = [need.level for need in self.requirements if need.missing(reached) > 0]
        return min(failing) - 1 if failing else self.top

    def requirements_up_to(self, level: int) -> tuple[Requirement, ...]:
        """Return every condition up to a level."""
        return tuple(need for need in self.requirements if need.level <= level)


def mean_of(scorers: Scorers, standard: str, scores: SheetScores) -> float:
    """Return the weighted mean (0–5) that a plan's value is counted in.

    Staged and gated standards have one of their own. The points of the SME index do not follow
    from ladder items, so its mean is that of the 16 scene levels (0–4) stretched to 0–5. The smart
    factory has no score: its mean is that of the staged standard that it asks for.
    """
    if standard == scorers.standards.gated.id:
        return scores.gated.score
    if standard == scorers.standards.points.id:
        scenes = scores.points.scenes
        return sum(scenes) / len(scenes) * TOP / SCENE_TOP
    return round(scores.staged.mean, ROUNDING)


def level_of(scorers: Scorers, standard: str, scores: SheetScores) -> int:
    """Return the level by a standard's own rule; blanks count at their worst."""
    standards = scorers.standards
    if standard == standards.gated.id:
        return scores.gated.level
    if standard == standards.points.id:
        return scores.points.level[0]
    return scores.tiers.level_low if standard == standards.tiers.id else scores.staged.level


def yardstick(
    scorers: Scorers, standard: AnyStandard, positions: Positions, scores: SheetScores
) -> Yardstick:
    """Return what raising each item adds to a standard's mean, and what each level still lacks.

    Parameters
    ----------
    positions
        Of the ladder items that were answered with a position: the others are not scored, and
        stay so whatever a plan does to them.
    scores
        Of the sheet as it is.

    """
    standards = scorers.standards
    make: Callable[[Scorers, Positions, SheetScores], tuple[Gains, list[Requirement]]] = {
        standards.staged.id: _staged,
        standards.points.id: _points,
        standards.tiers.id: _tiers,
        standards.gated.id: _gated,
    }[standard.id]
    gains, requirements = make(scorers, positions, scores)
    return Yardstick(
        standard=standard.id,
        mean=mean_of(scorers, standard.id, scores),
        level=level_of(scorers, standard.id, scores),
        top=standard.levels[-1].level,
        gains=gains,
        requirements=tuple(requirements),
    )


def _steps(position: float, worth: Callable[[float], float], weight: float) -> Steps:
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


def _staged(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, list[Requirement]]:
    standard = scorers.standards.staged
    shares = dict(_staged_weights(scorers, positions, scores))
    gains = {item: _steps(positions[item], float, share) for item, share in shares.items()}
    requirements = []
    for level in range(1, LEVELS + 1):
        requirements.append(
            Requirement(
                condition=LevelCondition(level, Kind.SHARE, number=level),
                has=scores.staged.shares[level - 1],
                needs=standard.threshold,
                gains={
                    item: _steps(positions[item], lambda at, level=level: met(at, level), share)  # type: ignore[misc]
                    for item, share in shares.items()
                },
            )
        )
    return gains, requirements


def _gated(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, list[Requirement]]:
    standard, result = scorers.standards.gated, scores.gated
    gains, inside = _gated_gains(scorers, positions, scores)
    requirements = []
    for level in range(1, TOP + 1):
        line = round(level - standard.tolerance, ROUNDING)
        requirements.append(
            Requirement(
                condition=LevelCondition(level, Kind.TOTAL),
                has=result.score,
                needs=line,
                gains=gains,
            )
        )
    places = {dimension.id: place for place, dimension in enumerate(standard.dimensions)}
    for gate in standard.gates:
        place = places[gate.dimension]
        # A dimension without an answer fails every gate, and no plan answers it.
        has = float(result.dimensions[place]) if result.weights[place] > 0 else -1.0
        if gate.weakest_item and has >= 0:
            requirements += _weakest(scorers, gate, positions, result)
            continue
        requirements.append(
            Requirement(
                condition=LevelCondition(gate.level, Kind.DIMENSION, gate.dimension),
                has=has,
                needs=gate.line,
                gains=inside[gate.dimension],
            )
        )
    return gains, requirements


def _weakest(
    scorers: Scorers, gate: Gate, positions: Positions, result: GatedResult
) -> Iterator[Requirement]:
    """Yield each answered item of a dimension that lies below a gate for its weakest item."""
    values = dict(zip(scorers.gated.items, result.values, strict=True))
    dimension = next(d for d in scorers.standards.gated.dimensions if d.id == gate.dimension)
    for number, weighted in enumerate(dimension.items, start=1):
        item, value = weighted.item, values[weighted.item]
        if value < gate.line:  # a blank is NaN
            yield Requirement(
                condition=LevelCondition(gate.level, Kind.WEAKEST, gate.dimension, number),
                has=value,
                needs=gate.line,
                gains={item: _steps(positions[item], float, 1.0)} if item in positions else {},
            )


def _gated_gains(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, dict[str, Gains]]:
    """Return what raising an item adds to the total, and by dimension to its own score."""
    standard, result = scorers.standards.gated, scores.gated
    values = dict(zip(scorers.gated.items, result.values, strict=True))
    gains: dict[str, Steps] = {}
    inside: dict[str, Gains] = {}
    for place, dimension in enumerate(standard.dimensions):
        answered = sum(
            weighted.weight
            for weighted in dimension.items
            if values[weighted.item] == values[weighted.item]  # a blank is NaN
        )
        weight = float(result.weights[place])
        rises: dict[str, Steps] = {}
        for weighted in dimension.items:
            item = weighted.item
            if weighted.values is None and item in positions and answered:
                share = weighted.weight / answered
                rises[item] = _steps(positions[item], float, share)
                whole = _steps(positions[item], float, share * weight)
                before = gains.get(item, (0.0,) * (TOP + 1))
                gains[item] = tuple(a + b for a, b in zip(before, whole, strict=True))
        inside[dimension.id] = rises
    return gains, inside


def _points(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, list[Requirement]]:
    standard, result = scorers.standards.points, scores.points
    share = TOP / SCENE_TOP / len(standard.scenes)

    def scene_level(at: float) -> float:
        return float(min(SCENE_TOP, floor(at)))

    gains = {
        scene.item: _steps(positions[scene.item], scene_level, share)
        for scene in standard.scenes
        if scene.item in positions
    }
    requirements = []
    for gate in standard.gates:
        requirements.append(
            Requirement(
                condition=LevelCondition(gate.level, Kind.POINTS),
                has=result.points[0],
                needs=float(gate.points),
                gains={},
            )
        )
        requirements += _scene_counts(standard, gate, positions, result)
    return gains, requirements


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
                scene.item: _steps(positions[scene.item], reaches, 1.0)
                for scene in scenes
                if scene.item in positions
            },
        )


def _tiers(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, list[Requirement]]:
    """Return what a tier asks: the staged level by projects; the rest has to hold already."""
    gains, staged = _staged(scorers, positions, scores)
    standard, result = scorers.standards.tiers, scores.tiers
    links = {link.id: state for link, state in zip(standard.links, result.links, strict=True)}
    requirements: list[Requirement] = []
    for tier in standard.tiers:
        level = tier.level
        requirements += [
            replace(need, condition=need.condition._replace(level=level))
            for need in staged
            if need.level <= tier.cmmm_level
        ]
        share = ai_share_state(result.in_use, result.with_model, tier.ai_share_percent)
        states = {
            LevelCondition(level, Kind.ABOVE_SIZE): result.above_size,
            LevelCondition(level, Kind.AI_SHARE): share,
        }
        states |= {LevelCondition(level, Kind.LINK, link): links[link] for link in tier.links}
        states |= {
            LevelCondition(level, Kind.DECLARED, declared.id): state
            for declared, state in zip(standard.declared, result.declared, strict=True)
        }
        if result.cmmm_level is None:
            states[LevelCondition(level, Kind.CMMM_LEVEL)] = 0.0
        requirements += [
            Requirement(condition=condition, has=float(state), needs=1.0, gains={})
            for condition, state in states.items()
        ]
    return gains, requirements
