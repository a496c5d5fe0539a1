"""Reports of sheets with their files, and what whoever has one checks it by."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import (
    check_by_digest,
    hand_over,
    read_by_role,
    secure,
)

revision = "0020"
down_revision = "0019"
MOMENT = sa.DateTime(timezone=True)
TABLES = ("report", "report_file")
CHECKS = ("report_check", "report_check_file")


def upgrade() -> None:
    """Make the tables; on PostgreSQL reports are seen by their owner and whom the firm is granted.

    What a report is checked by is seen by whoever says the hash of its code, or of a file.
    """
    _make_reports()
    _make_checks()
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure(connection, dict.fromkeys(TABLES, "enterprise_id"))
        read_by_role(connection, dict.fromkeys(TABLES, "enterprise_id"))
        hand_over(connection, TABLES)
        check_by_digest(connection)


def _make_reports() -> None:
    op.create_table(
        "report",
        *(
            sa.Column("id", sa.String(36), nullable=False),
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("enterprise_id", sa.String(36), nullable=False),
            sa.Column("assessment_id", sa.String(36), nullable=False),
            sa.Column("kind", sa.String(10), nullable=False),
            sa.Column("language", sa.String(10), nullable=False),
            sa.Column("day", sa.Date, nullable=False),
            sa.Column("pins", sa.Text, nullable=False),
            sa.Column("seed", sa.String(32), nullable=False),
            sa.Column("code_digest", sa.String(64), nullable=False),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.Column("expires_at", MOMENT, nullable=False),
            sa.Column("withdrawn_at", MOMENT),
            sa.Column("actor", sa.String(200), nullable=False),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_report_assessment_id_assessment",
            ondelete="CASCADE",
        ),
    )
    columns = ["owner_id", "assessment_id", "id"]
    op.create_index("ix_report_owner_id_assessment_id_id", "report", columns)
    op.create_index("ix_report_expires_at", "report", ["expires_at"])
    op.create_table(
        "report_file",
        *(
            sa.Column("report_id", sa.String(36), nullable=False),
            sa.Column("format", sa.String(10), nullable=False),
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("enterprise_id", sa.String(36), nullable=False),
            sa.Column("sha256", sa.String(64), nullable=False),
            sa.Column("size", sa.Integer, nullable=False),
            sa.Column("content", sa.LargeBinary),
        ),
        sa.PrimaryKeyConstraint("report_id", "format", name="pk_report_file"),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name="fk_report_file_report_id_report",
            ondelete="CASCADE",
        ),
    )


def _make_checks() -> None:
    op.create_table(
        "report_check",
        *(
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("day", sa.Date, nullable=False),
            sa.Column("pins", sa.Text, nullable=False),
            sa.Column("withdrawn_at", MOMENT),
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_report_check"),
    )
    op.create_table(
        "report_check_file",
        *(
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("format", sa.String(10), nullable=False),
            sa.Column("sha256", sa.String(64), nullable=False),
        ),
        sa.PrimaryKeyConstraint("digest", "format", name="pk_report_check_file"),
        sa.ForeignKeyConstraint(
            ["digest"],
            ["report_check.digest"],
            name="fk_report_check_file_digest_report_check",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_report_check_file_sha256", "report_check_file", ["sha256"])


def downgrade() -> None:
    """Go back, where nothing is lost: paper that is out could be checked by nobody any more.

    Raises
    ------
    RuntimeError
        Where a report was made.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM report_check LIMIT 1")).first() is not None:
        raise RuntimeError("there are reports: what they are checked by is kept nowhere else")
    for table in (*reversed(CHECKS), *reversed(TABLES)):
        op.drop_table(table)
