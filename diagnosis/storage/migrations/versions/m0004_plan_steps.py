"""The steps of the default plan, kept with a diagnosis once it has been read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; it is empty until the diagnosis is read."""
    op.add_column("diagnosis", sa.Column("plan_steps", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop the column; the steps are worked out anew."""
    op.drop_column("diagnosis", "plan_steps")
