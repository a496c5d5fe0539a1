"""The staged standard's verdict on one sheet."""

from collections.abc import Sequence
from math import floor
from operator import itemgetter

from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.scale import LEVELS
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import StagedResult
from diagnosis.domain.scoring.staged import ANSWERED, LEVEL, SCORE, UNCUT, met
from diagnosis.domain.scoring.standard import TYPES, StagedStandard, Subdomain
from diagnosis.domain.scoring.verdict import (
    GAPS_KEPT,
    Aggregation,
    Cut,
    DimensionVerdict,
    Gap,
    GapUnit,
    Hold,
    HoldKind,
    Verdict,
    below_coverage,
    nothing_answered,
)

MEAN_TOLERANCE = 0.2
HOLDS = 3

Row = tuple[Subdomain, list[float], float]
"""A sub-domain, its row of `part_table` and its effective weight."""

_SHORT: tuple[dict[object, tuple[float, float]], ...] = tuple(
    {
        position: (position, 1 - met(position, level))
        for position in POSITION_VALUES
        if position < level
    }
    for level in range(1, LEVELS + 1)
)
"""Per level and answer, the position and what it lacks (0–1), where it lies below the level."""


def staged_verdict(
    scorers: Scorers,
    sheet: Sheet,
    result: StagedResult,
    target: int | None = None,
    *,
    explained: bool = True,
) -> Verdict:
    """Return the verdict on a scored sheet; `target` defaults to the next level.

    Where it is not to be `explained`, neither holds nor gaps are worked out.
    """
    standard = scorers.standards.staged
    level, score, coverage = result.level, result.score, result.coverage
    no_level = below_coverage(coverage, standard.minimum_coverage)
    aim = target or min(level + 1, LEVELS)
    parts, weights = result.parts.tolist(), result.weights.tolist()
    rows = list(zip(standard.subdomains, parts, weights, strict=True))
    cuts = _cuts(standard, sheet, result, scorers)
    zero = None
    if cuts:
        encoded = scorers.encode([sheet])
        worst = scorers.staged.answered_zero(encoded.codes, encoded.kind)
        zero = (int(worst.level[0]), float(worst.score[0]))
    return Verdict(
        standard=standard,
        level=None if no_level else level,
        score=None if no_level else score,
        coverage=coverage,
        aggregations=_aggregations(result),
        dimensions=_dimensions(standard, rows),
        holds=_holds(standard, rows, result.shares[aim - 1], aim)
        if explained and level < LEVELS
        else (),
        gaps=_gaps(sheet, rows, aim) if explained else (),
        provisional=(level, score) if no_level and coverage else None,
        no_level=no_level,
        cuts=cuts,
        cuts_as_zero=zero,
    )


def _aggregations(result: StagedResult) -> tuple[Aggregation, ...]:
    if not result.coverage:
        return nothing_answered("weighted-mean", "weakest-subdomain", "staged")
    mean = round(result.mean, 9)
    return (
        Aggregation("weighted-mean", mean, floor(round(mean + MEAN_TOLERANCE, 9)), False),
        Aggregation("weakest-subdomain", result.weakest, result.weakest_level, False),
        Aggregation("staged", result.score, result.level, True),
    )


def _dimensions(standard: StagedStandard, rows: Sequence[Row]) -> tuple[DimensionVerdict, ...]:
    dimensions = []
    for sub, part, weight in rows:
        score, level, answered = part[SCORE], part[LEVEL], part[ANSWERED]
        dimensions.append(
            DimensionVerdict(
                id=sub.id,
                name=sub.name,
                score=score if answered else None,
                top=float(LEVELS),
                level=int(level) if answered else None,
                weight=weight,
                reading=standard.reading(sub.id, score) if answered else None,
                unconfirmed=sub.mark.is_unconfirmed,
            )
        )
    return tuple(dimensions)


def _holds(
    standard: StagedStandard, rows: Sequence[Row], share: float, aim: int
) -> tuple[Hold, ...]:
    """Return the whole's shortfall at the first level not held, then the worst sub-domains."""
    if share >= standard.threshold:
        return ()
    short = [weight * (1 - part[aim - 1]) for _, part, weight in rows]
    order = sorted(range(len(short)), key=short.__getitem__, reverse=True)
    holds = [
        Hold(level=aim, kind=HoldKind.TOTAL, has=share, needs=standard.threshold),
    ]
    for place in order[:HOLDS]:
        if short[place] <= 0:
            break
        sub, part, _ = rows[place]
        holds.append(
            Hold(
                level=aim,
                kind=HoldKind.DIMENSION,
                about=sub.id,
                has=part[aim - 1],
                needs=1.0,
                costs=short[place],
            )
        )
    return tuple(holds)


def _gaps(sheet: Sheet, rows: Sequence[Row], aim: int) -> tuple[Gap, ...]:
    answers, short_of = sheet.answers, _SHORT[aim - 1]
    gaps = []
    for sub, part, weight in rows:
        if not weight:
            continue
        for item in sub.items:
            below = short_of.get(answers.get(item))
            if below is not None:
                position, short = below
                gaps.append((weight / part[ANSWERED] * short, item, sub.id, position))
    gaps.sort(key=itemgetter(0), reverse=True)
    return tuple(
        Gap(
            item=item,
            part=part,
            level=aim,
            has=position,
            needs=float(aim),
            lift=lift,
            unit=GapUnit.SHARE,
        )
        for lift, item, part, position in gaps[:GAPS_KEPT]
    )


def _cuts(
    standard: StagedStandard, sheet: Sheet, result: StagedResult, scorers: Scorers
) -> tuple[Cut, ...]:
    if result.parts[:, UNCUT].all():
        return ()
    kind = TYPES.index(sheet.production_type)
    cuts = []
    for place, sub in enumerate(standard.subdomains):
        reasons = {
            item: value.reason
            for item in sub.items
            if isinstance(value := sheet.answers.get(item), NotApplicable)
        }
        if len(reasons) == len(sub.items) and scorers.staged.whole[kind, place] > 0:
            removed = float(scorers.staged.whole[kind, place])
            cuts.append(Cut(sub.id, sub.name, reasons, removed))
    return tuple(cuts)
