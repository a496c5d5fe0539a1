"""What raises add to AI readiness, and what its levels still lack.

A choice counts by the sum of its options up to a cap, so its options have a cap together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import NONE, Positions
from diagnosis.domain.scoring.condition import ConditionKind as Kind
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.scoring.encode import choice_value
from diagnosis.domain.scoring.raising.raises import (
    Cap,
    RaisesOfStandard,
    Requirement,
    Steps,
    option_mark,
    steps_from,
)
from diagnosis.domain.scoring.scale import ROUNDING, TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult, SheetScores
from diagnosis.domain.scoring.standard import Dimension, Gate, WeightedItem


def gated_raises(
    scorers: Scorers, positions: Positions, answers: Mapping[str, Value], scores: SheetScores
) -> RaisesOfStandard:
    """Return what raises add to the mean of the gated standard, and what its levels ask for."""
    standard, result = scorers.standards.gated, scores.gated
    values = dict(zip(scorers.gated.items, result.values, strict=True))
    whole, inside = _Sum(), {}
    for dimension, weight in zip(standard.dimensions, result.weights, strict=True):
        inside[dimension.id] = _Sum()
        for weighted, share in _answered(dimension, values):
            inside[dimension.id].add(weighted, positions, answers, share)
            whole.add(weighted, positions, answers, share * float(weight))
    requirements = [
        Requirement(
            condition=LevelCondition(level, Kind.TOTAL),
            has=result.score,
            needs=round(level - standard.tolerance, ROUNDING),
            gains=whole.gains,
            caps=tuple(whole.caps),
        )
        for level in range(1, TOP + 1)
    ]
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
                gains=inside[gate.dimension].gains,
                caps=tuple(inside[gate.dimension].caps),
            )
        )
    return RaisesOfStandard(whole.gains, requirements, tuple(whole.caps))


@dataclass(slots=True)
class _Sum:
    """A weighted sum over items as it grows."""

    gains: dict[str, Steps] = field(default_factory=dict)
    caps: list[Cap] = field(default_factory=list)

    def add(
        self,
        weighted: WeightedItem,
        positions: Positions,
        answers: Mapping[str, Value],
        share: float,
    ) -> None:
        """Add an item with its share."""
        item, value = weighted.item, answers.get(weighted.item)
        if weighted.values is None and item in positions:
            steps = steps_from(positions[item], float, share)
            before = self.gains.get(item, (0.0,) * (TOP + 1))
            self.gains[item] = tuple(a + b for a, b in zip(before, steps, strict=True))
        elif weighted.values is not None and isinstance(value, tuple):
            added = {
                option_mark(item, option): (0.0, 0.0 if option in value else share * worth)
                for option, worth in weighted.values.items()
                if option != NONE
            }
            room = weighted.cap - choice_value(weighted.values, weighted.cap, value)
            self.gains |= added
            self.caps.append(Cap(tuple(added), share * room))


def _answered(
    dimension: Dimension, values: Mapping[str, float]
) -> Iterator[tuple[WeightedItem, float]]:
    """Yield the answered items of a dimension, each with its share of it."""
    known = [each for each in dimension.items if values[each.item] == values[each.item]]  # no NaN
    whole = sum(each.weight for each in known)
    return ((each, each.weight / whole) for each in known)


def _weakest(
    scorers: Scorers, gate: Gate, positions: Positions, result: GatedResult
) -> Iterator[Requirement]:
    """Yield each answered item of a dimension that lies below a gate for its weakest item."""
    values = dict(zip(scorers.gated.items, result.values, strict=True))
    dimension = next(d for d in scorers.standards.gated.dimensions if d.id == gate.dimension)
    for number, weighted in enumerate(dimension.items, start=1):
        item, value = weighted.item, values[weighted.item]
        if value < gate.line:  # a blank is NaN
            gains = {item: steps_from(positions[item], float, 1.0)} if item in positions else {}
            yield Requirement(
                condition=LevelCondition(gate.level, Kind.WEAKEST, gate.dimension, number),
                has=value,
                needs=gate.line,
                gains=gains,
            )
