"""The estimator port: sheets of the domain in, estimates of the domain out, on numpy alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.advice import Adviser
from diagnosis.classifier.artefact import CARD
from diagnosis.classifier.attribution import Attribution, Attributor
from diagnosis.classifier.counterfactual import StepRaise, raises_to
from diagnosis.classifier.drift import drift_of
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.head import UNKNOWN_SIZE
from diagnosis.classifier.model import CodedSheets, Model, ModelInput, Predictions, joined
from diagnosis.classifier.refusal import ModelRefused
from diagnosis.classifier.registry import load_current, read_registry
from diagnosis.classifier.structure import KINDS, SIZES
from diagnosis.classifier.visit import choose_checks
from diagnosis.domain.estimate import (
    Drift,
    Estimate,
    NextItem,
    PartShare,
    RaisedAnswer,
    Raises,
    Refusal,
)
from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.enterprise import SizeLimit, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.encode import BLANK, CODE_OF, choice_value
from diagnosis.domain.scoring.standard import GatedStandard, StagedStandard
from diagnosis.services.ports.estimator import ModelStatus

CHECKS = 3
MOST_RAISES = 60


class _SheetRead(NamedTuple):
    """One sheet as its codes, completed, and what the model says of it; all of n = 1."""

    sheets: CodedSheets
    inputs: ModelInput
    predictions: Predictions


class _ServedModel:
    """The current model of one standard, compiled for single sheets."""

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
        self._parts = [np.flatnonzero(owner == p) for p in range(len(self.structure.subdomains))]
        self._cuttable = [p for p, may in enumerate(self.structure.may_be_cut) if may]

    def sheet(self, sheet: Sheet) -> CodedSheets:
        """Return a sheet as the model reads it."""
        codes = [self._code(item, sheet) for item in self.structure.items]
        cut = np.zeros(len(self._parts), dtype=bool)
        for part in self._cuttable:
            items = [self.structure.items[place] for place in self._parts[part]]
            cut[part] = all(isinstance(sheet.answers.get(i), NotApplicable) for i in items)
        firm = sheet.enterprise
        size = size_class(firm.employees, firm.revenue_wan, self._sizes)
        place = UNKNOWN_SIZE if size is None else SIZES.index(str(size))
        kind = KINDS.index(str(sheet.production_type))
        return self.model.single_sheet(np.array(codes), kind, cut, place)

    def _code(self, item: str, sheet: Sheet) -> int:
        value = sheet.answers.get(item)
        if isinstance(value, float):
            return CODE_OF[value]
        if isinstance(value, tuple) and item in self._values:
            values, cap = self._values[item]
            return CODE_OF[round(choice_value(values, cap, value), 1)]
        return BLANK

    def read(self, sheet: Sheet) -> _SheetRead:
        """Return a sheet with what the model says of it."""
        sheets = self.sheet(sheet)
        inputs = self.model.read(sheets)
        return _SheetRead(sheets, inputs, self.model.judge(inputs, sheets.size))

    def estimate(self, read: _SheetRead) -> Estimate:
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

    def _check_next(self, read: _SheetRead) -> tuple[str, ...]:
        nothing = np.full((1, len(self.structure.items)), np.nan)
        places = choose_checks(self.model, read.sheets, nothing, CHECKS, read.inputs)
        return tuple(self.structure.items[place] for place in places)


class TrainedEstimator:
    """The estimator over the current models of a folder; a refused model is named, never raised.

    Parameters
    ----------
    standards
        Those that may have a model.
    folder
        Where `registry.yaml` and the artefacts lie.
    sizes
        The limits of the size classes.

    """

    def __init__(
        self,
        standards: Sequence[StagedStandard | GatedStandard],
        folder: Path,
        sizes: Sequence[SizeLimit],
    ) -> None:
        self._folder = folder
        self._served: dict[str, _ServedModel] = {}
        self._refused: dict[str, Refusal] = {}
        for standard in standards:
            try:
                self._served[standard.id] = _ServedModel(standard, folder, sizes)
            except ModelRefused as error:
                self._refused[standard.id] = error.refusal

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        """Return one estimate per standard; where a model was refused, why."""
        estimates = [served.estimate(served.read(sheet)) for served in self._served.values()]
        estimates += [
            Estimate(standard=standard, refusal=refusal)
            for standard, refusal in self._refused.items()
        ]
        return tuple(estimates)

    def next_item(self, sheet: Sheet, standard: str, agreement: float) -> NextItem | None:
        """Return the next item of the sheet's form and whether to stop at this agreement."""
        served = self._served.get(standard)
        if served is None:
            return None
        read, items = served.read(sheet), served.structure.items
        entries = sheet.form.entries
        askable = [
            item in entries
            and item not in sheet.answers
            and sheet.production_type in entries[item].asked_of
            for item in items
        ]
        advice = served.adviser.next_question(
            read.inputs, read.predictions, np.array(askable), agreement
        )
        item = None if advice.item is None else items[advice.item]
        return NextItem(item, advice.agreement, advice.stop, served.estimate(read))

    def raises_to(self, sheet: Sheet, standard: str, level: int) -> Raises | None:
        """Return answers whose raise, one step each, reaches an estimated level."""
        served = self._served.get(standard)
        if served is None:
            return None
        counterfactual = raises_to(served.model, served.sheet(sheet), level, MOST_RAISES)
        answers = _raised_answers(served.structure.items, counterfactual.raises)
        return Raises(answers, counterfactual.level, counterfactual.reached)

    def drift(self, standard: str, sheets: Sequence[Sheet]) -> Drift | None:
        """Return how far recent sheets lie from the training population, item by item."""
        served = self._served.get(standard)
        if served is None or not sheets:
            return None
        return drift_of(served.model, joined([served.sheet(sheet) for sheet in sheets]))

    def models(self) -> tuple[ModelStatus, ...]:
        """Return every registered model, and whether it is current and served."""
        registry = read_registry(self._folder)
        current = dict(registry.current)
        identities = {served.model.identity for served in self._served.values()}
        return tuple(
            ModelStatus(
                model=entry.id,
                standard=entry.standard,
                digest=entry.digest,
                verified_visits=entry.visits,
                current=current.get(entry.standard) == entry.id,
                served=entry.id in identities,
            )
            for entry in registry.models
        )

    def card(self, model: str) -> str | None:
        """Return the card of a registered model as it was written, None where there is none."""
        known = {entry.id for entry in read_registry(self._folder).models}
        path = self._folder / model / CARD
        if model not in known or not path.is_file():
            return None
        return path.read_text(encoding="utf-8")


def _raised_answers(items: Sequence[str], raises: Sequence[StepRaise]) -> tuple[RaisedAnswer, ...]:
    """Return each raised answer once, from its first position to its last."""
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for step in raises:
        first.setdefault(step.item, step.before)
        last[step.item] = step.after
    return tuple(
        RaisedAnswer(items[place], before, last[place]) for place, before in first.items()
    )
