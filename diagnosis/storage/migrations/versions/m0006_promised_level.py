"""The level that a plan promises, beside the one that it aims at: lists filter by it."""

from collections.abc import Mapping
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
INDEX = "ix_roadmap_owner_id_promised_level_id"


def upgrade() -> None:
    """Add the column with its index, and fill it from the values of each plan."""
    op.add_column("roadmap", sa.Column("promised_level", sa.Integer(), nullable=True))
    op.create_index(INDEX, "roadmap", ["owner_id", "promised_level", "id"])
    connection = op.get_bind()
    change = sa.text("UPDATE roadmap SET promised_level = :level WHERE id = :id")
    ids = connection.execute(sa.text("SELECT id FROM roadmap ORDER BY id")).scalars().all()
    for each in ids:
        query = sa.text("SELECT plan FROM roadmap WHERE id = :id")
        plan = connection.execute(query, {"id": each}).scalar_one()
        connection.execute(change, {"id": each, "level": _promised(orjson.loads(plan))})


def _promised(plan: Mapping[str, Any]) -> int | None:
    """Return the level of the target standard at the end of a plan, never above the cap."""
    standard = plan["target"]["standard"]
    phases = plan.get("phases") or []
    readings = phases[-1]["readings"] if phases else plan.get("before") or []
    level = next((each["level"] for each in readings if each["standard"] == standard), None)
    cap = (plan.get("caps") or {}).get(standard.partition("@")[0], level)
    return None if level is None else min(level, cap)


def downgrade() -> None:
    """Drop the column with its index: the values of the plans have the level."""
    op.drop_index(INDEX, "roadmap")
    op.drop_column("roadmap", "promised_level")
