"""Grants open rows to one role of their grantee."""

from alembic import op

from diagnosis.storage.migrations.row_security import read_by_any_role, read_by_role

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


def upgrade() -> None:
    """Hold the role of whoever reads against that of the grant, on PostgreSQL."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        read_by_role(connection, READ_THROUGH_GRANTS)


def downgrade() -> None:
    """Let a grant open rows to every role."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        read_by_any_role(connection, READ_THROUGH_GRANTS)
