"""The gated standard's verdict on one sheet."""

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


def gated_verdict(scorers: Scorers, result: GatedResult, target: int | None = None) -> Verdict:
    """Return the verdict on a scored sheet; `target` defaults to the next level."""
    standard = scorers.standards.gated
    level, score, coverage = result.level, result.score, result.coverage
    no_level = below_coverage(coverage, standard.minimum_coverage)
    aim = target or min(level + 1, TOP)
    return Verdict(
        standard=standard,
        level=None if no_level else level,
        score=None if no_level else score,
        coverage=coverage,
        aggregations=_aggregations(result),
        dimensions=_dimensions(standard, result),
        holds=_holds(standard, result, aim) if level < TOP else (),
        gaps=_gaps(standard, scorers, result, aim),
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


def _dimensions(standard: GatedStandard, result: GatedResult) -> tuple[DimensionVerdict, ...]:
    dimensions = []
    for place, dimension in enumerate(standard.dimensions):
        answered = result.weights[place] > 0
        score = round(float(result.dimensions[place]), ROUNDING)
        dimensions.append(
            DimensionVerdict(
                id=dimension.id,
                name=dimension.name,
                score=score if answered else None,
                top=float(TOP),
                level=None,
                weight=float(result.weights[place]),
                reading=standard.reading(dimension.id, score) if answered else None,
            )
        )
    return tuple(dimensions)


def _holds(standard: GatedStandard, result: GatedResult, aim: int) -> tuple[Hold, ...]:
    line = round(aim - standard.tolerance, 9)
    score = result.score
    holds = []
    if score < line:
        holds.append(Hold(level=aim, kind=HoldKind.TOTAL, has=score, needs=line))
    places = {dimension.id: place for place, dimension in enumerate(standard.dimensions)}
    for gate in standard.gates:
        place = places[gate.dimension]
        has = (
            round(float(result.dimensions[place]), ROUNDING) if result.weights[place] > 0 else None
        )
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


def _gaps(
    standard: GatedStandard, scorers: Scorers, result: GatedResult, aim: int
) -> tuple[Gap, ...]:
    """Return items below the target, those of a failing gate's dimension first."""
    needed = {gate.dimension: gate.at_least for gate in standard.gates if gate.level <= aim}
    ids = [dimension.id for dimension in standard.dimensions]
    failing = [
        round(score, ROUNDING) < needed.get(name, 0.0)
        for name, score in zip(ids, result.dimensions.tolist(), strict=True)
    ]
    weights = result.weights.tolist()
    kernel = scorers.gated
    gaps = []
    for item, value, place, share in zip(
        kernel.items,
        result.values,
        kernel.owner.tolist(),
        kernel.item_weights.tolist(),
        strict=True,
    ):
        if value < aim:  # a blank is NaN
            lift = weights[place] * share * (aim - value)
            gaps.append((not failing[place], -lift, item, ids[place], value))
    gaps.sort(key=itemgetter(0, 1))
    return tuple(
        Gap(
            item=item,
            part=part,
            level=aim,
            has=value,
            needs=float(aim),
            lift=-lift,
            unit=GapUnit.SCORE,
        )
        for _, lift, item, part, value in gaps[:GAPS_KEPT]
    )
