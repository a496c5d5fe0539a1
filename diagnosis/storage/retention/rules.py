"""The one list of what is forgotten after its time: what is kept for a while has a rule here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, text

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.audit import LEAST_AUDIT_AGE, ActKind
from diagnosis.services.ports.codes import OWNERS_OF_SHEETS
from diagnosis.services.ports.records import State
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.access_tables import access_grant, page_session, result_link
from diagnosis.storage.audit.audit_tables import audit_entry
from diagnosis.storage.audit.chain import Act, append
from diagnosis.storage.database import Database
from diagnosis.storage.reports.report_tables import report
from diagnosis.storage.tables import assessment

OPERATION = "retention"
_MAY_CUT = text("SELECT has_table_privilege('audit_entry', 'DELETE')")
Forget = Callable[[Database, Principal, datetime, datetime, bool], int]
"""Forgets what is older than a moment, the fourth argument by now; counts alone where told to."""


def forget_drafts(
    database: Database, who: Principal, now: datetime, before: datetime, only_count: bool
) -> int:
    """Give up drafts that nobody changed since a moment; return how many.

    Nameless sheets have a time of their own.
    """
    column = assessment.c
    query = select(column.id, column.owner_id, column.version).where(
        column.state == State.DRAFT.value,
        column.updated_at < before,
        ~column.owner_id.startswith(OWNERS_OF_SHEETS),
    )
    with database.maintain() as connection:
        drafts = connection.execute(query).all()
    if only_count:
        return len(drafts)
    given_up = 0
    for draft in drafts:
        owner = Principal(draft.owner_id, who.actor, operation=OPERATION)
        with database.begin(owner) as work:
            given_up += work.delete_draft(draft.id, draft.version, now, is_forgotten=True)
    return given_up


def _end(table: Table) -> ColumnElement[datetime]:
    """Return when what a row is of ended, or was revoked."""
    if table is report:
        return report.c.expires_at
    return func.coalesce(table.c.revoked_at, table.c.ends_at)


def forget_ended(table: Table, kind: ActKind) -> Forget:
    """Return what deletes rows that ended, or were revoked, before a moment, and enters each."""

    def forget(
        database: Database, who: Principal, now: datetime, before: datetime, only_count: bool
    ) -> int:
        column = table.c
        query = select(column.id, column.owner_id, column.enterprise_id).where(
            _end(table) < before
        )
        with database.maintain() as connection:
            ended = connection.execute(query).all()
            if only_count or not ended:
                return len(ended)
            for row in ended:
                connection.execute(delete(table).where(column.id == row.id))
            acts = [
                Act(
                    kind=kind,
                    subject_id=row.id,
                    enterprise_id=row.enterprise_id,
                    about=row.owner_id,
                    at=now,
                )
                for row in ended
            ]
            append(connection, who, acts)
        return len(ended)

    return forget


def forget_sessions(
    database: Database, who: Principal, now: datetime, before: datetime, only_count: bool
) -> int:
    """Delete page sessions that had expired at a moment, whosever they are; return how many."""
    has_ended = page_session.c.expires_at <= before
    with database.maintain() as connection:
        if only_count:
            query = select(func.count()).select_from(page_session).where(has_ended)
            return int(connection.execute(query).scalar_one())
        return connection.execute(delete(page_session).where(has_ended)).rowcount


def cut_audit(
    database: Database, who: Principal, now: datetime, before: datetime, only_count: bool
) -> int:
    """Cut entries older than a moment off the start of the audit; return how many.

    A new entry holds the number and link of the last that is gone, so that the chain goes on to
    be verified from there. On PostgreSQL the role that owns the table alone removes entries.

    Raises
    ------
    StoreUnavailable
        When the role of the database may not.

    """
    column = audit_entry.c
    before = min(before, now - LEAST_AUDIT_AGE)
    with database.maintain() as connection:
        kept = connection.execute(select(func.min(column.number)).where(column.noted_at >= before))
        first_kept = kept.scalar()
        old = select(column.number, column.link).order_by(column.number.desc()).limit(1)
        if first_kept is not None:
            old = old.where(column.number < first_kept)
        last = connection.execute(old).first()
        if last is None:
            return 0
        is_old = column.number <= last.number
        counted = connection.execute(select(func.count()).select_from(audit_entry).where(is_old))
        number = int(counted.scalar_one())
        if not only_count:
            _require_right_to_cut(connection)
            cut = Act(
                kind=ActKind.AUDIT_CUT,
                subject_id=str(last.number),
                about=who.owner,
                at=now,
                fields=(last.link,),
            )
            append(connection, who, [cut])
            connection.execute(delete(audit_entry).where(is_old))
        return number


def _require_right_to_cut(connection: Connection) -> None:
    if connection.dialect.name == "postgresql" and not connection.execute(_MAY_CUT).scalar_one():
        raise StoreUnavailable(
            "the role of the service removes no entry of the audit: set "
            "DIAGNOSIS_DATABASE_OWNER_URL, the role that owns it, for `retention`"
        )


RULES: Mapping[str, Forget] = MappingProxyType(
    {
        "drafts": forget_drafts,
        "grants": forget_ended(access_grant, ActKind.GRANT_FORGOTTEN),
        "result links": forget_ended(result_link, ActKind.RESULT_LINK_FORGOTTEN),
        "reports": forget_ended(report, ActKind.REPORT_FORGOTTEN),
        "sessions": forget_sessions,
        "audit": cut_audit,
    }
)
"""What is forgotten, by the name of its setting; in this order."""
