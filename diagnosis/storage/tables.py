"""The tables of the register; every row has its owner, every list is read newest first by id.

Who a firm is lies apart from what it answered: deleting it is one act on the identity tables.
"""

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
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from diagnosis.storage.packed import pack, unpack


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


class PackedText(TypeDecorator[str]):
    """A text that is read as a whole and never searched; it is kept packed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return the text as the database takes it."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Return the text that was kept."""
        return None if value is None else unpack(value)


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


def of_enterprise() -> Column[str]:
    """Return the column that says whose row it is, so that a scope can be told from each table."""
    return Column("enterprise_id", String(36), nullable=False)


def identity_table(
    name: str,
    of: str,
    *,
    columns: Iterable[Column[Any]] = (),
    rules: Iterable[SchemaItem] = (),
) -> Table:
    """Return a table of names and credit codes: one row for each row of another table."""
    return Table(
        name,
        metadata,
        Column(f"{of}_id", ForeignKey(f"{of}.id", ondelete="CASCADE"), primary_key=True),
        Column("owner_id", String(64), nullable=False),
        *(() if of == "enterprise" else (of_enterprise(),)),
        Column("name", String(200), nullable=False),
        Column("credit_code", String(18), nullable=False),
        Column("site", String(100), nullable=False),
        *columns,
        *rules,
    )


def place_columns() -> tuple[Column[Any], ...]:
    """Return the columns of a place: the city, and the district or town where one was named."""
    return Column("city", String(6)), Column("district", String(9))


def register_table(name: str) -> Table:
    """Return a register of an owner: names with ids, which firms of the same name belong to."""
    return owned_table(
        name,
        columns=(
            Column("name", String(200), nullable=False),
            *place_columns(),
            Column("created_at", Moment, nullable=False),
        ),
        rules=(UniqueConstraint("owner_id", "name"), listed_by()),
    )


chain = register_table("chain")
park = register_table("park")


def membership_columns() -> tuple[Column[Any], ...]:
    """Return the columns of the registered chain and park that a firm belongs to."""
    return (
        Column("chain_id", ForeignKey("chain.id")),
        Column("park_id", ForeignKey("park.id")),
    )


enterprise = owned_table(
    "enterprise",
    columns=(
        Column("industry", String(5)),
        Column("division", String(3)),
        *place_columns(),
        Column("employees", Integer),
        Column("revenue_wan", Float),
        Column("production_type", String(8)),
        Column("size_class", String(8)),
        Column("chain", String(200)),
        Column("park", String(200)),
        *membership_columns(),
        Column("version", Integer, nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
    ),
    rules=(
        listed_by(),
        *(
            listed_by(name)
            for name in (
                "city",
                "district",
                "division",
                "size_class",
                "chain_id",
                "park_id",
            )
        ),
    ),
)
enterprise_identity = identity_table(
    "enterprise_identity",
    "enterprise",
    # Room for a keyed hash of code and site, which counts a plant a single time across owners.
    columns=(Column("plant_hash", String(64)),),
    rules=(
        UniqueConstraint("owner_id", "credit_code", "site"),
        Index(None, "owner_id", "site", "enterprise_id"),
        Index(
            None,
            "owner_id",
            "name",
            "enterprise_id",
            postgresql_ops={"name": "text_pattern_ops"},
        ),
        Index(None, "plant_hash"),
    ),
)

assessment = owned_table(
    "assessment",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("state", String(9), nullable=False),
        Column("form_id", String(60), nullable=False),
        Column("form", String(80), nullable=False),
        Column("reference", String(200)),
        Column("period", Integer),
        Column("diagnosis_id", String(36)),
        Column("version", Integer, nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("updated_at", Moment, nullable=False),
        Column("submitted_at", Moment),
        Column("prefilled_from", String(36)),
        Column("sheet", PackedText, nullable=False),
    ),
    rules=(
        CheckConstraint("state IN ('draft', 'submitted')", name="state"),
        listed_by(),
        *(
            listed_by(name)
            for name in ("enterprise_id", "reference", "state", "form_id", "form", "period")
        ),
    ),
)
sheet_identity = identity_table("sheet_identity", "assessment")

_KEY_COLUMNS = (
    Column("owner_id", String(64), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("enterprise_id", String(36)),
    Column("answer", Text),
)
request_key = Table(
    "request_key", metadata, *_KEY_COLUMNS, Index(None, "created_at"), Index(None, "enterprise_id")
)
