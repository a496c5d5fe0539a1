"""How far a standard rises when items are raised: gains by item and step, and what levels ask.

Every standard's mean and every condition of a level is a sum over items of something that only
rises with the item's position, as long as the set of answered items stays. So a raise of several
items is the sum of their raises; a law in the tests holds this to the scorers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import floor

from diagnosis.domain.intake.item import Positions
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.staged import ANSWERED, LEVELS, ROUNDING, met
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.domain.scoring.tiers import ai_share_state
from diagnosis.domain.text import Text

TOP = 5
SCENE_TOP = 4
NEAR = 5e-10
"""Half of the last decimal that the scorers keep."""

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


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition of a level: what it has, what it needs, and what raising items adds to it."""

    level: int
    part: str
    name: Text
    has: float
    needs: float
    gains: Gains

    def missing(self, reached: Reached) -> float:
        """Return how much is missing after a raise, 0 where the condition holds."""
        short = self.needs - self.has - total(self.gains, reached)
        return short if short > NEAR else 0.0


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A standard as a plan sees it.

    `mean` is the weighted mean now, 0–5, `gains` what raising an item adds to it; `level` the
    level now, `top` the highest level there is.
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
        failing = [one.level for one in self.requirements if one.missing(reached) > 0]
        return min(failing) - 1 if failing else self.top

    def asked(self, level: int) -> tuple[Requirement, ...]:
        """Return every condition up to a level."""
        return tuple(one for one in self.requirements if one.level <= level)


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
    """Return a standard as a plan sees it.

    Parameters
    ----------
    positions
        Of the ladder items that were answered with one: an item without one is not scored, and a
        plan leaves it so.
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
        standard.id,
        mean_of(scorers, standard.id, scores),
        level_of(scorers, standard.id, scores),
        standard.levels[-1].level,
        gains,
        tuple(requirements),
    )


def _steps(position: float, worth: Callable[[float], float], weight: float) -> Steps:
    now = worth(position)
    return tuple(weight * max(0.0, worth(float(to)) - now) for to in range(TOP + 1))


def _staged_weights(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> Iterator[tuple[str, float]]:
    """Yield each answered item with its effective share of the whole."""
    own = scores.staged
    for place, sub in enumerate(scorers.standards.staged.subdomains):
        weight, count = float(own.weights[place]), float(own.parts[place, ANSWERED])
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
        name = Text(f"{level} 级要求的达标比例", f"share of the requirements of level {level} met")
        rise = {
            item: _steps(positions[item], lambda at, level=level: met(at, level), share)  # type: ignore[misc]
            for item, share in shares.items()
        }
        has = scores.staged.shares[level - 1]
        requirements.append(
            Requirement(level, f"level-{level}", name, has, standard.threshold, rise)
        )
    return gains, requirements


def _gated(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, list[Requirement]]:
    standard, own = scorers.standards.gated, scores.gated
    values = dict(zip(scorers.gated.items, own.values, strict=True))
    gains: dict[str, Steps] = {}
    inside: dict[str, dict[str, Steps]] = {}
    for place, dimension in enumerate(standard.dimensions):
        answered = sum(
            one.weight for one in dimension.items if values[one.item] == values[one.item]
        )
        rises = inside[dimension.id] = {}
        for one in dimension.items:
            if one.values is None and one.item in positions and answered:
                share = one.weight / answered
                rises[one.item] = _steps(positions[one.item], float, share)
                whole = _steps(positions[one.item], float, share * float(own.weights[place]))
                before = gains.get(one.item, (0.0,) * (TOP + 1))
                gains[one.item] = tuple(a + b for a, b in zip(before, whole, strict=True))
    requirements = []
    places = {one.id: place for place, one in enumerate(standard.dimensions)}
    for level in range(1, TOP + 1):
        line = round(level - standard.tolerance, ROUNDING)
        name = Text("总分", "total")
        requirements.append(Requirement(level, "total", name, own.score, line, gains))
    for gate in standard.gates:
        place = places[gate.dimension]
        # A dimension without an answer fails every gate, and no plan answers it.
        has = float(own.dimensions[place]) if own.weights[place] > 0 else -1.0
        name = standard.dimensions[place].name
        requirements.append(
            Requirement(
                gate.level, gate.dimension, name, has, gate.at_least, inside[gate.dimension]
            )
        )
    return gains, requirements


def _points(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, list[Requirement]]:
    standard, own = scorers.standards.points, scores.points
    share = TOP / SCENE_TOP / len(standard.scenes)

    def scene(at: float) -> float:
        return float(min(SCENE_TOP, floor(at)))

    scenes = [one for one in standard.scenes if one.item in positions]
    gains = {one.item: _steps(positions[one.item], scene, share) for one in scenes}
    requirements = []
    for gate in standard.gates:
        name = Text(
            "15 个问题的分数（项目不改变它）", "points of the 15 questions (projects leave them)"
        )
        requirements.append(
            Requirement(gate.level, "points", name, own.points[0], float(gate.points), {})
        )

        def reaches(at: float, level: int = gate.level) -> float:
            return float(floor(at) >= level)

        for part, need, chosen in (
            ("scenes", gate.scenes, standard.scenes),
            ("stars", gate.constraint_scenes, [o for o in standard.scenes if o.constraint]),
        ):
            levels = dict(zip([one.item for one in standard.scenes], own.scenes, strict=True))
            has = sum(levels[one.item] >= gate.level for one in chosen)
            rises = {
                one.item: _steps(positions[one.item], reaches, 1.0)
                for one in chosen
                if one.item in positions
            }
            star = part == "stars"
            name = Text(
                f"达到 {gate.level} 级的{'约束性' if star else ''}场景数",
                f"{'constraint ' if star else ''}scenes at level {gate.level} or above",
            )
            requirements.append(
                Requirement(gate.level, part, name, float(has), float(need), rises)
            )
    return gains, requirements


def _tiers(
    scorers: Scorers, positions: Positions, scores: SheetScores
) -> tuple[Gains, list[Requirement]]:
    """Return what a tier asks: the staged level by projects; the rest has to hold already."""
    gains, staged = _staged(scorers, positions, scores)
    standard, own = scorers.standards.tiers, scores.tiers
    requirements = []
    links = {one.id: (one.name, own.links[place]) for place, one in enumerate(standard.links)}
    for tier in standard.tiers:
        requirements += [
            Requirement(tier.level, one.part, one.name, one.has, one.needs, one.gains)
            for one in staged
            if one.level <= tier.cmmm_level
        ]
        above = Text("规上企业", "above-size firm")
        share = ai_share_state(own.in_use, own.with_model, tier.ai_share_percent)
        model = Text("用模型的场景占比", "share of scenes with a model")
        fixed = [("above-size", above, own.above_size), ("ai-share", model, share)]
        fixed += [(f"link-{one}", *links[one]) for one in tier.links]
        fixed += [
            (f"declared-{one.id}", one.name, state)
            for one, state in zip(standard.declared, own.declared, strict=True)
        ]
        requirements += [
            Requirement(tier.level, part, name, float(state), 1.0, {})
            for part, name, state in fixed
        ]
        if own.cmmm_level is None:
            name = Text("CMMM 级别（答题不足）", "CMMM level (too few answers)")
            requirements.append(Requirement(tier.level, "cmmm-level", name, 0.0, 1.0, {}))
    return gains, requirements
