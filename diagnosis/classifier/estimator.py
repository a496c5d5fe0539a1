"""The estimator port: sheets of the domain in, estimates of the domain out, on numpy alone."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from diagnosis.classifier.artefacts.model_files import CARD
from diagnosis.classifier.artefacts.refusal import ModelRefused
from diagnosis.classifier.artefacts.registry import FaultyRegistry, Registry, read_registry
from diagnosis.classifier.explanation.drift import drift_of
from diagnosis.classifier.inference.coded_sheets import joined
from diagnosis.classifier.served import ServedModel, SheetEstimates
from diagnosis.domain.estimate import (
    Drift,
    Estimate,
    NextItem,
    Refusal,
    RefusalCode,
)
from diagnosis.domain.intake.enterprise import SizeLimit
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet
from diagnosis.domain.scoring.standard import GatedStandard, StagedStandard
from diagnosis.services.ports.estimator import ModelStatus


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
        self._registry = Registry()
        self._registered()
        self._served: dict[str, ServedModel] = {}
        self._refused: dict[str, Refusal] = {}
        for standard in standards:
            try:
                self._served[standard.id] = ServedModel(standard, folder, sizes)
            except ModelRefused as error:
                self._refused[standard.id] = error.refusal
        self._estimates = SheetEstimates(list(self._served.values())) if self._served else None

    def refused(self) -> dict[str, str]:
        """Return why a registered model is not served, by standard."""
        return {
            standard: f"{refusal.code}: {refusal.detail}"
            for standard, refusal in self._refused.items()
            if refusal.code != RefusalCode.UNREGISTERED
        }

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        """Return one estimate per standard; where a model was refused, why."""
        return self._with_refused(self._estimates(sheet) if self._estimates else [])

    def estimate_checked(self, checked: CheckedSheet) -> tuple[Estimate, ...]:
        """Return as `estimate`, with the answers that a visit verified."""
        return self._with_refused(self._estimates.checked(checked) if self._estimates else [])

    def _with_refused(self, estimates: list[Estimate]) -> tuple[Estimate, ...]:
        refused = self._refused.items()
        without = (Estimate(standard=standard, refusal=refusal) for standard, refusal in refused)
        return (*estimates, *without)

    def asking_order(self, sheet: Sheet, standard: str) -> tuple[str, ...]:
        """Return the items of the sheet's form in the order of asking, empty without a model."""
        served = self._served.get(standard)
        return served.asking_order(sheet) if served else ()

    def next_item(
        self, sheet: Sheet, standard: str, agreement: float, overstatement: float | None = None
    ) -> NextItem | None:
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
            read.inputs,
            read.predictions,
            int(read.sheets.kind[0]),
            np.array(askable),
            agreement,
            None if overstatement is None else served.room(read, overstatement),
        )
        item = None if advice.item is None else items[advice.item]
        (estimate,) = [each for each in self.estimate(sheet) if each.standard == standard]
        return NextItem(item, advice.agreement, advice.stop, estimate)

    def drift(self, standard: str, sheets: Sequence[Sheet]) -> Drift | None:
        """Return how far recent sheets lie from the training population, item by item."""
        served = self._served.get(standard)
        if served is None or not sheets:
            return None
        return drift_of(served.model, joined([served.sheet(sheet) for sheet in sheets]))

    def models(self) -> tuple[ModelStatus, ...]:
        """Return every registered model, and whether it is current and served.

        Where the registry cannot be read, it is that from before it was damaged.
        """
        registry = self._registered()
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
        """Return the card of a registered model as it was written.

        None where there is none, or where it was damaged since.
        """
        if model not in {entry.id for entry in self._registered().models}:
            return None
        try:
            card = (self._folder / model / CARD).read_text(encoding="utf-8")
            return card if isinstance(json.loads(card), dict) else None
        except (OSError, ValueError, RecursionError):
            return None

    def _registered(self) -> Registry:
        with suppress(FaultyRegistry):
            self._registry = read_registry(self._folder)
        return self._registry
