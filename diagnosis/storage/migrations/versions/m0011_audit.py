"""The audit: who did what to which row, in a chain that is only ever added to."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import keep_audit

revision = "0011"
down_revision = "0010"
NEVER_CHANGED = (
    "CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE ON audit_entry"
    " BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END",
    "CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit_entry"
    " WHEN old.noted_at > strftime('%Y-%m-%d %H:%M:%f000', 'now', '-183 days')"
    " BEGIN SELECT RAISE(ABORT, 'the audit is kept for 183 days'); END",
)
"""SQLite, which has no row security, keeps the audit by triggers."""


def upgrade() -> None:
    """Make the table, from which nothing younger than 183 days is ever taken away."""
    op.create_table(
        "audit_entry",
        *(
            sa.Column(
                "number",
                sa.BigInteger().with_variant(sa.Integer, "sqlite"),
                autoincrement=False,
                nullable=False,
            ),
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("about", sa.String(64), nullable=False),
            sa.Column("role", sa.String(10), nullable=False),
            sa.Column("key_id", sa.String(36)),
            sa.Column("operation", sa.String(60), nullable=False),
            sa.Column("kind", sa.String(30), nullable=False),
            sa.Column("subject_id", sa.String(64), nullable=False),
            sa.Column("enterprise_id", sa.String(36)),
            sa.Column("fields", sa.Text, nullable=False),
            sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("outcome", sa.String(8), nullable=False),
            sa.Column("link", sa.String(64), nullable=False),
            sa.PrimaryKeyConstraint("number", name="pk_audit_entry"),
        ),
    )
    for column in ("about", "enterprise_id"):
        op.create_index(f"ix_audit_entry_{column}_number", "audit_entry", [column, "number"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        keep_audit(connection)
    else:
        for statement in NEVER_CHANGED:
            op.execute(statement)


def downgrade() -> None:
    """Go back, where nothing is lost: what was done is kept nowhere else.

    Raises
    ------
    RuntimeError
        Where anything was entered.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM audit_entry LIMIT 1")).first() is not None:
        raise RuntimeError("there are audit entries: what was done is kept nowhere else")
    op.drop_table("audit_entry")
    if connection.dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_only_added_to()")
