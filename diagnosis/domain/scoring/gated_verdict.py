"""The gated standard's verdict on one sheet."""

from collections.abc import Sequence
from operator import itemgetter

from diagnosis.domain.scoring.scale import HALF_STEP, ROUNDING, TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult
from diagnosis.domain.scoring.standard import Gate, GatedStandard
from diagnosis.domain.scoring.verdict import (
    GAPS_KEPT,
    UNRANKED,
    Aggregation,
    DimensionVerdict,
    Gap,
    GapUnit,
    Hold,
    HoldKind,
    Ranks,
    Verdict,
    below_coverage,
    nothing_answered,
)


def gated_verdict(
    scorers: Scorers,
    result: GatedResult,
    target: int | None = None,
    *,
    explained: bool = True,
    ranks: Ranks = UNRANKED,
) -> Verdict:
    """Return the verdict on a scored sheet; `target` defaults to the next level.

    Where it is not to be `explained`, neither holds nor gaps are worked out. `ranks` say which
    gaps come first, whatever they lift.
    """
    standard = scorers.standards.gated
    level, score, coverage = result.level, result.score, result.coverage
    no_level = below_coverage(coverage, standard.minimum_coverage)
    aim = target or min(level + 1, TOP)
    explains = explained and coverage > 0
    weights = result.weights.tolist()
    scores = [
        round(score, ROUNDING) if weight > 0 else None
        for score, weight in zip(result.dimensions.tolist(), weights, strict=True)
    ]
    return Verdict(
        standard=standard,
        level=None if no_level else level,
        score=None if no_level else score,
        coverage=coverage,
        aggregations=_aggregations(result),
        dimensions=_dimensions(standard, scores, weights),
        holds=_holds(scorers, result, scores, aim) if explains and level < TOP else (),
        gaps=_gaps(scorers, result, scores, aim, ranks) if explained else (),
        provisional=(level, score) if no_level and coverage else None,
        no_level=no_level,
    )


def _aggregations(result: GatedResult) -> tuple[Aggregation, ...]:
    if not result.coverage:
        return nothing_answered("weighted-mean", "weakest-dimension", "gated")
    return (
        Aggregation("weighted-mean", result.score, result.mean_level, False),
        Aggregation("weakest-dimension", result.weakest, result.weakest_level, False),
        Aggregation("gated", result.score, result.level, True),
    )


def _dimensions(
    standard: GatedStandard, scores: Sequence[float | None], weights: Sequence[float]
) -> tuple[DimensionVerdict, ...]:
    return tuple([
        DimensionVerdict(
            id=dimension.id,
            name=dimension.name,
            score=score,
            top=float(TOP),
            level=None,
            weight=weight,
            reading=None if score is None else standard.reading(dimension.id, score),
        )
        for dimension, score, weight in zip(standard.dimensions, scores, weights, strict=True)
    ])  # fmt: skip


def _holds(
    scorers: Scorers, result: GatedResult, scores: Sequence[float | None], aim: int
) -> tuple[Hold, ...]:
    standard, score = scorers.standards.gated, result.score
    line = round(aim - standard.tolerance, 9)
    holds = []
    if score < line:
        holds.append(Hold(level=aim, kind=HoldKind.TOTAL, has=score, needs=line))
    for gate, place in zip(standard.gates, scorers.gated.gate_places, strict=True):
        has = _seen_by_gate(scorers, result, gate, scores[place])
        if gate.level > aim or _passes(gate, has):
            continue
        holds.append(
            Hold(
                level=gate.level,
                kind=HoldKind.WEAKEST_ITEM if gate.weakest_item else HoldKind.GATE,
                about=gate.dimension,
                has=has,
                needs=gate.at_least,
            )
        )
    return tuple(holds)


def _seen_by_gate(
    scorers: Scorers, result: GatedResult, gate: Gate, score: float | None
) -> float | None:
    """Return what a gate goes by (0–5): its dimension's score, or the lowest answered item.

    None where nothing in the dimension was answered.
    """
    if score is None or not gate.weakest_item:
        return score
    place = scorers.standards.gated.dimension_ids.index(gate.dimension)
    rows = zip(result.values, scorers.gated.owner_places, strict=True)
    return min(value for value, owner in rows if owner == place and value == value)


def _passes(gate: Gate, has: float | None) -> bool:
    """Return whether what a gate goes by suffices."""
    return has is not None and has >= gate.line - HALF_STEP


def _gaps(
    scorers: Scorers,
    result: GatedResult,
    scores: Sequence[float | None],
    aim: int,
    ranks: Ranks,
) -> tuple[Gap, ...]:
    """Return items below the target by rank, then those of a failing gate's dimension first."""
    standard, kernel = scorers.standards.gated, scorers.gated
    ids = standard.dimension_ids
    failing = {hold.about for hold in _holds(scorers, result, scores, aim) if hold.about}
    stands = [name not in failing for name in ids]
    weights = result.weights.tolist()
    rows = zip(kernel.items, result.values, kernel.owner_places, kernel.shares, strict=True)
    gaps = [
        (
            ranks.get(item, 0),
            stands[place],
            -(weights[place] * share * (aim - value)),
            item,
            place,
            value,
        )
        for item, value, place, share in rows
        if value < aim  # a blank is NaN
    ]
    gaps.sort(key=itemgetter(0, 1, 2))
    return tuple([
        Gap(
            item=item,
            part=ids[place],
            level=aim,
            has=value,
            needs=float(aim),
            lift=-lift,
            unit=GapUnit.SCORE,
        )
        for _, _, lift, item, place, value in gaps[:GAPS_KEPT]
    ])  # fmt: skip
