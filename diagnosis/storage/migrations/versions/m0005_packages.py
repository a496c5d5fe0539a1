"""Plans over packages: the values of plans over projects as the planner of today has them."""

from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.plans_of_projects import over_packages

revision = "0005"
down_revision = "0004"
ROWS_AT_ONCE = 200


def upgrade() -> None:
    """Write the values of every plan anew."""
    connection = op.get_bind()
    ids = connection.execute(sa.text("SELECT id FROM roadmap ORDER BY id")).scalars().all()
    for first in range(0, len(ids), ROWS_AT_ONCE):
        _rewrite(connection, ids[first : first + ROWS_AT_ONCE])


def _rewrite(connection: sa.Connection, ids: Any) -> None:
    """Write some plans anew; what is listed as their cost is that of three years."""
    query = sa.text("SELECT id, plan FROM roadmap WHERE id IN :ids").bindparams(
        sa.bindparam("ids", expanding=True)
    )
    changed = []
    for row in connection.execute(query, {"ids": list(ids)}).all():
        plan = over_packages(orjson.loads(row.plan))
        cost = plan["total"]["mid"]
        changed.append({"id": row.id, "plan": orjson.dumps(plan).decode(), "cost": cost})
    change = "UPDATE roadmap SET plan = :plan, cost_mid_wan = :cost WHERE id = :id"
    connection.execute(sa.text(change), changed)


def downgrade() -> None:
    """Go back, where nothing would be lost: packages cannot be turned into projects.

    Raises
    ------
    RuntimeError
        Where there are plans.

    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM roadmap LIMIT 1")).first() is not None:
        raise RuntimeError("there are plans: packages cannot be turned into projects")
