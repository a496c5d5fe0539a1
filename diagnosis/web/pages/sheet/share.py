"""`/sheets/{id}/share`: who else may see the firm of a sheet; a consultant is asked to come so."""

from uuid import UUID

from flask import Response

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.present.access.grants import show_grant
from diagnosis.present.moments import day_in_china
from diagnosis.present.pages.form_faults import messages_by_field
from diagnosis.services.errors import AlreadyGranted
from diagnosis.services.grants import give_grant, list_grants, revoke_grant
from diagnosis.services.intake import drafts
from diagnosis.web.access.who_asks import is_with_code
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

_SHOWN = 50
_FIELDS = ("grantee", "role", "purpose")


@site.get("/sheets/<uuid:assessment_id>/share")
def show_sharing(assessment_id: UUID) -> Response:
    """Show who may see the firm of a sheet; of a nameless one, how to come so far."""
    if is_with_code():
        return page("sheet/share_first.html", assessment_id=str(assessment_id))
    return _share_page(str(assessment_id), {}, {})


def _share_page(assessment_id: str, typed: dict[str, str], wrong: dict[str, str]) -> Response:
    who = caller()
    record = drafts.get_assessment(who, assessment_id)
    grants = list_grants(who, record.enterprise_id, None, _SHOWN).items
    return page(
        "sheet/share.html",
        422 if wrong else 200,
        assessment_id=assessment_id,
        typed=typed,
        wrong=wrong,
        grants=[
            {
                **show_grant(grant, who.now),
                "day": grant.ends_at and day_in_china(grant.ends_at).say(wanted_language()),
            }
            for grant in grants
        ],
    )


@site.post("/sheets/<uuid:assessment_id>/share")
def share_firm(assessment_id: UUID) -> Response:
    """Let an organisation see the firm of a sheet; what cannot be taken stays typed."""
    typed, who = read_form(), caller()
    record = drafts.get_assessment(who, str(assessment_id))
    raw = {name: typed[name].strip() for name in _FIELDS if typed.get(name, "").strip()}
    try:
        give_grant(who, record.enterprise_id, raw, None)
    except FaultyInput as error:
        wrong = messages_by_field(error.faults, wanted_language())
        return _share_page(str(assessment_id), typed, wrong)
    except AlreadyGranted:
        wrong = messages_by_field([Fault("/grantee", "invited-already")], wanted_language())
        return _share_page(str(assessment_id), typed, wrong)
    return sent_on(f"/sheets/{assessment_id}/share")


@site.post("/sheets/<uuid:assessment_id>/share/<uuid:grant_id>/revoke")
def take_back_share(assessment_id: UUID, grant_id: UUID) -> Response:
    """Let an organisation see the firm no longer."""
    record = drafts.get_assessment(caller(), str(assessment_id))
    revoke_grant(caller(), record.enterprise_id, str(grant_id))
    return sent_on(f"/sheets/{assessment_id}/share")
