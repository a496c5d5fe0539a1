"""The trace of a scored sheet: from each standard's total down to every answer, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from diagnosis.domain.intake.answer import NotApplicable, Value
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.condition import KnownBy
from diagnosis.domain.scoring.encode import choice_value, option_points
from diagnosis.domain.scoring.scale import LEVELS, SCENE_TOP
from diagnosis.domain.scoring.staged import met
from diagnosis.domain.scoring.standard import (
    MILLI,
    GatedStandard,
    PointsStandard,
    StagedStandard,
    Standards,
    TiersStandard,
    WeightedItem,
)
from diagnosis.domain.scoring.verdict import DimensionVerdict, Verdict, position_of

_MET = {value: tuple(met(value, level) for level in range(1, LEVELS + 1))
        for value in POSITION_VALUES}  # fmt: skip


class TracedAnswer(NamedTuple):
    """An answer below a part.

    `weight` is its share of the part, `value` what it counts there (a position 0–5, points, a
    scene's level, a choice's value, a count of ticked scenes); both None where it does not count.
    `inferred` says that it was inferred from other answers, and confirmed.
    """

    item: str
    answer: Value | None
    weight: float | None
    value: float | None
    inferred: bool = False


class TracedPart(NamedTuple):
    """A part of a standard; `shares` are those met at levels 1–5, of the staged standard alone."""

    part: str
    weight: float | None
    score: float | None
    answers: tuple[TracedAnswer, ...]
    shares: tuple[float, ...] | None = None


class TracedNeed(NamedTuple):
    """What a level asks of a part, and what is there.

    What is there must be `above` what is needed where that says so. A gate goes by the part's
    score, or by its lowest answered item where `weakest_item` says so.
    """

    part: str
    has: float | None
    needs: float
    above: bool = False
    weakest_item: bool = False


class TracedGate(NamedTuple):
    """What a level asks."""

    level: int
    needs: tuple[TracedNeed, ...]


class TracedCondition(NamedTuple):
    """A condition of a tier, and whether it holds; None means unknown."""

    id: str
    kind: KnownBy
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedStandard:
    """One standard: its result and the parts below it.

    `shares` (levels 1–5) are of the staged standard, `gates` of points and gated mean, the levels'
    bounds and `conditions` of the tiers; None where the rule has no such thing.
    """

    standard: str
    level: int | None
    score: float | None
    provisional: tuple[int, float] | None
    parts: tuple[TracedPart, ...]
    shares: tuple[float, ...] | None = None
    gates: tuple[TracedGate, ...] | None = None
    level_low: int | None = None
    level_high: int | None = None
    conditions: tuple[TracedCondition, ...] | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of a sheet by every standard."""

    production_type: ProductionType
    standards: tuple[TracedStandard, ...]


def trace(standards: Standards, sheet: Sheet, verdicts: Sequence[Verdict]) -> Trace:
    """Return the trace of a sheet; verdicts are those of the standards, in their order."""
    staged, points, tiers, gated = verdicts
    return Trace(
        sheet.production_type,
        (
            _staged(standards.staged, sheet, staged),
            _points(standards.points, sheet, points),
            _tiers(standards.tiers, sheet, tiers),
            _gated(standards.gated, sheet, gated),
        ),
    )


def _answer(sheet: Sheet, item: str, weight: float | None, value: float | None) -> TracedAnswer:
    inferred = item in sheet.confirmed_inferences
    return TracedAnswer(item, sheet.answers.get(item), weight, value, inferred)


def _staged(standard: StagedStandard, sheet: Sheet, verdict: Verdict) -> TracedStandard:
    totals = [0.0] * LEVELS
    parts = []
    zeros = {counted.item for counted in verdict.counted_zero}
    for sub, dimension in zip(standard.subdomains, verdict.dimensions, strict=True):
        positions = {item: position_of(sheet.answers.get(item)) for item in sub.items}
        positions |= dict.fromkeys(zeros & positions.keys(), 0.0)
        known = [position for position in positions.values() if position is not None]
        answers = tuple(
            _answer(sheet, item, None if position is None else 1 / len(known), position)
            for item, position in positions.items()
        )
        met_by = zip(*[_MET[position] for position in known], strict=True)
        shares = tuple(sum(column) / len(known) for column in met_by) if known else None
        weight = dimension.weight
        if shares is not None and weight:
            totals = [total + weight * share for total, share in zip(totals, shares, strict=True)]
        parts.append(TracedPart(sub.id, weight, dimension.score, answers, shares))
    return TracedStandard(
        standard=standard.ref,
        level=verdict.level,
        score=verdict.score,
        provisional=verdict.provisional,
        parts=tuple(parts),
        shares=tuple(totals),
    )


