"""A sheet's answers as the row of numbers that a scikit-learn model reads; blanks are NaN.

It knows no other module of the project, so that any environment can import it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from pathlib import Path

Answer = float | str | list[str] | dict[str, float] | dict[str, str]


@dataclass(frozen=True)
class Feature:
    """An item as a column; a choice scores the sum of its options' values, at most `cap`."""

    item: str
    cap: float = 5.0
    values: Mapping[str, float] | None = None


def row_of(features: tuple[Feature, ...], answers: Mapping[str, Answer]) -> list[float]:
    """Return the numbers of a sheet, in the order of the features."""
    row = []
    for feature in features:
        answer = answers.get(feature.item)
        if feature.values is not None and isinstance(answer, list):
            total = sum(feature.values.get(option, 0.0) for option in answer)
            row.append(round(min(feature.cap, total), 1))
        else:
            row.append(float(answer) if isinstance(answer, float | int) else nan)
    return row


def write_features(features: tuple[Feature, ...], path: Path) -> None:
    """Write features as JSON."""
    plain = [[each.item, each.cap, each.values and dict(each.values)] for each in features]
    path.write_text(json.dumps(plain), encoding="utf-8")


def read_features(path: Path) -> tuple[Feature, ...]:
    """Return the features that `write_features` wrote."""
    return tuple(Feature(*each) for each in json.loads(path.read_text(encoding="utf-8")))
