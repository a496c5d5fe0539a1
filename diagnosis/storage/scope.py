"""The scope of a principal as one condition; row-level security on PostgreSQL states the same."""

from sqlalchemy import ColumnElement, FromClause, String, bindparam, func, or_, select

from diagnosis.storage.access_tables import access_grant
from diagnosis.storage.tables import enterprise, request_key

_NEVER_GRANTED = (request_key, access_grant)
"""What stays the owner's: the keys of its requests, and to whom it gave leave."""

OWNER = bindparam("principal_owner", type_=String)
"""Stands in each query for the owner that the principal is; bound wherever a query is run."""


def in_scope(table: FromClause, *, reads_granted: bool) -> ColumnElement[bool]:
    """Return whether a principal may read a row: it is its own, or of a firm granted to it.

    Only where it `reads_granted` are grants looked up at all.
    """
    is_owner: ColumnElement[bool] = table.c.owner_id == OWNER
    whose = table.c.id if table is enterprise else table.c.get("enterprise_id")
    if not reads_granted or whose is None or table in _NEVER_GRANTED:
        return is_owner
    grant = access_grant.c
    granted = select(grant.enterprise_id).where(
        grant.grantee == OWNER,
        grant.revoked_at.is_(None),
        grant.starts_at <= func.now(),
        or_(grant.ends_at.is_(None), grant.ends_at > func.now()),
    )
    return or_(is_owner, whose.in_(granted))
