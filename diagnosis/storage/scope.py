"""The scope of a principal as one condition; row-level security on PostgreSQL states the same."""

from sqlalchemy import ColumnElement, FromClause, func, or_, select

from diagnosis.services.ports.scope import Principal
from diagnosis.storage.access_tables import access_grant
from diagnosis.storage.tables import enterprise, request_key

_NEVER_GRANTED = (request_key, access_grant)
"""What stays the owner's: the keys of its requests, and to whom it gave leave."""


def in_scope(table: FromClause, principal: Principal) -> ColumnElement[bool]:
    """Return whether a principal may read a row: it is its own, or of a firm granted to it."""
    is_owner: ColumnElement[bool] = table.c.owner_id == principal.owner
    whose = table.c.id if table is enterprise else table.c.get("enterprise_id")
    if not principal.reads_granted or whose is None or table in _NEVER_GRANTED:
        return is_owner
    grant = access_grant.c
    granted = select(grant.enterprise_id).where(
        grant.grantee == principal.owner,
        grant.revoked_at.is_(None),
        grant.starts_at <= func.now(),
        or_(grant.ends_at.is_(None), grant.ends_at > func.now()),
    )
    return or_(is_owner, whose.in_(granted))
