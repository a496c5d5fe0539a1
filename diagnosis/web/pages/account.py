"""`/account`: where somebody who is signed in begins, by what they are here for."""

from flask import Response

from diagnosis.present.pages.audit_words import role_name
from diagnosis.present.pages.firm_list import show_sheet_line
from diagnosis.services.intake import drafts
from diagnosis.services.ports.scope import AccessRole, KeyScope
from diagnosis.web.access.who_asks import asker_of_request
from diagnosis.web.exchange import caller, content, say
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

_SHEETS_SHOWN = 50


@site.get("/account")
def show_account() -> Response:
    """Show what there is for whoever is signed in."""
    principal = asker_of_request().principal
    role = principal.role
    sheets = []
    if role is AccessRole.ENTERPRISE:
        listed = drafts.list_assessments(caller(), {}, None, _SHEETS_SHOWN)
        sheets = [show_sheet_line(content(), record, say()) for record in listed.items]
    return page(
        "account.html",
        role=str(role),
        role_name=say()(role_name(role)),
        sheets=sheets,
        may_manage_keys=KeyScope.KEYS in principal.allowed,
    )
