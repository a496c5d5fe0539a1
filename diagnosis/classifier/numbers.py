"""Fitted numbers as JSON and back, with every law of the model checked on the way in."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from diagnosis.classifier.completion import ItemCurves, step_arrays
from diagnosis.classifier.features import COUNT
from diagnosis.classifier.head import SCORE_LINES, Head
from diagnosis.classifier.model import Numbers
from diagnosis.classifier.sets import SetRule
from diagnosis.classifier.structure import LEVELS, Structure
from diagnosis.domain.scoring.encode import Floats

FORMAT = 1
HEAD_SHAPES = {
    "slopes": COUNT, "size": 5, "blank": 2, "visit": 2, "cuts": LEVELS, "rates": 3,
    "score_cuts": len(SCORE_LINES),
}  # fmt: skip
KEYS = {
    "format", "structure", "items", "curves", "head", "visited", "sets", "stop", "gap", "ratios",
    "enough", "visits",
}  # fmt: skip


def numbers_as_plain(structure: Structure, numbers: Numbers) -> dict[str, Any]:
    """Return the numbers of a model as lists, ready for JSON; cuts beyond the last step null."""
    curves, sets = numbers.curves, numbers.sets
    return {
        "format": FORMAT,
        "structure": structure.digest(),
        "items": list(structure.items),
        "curves": {
            "slopes": curves.slopes.tolist(),
            "cuts": [[c if np.isfinite(c) else None for c in row] for row in curves.cuts.tolist()],
            "mean": curves.mean,
            "spread": curves.spread,
            "tempering": curves.tempering,
        },
        "head": {name: getattr(numbers.head, name).tolist() for name in HEAD_SHAPES},
        "visited": {name: getattr(numbers.visited, name).tolist() for name in HEAD_SHAPES},
        "sets": {
            "below": sets.below,
            "above": sets.above,
            "floors": None if sets.floors is None else sets.floors.tolist(),
            "labels": sets.labels,
        },
        "stop": numbers.stop.tolist(),
        "gap": numbers.gap,
        "ratios": numbers.ratios.tolist(),
        "enough": list(numbers.enough),
        "visits": numbers.visits,
    }


def numbers_from_plain(structure: Structure, plain: Mapping[str, Any]) -> Numbers:
    """Return the numbers of a JSON object.

    Raises
    ------
    ValueError
        Naming the first field that breaks the schema: keys, shapes, finiteness, signs, order,
        item ids.

    """
    _require(set(plain) == KEYS, "keys", f"expected {sorted(KEYS)}")
    _require(plain["format"] == FORMAT, "format", f"expected {FORMAT}")
    _require(plain["structure"] == structure.digest(), "structure", "another form structure")
    _require(tuple(plain["items"]) == structure.items, "items", "not the items of the form")
    ratios = _array(plain["ratios"], (len(structure.items),), "ratios")
    _require(bool((ratios >= 0).all()), "ratios", "must be ≥ 0")
    stop = _array(plain["stop"], (2,), "stop")
    _require(bool((stop > 0).all()), "stop", "must be > 0")
    enough = plain["enough"]
    _require(len(enough) == 2 and all(type(one) is int for one in enough), "enough", "two counts")
    _require(type(plain["visits"]) is int and plain["visits"] >= 0, "visits", "a count")
    return Numbers(
        _curves(structure, plain["curves"]),
        _head(plain["head"], "head"),
        _head(plain["visited"], "visited"),
        _sets(plain["sets"]),
        stop,
        float(_array(plain["gap"], (), "gap")),
        ratios,
        (enough[0], enough[1]),
        plain["visits"],
    )


def _require(holds: bool, where: str, what: str) -> None:
    if not holds:
        raise ValueError(f"{where}: {what}")


def _array(value: Any, shape: tuple[int, ...], where: str) -> Floats:
    array = np.array(value)
    _require(array.dtype.kind in "iuf", where, "must be numbers")
    array = array.astype(np.float64)
    _require(array.shape == shape, where, f"shape {array.shape}, expected {shape}")
    _require(bool(np.isfinite(array).all()), where, "must be finite")
    return array


def _curves(structure: Structure, plain: Mapping[str, Any]) -> ItemCurves:
    _require(set(plain) == {one.name for one in fields(ItemCurves)}, "curves", "other keys")
    count = len(structure.items)
    slopes = _array(plain["slopes"], (count,), "curves.slopes")
    _require(bool((slopes > 0).all()), "curves.slopes", "must be > 0")
    used = step_arrays(structure)[1] > 0
    rows = plain["cuts"]
    _require(
        len(rows) == count and all(len(row) == LEVELS for row in rows), "curves.cuts", "shape"
    )
    nulls = np.array([[cell is None for cell in row] for row in rows])
    _require(bool((nulls == ~used).all()), "curves.cuts", "null exactly beyond the last step")
    finite = _array(
        [[0.0 if c is None else c for c in row] for row in rows], (count, LEVELS), "cuts"
    )
    cuts = np.where(used, finite, np.inf)
    rising = (np.diff(finite, axis=1) > 0) | ~used[:, 1:]
    _require(bool(rising.all()), "curves.cuts", "must ascend")
    spread = float(_array(plain["spread"], (), "curves.spread"))
    tempering = float(_array(plain["tempering"], (), "curves.tempering"))
    _require(spread > 0, "curves.spread", "must be > 0")
    _require(0 <= tempering <= 1, "curves.tempering", "must lie in 0–1")
    return ItemCurves(
        slopes, cuts, float(_array(plain["mean"], (), "curves.mean")), spread, tempering
    )


def _head(plain: Mapping[str, Any], where: str) -> Head:
    _require(set(plain) == set(HEAD_SHAPES), where, f"expected {sorted(HEAD_SHAPES)}")
    own = {name: _array(plain[name], (n,), f"{where}.{name}") for name, n in HEAD_SHAPES.items()}
    for name in ("slopes", "rates"):
        _require(bool((own[name] >= 0).all()), f"{where}.{name}", "must be ≥ 0")
    for name in ("cuts", "score_cuts"):
        _require(bool((np.diff(own[name]) > 0).all()), f"{where}.{name}", "must ascend")
    return Head(**own)


def _sets(plain: Mapping[str, Any]) -> SetRule:
    _require(set(plain) == {"below", "above", "floors", "labels"}, "sets", "other keys")
    tails = [float(_array(plain[name], (), f"sets.{name}")) for name in ("below", "above")]
    _require(all(0 < one < 0.5 for one in tails), "sets", "below and above must lie in 0–0.5")
    floors = plain["floors"]
    if floors is not None:
        floors = _array(floors, (LEVELS + 1,), "sets.floors")
        _require(bool(((floors >= 0) & (floors <= 1)).all()), "sets.floors", "must lie in 0–1")
    return SetRule(tails[0], tails[1], floors, int(plain["labels"]))
