"""What a sheet did to the register, where a draft was pre-filled from, room for a plant's hash."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

COLUMNS = (
    ("assessment", "prefilled_from", 36),
    ("diagnosis", "register_effect", 10),
    ("enterprise_identity", "plant_hash", 64),
)
HASH_INDEX = "ix_enterprise_identity_plant_hash"
NAME_INDEX = "ix_enterprise_identity_owner_id_name_enterprise_id"


def upgrade() -> None:
    """Add the columns, empty; let an index serve the beginnings of names on PostgreSQL too."""
    for table, name, length in COLUMNS:
        op.add_column(table, sa.Column(name, sa.String(length), nullable=True))
    op.create_index(HASH_INDEX, "enterprise_identity", ["plant_hash"])
    _index_names({"name": "text_pattern_ops"})


def downgrade() -> None:
    """Take the columns away."""
    _index_names({})
    op.drop_index(HASH_INDEX, table_name="enterprise_identity")
    for table, name, _ in COLUMNS:
        op.drop_column(table, name)


def _index_names(operators: dict[str, str]) -> None:
    """Make the index of names anew; SQLite compares bytes and needs no operators."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.drop_index(NAME_INDEX, table_name="enterprise_identity")
    op.create_index(
        NAME_INDEX,
        "enterprise_identity",
        ["owner_id", "name", "enterprise_id"],
        postgresql_ops=operators,
    )
