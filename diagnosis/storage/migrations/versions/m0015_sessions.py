"""Page sessions: who typed a key or logged in is known for some hours."""

import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.row_security import secure_sessions

revision = "0015"
down_revision = "0014"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table; on PostgreSQL each organisation sees its own rows of it."""
    op.create_table(
        "page_session",
        *(
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("owner_id", sa.String(64), nullable=False),
            sa.Column("key_id", sa.String(36)),
            sa.Column("actor", sa.String(200), nullable=False),
            sa.Column("role", sa.String(10), nullable=False),
            sa.Column("scopes", sa.String(60), nullable=False),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.Column("expires_at", MOMENT, nullable=False),
        ),
        *(
            sa.PrimaryKeyConstraint("digest", name="pk_page_session"),
            sa.ForeignKeyConstraint(
                ["owner_id"],
                ["organisation.owner_id"],
                name="fk_page_session_owner_id_organisation",
            ),
            sa.ForeignKeyConstraint(
                ["key_id"], ["api_key.id"], name="fk_page_session_key_id_api_key"
            ),
        ),
    )
    for columns in (["owner_id", "key_id", "created_at"], ["owner_id", "expires_at"]):
        op.create_index("_".join(["ix_page_session", *columns]), "page_session", columns)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        secure_sessions(connection)


def downgrade() -> None:
    """Drop the table: whoever has a session asks anew."""
    op.drop_table("page_session")
