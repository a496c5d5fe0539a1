"""Grants open rows to one role of their grantee; firms state what their rows may be used for."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import only_added_to, read_by_any_role, read_by_role

revision = "0009"
down_revision = "0008"
READ_THROUGH_GRANTS: dict[str, str | None] = {
    "enterprise": "id",
    **dict.fromkeys(
        (
            *("enterprise_identity", "assessment", "sheet_identity", "diagnosis", "reading"),
            *("legacy_diagnosis", "withdrawal", "roadmap", "legacy_roadmap", "progress"),
            *("feedback", "access_grant", "change"),
        ),
        "enterprise_id",
    ),
}
"""Table → the column that says whose row it is."""


NEVER_CHANGED = (
    "CREATE TRIGGER consent_is_only_added_to BEFORE UPDATE ON consent"
    " BEGIN SELECT RAISE(ABORT, 'consents are only added to'); END"
)
"""SQLite, which has no row security, keeps the history by a trigger."""


def upgrade() -> None:
    """Make the table of consents; hold the role of who reads against that of the grant."""
    op.create_table(
        "consent",
        *(
            sa.Column("id", sa.String(36), nullable=False),
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("enterprise_id", sa.String(36), nullable=False),
            sa.Column("use", sa.String(16), nullable=False),
            sa.Column("number", sa.Integer, nullable=False),
            sa.Column("status", sa.String(9), nullable=False),
            sa.Column("text_version", sa.Integer),
            sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("actor", sa.String(200), nullable=False),
        ),
        *(
            sa.PrimaryKeyConstraint("id", name="pk_consent"),
            sa.ForeignKeyConstraint(
                ["enterprise_id"], ["enterprise.id"], name="fk_consent_enterprise_id_enterprise"
            ),
            sa.UniqueConstraint(
                "enterprise_id", "use", "number", name="uq_consent_enterprise_id_use_number"
            ),
        ),
    )
    columns = ["owner_id", "enterprise_id", "id"]
    op.create_index("ix_consent_owner_id_enterprise_id_id", "consent", columns)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        read_by_role(connection, READ_THROUGH_GRANTS)
        only_added_to(connection, "consent")
    else:
        op.execute(NEVER_CHANGED)


def downgrade() -> None:
    """Go back, where nothing is lost: what a firm stated is kept nowhere else.

    A grant then opens rows to every role of its grantee.

    Raises
    ------
    RuntimeError
        Where there are consents.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM consent LIMIT 1")).first() is not None:
        raise RuntimeError("there are consents: what firms stated is kept nowhere else")
    op.drop_table("consent")
    if connection.dialect.name == "postgresql":
        read_by_any_role(connection, READ_THROUGH_GRANTS)
