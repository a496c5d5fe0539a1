"""The firms of a region: the last sheet of each from a file, and what is guessed of its level.

A guess is made from the sheet alone, never from what a visit found: that keeps shares right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.scoring.encode import Floats
from diagnosis.domain.scoring.raising.yardstick import level_of
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator


@dataclass(slots=True)
class RegionFirms:
    """The sheets of a region's firms, the last one of each, and where each name leads.

    `places` maps ids of lines, credit codes and references to places in `sheets`; `again` counts
    sheets that took the place of an earlier one of the same firm, `faulty` the lines with faults.
    """

    sheets: list[Sheet] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    again: int = 0
    faulty: int = 0

    def add(self, line_id: str | None, sheet: Sheet) -> None:
        """Add a sheet, or put it in the place of the earlier one of its firm."""
        names = [name for name in (sheet.enterprise.credit_code, line_id, sheet.reference) if name]
        place = self.places.get(names[0]) if names else None
        if place is None:
            place = len(self.sheets)
            self.sheets.append(sheet)
        else:
            self.sheets[place] = sheet
            self.again += 1
        for name in names:
            self.places.setdefault(name, place)


@dataclass(frozen=True, slots=True)
class Guesses:
    """Probabilities (N, L + 1) of the levels of N firms, and what they rest on.

    `by_model` counts those of a trained model, `by_rule` the levels by deflated rule;
    the others said too little, and are taken for the mean of these.
    """

    probabilities: Floats
    by_model: int
    by_rule: int


def read_region(content: Content, lines: Iterable[bytes], *, form: str | None) -> RegionFirms:
    """Return the firms of lines that each hold a sheet; lines with faults are counted."""
    firms = RegionFirms()
    for line in lines:
        if not line.strip():
            continue
        try:
            raw = parse(line)
            line_id = raw.pop("id", None) if isinstance(raw, dict) else None
            sheet = read(content, raw, form=form, kept=True)
        except FaultyInput:
            firms.faulty += 1
            continue
        firms.add(None if line_id is None else str(line_id), sheet)
    return firms


def guess_levels(
    content: Content, estimator: Estimator | None, sheets: Sequence[Sheet], standard: AnyStandard
) -> Guesses:
    """Return what is guessed of the level of each firm: by model, else by deflated rule."""
    width = standard.levels[-1].level + 1
    rows = np.full((len(sheets), width), np.nan)
    by_model = by_rule = 0
    for row, sheet in zip(rows, sheets, strict=True):
        guess = _by_model(estimator, sheet, standard.id)
        level = _by_rule(content, sheet, standard) if len(guess) != width else None
        if len(guess) == width:
            row[:] = guess
            by_model += 1
        elif level is not None:
            row[:] = np.eye(width)[level]
            by_rule += 1
    silent = np.isnan(rows[:, 0])
    rows[silent] = rows[~silent].mean(axis=0) if not silent.all() else 1 / width
    return Guesses(rows, by_model, by_rule)


def _by_model(estimator: Estimator | None, sheet: Sheet, standard: str) -> tuple[float, ...]:
    """Return the probabilities of the levels, none where no model gives any."""
    estimates = estimator.estimate(sheet) if estimator else ()
    return next((each.probabilities for each in estimates if each.standard == standard), ())


def _by_rule(content: Content, sheet: Sheet, standard: AnyStandard) -> int | None:
    """Return the level by the deflated rule, None where nothing was answered.

    Without such a rule, or where blanks decide what is left, it is that of what was claimed.
    """
    row = content.scorers.encode_sheet(sheet)
    scores, standards, rules = content.one_sheet.score(row), content.standards, content.deflated
    claimed = level_of(content.scorers, standard.id, scores)
    coverage = {
        standards.staged.id: scores.staged.coverage,
        standards.points.id: scores.points.coverage,
        standards.gated.id: scores.gated.coverage,
    }
    if standard.id not in coverage:
        return claimed
    if not coverage[standard.id]:
        return None
    left = rules.left(standard.id, row, scores).usual if rules else None
    return claimed if left is None else left
