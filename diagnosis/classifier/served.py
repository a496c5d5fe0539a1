"""The current model of one standard, compiled to read and judge single sheets of the domain."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.artefacts.registry import load_current
from diagnosis.classifier.explanation.attribution import Attribution, Attributor
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.spot_checks import choose_checks
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.head import UNKNOWN_SIZE
from diagnosis.classifier.inference.model import Model, ModelInput, Predictions
from diagnosis.classifier.inference.structure import KINDS, SIZES
from diagnosis.domain.estimate import Estimate, PartShare
from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.enterprise import SizeLimit, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.encode import BLANK, CODE_OF, choice_value
from diagnosis.domain.scoring.standard import GatedStandard, StagedStandard

CHECKS_ADVISED = 3
"""How many answers an estimate proposes to check on site."""


class SheetRead(NamedTuple):
    """One sheet as its codes, completed, and what the model says of it; all of n = 1."""

    sheets: CodedSheets
    inputs: ModelInput
    predictions: Predictions


class ServedModel:
    """The current model of one standard.

    Raises ModelRefused where there is none, or where it does not fit the standard.
    """

    def __init__(
        self, standard: StagedStandard | GatedStandard, folder: Path, sizes: Sequence[SizeLimit]
    ) -> None:
        self.structure = structure_of(standard)
        self.model: Model = load_current(folder, self.structure)
        self.adviser = Adviser(self.model)
        self._attributor = Attributor(self.model)
        self._sizes = tuple(sizes)
        self._values = {
            weighted.item: (weighted.values, weighted.cap)
            for dimension in getattr(standard, "dimensions", ())
            for weighted in dimension.items
            if weighted.values is not None
        }
        owner = np.array(self.structure.owner)
        parts = range(len(self.structure.subdomains))
        self._parts = [np.flatnonzero(owner == part) for part in parts]
        self._cuttable = [part for part in parts if self.structure.may_be_cut[part]]

    def sheet(self, sheet: Sheet) -> CodedSheets:
        """Return a sheet as the model reads it."""
        codes = [self._code(item, sheet) for item in self.structure.items]
        cut = np.zeros(len(self._parts), dtype=bool)
        for part in self._cuttable:
            items = [self.structure.items[place] for place in self._parts[part]]
            cut[part] = all(isinstance(sheet.answers.get(item), NotApplicable) for item in items)
        firm = sheet.enterprise
        size = size_class(firm.employees, firm.revenue_wan, self._sizes)
        place = UNKNOWN_SIZE if size is None else SIZES.index(str(size))
        kind = KINDS.index(str(sheet.production_type))
        return self.model.single_sheet(np.array(codes), kind, cut, place)

    def _code(self, item: str, sheet: Sheet) -> int:
        """Return the code of an item's answer; a choice counts as the score that it makes."""
        value = sheet.answers.get(item)
        if isinstance(value, float):
            return CODE_OF[value]
        if isinstance(value, tuple) and item in self._values:
            values, cap = self._values[item]
            return CODE_OF[round(choice_value(values, cap, value), 1)]
        return BLANK

    def read(self, sheet: Sheet) -> SheetRead:
        """Return a sheet with what the model says of it."""
        sheets = self.sheet(sheet)
        inputs = self.model.read(sheets)
        return SheetRead(sheets, inputs, self.model.judge(inputs, sheets.size))

    def estimate(self, read: SheetRead) -> Estimate:
        """Return the estimate of a sheet, with its reasons and what would narrow it most."""
        predictions, attribution = read.predictions, self._attributor(read.inputs)
        insufficient = bool(predictions.insufficient[0])
        return Estimate(
            standard=self.structure.standard,
            model=self.model.identity,
            level=None if insufficient else int(predictions.level[0]),
            insufficient=insufficient,
            probabilities=tuple(predictions.probabilities[0].tolist()),
            levels=tuple(range(int(predictions.low[0]), int(predictions.high[0]) + 1)),
            expected_score=float(predictions.expected_score[0]),
            score_low=float(predictions.score_low[0]),
            score_high=float(predictions.score_high[0]),
            score=float(attribution.score[0]),
            reference=float(attribution.reference[0]),
            parts=self._part_shares(attribution),
            ask_next=self._ask_next(read.inputs),
            check_next=self._check_next(read),
            verified_visits=self.model.numbers.visits,
        )

    def _part_shares(self, attribution: Attribution) -> tuple[PartShare, ...]:
        shares = zip(
            self.structure.subdomains,
            attribution.answered[0].tolist(),
            attribution.assumed[0].tolist(),
            strict=True,
        )
        return tuple(PartShare(part, answered, assumed) for part, answered, assumed in shares)

    def _ask_next(self, inputs: ModelInput) -> tuple[str, ...]:
        worth = self.adviser.worth(inputs)[0]
        place = int(worth.argmax())
        return (self.structure.items[place],) if worth[place] > 0 else ()

    def _check_next(self, read: SheetRead) -> tuple[str, ...]:
        nothing = np.full((1, len(self.structure.items)), np.nan)
        places = choose_checks(self.model, read.sheets, nothing, CHECKS_ADVISED, read.inputs)
        return tuple(self.structure.items[place] for place in places)
