"""The staged standard's verdict on one sheet."""

from collections.abc import Sequence
from math import floor
from operator import itemgetter

import numpy as np

from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.encode import EXEMPT
from diagnosis.domain.scoring.scale import LEVELS
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import StagedResult
from diagnosis.domain.scoring.staged import ANSWERED, LEVEL, SCORE, UNCUT, ZEROS, met
from diagnosis.domain.scoring.standard import TYPES, StagedStandard, Subdomain
from diagnosis.domain.scoring.verdict import (
    GAPS_KEPT,
    UNRANKED,
    Aggregation,
    CountedZero,
    Cut,
    DimensionVerdict,
    Gap,
    GapUnit,
    Hold,
    HoldKind,
    Ranks,
    Verdict,
    below_coverage,
    nothing_answered,
    part_rank,
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
    ranks: Ranks = UNRANKED,
) -> Verdict:
    """Return the verdict on a scored sheet; `target` defaults to the next level.

    Where it is not to be `explained`, neither holds nor gaps are worked out. `ranks` say what of
    them comes first, whatever it lifts.
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
        holds=_holds(standard, rows, result.shares[aim - 1], aim, ranks)
        if explained and coverage and level < LEVELS
        else (),
        gaps=_gaps(sheet, rows, aim, ranks) if explained else (),
        provisional=(level, score) if no_level and coverage else None,
        no_level=no_level,
        cuts=cuts,
        cuts_as_zero=zero,
        counted_zero=_counted_zero(scorers, sheet, result),
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
    standard: StagedStandard, rows: Sequence[Row], share: float, aim: int, ranks: Ranks
) -> tuple[Hold, ...]:
    """Return the whole's shortfall at the first level not held, then the worst sub-domains.

    Sub-domains with an item of a lower rank come before worse ones.
    """
    if share >= standard.threshold:
        return ()
    short = [weight * (1 - part[aim - 1]) for _, part, weight in rows]
    order = sorted(
        (place for place, shortfall in enumerate(short) if shortfall > 0),
        key=lambda place: (part_rank(ranks, rows[place][0].items), -short[place]),
    )
    holds = [
        Hold(level=aim, kind=HoldKind.TOTAL, has=share, needs=standard.threshold),
    ]
    for place in order[:HOLDS]:
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


def _gaps(sheet: Sheet, rows: Sequence[Row], aim: int, ranks: Ranks) -> tuple[Gap, ...]:
    answers, short_of = sheet.answers, _SHORT[aim - 1]
    gaps = []
    for sub, part, weight in rows:
        if not weight:
            continue
        for item in sub.items:
            below = short_of.get(answers.get(item))
            if below is not None:
                position, short = below
                lift = weight / part[ANSWERED] * short
                gaps.append((ranks.get(item, 0), -lift, item, sub.id, position))
    gaps.sort(key=itemgetter(0, 1))
    return tuple(
        Gap(
            item=item,
            part=part,
            level=aim,
            has=position,
            needs=float(aim),
            lift=-lift,
            unit=GapUnit.SHARE,
        )
        for _, lift, item, part, position in gaps[:GAPS_KEPT]
    )


def _reasons(sub: Subdomain, sheet: Sheet) -> dict[str, str]:
    """Return why each item of a sub-domain is not applicable, of those that are."""
    return {
        item: value.reason
        for item in sub.items
        if isinstance(value := sheet.answers.get(item), NotApplicable)
    }


def _cuts(
    standard: StagedStandard, sheet: Sheet, result: StagedResult, scorers: Scorers
) -> tuple[Cut, ...]:
    """Return the sub-domains that are cut, and those of which a proved half is."""
    uncut = result.parts[:, UNCUT]
    kind = TYPES.index(sheet.production_type)
    cuts = []
    for place in np.flatnonzero((uncut < 1) & (scorers.staged.whole[kind] > 0)).tolist():
        sub = standard.subdomains[place]
        reasons = _reasons(sub, sheet)
        if uncut[place] > 0:
            reasons = {item: why for item, why in reasons.items() if item in sheet.exempt}
        removed = float(scorers.staged.whole[kind, place] * (1 - uncut[place]))
        cuts.append(Cut(sub.id, sub.name, reasons, removed))
    return tuple(cuts)


def _counted_zero(scorers: Scorers, sheet: Sheet, result: StagedResult) -> tuple[CountedZero, ...]:
    """Return the items that count as 0 though answered not applicable."""
    places = np.flatnonzero(result.parts[:, ZEROS] > 0).tolist()
    if not places:
        return ()
    encoded = scorers.encode([sheet])
    counted = []
    for place in places:
        sub = scorers.standards.staged.subdomains[place]
        weight = float(result.weights[place] / result.parts[place, ANSWERED])
        for item, reason in _reasons(sub, sheet).items():
            if item in sheet.exempt:
                continue
            codes = encoded.codes.copy()
            codes[0, scorers.encoder.ladders[item]] = EXEMPT
            dropped = scorers.staged.score(codes, encoded.kind)
            if_dropped = (int(dropped.level[0]), float(dropped.score[0]))
            counted.append(CountedZero(item, sub.id, sub.name, reason, weight, if_dropped))
    return tuple(counted)
