"""An index of the margins that there are: lists are filtered by them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
INDEX = "ix_reading_owner_id_standard_basis_margin_diagnosis_id"


def upgrade() -> None:
    """Add the index."""
    columns = ["owner_id", "standard", "basis", "margin", "diagnosis_id"]
    is_there = sa.text("margin IS NOT NULL")
    op.create_index(INDEX, "reading", columns, sqlite_where=is_there, postgresql_where=is_there)


def downgrade() -> None:
    """Drop the index."""
    op.drop_index(INDEX, "reading")
