"""The scope of a principal as one condition; row-level security on PostgreSQL states the same."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, and_, bindparam, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from diagnosis.services.ports.scope import AccessRole
from diagnosis.storage.access_tables import access_grant
from diagnosis.storage.tables import Moment, enterprise, request_key

OWNER = bindparam("principal_owner", type_=String)
"""Stands in each query for the owner that the principal is; bound wherever a query is run."""


class ThisMoment(FunctionElement[datetime]):
    """The moment of a query by the clock of the database, as exact as moments are kept."""

    type = Moment()
    inherit_cache = True


@compiles(ThisMoment)
def _now(element: ThisMoment, compiler: Any, **options: Any) -> str:
    return "now()"


@compiles(ThisMoment, "sqlite")
def _now_as_text(element: ThisMoment, compiler: Any, **options: Any) -> str:
    """Return the moment to the millisecond: CURRENT_TIMESTAMP has whole seconds alone."""
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


def in_scope(table: FromClause, *, reads_as: AccessRole | None) -> ColumnElement[bool]:
    """Return whether a principal may read a row: it is its own, or of a firm granted to it.

    Only grants to the role that it `reads_as` count; where that is None none are looked up. Of
    grants themselves it reads those to it.
    """
    is_owner: ColumnElement[bool] = table.c.owner_id == OWNER
    whose = table.c.id if table is enterprise else table.c.get("enterprise_id")
    if reads_as is None or whose is None or table is request_key:
        return is_owner
    grant = access_grant.c
    is_to_it = and_(grant.grantee == OWNER, grant.role == reads_as.value)
    if table is access_grant:
        return or_(is_owner, is_to_it)
    now = ThisMoment()
    granted = select(grant.enterprise_id).where(
        is_to_it,
        grant.revoked_at.is_(None),
        grant.starts_at <= now,
        or_(grant.ends_at.is_(None), grant.ends_at > now),
    )
    return or_(is_owner, whose.in_(granted))
