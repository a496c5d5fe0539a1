"""Verified visits: the labels that a model learns from, read from a file."""

import json
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of
from diagnosis.classifier.inference.head import UNKNOWN_SIZE
from diagnosis.classifier.inference.structure import KINDS, SIZES, Structure
from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.number import read_number, read_whole
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

REASONS = ("random", "double", "requested", "suspected", "follow-up")


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """What is recorded of a visit beside its answers; `why` is one of `REASONS`."""

    consultant: str | None
    date: str | None
    rule_revision: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedVisit:
    """One visit: what the firm claimed and what was verified, on the items of a structure.

    `claimed` and `verified` have 0–5 per item, NaN where there is none; `level` 0–5 by rule on the
    verified answers; `kind` and `size` are places in `KINDS` and `SIZES`; `cut` per sub-domain.
    """

    claimed: Sequence[float]
    verified: Sequence[float]
    level: int
    kind: int
    cut: Sequence[bool]
    size: int
    record: VisitRecord


@dataclass(frozen=True, slots=True)
class Visits:
    """n visits: the self-reports, the verified level (n,), and what is recorded of each visit.

    `verified` (n, I) verified answers, NaN where not checked; `records` has one per visit, or none
    at all.
    """

    sheets: CodedSheets
    level: Ints
    verified: Floats
    records: tuple[VisitRecord, ...] = ()

    def __len__(self) -> int:
        return len(self.level)

    def rows(self, chosen: Ints | Bools) -> "Visits":
        """Return some of the visits, without their records."""
        return Visits(self.sheets.rows(chosen), self.level[chosen], self.verified[chosen])


def read_visits(path: Path, structure: Structure) -> Visits:
    """Return the visits of a file with one JSON object per line.

    Each has `answers` and `verified` (item → 0–5), `level` 0–5 by rule on the verified answers,
    `production_type`, and may have `size`, `cut` (sub-domain ids), `confirmed_inferences` (item
    ids), `consultant`, `date`, `rule_revision`, `why`. Nothing is learned from items whose claim
    was inferred: both its claim and what was verified are left out. Raises ValueError naming the
    line.
    """
    visits = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.removeprefix(BOM_UTF8).strip():
                continue
            try:
                visits.append(_visit(line.decode("utf-8-sig"), structure))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return visits_of(visits, structure)


def visits_of(visits: Sequence[VerifiedVisit], structure: Structure) -> Visits:
    """Return visits as arrays, in the order of `visits`."""
    items, parts = len(structure.items), len(structure.subdomains)
    claimed = np.array([visit.claimed for visit in visits], dtype=float).reshape(-1, items)
    sheets = CodedSheets(
        codes_of(claimed),
        np.array([visit.kind for visit in visits], dtype=np.int64),
        np.array([visit.cut for visit in visits], dtype=bool).reshape(-1, parts),
        np.array([visit.size for visit in visits], dtype=np.int64),
    )
    verified = np.array([visit.verified for visit in visits], dtype=float).reshape(-1, items)
    level = np.array([visit.level for visit in visits], dtype=np.int64)
    return Visits(sheets, level, verified, tuple(visit.record for visit in visits))


def _visit(line: str, structure: Structure) -> VerifiedVisit:
    """Return the visit of one line; every error says what is wrong with it."""
    plain = json.loads(line)
    level = read_whole(plain["level"], "/level", 0, LEVELS)
    if isinstance(level, Fault):
        raise ValueError(f"level: {plain['level']!r}; expected a whole number 0–5")
    cut = set(plain.get("cut", ()))
    if not cut <= set(structure.subdomains):
        raise ValueError(f"cut: unknown sub-domains {sorted(cut - set(structure.subdomains))}")
    size = plain.get("size")
    inferred = _inferred(plain.get("confirmed_inferences", ()))
    return VerifiedVisit(
        claimed=_row(plain["answers"], structure, "answers", inferred),
        verified=_row(plain.get("verified", {}), structure, "verified", inferred),
        level=level,
        kind=KINDS.index(plain.get("production_type", KINDS[0])),
        cut=[subdomain in cut for subdomain in structure.subdomains],
        size=UNKNOWN_SIZE if size is None else SIZES.index(size),
        record=VisitRecord(
            plain.get("consultant"),
            plain.get("date"),
            plain.get("rule_revision"),
            _reason(plain.get("why", "requested")),
        ),
    )


def _reason(why: str) -> str:
    if why not in REASONS:
        raise ValueError(f"why: {why!r}; expected one of {REASONS}")
    return why


def _inferred(listed: object) -> frozenset[str]:
    """Return the items of which nothing is learned: their claims were inferred."""
    if not isinstance(listed, list | tuple) or not all(isinstance(item, str) for item in listed):
        raise ValueError(f"confirmed_inferences: {listed!r}; expected a list of item ids")
    return frozenset(listed)


def _row(
    answers: Mapping[str, object], structure: Structure, where: str, inferred: frozenset[str]
) -> list[float]:
    """Return one value per item, NaN where absent or inferred; other items are left aside."""
    row = [np.nan] * len(structure.items)
    for place, item in enumerate(structure.items):
        if item not in answers or item in inferred:
            continue
        value = read_number(answers[item], item, 0, LEVELS)
        if isinstance(value, Fault):
            raise ValueError(f"{where}: every value must lie in 0–5, {item} is none such")
        row[place] = value
    return row
