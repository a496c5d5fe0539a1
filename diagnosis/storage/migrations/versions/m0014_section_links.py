"""Links to sections of drafts, and what respondents answered through them."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import hand_over, look_up_by_digest, secure

revision = "0014"
down_revision = "0013"
MOMENT = sa.DateTime(timezone=True)
TABLES = ("section_link", "answer_note")


def _of_draft() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(64), nullable=False),
        sa.Column("enterprise_id", sa.String(36), nullable=False),
        sa.Column("assessment_id", sa.String(36), nullable=False),
    )


def _rules(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=f"fk_{table}_assessment_id_assessment",
            ondelete="CASCADE",
        ),
    )


def upgrade() -> None:
    """Make the tables; on PostgreSQL their owner alone sees them, and a look-up its link."""
    op.create_table(
        "section_link",
        *_of_draft(),
        *(
            sa.Column("section", sa.String(80), nullable=False),
            sa.Column("respondent", sa.String(100), nullable=False),
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.Column("ends_at", MOMENT, nullable=False),
            sa.Column("revoked_at", MOMENT),
            sa.Column("actor", sa.String(200), nullable=False),
        ),
        *_rules("section_link"),
        sa.UniqueConstraint("digest", name="uq_section_link_digest"),
    )
    columns = ["owner_id", "assessment_id", "id"]
    op.create_index("ix_section_link_owner_id_assessment_id_id", "section_link", columns)
    op.create_table(
        "answer_note",
        *_of_draft(),
        *(
            sa.Column("item", sa.String(80), nullable=False),
            sa.Column("link_id", sa.String(36), nullable=False),
            sa.Column("respondent", sa.String(100), nullable=False),
            sa.Column("value", sa.Text, nullable=False),
            sa.Column("entered", sa.Boolean, nullable=False),
            sa.Column("answered_at", MOMENT, nullable=False),
            sa.Column("settled_at", MOMENT),
        ),
        *_rules("answer_note"),
        sa.UniqueConstraint(
            "assessment_id", "item", "link_id", name="uq_answer_note_assessment_id_item_link_id"
        ),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure(connection, dict.fromkeys(TABLES))
        look_up_by_digest(connection, "section_link")
        hand_over(connection, TABLES)


def downgrade() -> None:
    """Go back, where nothing is lost: what respondents answered is kept nowhere else.

    Raises
    ------
    RuntimeError
        Where somebody answered through a link.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM answer_note LIMIT 1")).first() is not None:
        raise RuntimeError("there are answers of respondents: they are kept nowhere else")
    for table in reversed(TABLES):
        op.drop_table(table)
