"""Claims that decide a level: one step lower, and the rule on deflated answers gives another.

Every answer on a ladder is lowered alone, all at once in tables: some ten microseconds a standard.
Choices are what they are, and are not lowered; nor is what a visit verified.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from diagnosis.domain.estimate import CheckReason, SpotCheck
from diagnosis.domain.overstatement import TOP_WITHOUT_VISIT
from diagnosis.domain.scoring.encode import MARKED_CODES, EncodedSheet, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS, ROUNDING
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult, StagedResult
from diagnosis.domain.scoring.staged import ANSWERED, level_and_score

LOWERED_BY = 1.0
"""By how much a claim is lowered, in ladder steps."""


class DecidingClaims:
    """Finds the claims that decide a level, compiled for one overstatement of each standard.

    `staged` and `gated` (2, marked) are the positions of each code with the overstatement taken
    off, and with a step more; NaN where a code is no position.
    """

    def __init__(self, scorers: Scorers, staged: Floats, gated: Floats) -> None:
        columns, self._staged, self._gated = scorers.encoder.ladders, scorers.staged, scorers.gated
        self._staged_columns = [columns[item] for item in self._staged.items]
        self._gated_columns = self._gated.columns.tolist()
        met = np.zeros((2, MARKED_CODES, LEVELS + 1))
        known = np.nan_to_num(staged)
        met[:, :, :LEVELS] = np.clip(known[:, :, None] - np.arange(LEVELS), 0.0, 1.0)
        self._met = met[0]
        self._met_fall = met[1] - met[0]
        self._positions, self._lower = np.nan_to_num(gated)

    def staged(self, sheet: EncodedSheet, result: StagedResult) -> frozenset[str]:
        """Return the items whose claim decides the maturity level."""
        kernel = self._staged
        each = (result.weights / np.maximum(result.parts[:, ANSWERED], 1.0))[kernel.owner]
        codes = sheet.marked(self._staged_columns)
        shares = np.empty((len(codes) + 1, LEVELS + 1))
        shares[0] = each.dot(self._met[codes])
        shares[1:] = shares[0] + each[:, None] * self._met_fall[codes]
        levels, _ = level_and_score(np.round(shares, ROUNDING), kernel.threshold)
        return _deciding(kernel.items, levels)

    def gated(self, sheet: EncodedSheet, result: GatedResult) -> frozenset[str]:
        """Return the items whose claim decides the level of AI readiness."""
        kernel, ladders = self._gated, len(self._gated_columns)
        codes = sheet.marked(self._gated_columns)
        answers = np.tile(np.array(result.values), (ladders + 1, 1))
        answers[:, :ladders] = self._positions[codes]
        answers[1:, :ladders][np.diag_indices(ladders)] = self._lower[codes]
        levels = kernel.levels_of_answers(answers, result.values, result.weights)
        return _deciding(kernel.items, levels)


def _deciding(items: Sequence[str], levels: Ints) -> frozenset[str]:
    """Return the items that change a level; the first of `levels` is that with none lowered."""
    served = np.minimum(levels, TOP_WITHOUT_VISIT)
    return frozenset([items[place] for place in np.flatnonzero(served[1:] != served[0]).tolist()])


def deciding_first(
    checks: Sequence[SpotCheck], deciding: Collection[str], doubts: Mapping[str, float]
) -> tuple[SpotCheck, ...]:
    """Return as many checks, those that decide first; the most doubtful where none of them does.

    `doubts` are the shares, 0–1, of the doubt about all claims, by item.
    """
    if not deciding or not checks:
        return tuple(checks)
    first = [
        check._replace(reason=CheckReason.DECIDES) for check in checks if check.item in deciding
    ]
    if not first:
        item = max(sorted(deciding), key=lambda each: doubts.get(each, 0.0))
        if doubts.get(item):
            first = [SpotCheck(item, CheckReason.DECIDES, doubts[item])]
    rest = [check for check in checks if check.item not in deciding]
    return (*first, *rest)[: len(checks)]
