"""The tables; every row has its owner, every list is read newest first by id."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the database takes it."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def owned_table(
    name: str, *, columns: Iterable[Column[Any]], rules: Iterable[SchemaItem]
) -> Table:
    """Return a table whose rows have an id and an owner beside the columns.

    Parameters
    ----------
    rules
        Its constraints and indexes.

    """
    identity = (
        Column("id", String(36), primary_key=True),
        Column("owner_id", String(64), nullable=False),
    )
    return Table(name, metadata, *identity, *columns, *rules)


def listed_by(*columns: str) -> Index:
    """Return the index for lists of an owner's rows: equal in some columns, in order of id."""
    return Index(None, "owner_id", *columns, "id")


enterprise = owned_table(
    "enterprise",
    columns=(
        Column("credit_code", String(18), nullable=False),
        Column("site", String(100), nullable=False),
        Column("name", String(200), nullable=False),
        Column("industry", String(5)),
        Column("division", String(3)),
        Column("city", String(6)),
        Column("employees", Integer),
        Column("revenue_wan", Float),
        Column("production_type", String(8)),
        Column("size_class", String(8)),
        Column("chain", String(200)),
        Column("park", String(200)),
        Column("version", Integer, nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
    ),
    rules=(UniqueConstraint("owner_id", "credit_code", "site"), listed_by()),
)

assessment = owned_table(
    "assessment",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("state", String(9), nullable=False),
        Column("form", String(80), nullable=False),
        Column("reference", String(200)),
        Column("period", Integer),
        Column("sheet", Text, nullable=False),
        Column("diagnosis_id", String(36)),
        Column("version", Integer, nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
        Column("submitted_at", Moment),
    ),
    rules=(
        CheckConstraint("state IN ('draft', 'submitted')", name="state"),
        listed_by(),
        listed_by("enterprise_id"),
        listed_by("reference"),
    ),
)

diagnosis = owned_table(
    "diagnosis",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("assessment_id", ForeignKey("assessment.id"), nullable=False, unique=True),
        Column("credit_code", String(18), nullable=False),
        Column("site", String(100), nullable=False),
        Column("form", String(80), nullable=False),
        Column("reference", String(200)),
        Column("period", Integer),
        Column("division", String(3)),
        Column("city", String(6)),
        Column("size_class", String(8)),
        Column("production_type", String(8), nullable=False),
        Column("staged_level", Integer),
        Column("points_level", Integer),
        Column("tiers_level", Integer),
        Column("gated_level", Integer),
        Column("content", String(64), nullable=False),
        Column("code", String(40), nullable=False),
        Column("result", Text, nullable=False),
        Column("trace", Text, nullable=False),
        Column("created_at", Moment, nullable=False),
    ),
    rules=(
        listed_by(),
        listed_by("enterprise_id"),
        listed_by("credit_code"),
        listed_by("reference"),
    ),
)

_KEY_COLUMNS = (
    Column("owner_id", String(64), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", Text),
    Column("created_at", Moment, nullable=False),
)
request_key = Table("request_key", metadata, *_KEY_COLUMNS, Index(None, "created_at"))
