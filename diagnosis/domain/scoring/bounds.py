"""What blanks leave open: level and score with all of them at their worst, and at their best."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from diagnosis.domain.scoring.encode import CODE_OF, EncodedSheet
from diagnosis.domain.scoring.one_sheet import OneSheetScorer
from diagnosis.domain.scoring.scale import LEVELS
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult, SheetScores, StagedResult
from diagnosis.domain.scoring.staged import ZERO_CODE
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
    ends: dict[str, Sequence[StagedResult | GatedResult]] = {}
    if _is_open(scores.staged):
        ends[scorers.standards.staged.id] = (
            scores.staged,
            one_sheet.staged(_codes(sheet, ZERO_CODE), sheet.kind),
            one_sheet.staged(_codes(sheet, _BEST_CODE), sheet.kind),
        )
    if _is_open(scores.gated):
        nothing = dict.fromkeys(range(len(sheet.values)), 0.0)
        ends[scorers.standards.gated.id] = (
            scores.gated,
            one_sheet.gated(_codes(sheet, ZERO_CODE), _values(sheet, nothing)),
            one_sheet.gated(_codes(sheet, _BEST_CODE), _values(sheet, scorers.best_values)),
        )
    return tuple([
        _bounded(verdict, *ends[name]) if (name := verdict.standard.id) in ends else verdict
        for verdict in verdicts
    ])  # fmt: skip


def _is_open(result: StagedResult | GatedResult) -> bool:
    """Return whether some of what a standard counts is answered, and some is blank."""
    return 0 < result.coverage < _ALL


def _bounded(
    verdict: Verdict,
    answered: StagedResult | GatedResult,
    worst: StagedResult | GatedResult,
    best: StagedResult | GatedResult,
) -> Verdict:
    return replace(
        verdict,
        level_low=worst.level,
        level_high=max(best.level, answered.level),
        score_low=worst.score,
        score_high=max(best.score, answered.score),
    )


def _codes(sheet: EncodedSheet, code: int) -> list[int]:
    """Return the codes of a sheet, with a code for each blank ladder."""
    return [each or code for each in sheet.codes]


def _values(sheet: EncodedSheet, filled: Mapping[int, float]) -> list[float]:
    """Return the values (0–5) of its choices, with those of columns that are blank filled in."""
    return [
        value if value == value else filled.get(column, value)  # a blank is NaN
        for column, value in enumerate(sheet.values)
    ]
