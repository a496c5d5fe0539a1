"""Firms that were deleted, by id; what a firm stated goes with it, and not before."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import keep_consents, keep_deleted, let_consents_go

revision = "0012"
down_revision = "0011"
CONSENTS_STAY = (
    "CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent"
    " WHEN NOT EXISTS (SELECT 1 FROM deleted_firm WHERE id = old.enterprise_id"
    " AND owner_id = old.owner_id)"
    " BEGIN SELECT RAISE(ABORT, 'consents go with their firm alone'); END"
)
DELETED_STAY = tuple(
    f"CREATE TRIGGER deleted_firm_{act} BEFORE {act.upper()} ON deleted_firm"
    " BEGIN SELECT RAISE(ABORT, 'what was deleted stays so'); END"
    for act in ("update", "delete")
)
"""SQLite, which has no row security, holds the same by triggers."""


def upgrade() -> None:
    """Make the list, and let consents be deleted with a firm that is on it."""
    op.create_table(
        "deleted_firm",
        *(
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("id", sa.String(36), nullable=False),
            sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("owner_id", "id", name="pk_deleted_firm"),
        ),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        keep_deleted(connection)
        let_consents_go(connection)
    else:
        for statement in (CONSENTS_STAY, *DELETED_STAY):
            op.execute(statement)


def downgrade() -> None:
    """Go back, where nothing is lost: a backup could bring a firm back that was deleted.

    Raises
    ------
    RuntimeError
        Where a firm was deleted.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM deleted_firm LIMIT 1")).first() is not None:
        raise RuntimeError("firms were deleted: a backup could bring them back")
    if connection.dialect.name == "postgresql":
        keep_consents(connection)
    else:
        op.execute("DROP TRIGGER consent_is_kept")
    op.drop_table("deleted_firm")
