"""The golden file of an artefact: fixed sheets, and what the model says of them."""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.coded_sheets import POSITION_CODES, CodedSheets
from diagnosis.classifier.inference.model import Model, Predictions

TOLERANCE = 1e-9
"""How far a prediction may lie from the recorded one: platforms round differently."""
GOLDEN_SHEETS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """Fixed sheets with what the model says of them; `cut` lists the places that are cut."""

    codes: list[list[int]]
    kind: list[int]
    cut: list[list[int]]
    size: list[int]
    level: list[int]
    probabilities: list[list[float]]
    expected_score: list[float]

    def sheets(self, parts: int) -> CodedSheets:
        """Return the sheets, with `parts` sub-domains."""
        cut = np.zeros((len(self.cut), parts), dtype=bool)
        for row, places in enumerate(self.cut):
            cut[row, places] = True
        return CodedSheets(np.array(self.codes), np.array(self.kind), cut, np.array(self.size))

    def is_met_by(self, predictions: Predictions) -> bool:
        """Return whether predictions are those recorded, to `TOLERANCE`."""
        return bool(
            np.array_equal(predictions.level, self.level)
            and np.abs(predictions.probabilities - self.probabilities).max() <= TOLERANCE
            and np.abs(predictions.expected_score - self.expected_score).max() <= TOLERANCE
        )


def golden_of(model: Model, seed: int = 0) -> Golden:
    """Return fixed sheets with what the model says of them; some are sparse, some have cuts."""
    rng = np.random.default_rng(seed)
    items, structure = len(model.structure.items), model.structure
    codes = rng.integers(1, POSITION_CODES, (GOLDEN_SHEETS, items))
    codes = np.where(
        rng.random(codes.shape) < np.linspace(0, 0.95, GOLDEN_SHEETS)[:, None], 0, codes
    )
    cut = rng.random((GOLDEN_SHEETS, len(structure.subdomains))) < 0.15
    cut &= np.array(structure.may_be_cut)
    sheets = CodedSheets(
        codes, rng.integers(0, 2, GOLDEN_SHEETS), cut, rng.integers(0, 5, GOLDEN_SHEETS)
    )
    predictions = model.predict(sheets)
    return Golden(
        codes=codes.tolist(),
        kind=sheets.kind.tolist(),
        cut=[np.flatnonzero(row).tolist() for row in cut],
        size=sheets.size.tolist(),
        level=predictions.level.tolist(),
        probabilities=np.round(predictions.probabilities, 12).tolist(),
        expected_score=np.round(predictions.expected_score, 12).tolist(),
    )
