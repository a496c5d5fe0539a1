"""Files to answers: their rows; the bytes lie in a folder beside the database."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import hand_over, read_by_role, secure

revision = "0016"
down_revision = "0015"
TABLE = "assessment_evidence"


def upgrade() -> None:
    """Make the table; on PostgreSQL rows are seen by their owner and whom the firm is granted."""
    op.create_table(
        TABLE,
        *(
            sa.Column("id", sa.String(36), nullable=False),
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("enterprise_id", sa.String(36), nullable=False),
            sa.Column("assessment_id", sa.String(36), nullable=False),
            sa.Column("item", sa.String(80), nullable=False),
            sa.Column("kind", sa.String(20), nullable=False),
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("size", sa.Integer(), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
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
            sa.UniqueConstraint(
                "assessment_id", "item", "digest", name=f"uq_{TABLE}_assessment_id_item_digest"
            ),
        ),
    )
    for name in ("assessment_id", "digest"):
        op.create_index(f"ix_{TABLE}_owner_id_{name}_id", TABLE, ["owner_id", name, "id"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure(connection, {TABLE: "enterprise_id"})
        read_by_role(connection, {TABLE: "enterprise_id"})
        hand_over(connection, (TABLE,))


def downgrade() -> None:
    """Go back, where nothing is lost.

    Raises
    ------
    RuntimeError
        Where there is a file to an answer: which answer it is to is kept nowhere else.

    """
    connection = op.get_bind()
    if connection.execute(sa.text(f"SELECT 1 FROM {TABLE} LIMIT 1")).first() is not None:
        raise RuntimeError("there are files to answers: which these are to is kept nowhere else")
    op.drop_table(TABLE)
