"""The tables of results: diagnoses, readings, visits that verify them, and pinned content."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from diagnosis.storage.tables import (
    Moment,
    PackedText,
    listed_by,
    membership_columns,
    metadata,
    of_enterprise,
    owned_table,
    place_columns,
)

diagnosis = owned_table(
    "diagnosis",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("assessment_id", ForeignKey("assessment.id"), nullable=False, unique=True),
        Column("created_at", Moment, nullable=False),
        Column("form_id", String(60), nullable=False),
        Column("form", String(80), nullable=False),
        Column("reference", String(200)),
        Column("period", Integer),
        Column("division", String(3)),
        *place_columns(),
        Column("size_class", String(8)),
        Column("production_type", String(8), nullable=False),
        *membership_columns(),
        Column("standing", String(10), nullable=False),
        Column("register_effect", String(10)),
        Column("content", String(64), nullable=False),
        Column("code", String(40), nullable=False),
        Column("estimates", PackedText, nullable=False),
        Column("plan_steps", PackedText),
    ),
    rules=(
        listed_by(),
        listed_by("enterprise_id", "form_id"),
        *(
            listed_by(name)
            for name in (
                "reference", "form_id", "form", "period", "division", "city",
                "district", "size_class", "standing", "chain_id", "park_id",
            )
        ),
    ),
)  # fmt: skip


def reading_columns() -> tuple[Column[Any], ...]:
    """Return the columns of what a standard or model made of a sheet, and of whose it is."""
    return (
        Column("standard", String(80), primary_key=True),
        Column("basis", String(9), primary_key=True),
        Column("owner_id", String(64), nullable=False),
        of_enterprise(),
        Column("revision", Integer, nullable=False),
        Column("level", Integer),
        Column("score", Float),
        Column("coverage", Float),
        Column("margin", Float),
        Column("overstatement", Float),
        Column("model", String(80)),
        Column("vector", Text, nullable=False),
    )


reading = Table(
    "reading",
    metadata,
    *(
        Column("diagnosis_id", ForeignKey("diagnosis.id"), primary_key=True),
        *reading_columns(),
        CheckConstraint("basis IN ('self', 'estimated', 'verified')", name="basis"),
        Index(None, "owner_id", "standard", "basis", "level", "diagnosis_id"),
        Index(
            None, "owner_id", "standard", "basis", "margin", "diagnosis_id",
            sqlite_where=text("margin IS NOT NULL"),
            postgresql_where=text("margin IS NOT NULL"),
        ),
    ),
    sqlite_with_rowid=False,
)  # fmt: skip

legacy_diagnosis = Table(
    "legacy_diagnosis",
    metadata,
    *(
        Column("diagnosis_id", ForeignKey("diagnosis.id"), primary_key=True),
        Column("owner_id", String(64), nullable=False),
        of_enterprise(),
        Column("result", Text, nullable=False),
        Column("trace", Text, nullable=False),
    ),
)

withdrawal = Table(
    "withdrawal",
    metadata,
    *(
        Column("diagnosis_id", ForeignKey("diagnosis.id"), primary_key=True),
        Column("owner_id", String(64), nullable=False),
        of_enterprise(),
        Column("reason", String(500), nullable=False),
        Column("actor", String(200), nullable=False),
        Column("withdrawn_at", Moment, nullable=False),
    ),
)

content_bundle = Table(
    "content_bundle",
    metadata,
    *(
        Column("digest", String(64), primary_key=True),
        Column("created_at", Moment, nullable=False),
        Column("bundle", LargeBinary, nullable=False),
    ),
)

visit = owned_table(
    "visit",
    columns=(
        Column("firm_owner", String(64), nullable=False),
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("diagnosis_id", ForeignKey("diagnosis.id"), nullable=False),
        Column("state", String(9), nullable=False),
        Column("why", String(10), nullable=False),
        Column("planned_on", Date, nullable=False),
        Column("visitor", String(100), nullable=False),
        Column("employer", String(200), nullable=False),
        Column("vendor_ties", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("begun_by", String(200), nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
        Column("signed_at", Moment),
        Column("signed_by", String(200)),
    ),
    rules=(
        CheckConstraint("state IN ('open', 'signed', 'withdrawn')", name="state"),
        CheckConstraint("owner_id <> firm_owner", name="of_another"),
        CheckConstraint("(state = 'signed') = (signed_at IS NOT NULL)", name="signed"),
        listed_by(),
        Index(None, "firm_owner", "id"),
        Index(None, "enterprise_id", "id"),
        Index(None, "diagnosis_id", "id"),
    ),
)
"""Visits are of the consultant's organisation; `firm_owner` is that of the firm, and sees them."""


def of_visit() -> Column[str]:
    """Return the column that says of which visit a row is: it is seen by whoever sees that."""
    return Column("visit_id", ForeignKey("visit.id"), primary_key=True)


visit_answer = Table(
    "visit_answer",
    metadata,
    *(
        of_visit(),
        Column("item", String(80), primary_key=True),
        Column("owner_id", String(64), nullable=False),
        of_enterprise(),
        Column("value", Text, nullable=False),
        Column("grade", String(12)),
        Column("reason", String(500)),
        Column("note", String(1000)),
        Column("actor", String(200), nullable=False),
        Column("changed_at", Moment, nullable=False),
    ),
    sqlite_with_rowid=False,
)

visit_reading = Table(
    "visit_reading",
    metadata,
    *(
        of_visit(),
        *reading_columns(),
        CheckConstraint("basis IN ('estimated', 'verified')", name="basis"),
    ),
    sqlite_with_rowid=False,
)

visit_remark = Table(
    "visit_remark",
    metadata,
    *(
        of_visit(),
        Column("item", String(80), primary_key=True),
        Column("party", String(10), primary_key=True),
        Column("owner_id", String(64), nullable=False),
        of_enterprise(),
        Column("note", String(1000), nullable=False),
        Column("actor", String(200), nullable=False),
        Column("created_at", Moment, nullable=False),
        CheckConstraint("party IN ('firm', 'consultant')", name="party"),
    ),
    sqlite_with_rowid=False,
)
"""What the firm objects to, and what it is answered; each row is of who wrote it."""
