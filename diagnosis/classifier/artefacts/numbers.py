"""Fitted numbers as JSON and back, with every law of the model checked on the way in."""

import json
from collections.abc import Collection
from dataclasses import fields

import numpy as np

from diagnosis.classifier.inference.completion import ItemCurves, step_arrays
from diagnosis.classifier.inference.deflated_stop import PROMISES, DeflatedStop
from diagnosis.classifier.inference.features import FEATURE_COUNT
from diagnosis.classifier.inference.head import SCORE_LINES, Head
from diagnosis.classifier.inference.model import Numbers
from diagnosis.classifier.inference.sets import SetRule
from diagnosis.classifier.inference.structure import Structure, canonical_json
from diagnosis.domain.scoring.encode import Floats
from diagnosis.domain.scoring.scale import LEVELS

NUMBERS_FORMAT = 2
WITHOUT_DEFLATED_STOP = 1
"""The format of models from before the stop for the deflated rule's level; it is read still."""
HEAD_SHAPES = {
    "slopes": FEATURE_COUNT, "size": 5, "blank": 2, "visit": 2, "cuts": LEVELS, "rates": 3,
    "score_cuts": len(SCORE_LINES),
}  # fmt: skip
KEYS = {
    "format",
    "structure",
    "items",
    "curves",
    "head",
    "visited",
    "sets",
    "stop",
    "gap",
    "ratios",
    "enough",
    "visits",
}
STOP_KEYS = {"first", "power", "lines", "repeat"}  # fmt: skip


def numbers_as_json(structure: Structure, numbers: Numbers) -> str:
    """Return the numbers of a model as canonical JSON; cuts beyond the last step are null."""
    curves, sets = numbers.curves, numbers.sets
    return canonical_json({
        "format": WITHOUT_DEFLATED_STOP if numbers.deflated_stop is None else NUMBERS_FORMAT,
        "structure": structure.digest(),
        "items": structure.items,
        "curves": {
            "slopes": curves.slopes.tolist(),
            "cuts": [_finite_or_null(row) for row in curves.cuts.tolist()],
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
        "enough": numbers.enough,
        "visits": numbers.visits,
        **_stop_as_plain(numbers.deflated_stop),
    })  # fmt: skip


def _stop_as_plain(stop: DeflatedStop | None) -> dict[str, object]:
    if stop is None:
        return {}
    plain = {"first": stop.first, "power": stop.power, "lines": stop.lines.tolist()}
    return {"deflated_stop": {**plain, "repeat": stop.repeat}}


def _finite_or_null(row: list[float]) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in row]


def numbers_from_json(structure: Structure, text: str | bytes) -> Numbers:
    """Return the numbers of a model of this structure.

    Raises
    ------
    ValueError
        Naming the first field that breaks the schema: keys, shapes, finiteness, signs, order,
        item ids.

    """
    raw = json.loads(text)
    has_stop = isinstance(raw, dict) and raw.get("format") == NUMBERS_FORMAT
    plain = _Object(raw, KEYS | {"deflated_stop"} if has_stop else KEYS)
    known = (WITHOUT_DEFLATED_STOP, NUMBERS_FORMAT)
    _require(plain["format"] in known, "format", f"expected one of {known}")
    _require(plain["structure"] == structure.digest(), "structure", "another form structure")
    _require(plain["items"] == list(structure.items), "items", "not the items of the form")
    ratios = plain.array("ratios", (len(structure.items),))
    _require(bool((ratios >= 0).all()), "ratios", "must be ≥ 0")
    stop = plain.array("stop", (2,))
    _require(bool((stop > 0).all()), "stop", "must be > 0")
    return Numbers(
        curves=_curves(structure, plain["curves"]),
        head=_head(plain["head"], "head"),
        visited=_head(plain["visited"], "visited"),
        sets=_sets(plain["sets"]),
        stop=stop,
        gap=plain.number("gap"),
        ratios=ratios,
        enough=_enough(plain["enough"]),
        visits=plain.count("visits"),
        deflated_stop=_deflated_stop(plain["deflated_stop"]) if has_stop else None,
    )


def _deflated_stop(value: object) -> DeflatedStop:
    plain = _Object(value, STOP_KEYS, "deflated_stop")
    first, power, repeat = (plain.number(name) for name in ("first", "power", "repeat"))
    _require(first > 0 and power > 0, "deflated_stop", "first and power must be > 0")
    _require(0 <= repeat <= 1, "deflated_stop.repeat", "must lie in 0–1")
    lines = plain.array("lines", (len(PROMISES),))
    rising = bool((np.diff(np.concatenate(([0.0], lines, [1.0]))) > 0).all())
    _require(rising, "deflated_stop.lines", "must ascend inside 0–1")
    return DeflatedStop(first=first, power=power, lines=lines, repeat=repeat)


