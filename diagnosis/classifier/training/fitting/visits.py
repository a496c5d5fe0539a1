"""Verified visits: the labels that a model learns from, read from a file."""

import json
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of
from diagnosis.classifier.inference.head import UNKNOWN_SIZE
from diagnosis.classifier.inference.structure import KINDS, SIZES, Structure, canonical_json
from diagnosis.classifier.training.fitting.near_copies import Cells
from diagnosis.classifier.training.fitting.visit_records import (
    VisitRecord,
    check_records,
    listed_items,
    record_from,
)
from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.number import read_number, read_whole
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS


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

    `verified` (n, I) verified answers, NaN where not checked; `records` has one per visit.
    """

    sheets: CodedSheets
    level: Ints
    verified: Floats
    records: tuple[VisitRecord, ...]

    def __len__(self) -> int:
        return len(self.level)

    def rows(self, chosen: Ints | Bools) -> "Visits":
        """Return some of the visits."""
        places = np.arange(len(self))[chosen]
        return Visits(
            self.sheets.rows(places),
            self.level[places],
            self.verified[places],
            tuple(self.records[place] for place in places),
        )

    def firm_numbers(self) -> Ints:
        """Return (n,) the number of each visit's firm, 0 for the first one."""
        numbers: dict[str, int] = {}
        for record in self.records:
            numbers.setdefault(record.firm, len(numbers))
        return np.array([numbers[record.firm] for record in self.records], dtype=np.int64)


def read_visits(path: Path, structure: Structure) -> Visits:
    """Return the visits of a file with one JSON object per line.

    Each has `firm`, `visit`, `consultant`, `date`, `why` (see `VisitRecord`), `answers` and
    `verified` (item → 0–5), `level` 0–5 by rule on the verified answers, and may have
    `production_type`, `size`, `cut` (sub-domain ids), `confirmed_inferences` (item ids),
    `rule_revision`, `channel`, `by_lot` (item ids). Nothing is learned from items whose claim was
    inferred: both its claim and what was verified are left out. Raises ValueError naming the
    line, also where two lines are of one visit, or nearly alike.
    """
    visits, contents, places = [], [], []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.removeprefix(BOM_UTF8).strip():
                continue
            try:
                text = line.decode("utf-8-sig")
                visits.append(_visit(text, structure))
                contents.append(_cells(text))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
            places.append(number)
    try:
        check_records([visit.record for visit in visits], contents, places)
    except ValueError as error:
        raise ValueError(f"{path.name}, {error}") from error
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
    record = record_from(plain)
    level = _level(plain)
    cut = set(plain.get("cut", ()))
    if not cut <= set(structure.subdomains):
        raise ValueError(f"cut: unknown sub-domains {sorted(cut - set(structure.subdomains))}")
    size = plain.get("size")
    inferred = listed_items(plain, "confirmed_inferences")
    return VerifiedVisit(
        claimed=_row(plain["answers"], structure, "answers", inferred),
        verified=_row(plain.get("verified", {}), structure, "verified", inferred),
        level=level,
        kind=KINDS.index(plain.get("production_type", KINDS[0])),
        cut=[subdomain in cut for subdomain in structure.subdomains],
        size=UNKNOWN_SIZE if size is None else SIZES.index(size),
        record=record,
    )


def _cells(line: str) -> Cells:
    """Return all claims and verified answers of a line, also of items of other models."""
    plain = json.loads(line, parse_int=float)
    parts = {part: plain.get(part, {}) for part in ("answers", "verified")}
    return frozenset(
        (part, item, canonical_json(value))
        for part, answers in parts.items()
        for item, value in answers.items()
    )


def _level(plain: Mapping[str, object]) -> int:
    level = read_whole(plain.get("level"), "/level", 0, LEVELS)
    if isinstance(level, Fault):
        raise ValueError(f"level: {plain.get('level')!r}; expected a whole number 0–5")
    return level


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
