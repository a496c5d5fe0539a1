"""`/begin/{form}`: the profile of a firm opens its sheet, nameless unless one is signed in."""

from flask import Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.intake import drafts
from diagnosis.services.intake.forms import find_open_form
from diagnosis.services.intake.nameless import open_sheet
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.web.access.cookies import session_cookie
from diagnosis.web.access.cross_site import check_origin, check_proof
from diagnosis.web.access.page_cookies import keep_code
from diagnosis.web.access.who_asks import operation_of_request
from diagnosis.web.bodies import read_form
from diagnosis.web.door.limits import counted_sheet
from diagnosis.web.exchange import container, content, sent_on
from diagnosis.web.pages.page import signed_in
from diagnosis.web.pages.sheet.firm import firm_page
from diagnosis.web.pages.sheet.firm_form import StatedFirm, read_firm
from diagnosis.web.pages.site import site

_FORMS = ("screening", "full")


def _is_enterprise() -> bool:
    asker = signed_in()
    return asker is not None and asker.principal.role is AccessRole.ENTERPRISE


@site.get("/begin/<form>")
def show_beginning(form: str) -> Response:
    """Show the profile that a sheet begins with."""
    if form not in _FORMS:
        raise NotFound
    return firm_page(f"/begin/{form}", {}, names_itself=_is_enterprise(), is_new=True)


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
    place = f"/begin/{form}"
    if stated.wrong or stated.must_choose:
        return firm_page(place, typed, names_itself=named, is_new=True, stated=stated)
    try:
        sheet_id = _begin(form, stated, named=named)
    except FaultyInput as error:
        stated.note(error.faults)
        return firm_page(place, typed, names_itself=named, is_new=True, stated=stated)
    first = find_open_form(content(), form).sections[0].id
    return sent_on(f"/sheets/{sheet_id}/sections/{first}")


def _begin(form: str, stated: StatedFirm, *, named: bool) -> str:
    """Return the id of a new sheet; of a nameless one the browser keeps the code."""
    running = container()
    stated_facts = {name: value for name, value in stated.facts.items() if value is not None}
    raw = {"form": form, "enterprise": stated_facts, "business": stated.business}
    asker = signed_in()
    if named and asker is not None:
        caller = running.caller(asker.principal)
        return drafts.begin_draft(content(), caller, raw, None).value.id
    nobody = running.caller(Principal(OPERATOR, "nobody", operation=operation_of_request()))
    with counted_sheet():
        opened = open_sheet(content(), nobody, running.code_mint, raw)
    keep_code(opened.draft.id, opened.text, running.settings.nameless_days)
    return opened.draft.id
