"""Files that a consultant adds at a visit: they are the firm's, and say at which visit."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.visit_files import add_at_no_visit, add_at_visits

revision = "0019"
down_revision = "0018"
TABLE = "assessment_evidence"


def upgrade() -> None:
    """Let files name a visit; on PostgreSQL whoever pays it adds and removes them while open."""
    op.add_column(TABLE, sa.Column("of_visit", sa.String(36)))
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        add_at_visits(connection)


def downgrade() -> None:
    """Go back, where nothing is lost.

    Raises
    ------
    RuntimeError
        Where a consultant added a file: that the firm did not is kept nowhere else.

    """
    connection = op.get_bind()
    of_visits = f"SELECT 1 FROM {TABLE} WHERE of_visit IS NOT NULL LIMIT 1"
    if connection.execute(sa.text(of_visits)).first() is not None:
        raise RuntimeError("there are files of visits: who added them is kept nowhere else")
    if connection.dialect.name == "postgresql":
        add_at_no_visit(connection)
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("of_visit")
