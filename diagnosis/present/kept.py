"""The one reader of what earlier releases showed and kept, whatever an older one lacks."""

from typing import Any

import orjson

from diagnosis.domain.intake.answer import from_plain
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.trace import (
    Trace,
    TracedAnswer,
    TracedCondition,
    TracedGate,
    TracedNeed,
    TracedPart,
    TracedStandard,
)
from diagnosis.present.kept_shapes import DIAGNOSIS, PLAN, TRACE, Absent, Maybe
from diagnosis.present.pins import show_pin
from diagnosis.present.say import Shown
from diagnosis.services.ports.records import Snapshot


def read_diagnosis(snapshot: Snapshot) -> Shown:
    """Return a kept diagnosis in both languages, no field of its shape missing.

    Its next steps are left out: they named projects of an earlier catalogue, and no trade.
    """
    shown = _read(snapshot, DIAGNOSIS)
    standards = _unpinned(shown["standards"])
    return shown | {"standards": standards, "trade": None, "next_steps": []}


def read_plan(snapshot: Snapshot) -> Shown:
    """Return what is still read of a kept plan, in both languages: why each project is in it."""
    return _read(snapshot, PLAN)


def _unpinned(rows: list[Shown]) -> list[Shown]:
    """Return what stands by standards, which earlier releases named with their revision."""
    return [row | show_pin(row["standard"]) for row in rows]


def _read(snapshot: Snapshot, shape: Shown) -> Shown:
    completed: Shown = _completed(orjson.loads(snapshot), shape)
    return completed


def _completed(value: object, shape: object) -> Any:
    """Return a value with everything that its shape has; what is missing is the shape's own."""
    if isinstance(shape, Maybe | Absent):
        return None if value is None else _completed(value, shape.shape)
    if isinstance(shape, dict):
        fields = value if isinstance(value, dict) else {}
        known = {
            name: _completed(field, shape[name]) if name in shape else field
            for name, field in fields.items()
        }
        missing = (
            name
            for name, below in shape.items()
            if name not in fields and not isinstance(below, Absent)
        )
        return known | {name: _completed(None, shape[name]) for name in missing}
    if isinstance(shape, list):
        rows = value if isinstance(value, list) else []
        return [_completed(row, shape[0]) if shape else row for row in rows]
    return shape if value is None else value


def _level(provisional: Shown | None) -> tuple[int, float] | None:
    return None if provisional is None else (provisional["level"], provisional["score"] or 0.0)


def kept_trace(snapshot: Snapshot) -> Trace:
    """Return a kept trace as values."""
    trace = _read(snapshot, TRACE)
    kind = trace["production_type"]
    known = kind if kind in tuple(ProductionType) else ProductionType.DISCRETE
    return Trace(ProductionType(known), tuple(_standard(row) for row in trace["standards"]))


def _standard(row: Shown) -> TracedStandard:
    shares, gates, conditions = (row.get(name) for name in ("shares", "gates", "conditions"))
    return TracedStandard(
        standard=row["standard"],
        level=row["level"],
        score=row["score"],
        provisional=_level(row["provisional"]),
        parts=tuple(_part(part) for part in row["parts"]),
        shares=None if shares is None else tuple(shares),
        gates=None if gates is None else tuple(_gate(gate) for gate in gates),
        level_low=row.get("level_low"),
        level_high=row.get("level_high"),
        conditions=None
        if conditions is None
        else tuple(
            TracedCondition(condition["id"], condition["kind"], condition["holds"])
            for condition in conditions
        ),
    )


def _gate(gate: Shown) -> TracedGate:
    needs = (TracedNeed(need["part"], need["has"], need["needs"]) for need in gate["conditions"])
    return TracedGate(gate["level"], tuple(needs))


def _part(part: Shown) -> TracedPart:
    answers = tuple(
        TracedAnswer(row["item"], from_plain(row["answer"]), row["weight"], row["value"])
        for row in part["answers"]
    )
    shares = part.get("shares")
    return TracedPart(
        part["part"],
        part["weight"],
        part["score"],
        answers,
        None if shares is None else tuple(shares),
    )