def _require(holds: bool, where: str, what: str) -> None:
    if not holds:
        raise ValueError(f"{where}: {what}")


class _Object:
    """A JSON object with exactly some keys, read value by value; `where` names it in errors."""

    def __init__(self, value: object, keys: Collection[str], where: str = "") -> None:
        if not isinstance(value, dict) or set(value) != set(keys):
            raise ValueError(f"{where or 'keys'}: expected {sorted(keys)}")
        self._values = value
        self._prefix = f"{where}." if where else ""

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def array(self, name: str, shape: tuple[int, ...]) -> Floats:
        """Return a value as finite numbers of a shape."""
        return _array(self._values[name], shape, self._prefix + name)

    def number(self, name: str) -> float:
        """Return a value as one finite number."""
        return float(self.array(name, ()))

    def count(self, name: str) -> int:
        """Return a value as a whole number ≥ 0."""
        value = self._values[name]
        if type(value) is not int or value < 0:
            raise ValueError(f"{self._prefix}{name}: a count")
        return value


def _array(value: object, shape: tuple[int, ...], where: str) -> Floats:
    array = np.array(value)
    _require(array.dtype.kind in "iuf", where, "must be numbers")
    array = array.astype(np.float64)
    _require(array.shape == shape, where, f"shape {array.shape}, expected {shape}")
    _require(bool(np.isfinite(array).all()), where, "must be finite")
    return array


def _enough(value: object) -> tuple[int, int]:
    counts = value if isinstance(value, list) else []
    _require(
        len(counts) == 2 and all(type(count) is int for count in counts), "enough", "two counts"
    )
    return counts[0], counts[1]


def _curves(structure: Structure, value: object) -> ItemCurves:
    plain = _Object(value, [field.name for field in fields(ItemCurves)], "curves")
    slopes = plain.array("slopes", (len(structure.items),))
    _require(bool((slopes > 0).all()), "curves.slopes", "must be > 0")
    spread, tempering = plain.number("spread"), plain.number("tempering")
    _require(spread > 0, "curves.spread", "must be > 0")
    _require(0 <= tempering <= 1, "curves.tempering", "must lie in 0–1")
    return ItemCurves(
        slopes, _cuts(structure, plain["cuts"]), plain.number("mean"), spread, tempering
    )


def _cuts(structure: Structure, value: object) -> Floats:
    """Return (I, 5) the cuts of items, null in JSON and +inf here beyond an item's last step."""
    used = step_arrays(structure)[1] > 0
    rows = value if isinstance(value, list) else []
    _require(
        len(rows) == len(used) and all(len(row) == LEVELS for row in rows), "curves.cuts", "shape"
    )
    nulls = np.array([[cell is None for cell in row] for row in rows])
    _require(bool((nulls == ~used).all()), "curves.cuts", "null exactly beyond the last step")
    finite = _array(
        [[0.0 if cell is None else cell for cell in row] for row in rows], used.shape, "cuts"
    )
    rising = (np.diff(finite, axis=1) > 0) | ~used[:, 1:]
    _require(bool(rising.all()), "curves.cuts", "must ascend")
    return np.where(used, finite, np.inf)


def _head(value: object, where: str) -> Head:
    plain = _Object(value, HEAD_SHAPES, where)
    arrays = {name: plain.array(name, (count,)) for name, count in HEAD_SHAPES.items()}
    for name in ("slopes", "rates"):
        _require(bool((arrays[name] >= 0).all()), f"{where}.{name}", "must be ≥ 0")
    for name in ("cuts", "score_cuts"):
        _require(bool((np.diff(arrays[name]) > 0).all()), f"{where}.{name}", "must ascend")
    return Head(**arrays)


def _sets(value: object) -> SetRule:
    plain = _Object(value, [field.name for field in fields(SetRule)], "sets")
    below, above = plain.number("below"), plain.number("above")
    _require(0 < below < 0.5 and 0 < above < 0.5, "sets", "below and above must lie in 0–0.5")
    floors = None
    if plain["floors"] is not None:
        floors = plain.array("floors", (LEVELS + 1,))
        _require(bool(((floors >= 0) & (floors <= 1)).all()), "sets.floors", "must lie in 0–1")
    return SetRule(below, above, floors, plain.count("labels"))
