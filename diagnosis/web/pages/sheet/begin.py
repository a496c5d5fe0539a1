"""`/begin/{form}`: the profile of a firm opens its sheet, nameless unless one is signed in.

Whoever comes back to the form and saves it again goes on with the sheet that it opened.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hmac import compare_digest
from uuid import UUID, uuid4

from flask import Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import NotThere
from diagnosis.services.intake import drafts
from diagnosis.services.intake.forms import find_open_form
from diagnosis.services.intake.nameless import open_sheet
from diagnosis.services.intake.sheets import as_sent
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.transaction import Caller
from diagnosis.web.access.cookies import session_cookie
from diagnosis.web.access.cross_site import check_origin, check_proof
from diagnosis.web.access.page_cookies import beginning, keep_beginning, keep_code
from diagnosis.web.access.who_asks import is_with_code, operation_of_request
from diagnosis.web.bodies import read_form
from diagnosis.web.door.limits import counted_sheet
from diagnosis.web.exchange import caller, container, content, sent_on
from diagnosis.web.pages.kept_sheets import holder_of
from diagnosis.web.pages.page import signed_in
from diagnosis.web.pages.sheet.firm import firm_page, must_look, save_profile
from diagnosis.web.pages.sheet.firm_form import StatedFirm, read_firm, typed_of
from diagnosis.web.pages.site import site

_FORMS = ("screening", "full")
_PROFILE = ("enterprise", "business")
_MARK = re.compile("[0-9a-f]{32}")
"""What tells the form that begins a sheet from others."""


def _is_enterprise() -> bool:
    asker = signed_in()
    return asker is not None and asker.principal.role is AccessRole.ENTERPRISE


@site.get("/begin/<form>")
def show_beginning(form: str) -> Response:
    """Show the profile that a sheet begins with."""
    if form not in _FORMS:
        raise NotFound
    place, named = f"/begin/{form}", _is_enterprise()
    kept = beginning()
    earlier = None if kept is None else _earlier(kept[0], form, named=named)
    if kept is None or earlier is None or earlier.record.sheet.answers:
        return firm_page(place, {}, names_itself=named, is_new=True, mark=uuid4().hex)
    typed = typed_of(content(), earlier.record.sheet)
    return firm_page(place, typed, names_itself=named, is_new=True, mark=kept[0])


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A draft that a form began before, and who asks for it."""

    who: Caller
    record: AssessmentRecord


def _earlier(mark: str, form: str, *, named: bool) -> _Earlier | None:
    """Return the draft that the form of a mark began in this browser, None where none is.

    Whoever goes back to the form and saves it again goes on with that sheet. Nobody else knows the
    mark: it stands on the page and in a cookie.
    """
    kept = beginning()
    if kept is None or not compare_digest(kept[0].encode(), mark.encode()):
        return None
    asker = signed_in() if named else None
    who = holder_of(kept[1]) if asker is None else container().caller(_acting(asker.principal))
    if who is None:
        return None
    with suppress(NotThere):
        record = drafts.get_assessment(who, kept[1])
        if record.state is State.DRAFT and record.sheet.form.startswith(f"{form}@"):
            return _Earlier(who, record)
    return None


def _acting(principal: Principal) -> Principal:
    return replace(principal, operation=operation_of_request(), entered=set(), is_writing=True)


@site.post("/begin/<form>")
def begin_sheet(form: str) -> Response:
    """Open a sheet: nameless, or of the firm of whoever is signed in; go to its first section."""
    if form not in _FORMS:
        raise NotFound
    named = _is_enterprise()
    check_origin()
    if named:
        check_proof(str(session_cookie()))
    typed = read_form()
    stated = read_firm(content(), typed, names_itself=named)
    place, mark = f"/begin/{form}", typed.get("mark", "")
    again = partial(firm_page, place, typed, names_itself=named, is_new=True, stated=stated)
    if stated.wrong or stated.must_choose:
        return again(mark=mark)
    earlier = _earlier(mark, form, named=named)
    try:
        if earlier is None:
            sheet_id = _begin(form, stated, named=named)
            keep_beginning(mark if _MARK.fullmatch(mark) else uuid4().hex, sheet_id)
        else:
            sheet_id = earlier.record.id
            save_profile(earlier.who, sheet_id, stated)
    except FaultyInput as error:
        stated.note(error.faults)
    if stated.wrong:
        return again(mark=mark)
    if must_look(typed):
        return sent_on(f"/sheets/{sheet_id}/firm")
    first = find_open_form(content(), form).sections[0].id
    return sent_on(f"/sheets/{sheet_id}/sections/{first}")


def _begin(form: str, stated: StatedFirm, *, named: bool) -> str:
    """Return the id of a new sheet; of a nameless one the browser keeps the code."""
    running = container()
    stated_facts = {name: value for name, value in stated.facts.items() if value is not None}
    raw = {"form": form, "enterprise": stated_facts, "business": stated.business}
    asker = signed_in()
    if named and asker is not None:
        who = running.caller(asker.principal)
        return drafts.begin_draft(content(), who, raw, None).value.id
    return _open_nameless(raw)


def _open_nameless(raw: Mapping[str, object]) -> str:
    """Return the id of a nameless sheet that is opened, whose code the browser keeps."""
    running = container()
    nobody = running.caller(Principal(OPERATOR, "nobody", operation=operation_of_request()))
    with counted_sheet():
        opened = open_sheet(content(), nobody, running.code_mint, raw)
    keep_code(opened.draft.id, opened.text, running.settings.nameless_days)
    return opened.draft.id


@site.post("/sheets/<uuid:assessment_id>/again")
def fill_in_another(assessment_id: UUID) -> Response:
    """Open another sheet of the same form with the profile of a sheet, and none of its answers."""
    before = drafts.get_assessment(caller(), str(assessment_id)).sheet
    form, sent = before.form.partition("@")[0], as_sent(content(), before)
    raw = {"form": form} | {name: sent[name] for name in _PROFILE if name in sent}
    try:
        if is_with_code():
            sheet_id = _open_nameless(raw)
        else:
            sheet_id = drafts.begin_draft(content(), caller(), raw, None).value.id
    except FaultyInput:  # the profile is of an earlier time, and has to be stated anew
        return sent_on(f"/begin/{form}")
    return sent_on(f"/sheets/{sheet_id}")
