"""Rows of the register to records and back: enterprises, assessments, diagnoses, keys."""

from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import Row

from diagnosis.domain.intake.enterprise import (
    FIELDS,
    Enterprise,
    SizeClass,
    facts_as_plain,
    facts_from_plain,
)
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.written_sheet import from_plain as sheet_from_plain
from diagnosis.services.ports.records import (
    AssessmentRecord,
    DiagnosisRecord,
    DiagnosisRow,
    EnterpriseRecord,
    Levels,
    Snapshot,
    State,
)
from diagnosis.services.ports.store import KeyUse, Outcome

Columns = dict[str, str | int | float | date | None]
"""Values by column, as the tables take them; a moment is a date too."""

LEVELS = ("staged_level", "points_level", "tiers_level", "gated_level")
_AS_THEY_ARE = (
    "id", "enterprise_id", "assessment_id", "created_at", "credit_code", "form", "reference",
    "period", "division", "city", "content", "code",
)  # fmt: skip
LISTED = (*_AS_THEY_ARE, "site", "size_class", "production_type", *LEVELS)
"""The columns of a diagnosis that lists show."""


def enterprise_record(row: Row[Any]) -> EnterpriseRecord:
    """Return the enterprise of a row."""
    facts = {name: getattr(row, name) for name in FIELDS}
    facts["site"] = row.site or None
    if row.production_type is not None:
        facts["production_type"] = ProductionType(row.production_type)
    return EnterpriseRecord(
        id=row.id,
        facts=Enterprise(**facts),
        size=_size(row.size_class),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def enterprise_values(record: EnterpriseRecord) -> Columns:
    """Return the columns of an enterprise that may change."""
    facts = record.facts
    values: Columns = {name: getattr(facts, name) for name in FIELDS}
    return values | {
        "site": facts.site or "",
        "division": facts.division,
        "size_class": record.size and record.size.value,
        "production_type": facts.production_type and facts.production_type.value,
        "version": record.version,
        "updated_at": record.updated_at,
    }


def assessment_record(row: Row[Any]) -> AssessmentRecord:
    """Return the assessment of a row."""
    return AssessmentRecord(
        id=row.id,
        enterprise_id=row.enterprise_id,
        state=State(row.state),
        sheet=sheet_from_plain(orjson.loads(row.sheet)),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        diagnosis_id=row.diagnosis_id,
    )


def assessment_values(record: AssessmentRecord) -> Columns:
    """Return the columns of an assessment that may change."""
    sheet = record.sheet
    return {
        "state": record.state.value,
        "form": sheet.form,
        "reference": sheet.reference,
        "period": sheet.period,
        "sheet": orjson.dumps(sheet.as_plain()).decode(),
        "diagnosis_id": record.diagnosis_id,
        "version": record.version,
        "updated_at": record.updated_at,
        "submitted_at": record.submitted_at,
    }


def diagnosis_row(row: Row[Any]) -> DiagnosisRow:
    """Return what lists show of a row."""
    return DiagnosisRow(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        site=row.site or None,
        size=_size(row.size_class),
        production_type=ProductionType(row.production_type),
        levels=Levels(*(getattr(row, name) for name in LEVELS)),
    )


def diagnosis_record(row: Row[Any]) -> DiagnosisRecord:
    """Return the diagnosis of a row."""
    return DiagnosisRecord(
        row=diagnosis_row(row), result=Snapshot(row.result), trace=Snapshot(row.trace)
    )


def diagnosis_values(record: DiagnosisRecord) -> Columns:
    """Return the columns of a diagnosis."""
    row = record.row
    values: Columns = {name: getattr(row, name) for name in _AS_THEY_ARE}
    return values | {
        "site": row.site or "",
        "size_class": row.size and row.size.value,
        "production_type": row.production_type.value,
        **dict(zip(LEVELS, row.levels, strict=True)),
        "result": record.result,
        "trace": record.trace,
    }


def key_use(row: Row[Any]) -> KeyUse:
    """Return the use of an idempotency key."""
    made = None if row.answer is None else read_outcome(orjson.loads(row.answer))
    return KeyUse(row.fingerprint, row.created_at, made)


def write_outcome(made: Outcome) -> str:
    """Return what a request made as JSON text: an id, or all of a record."""
    if isinstance(made, str):
        return orjson.dumps(made).decode()
    values = {
        name: getattr(made, name) for name in made.__slots__ if name not in ("facts", "sheet")
    }
    if isinstance(made, EnterpriseRecord):
        values["facts"] = facts_as_plain(made.facts)
    else:
        values["sheet"] = made.sheet.as_plain()
    return orjson.dumps(values).decode()


def read_outcome(kept: object) -> Outcome | None:
    """Return what a request made, from the JSON value that the store keeps of it.

    Earlier releases kept the whole answer: a record with its facts beside the rest, or an object
    that names the diagnosis or the plan.
    """
    if not isinstance(kept, dict):
        return kept if isinstance(kept, str) else None
    if "sheet" in kept:
        return AssessmentRecord(
            id=kept["id"],
            enterprise_id=kept["enterprise_id"],
            state=State(kept["state"]),
            sheet=sheet_from_plain(kept["sheet"]),
            version=kept["version"],
            created_at=_moment(kept["created_at"]),
            updated_at=_moment(kept["updated_at"]),
        )
    if "facts" in kept or "credit_code" in kept:
        return EnterpriseRecord(
            id=kept["id"],
            facts=facts_from_plain(kept.get("facts", kept)),
            size=_size(kept.get("size", kept.get("size_class"))),
            version=kept["version"],
            created_at=_moment(kept["created_at"]),
            updated_at=_moment(kept["updated_at"]),
        )
    return str(kept.get("diagnosis") or kept.get("id") or "")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _size(name: str | None) -> SizeClass | None:
    return None if name is None else SizeClass(name)
