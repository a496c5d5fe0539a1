"""Sheets as the model reads them: every answer as a code, and back as a position."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

POSITION_CODES = len(POSITION_VALUES) + 1
"""Code 0 is a blank, code c the answer `POSITION_VALUES[c - 1]`."""
_POSITION_OF = np.array([np.nan, *POSITION_VALUES, np.nan])
_CODE_OF_TENTHS = np.zeros(52, dtype=np.intp)
for _code, _value in enumerate(POSITION_VALUES, start=1):
    _CODE_OF_TENTHS[round(_value * 10)] = _code
_NOT_A_POSITION = "positions: an answer is not one of the sixteen values 0, 0.5, … 5"


@dataclass(frozen=True, slots=True)
class CodedSheets:
    """n sheets as the model reads them; I = items of the structure, S = sub-domains.

    `codes` (n, I): 0 blank, 1–16 a place in `POSITION_VALUES`, higher = blank; `kind` (n,) place
    in `KINDS`; `cut` (n, S); `size` (n,) place in `SIZES`, 4 unknown.
    """

    codes: Ints
    kind: Ints
    cut: Bools
    size: Ints

    def __len__(self) -> int:
        return len(self.codes)

    def rows(self, chosen: "slice | Ints | Bools") -> "CodedSheets":
        """Return some of the sheets."""
        return CodedSheets(
            self.codes[chosen], self.kind[chosen], self.cut[chosen], self.size[chosen]
        )


def joined(parts: Sequence[CodedSheets]) -> CodedSheets:
    """Return all sheets of the parts, one part after the other."""
    return CodedSheets(
        codes=np.concatenate([part.codes for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
        cut=np.concatenate([part.cut for part in parts]),
        size=np.concatenate([part.size for part in parts]),
    )


def codes_of(positions: Floats) -> Ints:
    """Return (n, items) codes of answers 0–5, 0 where NaN.

    Raises
    ------
    ValueError
        An answer is not one of `POSITION_VALUES`.

    """
    blank = np.isnan(positions)
    tenths = np.where(blank, -1.0, positions * 10)
    whole = np.rint(tenths)
    if (whole < -1).any() or (whole > 50).any() or (np.abs(whole - tenths) > 1e-6).any():
        raise ValueError(_NOT_A_POSITION)
    codes: Ints = _CODE_OF_TENTHS[whole.astype(np.intp)]
    if ((codes == 0) & ~blank).any():
        raise ValueError(_NOT_A_POSITION)
    return codes


def positions_of(sheets: CodedSheets) -> Floats:
    """Return the answers (n, I) behind codes, NaN where blank."""
    return _POSITION_OF[np.minimum(sheets.codes, POSITION_CODES)]
