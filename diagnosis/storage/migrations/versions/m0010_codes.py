"""Resume codes: each owns a single sheet of a nameless firm, until an organisation takes it."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import hand_nothing_over, hand_over, secure_codes

revision = "0010"
down_revision = "0009"
HANDED_OVER = (
    *("enterprise", "assessment", "diagnosis", "reading", "withdrawal", "roadmap", "progress"),
    *("feedback", "request_key", "change", "resume_code"),
)
"""The tables in which a nameless sheet may have rows."""


def upgrade() -> None:
    """Make the table; on PostgreSQL let rows of a nameless sheet be taken over."""
    op.create_table(
        "resume_code",
        *(
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("assessment_id", sa.String(36), nullable=False),
            sa.Column("opened_on", sa.Date, nullable=False),
            sa.Column("visited_on", sa.Date, nullable=False),
        ),
        *(
            sa.PrimaryKeyConstraint("owner_id", name="pk_resume_code"),
            sa.ForeignKeyConstraint(
                ["assessment_id"],
                ["assessment.id"],
                name="fk_resume_code_assessment_id_assessment",
            ),
            sa.UniqueConstraint("digest", name="uq_resume_code_digest"),
        ),
    )
    op.create_index("ix_resume_code_visited_on", "resume_code", ["visited_on"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure_codes(connection)
        hand_over(connection, HANDED_OVER)


def downgrade() -> None:
    """Go back, where nothing is lost: nobody finds a nameless sheet without its code.

    Raises
    ------
    RuntimeError
        Where there are codes.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM resume_code LIMIT 1")).first() is not None:
        raise RuntimeError("there are resume codes: their sheets are found by nothing else")
    if connection.dialect.name == "postgresql":
        hand_nothing_over(connection, HANDED_OVER)
    op.drop_table("resume_code")
