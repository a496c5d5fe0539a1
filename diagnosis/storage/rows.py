"""Rows to records and back: enterprises, assessments, keys, registers, changes."""

from dataclasses import replace
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
from diagnosis.domain.intake.place import city_of
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.intake.written_sheet import from_plain as sheet_from_plain
from diagnosis.services.ports.records import (
    AssessmentRecord,
    ChangeKind,
    ChangeRecord,
    EnterpriseRecord,
    RegisterEntry,
    State,
)
from diagnosis.services.ports.store import KeyUse, Outcome

Columns = dict[str, str | int | float | date | None]
"""Values by column, as the tables take them; a moment is a date too."""

IDENTITY = ("name", "credit_code", "site")
"""The facts that say who a firm is: they lie in tables of their own."""
_FACTS = tuple(name for name in FIELDS if name not in (*IDENTITY, "city"))


def place_values(place: str | None) -> Columns:
    """Return the columns of a place: its city, and itself where it is a district or a town.

    A place that lies in no city is a city of its own here.
    """
    if place is None:
        return {"city": None, "district": None}
    city = city_of(place) or place
    return {"city": city, "district": None if place == city else place}


def identity_values(facts: Enterprise) -> Columns:
    """Return the columns that say who a firm is."""
    return {
        "name": facts.name or "",
        "credit_code": facts.credit_code or "",
        "site": facts.site or "",
    }


def _identity(row: Row[Any]) -> dict[str, str | None]:
    """Return the facts that say who a firm is; None where they were deleted or never told."""
    return {name: getattr(row, name) or None for name in IDENTITY}


def enterprise_record(row: Row[Any]) -> EnterpriseRecord:
    """Return the enterprise of a row."""
    facts = {name: getattr(row, name) for name in _FACTS} | _identity(row)
    if row.production_type is not None:
        facts["production_type"] = ProductionType(row.production_type)
    return EnterpriseRecord(
        id=row.id,
        facts=Enterprise(**facts, city=row.district or row.city),
        size=size_of(row.size_class),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        chain_id=row.chain_id,
        park_id=row.park_id,
    )


def enterprise_values(record: EnterpriseRecord) -> Columns:
    """Return the columns of an enterprise that may change, but for those that say who it is."""
    facts = record.facts
    values: Columns = {name: getattr(facts, name) for name in _FACTS}
    return (
        values
        | place_values(facts.city)
        | {
            "division": facts.division,
            "size_class": record.size and record.size.value,
            "production_type": facts.production_type and facts.production_type.value,
            "version": record.version,
            "updated_at": record.updated_at,
            "chain_id": record.chain_id,
            "park_id": record.park_id,
        }
    )


def assessment_record(row: Row[Any]) -> AssessmentRecord:
    """Return the assessment of a row."""
    return AssessmentRecord(
        id=row.id,
        enterprise_id=row.enterprise_id,
        state=State(row.state),
        sheet=written_sheet(row),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        diagnosis_id=row.diagnosis_id,
        prefilled_from=row.prefilled_from,
    )


def written_sheet(row: Row[Any]) -> WrittenSheet:
    """Return the sheet of a row that has it and the identity beside it."""
    sheet = sheet_from_plain(orjson.loads(row.sheet))
    name, credit_code, site = _identity(row).values()
    named = replace(sheet.enterprise, name=name, credit_code=credit_code, site=site)
    return replace(sheet, enterprise=named)


def assessment_values(record: AssessmentRecord) -> Columns:
    """Return the columns of an assessment that may change, but for those that say whose it is."""
    sheet = record.sheet
    nameless = replace(sheet.enterprise, name=None, credit_code=None, site=None)
    return {
        "state": record.state.value,
        **form_values(sheet.form),
        "reference": sheet.reference,
        "period": sheet.period,
        "sheet": orjson.dumps(replace(sheet, enterprise=nameless).as_plain()).decode(),
        "diagnosis_id": record.diagnosis_id,
        "version": record.version,
        "updated_at": record.updated_at,
        "submitted_at": record.submitted_at,
        "prefilled_from": record.prefilled_from,
    }


def form_values(form: str) -> Columns:
    """Return the columns of a form, which is `id@version`."""
    return {"form": form, "form_id": form.partition("@")[0]}


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
    that names the diagnosis or the plan. One that lacks something counts as never answered.
    """
    if not isinstance(kept, dict):
        return kept if isinstance(kept, str) else None
    try:
        return _record(kept)
    except (KeyError, TypeError, ValueError):
        return None


def _record(kept: dict[str, Any]) -> Outcome:
    if "sheet" in kept:
        return AssessmentRecord(
            id=kept["id"],
            enterprise_id=kept["enterprise_id"],
            state=State(kept["state"]),
            sheet=sheet_from_plain(kept["sheet"]),
            version=kept["version"],
            created_at=_moment(kept["created_at"]),
            updated_at=_moment(kept["updated_at"]),
            prefilled_from=kept.get("prefilled_from"),
        )
    if "facts" in kept or "credit_code" in kept:
        return EnterpriseRecord(
            id=kept["id"],
            facts=facts_from_plain(kept.get("facts", kept)),
            size=size_of(kept.get("size", kept.get("size_class"))),
            version=kept["version"],
            created_at=_moment(kept["created_at"]),
            updated_at=_moment(kept["updated_at"]),
            chain_id=kept.get("chain_id"),
            park_id=kept.get("park_id"),
        )
    return str(kept.get("diagnosis") or kept.get("id") or "")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def size_of(name: str | None) -> SizeClass | None:
    """Return the size class of its name."""
    return None if name is None else SizeClass(name)


def register_entry(row: Row[Any]) -> RegisterEntry:
    """Return the chain or park of a row."""
    return RegisterEntry(
        id=row.id, name=row.name, city=row.district or row.city, created_at=row.created_at
    )


def register_values(entry: RegisterEntry) -> Columns:
    """Return the columns of a chain or park."""
    values: Columns = {"id": entry.id, "name": entry.name, "created_at": entry.created_at}
    return values | place_values(entry.city)


def change_record(row: Row[Any]) -> ChangeRecord:
    """Return the change of a row."""
    return ChangeRecord(
        number=row.number,
        kind=ChangeKind(row.kind),
        subject_id=row.subject_id,
        enterprise_id=row.enterprise_id,
        actor=row.actor,
        changed_at=row.changed_at,
    )
