"""The scope of a principal as one condition; row-level security on PostgreSQL states the same."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, and_, bindparam, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from diagnosis.services.ports.consents import ConsentStatus
from diagnosis.services.ports.records import FOR_OWNER_ALONE
from diagnosis.services.ports.scope import AccessRole, Purpose
from diagnosis.services.ports.visits import VisitState
from diagnosis.storage.access_tables import access_grant, change, consent
from diagnosis.storage.diagnosis_tables import visit
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


def in_scope(
    table: FromClause, *, reads_as: AccessRole | None, purpose: Purpose | None = None
) -> ColumnElement[bool]:
    """Return whether a principal may read a row: it is its own, or of a firm granted to it.

    Only grants to the role that it `reads_as` count; where that is None none are looked up. Of
    grants themselves it reads those to it; some changes of a firm are told to nobody but the owner
    of the feed they stand in. A visit is there for whoever pays it, for the owner of
    its firm, and once it is signed for portals that the firm is granted to. With a purpose a row
    of a firm, its own among them, is there only where the firm consents.
    """
    seen = _may_see(table, reads_as)
    whose = _whose(table)
    return seen if purpose is None or whose is None else and_(seen, _consents(whose, purpose))


def _whose(table: FromClause) -> ColumnElement[str] | None:
    """Return the column that says of which firm a row is, None where it is of none."""
    if table is request_key:
        return None
    return table.c.id if table is enterprise else table.c.get("enterprise_id")


def _consents(whose: ColumnElement[str], purpose: Purpose) -> ColumnElement[bool]:
    last = consent.alias("last_consent")
    agreed = select(last.c.id).where(
        last.c.enterprise_id == whose,
        last.c.use == purpose.use.value,
        last.c.status == ConsentStatus.AGREED.value,
        last.c.text_version >= purpose.least_version,
        is_last_consent(last),
    )
    return agreed.correlate_except(last).exists()


def is_last_consent(table: FromClause = consent) -> ColumnElement[bool]:
    """Return whether nothing was stated later of the same use by the same firm."""
    later = consent.alias("later_consent")
    stated = select(later.c.id).where(
        later.c.enterprise_id == table.c.enterprise_id,
        later.c.use == table.c.use,
        later.c.number > table.c.number,
    )
    return ~stated.correlate_except(later).exists()


def _may_see(table: FromClause, reads_as: AccessRole | None) -> ColumnElement[bool]:
    if "visit_id" in table.c:
        whole = select(visit.c.id).where(_may_see_visit(visit, reads_as))
        return table.c.visit_id.in_(whole)
    if "firm_owner" in table.c:
        return _may_see_visit(table, reads_as)
    # Of the audit a firm reads what is about it, whoever did it.
    owner = table.c.about if "about" in table.c else table.c.owner_id
    is_owner: ColumnElement[bool] = owner == OWNER
    whose = _whose(table)
    if reads_as is None or whose is None:
        return is_owner
    if table is access_grant:
        return or_(is_owner, _is_to_it(reads_as))
    if table is change:
        is_open = change.c.kind.not_in(FOR_OWNER_ALONE)
        return or_(is_owner, and_(is_open, is_granted(whose, reads_as)))
    return or_(is_owner, is_granted(whose, reads_as))


def _may_see_visit(table: FromClause, reads_as: AccessRole | None) -> ColumnElement[bool]:
    column = table.c
    is_party = or_(column.owner_id == OWNER, column.firm_owner == OWNER)
    if reads_as is not AccessRole.PORTAL:
        return is_party
    is_signed = column.state == VisitState.SIGNED.value
    return or_(is_party, and_(is_signed, is_granted(column.enterprise_id, reads_as)))


def _is_to_it(reads_as: AccessRole) -> ColumnElement[bool]:
    return and_(access_grant.c.grantee == OWNER, access_grant.c.role == reads_as.value)


def is_granted(whose: ColumnElement[str], reads_as: AccessRole) -> ColumnElement[bool]:
    """Return whether a firm is granted to the principal, in a role, at this moment."""
    grant, now = access_grant.c, ThisMoment()
    granted = select(grant.enterprise_id).where(
        _is_to_it(reads_as),
        grant.revoked_at.is_(None),
        grant.starts_at <= now,
        or_(grant.ends_at.is_(None), grant.ends_at > now),
    )
    return whose.in_(granted)
