"""The tables of results: diagnoses, what each standard and model read, and pinned content."""

from sqlalchemy import (
    CheckConstraint,
    Column,
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

reading = Table(
    "reading",
    metadata,
    *(
        Column("diagnosis_id", ForeignKey("diagnosis.id"), primary_key=True),
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
