"""Plans: roadmaps, notes on their progress, feedback on projects."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the three tables."""
    _roadmap()
    _progress()
    _feedback()


def _roadmap() -> None:
    columns = (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.String(length=36), nullable=False),
        sa.Column("assessment_id", sa.String(length=36), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("standard", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("budget_wan", sa.Float(), nullable=True),
        sa.Column("cost_mid_wan", sa.Float(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "roadmap",
        *columns,
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_roadmap_assessment_id_assessment"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_roadmap_enterprise_id_enterprise"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_roadmap"),
    )
    op.create_index(
        "ix_roadmap_owner_id_assessment_id_id", "roadmap", ["owner_id", "assessment_id", "id"]
    )
    op.create_index(
        "ix_roadmap_owner_id_enterprise_id_id", "roadmap", ["owner_id", "enterprise_id", "id"]
    )
    op.create_index("ix_roadmap_owner_id_id", "roadmap", ["owner_id", "id"])


def _progress() -> None:
    columns = (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("roadmap_id", sa.String(length=36), nullable=False),
        sa.Column("project", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("cost_wan", sa.Float(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "progress",
        *columns,
        sa.CheckConstraint(
            "status IN ('planned', 'running', 'done', 'dropped')", name="ck_progress_status"
        ),
        sa.ForeignKeyConstraint(
            ["roadmap_id"], ["roadmap.id"], name="fk_progress_roadmap_id_roadmap"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_progress"),
    )
    op.create_index(
        "ix_progress_owner_id_roadmap_id_id", "progress", ["owner_id", "roadmap_id", "id"]
    )


def _feedback() -> None:
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.String(length=36), nullable=False),
        sa.Column("project", sa.String(length=80), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "feedback",
        *columns,
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_feedback_enterprise_id_enterprise"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index(
        "ix_feedback_owner_id_enterprise_id_id", "feedback", ["owner_id", "enterprise_id", "id"]
    )


def downgrade() -> None:
    """Drop them, children first."""
    for table in ("feedback", "progress", "roadmap"):
        op.drop_table(table)
