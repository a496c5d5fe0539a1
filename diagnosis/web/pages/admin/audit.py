"""`/admin/audit`: who did what, when; looked for by organisation, key, kind, row, firm and day."""

from flask import Response

from diagnosis.present.pages.audit_words import KINDS, show_entry_in_words
from diagnosis.services.audit import list_entries
from diagnosis.services.ports.audit import AuditEntry
from diagnosis.services.ports.store import Page
from diagnosis.web.api.access.audit import FILTERS, OF_FIRM
from diagnosis.web.exchange import caller, container, say
from diagnosis.web.pages.choices import NamedValue
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.typed_query import CURSOR, messages, read_cursor, read_typed

_ENTRIES_SHOWN = 50
_PAGING = ("limit", CURSOR)
_FILTERS = (*(each for each in FILTERS if each.name not in _PAGING), OF_FIRM)
(_CURSOR,) = (each for each in FILTERS if each.name == CURSOR)


@site.get("/admin/audit")
def show_audit() -> Response:
    """Show what was done with rows and keys, newest first; no answer and no name of a firm."""
    typed, after = read_typed(_FILTERS), read_cursor(_CURSOR)
    listed: Page[AuditEntry] = Page((), None)
    if not typed.faults:
        where = {name: value for name, value in typed.values.items() if value is not None}
        number = None if after is None else int(after)
        principal = caller().principal
        listed = list_entries(container().store, principal, where, number, _ENTRIES_SHOWN)
    return page(
        "admin/audit.html",
        422 if typed.faults else 200,
        entries=[show_entry_in_words(entry, say()) for entry in listed.items],
        kinds=[NamedValue(kind, str(say()(name))) for kind, name in KINDS.items()],
        typed=typed.typed,
        errors=messages(typed.faults),
        is_first=after is None,
        next_link=typed.next_link(listed.next),
    )
