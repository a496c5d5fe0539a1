"""Rows of results to records and back: diagnoses, readings, estimates."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.services.ports.records import (
    Basis,
    DiagnosisRecord,
    DiagnosisRow,
    DiagnosisStanding,
    KeptReading,
    LegacyDiagnosis,
    RegisterEffect,
    Snapshot,
    Withdrawal,
)
from diagnosis.services.ports.store import Submitted
from diagnosis.storage.facts import read_facts, write_facts
from diagnosis.storage.rows import Columns, form_values, place_values, size_of, written_sheet

_AS_THEY_ARE = (
    "id", "enterprise_id", "assessment_id", "created_at", "form", "reference", "period",
    "division", "content", "code", "chain_id", "park_id",
)  # fmt: skip
LISTED = (
    *_AS_THEY_ARE, "city", "district", "size_class", "production_type", "standing",
    "register_effect",
)  # fmt: skip
"""The columns of a diagnosis that lists show."""
READING = (
    "standard",
    "revision",
    "level",
    "score",
    "coverage",
    "margin",
    "overstatement",
    "model",
)


def diagnosis_row(
    row: Row[Any], readings: Sequence[Row[Any]], verified: Sequence[Row[Any]] = ()
) -> DiagnosisRow:
    """Return what lists show of a row with the identity beside it, and of its readings.

    `verified` are those of a visit.
    """
    estimated = [each for each in readings if each.basis == Basis.ESTIMATED]
    return DiagnosisRow(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        credit_code=row.credit_code or None,
        site=row.site or None,
        city=row.district or row.city,
        size=size_of(row.size_class),
        production_type=ProductionType(row.production_type),
        levels={each.standard: each.level for each in readings if each.basis == Basis.SELF},
        estimated_levels={each.standard: each.level for each in estimated},
        margins={each.standard: each.margin for each in estimated},
        standing=DiagnosisStanding(row.standing),
        register_effect=row.register_effect and RegisterEffect(row.register_effect),
        verified_levels={each.standard: each.level for each in verified},
    )


def submitted(row: Row[Any]) -> Submitted:
    """Return the diagnosis of a row as far as its standing and the register hang on it."""
    return Submitted(
        id=row.id,
        enterprise_id=row.enterprise_id,
        period=row.period,
        created_at=row.created_at,
        standing=DiagnosisStanding(row.standing),
        register_effect=row.register_effect and RegisterEffect(row.register_effect),
    )


def diagnosis_record(
    row: Row[Any], readings: Sequence[Row[Any]], withdrawn: Row[Any] | None
) -> DiagnosisRecord:
    """Return the diagnosis of a row with its sheet, identity and legacy beside it."""
    kept = tuple(kept_reading(reading) for reading in readings)
    legacy = None
    if row.result is not None:
        legacy = LegacyDiagnosis(result=Snapshot(row.result), trace=Snapshot(row.trace))
    return DiagnosisRecord(
        row=diagnosis_row(row, readings),
        sheet=written_sheet(row),
        readings=kept,
        estimates=read_facts(row.estimates, tuple[Estimate, ...]),
        legacy=legacy,
        plan_steps=None
        if row.plan_steps is None
        else read_facts(row.plan_steps, tuple[KeptPackage, ...]),
        withdrawal=withdrawn
        and Withdrawal(withdrawn.reason, withdrawn.withdrawn_at, withdrawn.actor),
    )


def diagnosis_values(record: DiagnosisRecord) -> Columns:
    """Return the columns of a diagnosis."""
    row = record.row
    values: Columns = {name: getattr(row, name) for name in _AS_THEY_ARE}
    return (
        values
        | form_values(row.form)
        | place_values(row.city)
        | {
            "size_class": row.size and row.size.value,
            "production_type": row.production_type.value,
            "standing": row.standing.value,
            "register_effect": row.register_effect and row.register_effect.value,
            "estimates": write_facts(record.estimates, tuple[Estimate, ...]),
        }
    )


def kept_reading(row: Row[Any]) -> KeptReading:
    """Return the reading of a row."""
    return KeptReading(
        **{name: getattr(row, name) for name in READING},
        basis=Basis(row.basis),
        vector=tuple(orjson.loads(row.vector)),
    )


def kept_values(reading: KeptReading) -> Columns:
    """Return the columns of a reading, but for what it is of."""
    values: Columns = {name: getattr(reading, name) for name in READING}
    return values | {
        "basis": reading.basis.value,
        "vector": orjson.dumps(reading.vector).decode(),
    }


def reading_values(row: DiagnosisRow, reading: KeptReading) -> Columns:
    """Return the columns of a reading of a diagnosis."""
    return kept_values(reading) | {"diagnosis_id": row.id, "enterprise_id": row.enterprise_id}
