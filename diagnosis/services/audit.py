"""The audit as it is read: by an admin whole, by a firm what is about it."""

from diagnosis.services.ports.audit import AuditEntry, AuditStore
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import Page, Where
from diagnosis.services.transaction import Caller, require


def list_entries(
    store: AuditStore, principal: Principal, where: Where, after: int | None, limit: int
) -> Page[AuditEntry]:
    """Return a page of what a principal may read of the audit, newest first.

    The cursor of the next page is the number of the last entry.
    """
    with store.audit(principal) as rows:
        return rows.entries(where, after, limit)


def list_entries_of_firm(
    store: AuditStore,
    caller: Caller,
    enterprise_id: str,
    where: Where,
    after: int | None,
    limit: int,
) -> Page[AuditEntry]:
    """Return a page of what was done with a firm of the caller, and by whom, newest first.

    Raises
    ------
    NotThere
        When the caller has no such firm.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.enterprise(enterprise_id))
    of_firm = {**where, "enterprise_id": enterprise_id}
    return list_entries(store, caller.principal, of_firm, after, limit)
