"""`/v1/audit` and `/v1/enterprises/{id}/audit`: who did what, when."""

import re
from dataclasses import replace
from uuid import UUID

from flask import Response

from diagnosis.domain.fault import Fault
from diagnosis.present.access.audit import show_entry
from diagnosis.services.audit import list_entries, list_entries_of_firm
from diagnosis.services.ports.store import FilterValue, Where
from diagnosis.web import parameters as query
from diagnosis.web.exchange import caller, container, stored_page
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.access.audit import AuditEntrySchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "audit",
    __name__,
    url_prefix="/v1",
    description="Who did what to which row, in a chain that is only added to. 审计记录。",
)
ENTRY_PAGE = page_of(AuditEntrySchema)


def _read_number(raw: str, where: str) -> FilterValue | Fault:
    return raw if re.fullmatch(r"[1-9][0-9]{0,17}", raw) else Fault(where, "bad-cursor")


FILTERS = (
    query.LIMIT,
    replace(query.CURSOR, read=_read_number),
    query.text("organisation", 64, "Who acted: id of the organisation. 操作机构。"),
    query.identity("key_id", "Who acted: id of the key. 密钥编号。"),
    query.choice("kind", tuple(closed_sets.AUDIT_KINDS), "What was done. 动作。"),
    query.identity("subject_id", "Id of what it was done to. 对象编号。"),
    query.moment("noted_after", "Done after a moment, or since the start of a day. 此后。"),
)
OF_FIRM = query.identity("enterprise_id", "Id of the enterprise that it is of. 企业编号。")


def _wanted(filters: dict[str, FilterValue | None]) -> Where:
    return {name: value for name, value in filters.items() if value is not None}


def _after(cursor: str | None) -> int | None:
    return None if cursor is None else int(cursor)


@resource.view("/audit")
@documented(200, ENTRY_PAGE, takes=(*FILTERS, OF_FIRM))
def list_audit(limit: int, cursor: str | None, **filters: FilterValue | None) -> Response:
    """List what was done with rows and keys, newest first, for an admin. 审计记录（管理员）。

    Entries hold ids and names of fields, no answers and no names of firms or people; they stay
    when a firm is deleted.
    """
    who = caller()
    page = list_entries(container().store, who.principal, _wanted(filters), _after(cursor), limit)
    return stored_page(page, show_entry)


@resource.view("/enterprises/<uuid:enterprise_id>/audit")
@documented(200, ENTRY_PAGE, takes=FILTERS, refuses=(404,))
def list_enterprise_audit(
    enterprise_id: UUID, limit: int, cursor: str | None, **filters: FilterValue | None
) -> Response:
    """List who read or changed what is of a firm, newest first. 谁看过、改过本企业。

    The firm alone reads it. Whoever read it by a grant is there with organisation, role and key;
    an entry is kept before anything is answered.
    """
    page = list_entries_of_firm(
        container().store,
        caller(),
        str(enterprise_id),
        _wanted(filters),
        _after(cursor),
        limit,
    )
    return stored_page(page, show_entry)
