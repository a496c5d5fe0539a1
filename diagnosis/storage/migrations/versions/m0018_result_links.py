"""Links to results; who else sees a firm's result is told to the owner of the feed alone."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import (
    hand_over,
    look_up_by_digest,
    secure,
    tell_of_result_links,
    tell_with_firm_alone,
)

revision = "0018"
down_revision = "0017"
TABLE = "result_link"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table; on PostgreSQL its owner alone sees its rows, and a look-up its link."""
    op.create_table(
        TABLE,
        *(
            sa.Column("id", sa.String(36), nullable=False),
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("enterprise_id", sa.String(36), nullable=False),
            sa.Column("assessment_id", sa.String(36), nullable=False),
            sa.Column("recipient", sa.String(100), nullable=False),
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.Column("ends_at", MOMENT, nullable=False),
            sa.Column("revoked_at", MOMENT),
            sa.Column("actor", sa.String(200), nullable=False),
        ),
        *(
            sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
            sa.ForeignKeyConstraint(
                ["assessment_id"],
                ["assessment.id"],
                name=f"fk_{TABLE}_assessment_id_assessment",
                ondelete="CASCADE",
            ),
            sa.UniqueConstraint("digest", name=f"uq_{TABLE}_digest"),
        ),
    )
    columns = ["owner_id", "assessment_id", "id"]
    op.create_index(f"ix_{TABLE}_owner_id_assessment_id_id", TABLE, columns)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure(connection, {TABLE: None})
        look_up_by_digest(connection, TABLE)
        hand_over(connection, (TABLE,))
        tell_of_result_links(connection)


def downgrade() -> None:
    """Go back: links to results show nothing any more, and no feed tells of them."""
    op.drop_table(TABLE)
    op.execute("DELETE FROM change WHERE kind IN ('result-link-given', 'result-link-revoked')")
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        tell_with_firm_alone(connection)
