"""Organisations, and the API keys that their people and systems ask with."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import secure_keys

revision = "0008"
down_revision = "0007"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; on PostgreSQL each organisation sees its own rows of them."""
    op.create_table(
        "organisation",
        sa.Column("owner_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner_id", name="pk_organisation"),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(64), nullable=False),
        sa.Column("prefix", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("scopes", sa.String(60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("issued_by", sa.String(200), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("parent_id", sa.String(36)),
        sa.Column("last_used_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.owner_id"], name="fk_api_key_owner_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["api_key.id"], name="fk_api_key_parent_id_api_key"
        ),
        sa.UniqueConstraint("prefix", name="uq_api_key_prefix"),
    )
    op.create_table(
        "pepper_check",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pepper_check"),
        sa.CheckConstraint("id = 1", name="ck_pepper_check_single"),
    )
    op.create_index("ix_api_key_owner_id_id", "api_key", ["owner_id", "id"])
    op.create_index("ix_api_key_parent_id", "api_key", ["parent_id"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure_keys(connection)


def downgrade() -> None:
    """Drop the tables: whoever asks is not told apart before."""
    op.drop_table("pepper_check")
    op.drop_table("api_key")
    op.drop_table("organisation")