def _points(standard: PointsStandard, sheet: Sheet, verdict: Verdict) -> TracedStandard:
    parts = []
    known = []
    for question in standard.questions:
        answer = sheet.answers.get(question.item)
        milli = None if answer is None else option_points(question, answer)
        known += [] if milli is None else [milli]
        points = None if milli is None else milli / MILLI
        answers = (_answer(sheet, question.item, 1.0, points),)
        parts.append(TracedPart(question.ref, question.max / MILLI / 100, points, answers))
    levels = [_scene(sheet, scene.item) for scene in standard.scenes]
    for scene, level in zip(standard.scenes, levels, strict=True):
        parts.append(
            TracedPart(scene.ref, None, level, (_answer(sheet, scene.item, None, level),))
        )
    return TracedStandard(
        standard=standard.ref,
        level=verdict.level,
        score=verdict.score,
        provisional=verdict.provisional,
        parts=tuple(parts),
        gates=_scene_gates(standard, sum(known) / MILLI if known else None, levels),
    )


def _scene(sheet: Sheet, item: str) -> int | None:
    answer = sheet.answers.get(item)
    if isinstance(answer, float):
        return min(SCENE_TOP, int(answer))
    return 0 if isinstance(answer, NotApplicable) else None


def _scene_gates(
    standard: PointsStandard, points: float | None, levels: Sequence[int | None]
) -> tuple[TracedGate, ...]:
    gates = []
    is_known = any(level is not None for level in levels)
    for gate in standard.gates:
        reached = [
            scene.constraint
            for scene, level in zip(standard.scenes, levels, strict=True)
            if (level or 0) >= gate.level
        ]
        needs = (
            TracedNeed("points", points, gate.points),
            TracedNeed("scenes", len(reached) if is_known else None, gate.scenes),
            TracedNeed(
                "constraint-scenes", sum(reached) if is_known else None, gate.constraint_scenes
            ),
        )
        gates.append(TracedGate(gate.level, needs))
    return tuple(gates)


def _tiers(standard: TiersStandard, sheet: Sheet, verdict: Verdict) -> TracedStandard:
    parts = []
    for link, dimension in zip(standard.links, verdict.dimensions, strict=True):
        items = (
            f"scenes-{what}-{scenes}" for scenes in link.scene_links for what in ("use", "model")
        )
        answers = tuple(_answer(sheet, item, None, _ticked(sheet, item)) for item in items)
        parts.append(TracedPart(link.id, None, dimension.score, answers))
    for declared in standard.declared:
        answer = sheet.answers.get(declared.item)
        value = float(answer == "yes") if isinstance(answer, str) else None
        parts.append(
            TracedPart(declared.id, None, value, (_answer(sheet, declared.item, None, value),))
        )
    return TracedStandard(
        standard=standard.ref,
        level=verdict.level,
        score=verdict.score,
        provisional=verdict.provisional,
        parts=tuple(parts),
        level_low=verdict.level_low,
        level_high=verdict.level_high,
        conditions=tuple(
            TracedCondition(condition.part, condition.kind.known_by, holds)
            for condition, holds in verdict.conditions
        ),
    )


def _ticked(sheet: Sheet, item: str) -> int | None:
    answer = sheet.answers.get(item)
    return sum(option != "none" for option in answer) if isinstance(answer, tuple) else None


def _gated(standard: GatedStandard, sheet: Sheet, verdict: Verdict) -> TracedStandard:
    parts = []
    for dimension, judged in zip(standard.dimensions, verdict.dimensions, strict=True):
        values = [(item, _value(sheet, item)) for item in dimension.items]
        inside = sum(item.weight for item, value in values if value is not None)
        answers = tuple(
            _answer(sheet, item.item, None if value is None else item.weight / inside, value)
            for item, value in values
        )
        parts.append(TracedPart(dimension.id, judged.weight, judged.score, answers))
    return TracedStandard(
        standard=standard.ref,
        level=verdict.level,
        score=verdict.score,
        provisional=verdict.provisional,
        parts=tuple(parts),
        gates=_gates(standard, verdict.dimensions, parts),
    )


def _value(sheet: Sheet, item: WeightedItem) -> float | None:
    answer = sheet.answers.get(item.item)
    if item.values is None:
        return position_of(answer)
    return choice_value(item.values, item.cap, answer) if isinstance(answer, tuple) else None


def _gates(
    standard: GatedStandard,
    dimensions: tuple[DimensionVerdict, ...],
    parts: Sequence[TracedPart],
) -> tuple[TracedGate, ...]:
    score_of = {dimension.id: dimension.score for dimension in dimensions}
    lowest_of = {
        part.part: min(
            (answer.value for answer in part.answers if answer.value is not None), default=None
        )
        for part in parts
    }
    return tuple(
        TracedGate(
            level,
            tuple(
                TracedNeed(
                    part=gate.dimension,
                    has=(lowest_of if gate.weakest_item else score_of)[gate.dimension],
                    needs=gate.at_least,
                    above=gate.above,
                    weakest_item=gate.weakest_item,
                )
                for gate in standard.gates
                if gate.level == level
            ),
        )
        for level in sorted({gate.level for gate in standard.gates})
    )
