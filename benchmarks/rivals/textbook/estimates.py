"""Estimated levels by scikit-learn models, asked for a row at a time as their guide shows."""

from dataclasses import dataclass

import numpy as np

from benchmarks.rivals.features import Feature, row_of
from benchmarks.rivals.models import LevelModel
from benchmarks.rivals.textbook.answers import Answers


@dataclass(frozen=True)
class LevelEstimate:
    """What a model says of a sheet: the likeliest level, and the probability of each."""

    standard: str
    level: int
    probabilities: list[float]


def estimate(
    standard: str, model: LevelModel, features: tuple[Feature, ...], answers: Answers
) -> LevelEstimate:
    """Return the estimate of a sheet."""
    row = np.array([row_of(features, answers)])
    probabilities = model.predict_proba(row)[0]
    level = int(model.classes_[probabilities.argmax()])
    return LevelEstimate(standard, level, probabilities.tolist())
