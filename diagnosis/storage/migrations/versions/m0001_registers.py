"""The registers: enterprises, assessments, diagnoses and the keys of requests."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the four tables."""
    _enterprise()
    _request_key()
    _assessment()
    _diagnosis()


def _enterprise() -> None:
    columns = (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("site", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("industry", sa.String(length=5), nullable=True),
        sa.Column("division", sa.String(length=3), nullable=True),
        sa.Column("city", sa.String(length=6), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("revenue_wan", sa.Float(), nullable=True),
        sa.Column("production_type", sa.String(length=8), nullable=True),
        sa.Column("size_class", sa.String(length=8), nullable=True),
        sa.Column("chain", sa.String(length=200), nullable=True),
        sa.Column("park", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "enterprise",
        *columns,
        sa.PrimaryKeyConstraint("id", name="pk_enterprise"),
        sa.UniqueConstraint(
            "owner_id", "credit_code", "site", name="uq_enterprise_owner_id_credit_code_site"
        ),
    )
    op.create_index("ix_enterprise_owner_id_id", "enterprise", ["owner_id", "id"])


def _request_key() -> None:
    columns = (
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "request_key",
        *columns,
        sa.PrimaryKeyConstraint("owner_id", "key", name="pk_request_key"),
    )
    op.create_index("ix_request_key_created_at", "request_key", ["created_at"])


def _assessment() -> None:
    columns = (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("diagnosis_id", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "assessment",
        *columns,
        sa.CheckConstraint("state IN ('draft', 'submitted')", name="ck_assessment_state"),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_assessment_enterprise_id_enterprise"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
    )
    op.create_index(
        "ix_assessment_owner_id_enterprise_id_id",
        "assessment",
        ["owner_id", "enterprise_id", "id"],
    )
    op.create_index("ix_assessment_owner_id_id", "assessment", ["owner_id", "id"])
    op.create_index(
        "ix_assessment_owner_id_reference_id",
        "assessment",
        ["owner_id", "reference", "id"],
    )


def _diagnosis() -> None:
    references = (
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_diagnosis_assessment_id_assessment"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_diagnosis_enterprise_id_enterprise"
        ),
    )
    op.create_table(
        "diagnosis",
        *_diagnosis_columns(),
        *references,
        sa.PrimaryKeyConstraint("id", name="pk_diagnosis"),
        sa.UniqueConstraint("assessment_id", name="uq_diagnosis_assessment_id"),
    )
    op.create_index(
        "ix_diagnosis_owner_id_credit_code_id", "diagnosis", ["owner_id", "credit_code", "id"]
    )
    op.create_index(
        "ix_diagnosis_owner_id_enterprise_id_id", "diagnosis", ["owner_id", "enterprise_id", "id"]
    )
    op.create_index("ix_diagnosis_owner_id_id", "diagnosis", ["owner_id", "id"])
    op.create_index(
        "ix_diagnosis_owner_id_reference_id", "diagnosis", ["owner_id", "reference", "id"]
    )


def _diagnosis_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.String(length=36), nullable=False),
        sa.Column("assessment_id", sa.String(length=36), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("site", sa.String(length=100), nullable=False),
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("division", sa.String(length=3), nullable=True),
        sa.Column("city", sa.String(length=6), nullable=True),
        sa.Column("size_class", sa.String(length=8), nullable=True),
        sa.Column("production_type", sa.String(length=8), nullable=False),
        sa.Column("staged_level", sa.Integer(), nullable=True),
        sa.Column("points_level", sa.Integer(), nullable=True),
        sa.Column("tiers_level", sa.Integer(), nullable=True),
        sa.Column("gated_level", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop them, children first."""
    for table in ("diagnosis", "assessment", "request_key", "enterprise"):
        op.drop_table(table)
