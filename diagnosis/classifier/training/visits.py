"""Verified visits: the labels that a model learns from, read from a file or given by a service."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from diagnosis.classifier.completion import codes_of
from diagnosis.classifier.head import UNKNOWN_SIZE
from diagnosis.classifier.model import CodedSheets
from diagnosis.classifier.structure import KINDS, LEVELS, SIZES, Structure
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

REASONS = ("random", "double", "requested", "suspected", "follow-up")


@dataclass(frozen=True, slots=True)
class Visits:
    """n visits: the self-reports, the verified level (n,), and what is recorded of each visit.

    `verified` (n, I) verified answers, NaN where not checked; `records` say consultant, date, rule
    revision and why the firm was visited.
    """

    sheets: CodedSheets
    level: Ints
    verified: Floats
    records: tuple[Mapping[str, Any], ...] = ()

    def __len__(self) -> int:
        return len(self.level)

    def rows(self, chosen: Ints | Bools) -> "Visits":
        """Return some of the visits, without their records."""
        return Visits(self.sheets.rows(chosen), self.level[chosen], self.verified[chosen])


def read_visits(path: Path, structure: Structure) -> Visits:
    """Return the visits of a file with one JSON object per line.

    Each has `answers` and `verified` (item → 0–5), `level` 0–5 by rule on the verified answers,
    `production_type`, and may have `size`, `cut` (sub-domain ids), `consultant`, `date`,
    `rule_revision`, `why`. Raises ValueError naming the line.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                rows.append(_visit(json.loads(line), structure))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return visits_of(rows, structure)


def visits_of(rows: Sequence[Mapping[str, Any]], structure: Structure) -> Visits:
    """Return visits from rows: `claimed`, `verified`, `level`, `kind`, `cut`, `size`, `record`."""
    items, parts = len(structure.items), len(structure.subdomains)
    claimed = np.array([row["claimed"] for row in rows], dtype=float).reshape(-1, items)
    sheets = CodedSheets(
        codes_of(claimed),
        np.array([row["kind"] for row in rows], dtype=np.int64),
        np.array([row["cut"] for row in rows], dtype=bool).reshape(-1, parts),
        np.array([row["size"] for row in rows], dtype=np.int64),
    )
    verified = np.array([row["verified"] for row in rows], dtype=float).reshape(-1, items)
    level = np.array([row["level"] for row in rows], dtype=np.int64)
    return Visits(sheets, level, verified, tuple(row["record"] for row in rows))


def _visit(plain: Mapping[str, Any], structure: Structure) -> dict[str, Any]:
    level = plain["level"]
    if type(level) is not int or not 0 <= level <= LEVELS:
        raise ValueError(f"level: {level!r}; expected a whole number 0–5")
    why = plain.get("why", "requested")
    if why not in REASONS:
        raise ValueError(f"why: {why!r}; expected one of {REASONS}")
    cut = set(plain.get("cut", ()))
    if not cut <= set(structure.subdomains):
        raise ValueError(f"cut: unknown sub-domains {sorted(cut - set(structure.subdomains))}")
    size = plain.get("size")
    return {
        "claimed": _row(plain["answers"], structure, "answers"),
        "verified": _row(plain.get("verified", {}), structure, "verified"),
        "level": level,
        "kind": KINDS.index(plain.get("production_type", KINDS[0])),
        "cut": [one in cut for one in structure.subdomains],
        "size": UNKNOWN_SIZE if size is None else SIZES.index(size),
        "record": {
            **{key: plain.get(key) for key in ("consultant", "date", "rule_revision")},
            "why": why,
        },
    }


def _row(answers: Mapping[str, float], structure: Structure, where: str) -> list[float]:
    """Return one value per item, NaN where absent; items of other standards are left aside."""
    row = [float(answers.get(item, np.nan)) for item in structure.items]
    if any(not 0 <= value <= 5 for value in row if value == value):
        raise ValueError(f"{where}: every value must lie in 0–5")
    return row
