"""The estimator port: sheets of the domain in, estimates of the services out, numpy alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from diagnosis.classifier.advice import Adviser
from diagnosis.classifier.attribution import Attributor
from diagnosis.classifier.counterfactual import raises_to
from diagnosis.classifier.drift import drift_of
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.head import UNKNOWN_SIZE
from diagnosis.classifier.model import Estimates, Model, Reading, Sheets
from diagnosis.classifier.refusal import ModelRefused
from diagnosis.classifier.registry import load_current, read_registry
from diagnosis.classifier.structure import KINDS, SIZES
from diagnosis.classifier.visit import choose_checks
from diagnosis.domain.estimate import Estimate, NextItem, PartShare, RaisedAnswer, Raises, Refusal
from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.enterprise import SizeLimit, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.encode import CODE_OF, choice_value
from diagnosis.domain.scoring.standard import GatedStandard, StagedStandard

CHECKS = 3
MOST_RAISES = 60


class _Standing:
    """One standard with its current model, compiled for single sheets."""

    def __init__(
        self, standard: StagedStandard | GatedStandard, folder: Path, sizes: Sequence[SizeLimit]
    ) -> None:
        self.structure = structure_of(standard)
        self.model: Model = load_current(folder, self.structure)
        self.adviser = Adviser(self.model)
        self.attributor = Attributor(self.model)
        self._sizes = tuple(sizes)
        self._values = {
            one.item: (one.values, one.cap)
            for dimension in getattr(standard, "dimensions", ())
            for one in dimension.items
            if one.values is not None
        }
        owner = np.array(self.structure.owner)
        self._parts = [np.flatnonzero(owner == p) for p in range(len(self.structure.subdomains))]
        self._cuttable = [p for p, may in enumerate(self.structure.may_be_cut) if may]

    def sheet(self, sheet: Sheet) -> Sheets:
        """Return a sheet as the model reads it."""
        codes = [self._code(item, sheet) for item in self.structure.items]
        cut = np.zeros(len(self._parts), dtype=bool)
        for part in self._cuttable:
            items = [self.structure.items[place] for place in self._parts[part]]
            cut[part] = all(isinstance(sheet.answers.get(i), NotApplicable) for i in items)
        own = sheet.enterprise
        size = size_class(own.employees, own.revenue_wan, self._sizes)
        place = UNKNOWN_SIZE if size is None else SIZES.index(str(size))
        kind = KINDS.index(str(sheet.production_type))
        return self.model.one(np.array(codes), kind, cut, place)

    def _code(self, item: str, sheet: Sheet) -> int:
        value = sheet.answers.get(item)
        if isinstance(value, float):
            return CODE_OF[value]
        if isinstance(value, tuple) and item in self._values:
            values, cap = self._values[item]
            return CODE_OF.get(round(choice_value(values, cap, value), 1), 0)
        return 0

    def estimate(self, sheet: Sheet) -> tuple[Estimate, Reading, Estimates, Sheets]:
        """Return the estimate of a sheet with what it was made from."""
        own = self.sheet(sheet)
        reading = self.model.read(own)
        found = self.model.judge(reading, own.size)
        why = self.attributor(reading)
        worth = self.adviser.worth(reading)[0]
        ask = int(worth.argmax())
        nothing = np.full((1, len(self.structure.items)), np.nan)
        checks = choose_checks(self.model, own, nothing, CHECKS, reading)
        level = int(found.level[0])
        estimate = Estimate(
            standard=self.structure.standard,
            model=self.model.identity,
            level=None if found.insufficient[0] else level,
            insufficient=bool(found.insufficient[0]),
            probabilities=tuple(found.probabilities[0].tolist()),
            levels=tuple(range(int(found.low[0]), int(found.high[0]) + 1)),
            expected_score=float(found.expected_score[0]),
            score_low=float(found.score_low[0]),
            score_high=float(found.score_high[0]),
            score=float(why.score[0]),
            reference=float(why.reference[0]),
            parts=tuple(
                PartShare(part, answered, assumed)
                for part, answered, assumed in zip(
                    self.structure.subdomains,
                    why.answered[0].tolist(),
                    why.assumed[0].tolist(),
                    strict=True,
                )
            ),
            ask_next=(self.structure.items[ask],) if worth[ask] > 0 else (),
            check_next=tuple(self.structure.items[place] for place in checks),
            verified_visits=self.model.numbers.visits,
        )
        return estimate, reading, found, own


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
        self._standing: dict[str, _Standing] = {}
        self._refused: dict[str, Refusal] = {}
        for standard in standards:
            try:
                self._standing[standard.id] = _Standing(standard, folder, sizes)
            except ModelRefused as error:
                self._refused[standard.id] = error.refusal

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        """Return one estimate per standard; where a model was refused, why."""
        found = [own.estimate(sheet)[0] for own in self._standing.values()]
        found += [
            Estimate(standard=standard, refusal=refusal)
            for standard, refusal in self._refused.items()
        ]
        return tuple(found)

    def next_item(self, sheet: Sheet, standard: str, promise: float) -> NextItem | None:
        """Return the next item of the sheet's form and whether the promise is kept already."""
        own = self._standing.get(standard)
        if own is None:
            return None
        estimate, reading, found, _ = own.estimate(sheet)
        asked = [
            item in sheet.form.entries
            and item not in sheet.answers
            and sheet.production_type in sheet.form.entries[item].asked_of
            for item in own.structure.items
        ]
        advice = own.adviser.next_question(reading, found, np.array(asked), promise)
        item = None if advice.item is None else own.structure.items[advice.item]
        return NextItem(item, advice.agreement, advice.stop, estimate)

    def raises_to(self, sheet: Sheet, standard: str, level: int) -> Raises | None:
        """Return answers whose raise, one step each, reaches an estimated level."""
        own = self._standing.get(standard)
        if own is None:
            return None
        found = raises_to(own.model, own.sheet(sheet), level, MOST_RAISES)
        first: dict[int, float] = {}
        last: dict[int, float] = {}
        for one in found.raises:
            first.setdefault(one.item, one.before)
            last[one.item] = one.after
        return Raises(
            tuple(
                RaisedAnswer(own.structure.items[item], before, last[item])
                for item, before in first.items()
            ),
            found.level,
            found.reached,
        )

    def drift(self, standard: str, sheets: Sequence[Sheet]) -> Mapping[str, Any] | None:
        """Return how far recent sheets lie from the training population, item by item."""
        own = self._standing.get(standard)
        if own is None or not sheets:
            return None
        read = [own.sheet(sheet) for sheet in sheets]
        many = Sheets(
            *(
                np.concatenate([getattr(one, field) for one in read])
                for field in ("codes", "kind", "cut", "size")
            )
        )
        found = asdict(drift_of(own.model, many))
        names = ("item", "index", "recent_mean", "expected_mean")
        found["items"] = [dict(zip(names, row, strict=True)) for row in found["items"]]
        return {"standard": standard, "model": own.model.identity, **found}

    def models(self) -> list[dict[str, Any]]:
        """Return every registered model, and whether it is current and served."""
        registry = read_registry(self._folder)
        current = dict(registry.current)
        served = {own.model.identity for own in self._standing.values()}
        return [
            {
                "model": entry.id,
                "standard": entry.standard,
                "digest": entry.digest,
                "verified_visits": entry.visits,
                "current": current.get(entry.standard) == entry.id,
                "served": entry.id in served,
            }
            for entry in registry.models
        ]

    def card(self, model: str) -> Mapping[str, Any] | None:
        """Return the card of a registered model, None where there is none."""
        known = {entry.id for entry in read_registry(self._folder).models}
        path = self._folder / model / "card.json"
        if model not in known or not path.is_file():
            return None
        card: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return card
