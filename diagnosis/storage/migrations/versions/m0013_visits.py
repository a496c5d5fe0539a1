"""Visits: what a consultant verifies of a diagnosis on site, signs, and is objected to."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import secure_visits

revision = "0013"
down_revision = "0012"

_Column = tuple[str, sa.types.TypeEngine[Any], bool]
_TEXT = sa.Text()
_MOMENT = sa.DateTime(timezone=True)
_WHOSE = (("owner_id", sa.String(64), False), ("enterprise_id", sa.String(36), False))
_TABLES = ("visit_remark", "visit_reading", "visit_answer", "visit")
SETTLED = (
    "CREATE TRIGGER visit_is_settled BEFORE UPDATE ON visit WHEN OLD.state <> 'open'"
    " BEGIN SELECT RAISE(ABORT, 'a visit that was signed or withdrawn never changes'); END",
    *(
        f"CREATE TRIGGER visit_answer_is_settled_{when.lower()} BEFORE {when} ON visit_answer"
        " WHEN (SELECT state FROM visit WHERE id = NEW.visit_id) <> 'open'"
        " BEGIN SELECT RAISE(ABORT, 'the visit of an answer is open no more'); END"
        for when in ("INSERT", "UPDATE")
    ),
    "CREATE TRIGGER visit_remark_is_only_added_to BEFORE UPDATE ON visit_remark"
    " BEGIN SELECT RAISE(ABORT, 'remarks are only added to'); END",
)
"""SQLite, which has no row security, keeps what is signed by triggers."""


def _columns(columns: Sequence[_Column]) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name, kind, nullable in columns]


_VISIT: tuple[_Column, ...] = (
    ("id", sa.String(36), False),
    *_WHOSE,
    ("firm_owner", sa.String(64), False),
    ("diagnosis_id", sa.String(36), False),
    ("state", sa.String(9), False),
    ("why", sa.String(10), False),
    ("planned_on", sa.Date(), False),
    ("visitor", sa.String(100), False),
    ("employer", sa.String(200), False),
    ("vendor_ties", _TEXT, False),
    ("version", sa.Integer(), False),
    ("begun_by", sa.String(200), False),
    ("created_at", _MOMENT, False),
    ("updated_at", _MOMENT, False),
    ("signed_at", _MOMENT, True),
    ("signed_by", sa.String(200), True),
)
_ANSWER: tuple[_Column, ...] = (
    ("item", sa.String(80), False),
    *_WHOSE,
    ("value", _TEXT, False),
    ("grade", sa.String(12), True),
    ("reason", sa.String(500), True),
    ("note", sa.String(1000), True),
    ("actor", sa.String(200), False),
    ("changed_at", _MOMENT, False),
)
_READING: tuple[_Column, ...] = (
    ("standard", sa.String(80), False),
    ("basis", sa.String(9), False),
    *_WHOSE,
    ("revision", sa.Integer(), False),
    ("level", sa.Integer(), True),
    ("score", sa.Float(), True),
    ("coverage", sa.Float(), True),
    ("margin", sa.Float(), True),
    ("overstatement", sa.Float(), True),
    ("model", sa.String(80), True),
    ("vector", _TEXT, False),
)
_REMARK: tuple[_Column, ...] = (
    ("item", sa.String(80), False),
    ("party", sa.String(10), False),
    *_WHOSE,
    ("note", sa.String(1000), False),
    ("actor", sa.String(200), False),
    ("created_at", _MOMENT, False),
)
_SIGNED = "(state = 'signed') = (signed_at IS NOT NULL)"


def _make_visit() -> None:
    rules: tuple[sa.Constraint, ...] = (
        sa.CheckConstraint("state IN ('open', 'signed', 'withdrawn')", name="ck_visit_state"),
        sa.CheckConstraint("owner_id <> firm_owner", name="ck_visit_of_another"),
        sa.CheckConstraint(_SIGNED, name="ck_visit_signed"),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        *(
            sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=f"fk_visit_{of}_id_{of}")
            for of in ("enterprise", "diagnosis")
        ),
    )
    op.create_table("visit", *_columns(_VISIT), *rules)
    for column in ("owner_id", "firm_owner", "enterprise_id", "diagnosis_id"):
        op.create_index(f"ix_visit_{column}_id", "visit", [column, "id"])


def _make_part(name: str, key: tuple[str, ...], columns: Sequence[_Column], **checks: str) -> None:
    """Make a table of what is of a visit: some rows a visit, told apart by a key."""
    rules: tuple[sa.Constraint, ...] = (
        *(sa.CheckConstraint(rule, name=f"ck_{name}_{of}") for of, rule in checks.items()),
        sa.PrimaryKeyConstraint("visit_id", *key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=f"fk_{name}_visit_id_visit"),
    )
    whole = _columns((("visit_id", sa.String(36), False), *columns))
    op.create_table(name, *whole, *rules, sqlite_with_rowid=False)


def upgrade() -> None:
    """Make the tables of visits."""
    _make_visit()
    _make_part("visit_answer", ("item",), _ANSWER)
    bases = "basis IN ('estimated', 'verified')"
    _make_part("visit_reading", ("standard", "basis"), _READING, basis=bases)
    parties = "party IN ('firm', 'consultant')"
    _make_part("visit_remark", ("item", "party"), _REMARK, party=parties)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure_visits(connection)
        return
    for statement in SETTLED:
        op.execute(statement)


def downgrade() -> None:
    """Go back, where nothing is lost: what a visit verified is kept nowhere else.

    Raises
    ------
    RuntimeError
        Where there are visits.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM visit LIMIT 1")).first() is not None:
        raise RuntimeError("there are visits: what they verified is kept nowhere else")
    if connection.dialect.name == "postgresql":
        op.execute("DROP POLICY tells ON change")
    for table in _TABLES:
        op.drop_table(table)
