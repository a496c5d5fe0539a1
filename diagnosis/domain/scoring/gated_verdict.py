"""The gated standard's verdict on one sheet."""

from collections.abc import Sequence
from operator import itemgetter

from diagnosis.domain.scoring.scale import ROUNDING, TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult
from diagnosis.domain.scoring.standard import GatedStandard
from diagnosis.domain.scoring.verdict import (
    GAPS_KEPT,
    Aggregation,
    DimensionVerdict,
    Gap,
    GapUnit,
    Hold,
    HoldKind,
    Verdict,
    below_coverage,
    nothing_answered,
)


def gated_verdict(
    scorers: Scorers, result: GatedResult, target: int | None = None, *, explained: bool = True
) -> Verdict:
    """Return the verdict on a scored sheet; `target` defaults to the next level.

    Where it is not to be `explained`, neither holds nor gaps are worked out.
    """
    standard = scorers.standards.gated
    level, score, coverage = result.level, result.score, result.coverage
    no_level = below_coverage(coverage, standard.minimum_coverage)
    aim = target or min(level + 1, TOP)
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
        holds=_holds(scorers, score, scores, aim) if explained and level < TOP else (),
        gaps=_gaps(scorers, result, aim) if explained else (),
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
    scorers: Scorers, score: float, scores: Sequence[float | None], aim: int
) -> tuple[Hold, ...]:
    standard = scorers.standards.gated
    line = round(aim - standard.tolerance, 9)
    holds = []
    if score < line:
        holds.append(Hold(level=aim, kind=HoldKind.TOTAL, has=score, needs=line))
    for gate, place in zip(standard.gates, scorers.gated.gate_places, strict=True):
        has = scores[place]
        if gate.level > aim or (has is not None and has >= gate.at_least):
            continue
        holds.append(
            Hold(
                level=gate.level,
                kind=HoldKind.GATE,
                about=gate.dimension,
                has=has,
                needs=gate.at_least,
            )
        )
    return tuple(holds)


def _gaps(scorers: Scorers, result: GatedResult, aim: int) -> tuple[Gap, ...]:
    """Return items below the target, those of a failing gate's dimension first."""
    standard, kernel = scorers.standards.gated, scorers.gated
    needed = {gate.dimension: gate.at_least for gate in standard.gates if gate.level <= aim}
    ids = [dimension.id for dimension in standard.dimensions]
    stands = [
        round(score, ROUNDING) >= needed.get(name, 0.0)
        for name, score in zip(ids, result.dimensions.tolist(), strict=True)
    ]
    weights = result.weights.tolist()
    rows = zip(kernel.items, result.values, kernel.owner_places, kernel.shares, strict=True)
    gaps = [
        (stands[place], -(weights[place] * share * (aim - value)), item, place, value)
        for item, value, place, share in rows
        if value < aim  # a blank is NaN
    ]
    gaps.sort(key=itemgetter(0, 1))
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
        for _, lift, item, place, value in gaps[:GAPS_KEPT]
    ])  # fmt: skip
