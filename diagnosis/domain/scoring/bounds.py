"""What blanks leave open: level and score with all of them at their worst, and at their best."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.scoring.encode import CODE_OF, EncodedSheet, choice_value
from diagnosis.domain.scoring.one_sheet import OneSheetScorer
from diagnosis.domain.scoring.scale import LEVELS
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult, SheetScores, StagedResult
from diagnosis.domain.scoring.staged import ZERO_CODE
from diagnosis.domain.scoring.standard import WeightedItem
from diagnosis.domain.scoring.verdict import Verdict

_BEST_CODE = CODE_OF[float(LEVELS)]
_ALL = 1.0 - 1e-12
"""The coverage from which nothing is blank."""


def with_bounds(
    scorers: Scorers,
    one_sheet: OneSheetScorer,
    sheet: EncodedSheet,
    scores: SheetScores,
    verdicts: Sequence[Verdict],
) -> tuple[Verdict, ...]:
    """Return verdicts with their bounds, where some of what they count is blank.

    The verdicts by points and by conditions have theirs by their own rule. The best is never below
    what the answers come to by themselves: beside a blank that is answered, what is not applicable
    counts as 0.
    """
    results: dict[str, StagedResult | GatedResult] = {
        scorers.standards.staged.id: scores.staged,
        scorers.standards.gated.id: scores.gated,
    }
    if not any(0 < result.coverage < _ALL for result in results.values()):
        return tuple(verdicts)
    worst = one_sheet.score(
        _filled(sheet, ZERO_CODE, dict.fromkeys(range(len(sheet.values)), 0.0))
    )
    best = one_sheet.score(_filled(sheet, _BEST_CODE, _best_values(scorers)))
    ends: dict[str, Sequence[StagedResult | GatedResult]] = {
        scorers.standards.staged.id: (worst.staged, best.staged),
        scorers.standards.gated.id: (worst.gated, best.gated),
    }
    return tuple([
        _bounded(verdict, results[name], ends[name])
        if (name := verdict.standard.id) in results and 0 < verdict.coverage < _ALL
        else verdict
        for verdict in verdicts
    ])  # fmt: skip


def _bounded(
    verdict: Verdict,
    answered: StagedResult | GatedResult,
    ends: Sequence[StagedResult | GatedResult],
) -> Verdict:
    worst, best = ends
    return replace(
        verdict,
        level_low=worst.level,
        level_high=max(best.level, answered.level),
        score_low=worst.score,
        score_high=max(best.score, answered.score),
    )


def _filled(sheet: EncodedSheet, code: int, values: dict[int, float]) -> EncodedSheet:
    """Return a sheet with a code for each blank ladder, and a value for each blank choice."""
    filled = copy(sheet)
    filled.codes = [each or code for each in sheet.codes]
    filled.values = [
        value if value == value else values.get(column, value)  # a blank is NaN
        for column, value in enumerate(sheet.values)
    ]
    return filled


def _best_values(scorers: Scorers) -> dict[int, float]:
    """Return the highest value (0–5) of each choice, by its column."""
    columns = scorers.encoder.choices
    return {
        columns[weighted.item]: _best_value(scorers, weighted)
        for dimension in scorers.standards.gated.dimensions
        for weighted in dimension.items
        if weighted.values is not None
    }


def _best_value(scorers: Scorers, weighted: WeightedItem) -> float:
    values = weighted.values or {}
    if scorers.bank[weighted.item].type is ItemType.SINGLE:
        return min(weighted.cap, max(values.values()))
    return choice_value(values, weighted.cap, list(values))
