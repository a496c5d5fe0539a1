"""Readings out of a diagnosis as releases before migration 0003 showed it."""

from collections.abc import Iterator
from typing import Any

import orjson

LEVELS = {
    "gbt-39116-2020": "staged_level",
    "miit-sme-2024": "points_level",
    "smart-factory-2025": "tiers_level",
    "ai-readiness": "gated_level",
}
"""The columns that held the levels."""


def readings_of(row: Any, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the readings of an old row: levels out of its columns, the rest out of its JSON."""
    head = {
        "diagnosis_id": row.id,
        "owner_id": row.owner_id,
        "enterprise_id": row.enterprise_id,
    }
    verdicts = {_standard(verdict)[0]: verdict for verdict in _objects(shown, "standards")}
    readings = [
        {**head, **_by_rule(standard, getattr(row, column), verdicts.get(standard, {}))}
        for standard, column in LEVELS.items()
    ]
    for estimate in _objects(shown, "estimate"):
        if estimate.get("model") and estimate.get("standard") in LEVELS:
            readings.append({**head, **_by_model(estimate)})
    return readings


def _objects(shown: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    values = shown.get(name)
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            yield value


def _standard(verdict: dict[str, Any]) -> tuple[str, int]:
    name, _, revision = str(verdict.get("standard", "")).partition("@")
    return name, int(revision) if revision.isdigit() else 1


def _by_rule(standard: str, level: int | None, verdict: dict[str, Any]) -> dict[str, Any]:
    vector = [dimension.get("score") for dimension in _objects(verdict, "dimensions")]
    return {
        "standard": standard,
        "revision": _standard(verdict)[1],
        "basis": "self",
        "level": level,
        "score": _number(verdict.get("score")),
        "coverage": _number(verdict.get("coverage")),
        "model": None,
        "vector": orjson.dumps(vector).decode(),
    }


def _by_model(estimate: dict[str, Any]) -> dict[str, Any]:
    level = estimate.get("level")
    return {
        "standard": estimate["standard"],
        "revision": 1,
        "basis": "estimated",
        "level": level if isinstance(level, int) else None,
        "score": _number(estimate.get("expected_score")),
        "coverage": None,
        "model": str(estimate["model"])[:80],
        "vector": "[]",
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
