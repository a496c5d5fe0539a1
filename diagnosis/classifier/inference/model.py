"""The model in service: answers in, level, probabilities, set and expected score out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.inference.coded_sheets import POSITION_CODES, CodedSheets
from diagnosis.classifier.inference.completion import Completed, Completion, ItemCurves
from diagnosis.classifier.inference.deflated_stop import DeflatedStop
from diagnosis.classifier.inference.features import Features
from diagnosis.classifier.inference.head import (
    TOP_UNCONFIRMED,
    UNKNOWN_SIZE,
    Head,
    probabilities_of,
)
from diagnosis.classifier.inference.sets import SetRule
from diagnosis.classifier.inference.structure import Structure
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

CHUNK = 256
"""How many sheets are read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """All fitted numbers of one model.

    `head` reads self-reports, `visited` reports that verified answers have corrected; `stop` (2,)
    spread of what unasked answers may still move η, as stop₀ · u^stop₁; `gap` the mean of claim −
    verified in levels; `ratios` (I,) ≥ 0 multiply the official item weights (1 before labels);
    `enough` the least answers and the least sub-domains touched; `visits` the labels seen;
    `deflated_stop` is for where the deflated rule's level is served, None of a gated structure and
    of models from before it.
    """

    curves: ItemCurves
    head: Head
    visited: Head
    sets: SetRule
    stop: Floats
    gap: float
    ratios: Floats
    enough: tuple[int, int]
    visits: int
    deflated_stop: DeflatedStop | None = None


class Predictions(NamedTuple):
    """What the model says of n sheets.

    `level` (n,) 0–4, −1 where `insufficient`; `probabilities` (n, 6); `low`, `high` (n,) ends of
    the set; `expected_score`, `score_low`, `score_high` (n,) 0–5, the two an 80 % interval that
    holds the first; `eta` and `spread` (n,); `unanswered` (n,) weight without an answer, 0–1;
    `open_gates` (n,) weight of the parts that a gate needs and that have no answer at all, 0–1.
    """

    level: Ints
    probabilities: Floats
    low: Ints
    high: Ints
    expected_score: Floats
    score_low: Floats
    score_high: Floats
    insufficient: Bools
    eta: Floats
    spread: Floats
    unanswered: Floats
    open_gates: Floats


def joined_predictions(parts: Sequence[Predictions]) -> Predictions:
    """Return all predictions of the parts, one part after the other."""
    return Predictions(*(np.concatenate(column) for column in zip(*parts, strict=True)))


class ModelInput(NamedTuple):
    """What the heads read of n sheets: completed answers, item weights, features, blanks.

    `weights` (n, I) each item's share of the whole, `features` (n, features), `unanswered` (n,)
    the weight without an answer, 0–1.
    """

    completed: Completed
    weights: Floats
    features: Floats
    unanswered: Floats


class Model:
    """One compiled model of one structure."""

    def __init__(self, structure: Structure, numbers: Numbers, identity: str = "") -> None:
        self.structure = structure
        self.numbers = numbers
        self.identity = identity
        self.completion = Completion(structure, numbers.curves)
        self.features = Features(structure, self.completion.gains, numbers.ratios)
        self._gated = np.array(structure.owner)[:, None] == structure.gated_parts
        self._starts = np.searchsorted(
            np.array(structure.owner), np.arange(len(structure.subdomains))
        )

    def read(self, sheets: CodedSheets) -> ModelInput:
        """Return the completion of sheets, without what is cut or not judged."""
        weights = self.features.item_weights(sheets.kind, sheets.cut)
        codes = np.where((weights > 0) & (sheets.codes < POSITION_CODES), sheets.codes, 0)
        completed = self.completion(codes)
        unanswered = np.maximum(1.0 - (weights * completed.answered).sum(axis=1), 0.0)
        return ModelInput(completed, weights, self.features(completed.views, weights), unanswered)

    def predict(self, sheets: CodedSheets) -> Predictions:
        """Return the predictions of n sheets; large batches are read in chunks."""
        if len(sheets) <= CHUNK:
            return self.judge(self.read(sheets), sheets.size)
        parts = [
            self.predict(sheets.rows(slice(start, start + CHUNK)))
            for start in range(0, len(sheets), CHUNK)
        ]
        return joined_predictions(parts)

    def judge(
        self,
        inputs: ModelInput,
        size: Ints,
        checked: Floats | None = None,
        head: Head | None = None,
    ) -> Predictions:
        """Return the predictions on completed sheets; `checked` is the verified weight, 0–1."""
        head = head or self.numbers.head
        eta = head.eta(inputs.features, size, inputs.unanswered, checked)
        spread = head.spread(inputs.unanswered, checked)
        at_least, score = head.tails(eta, spread)
        probabilities = probabilities_of(at_least)
        median = head.level(eta)
        low, high = self.numbers.sets(probabilities, median)
        short = self.too_few(inputs.completed.answered)
        level = np.where(short, -1, np.minimum(median, TOP_UNCONFIRMED))
        ends = head.interval(eta, spread)
        return Predictions(
            level=level,
            probabilities=probabilities,
            low=low,
            high=high,
            expected_score=score,
            score_low=np.minimum(ends[0], score),
            score_high=np.maximum(ends[1], score),
            insufficient=short,
            eta=eta,
            spread=spread,
            unanswered=inputs.unanswered,
            open_gates=self.open_gates(inputs),
        )

    def open_gates(self, inputs: ModelInput) -> Floats:
        """Return (n,): the weight of gated parts without any answer, 0–1; 0 without gates."""
        is_open = ~(inputs.completed.answered @ self._gated)
        weight: Floats = ((inputs.weights @ self._gated) * is_open).sum(axis=1)
        return weight

    def too_few(self, answered: Bools) -> Bools:
        """Return (n,): whether the answers do not carry a level."""
        items, parts = self.numbers.enough
        touched = np.logical_or.reduceat(answered, self._starts, axis=1)
        short: Bools = (answered.sum(axis=1) < items) | (touched.sum(axis=1) < parts)
        return short

    def single_sheet(
        self, codes: Ints, kind: int = 0, cut: Bools | None = None, size: int = UNKNOWN_SIZE
    ) -> CodedSheets:
        """Return the sheet of one firm from its codes (I,); nothing is cut where `cut` is None."""
        if cut is None:
            cut = np.zeros(len(self.structure.subdomains), dtype=bool)
        return CodedSheets(codes[None], np.array([kind]), cut[None], np.array([size]))
