"""`/sheets/{id}/share`: who else may see: the result by a link, the firm by an invitation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import Response, request

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.present.access.grants import show_grant
from diagnosis.present.access.result_links import show_result_link
from diagnosis.present.moments import day_in_china
from diagnosis.present.pages.form_faults import messages_by_field
from diagnosis.present.say import Shown
from diagnosis.services.errors import AlreadyGranted
from diagnosis.services.grants import give_grant, list_grants, revoke_grant
from diagnosis.services.intake import drafts
from diagnosis.services.intake.result_links import (
    MOST_SHOWN_DAYS,
    USUAL_SHOWN_DAYS,
    GivenResultLink,
    give_result_link,
    list_result_links,
    revoke_result_link,
)
from diagnosis.web.access.who_asks import is_with_code
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, container, say, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

_SHOWN = 50
_DAYS = (7, 30, MOST_SHOWN_DAYS)
_FIELDS = ("grantee", "role", "purpose")


@site.get("/sheets/<uuid:assessment_id>/share")
def show_sharing(assessment_id: UUID) -> Response:
    """Show who may see the firm of a sheet; of a nameless one, how to come so far."""
    return _share_page(str(assessment_id))


@dataclass(frozen=True, slots=True)
class _ByLink:
    """What was typed of a link to the result, what is wrong with it, or the link that was made."""

    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    fresh: GivenResultLink | None = None


_NO_LINK = _ByLink()


def _share_page(
    assessment_id: str,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    by_link: _ByLink = _NO_LINK,
) -> Response:
    who = caller()
    status, shown = 422 if wrong or by_link.wrong else 200, _shown_links(assessment_id, by_link)
    if is_with_code():
        template = "sheet/share_first.html"
        return page(template, status, assessment_id=assessment_id, shown=shown)
    record = drafts.get_assessment(who, assessment_id)
    grants = list_grants(who, record.enterprise_id, None, _SHOWN).items
    return page(
        "sheet/share.html",
        status,
        assessment_id=assessment_id,
        shown=shown,
        typed=typed or {},
        wrong=wrong or {},
        grants=[
            {
                **show_grant(grant, who.now),
                "day": grant.ends_at and day_in_china(grant.ends_at).say(wanted_language()),
            }
            for grant in grants
        ],
    )


def _shown_links(assessment_id: str, by_link: _ByLink) -> Shown:
    who, speak, fresh = caller(), say(), by_link.fresh
    links = list_result_links(who, assessment_id, None, _SHOWN).items
    address = container().settings.public_url or request.host_url.rstrip("/")
    return {
        "typed": by_link.typed,
        "wrong": by_link.wrong,
        "days": _DAYS,
        "chosen": by_link.typed.get("open_days") or str(USUAL_SHOWN_DAYS),
        "fresh": fresh
        and {
            "recipient": fresh.record.recipient,
            "address": f"{address}/look/{fresh.text}",
            "until": speak(day_in_china(fresh.record.ends_at)),
        },
        "links": [
            {**show_result_link(link, who.now), "day": speak(day_in_china(link.ends_at))}
            for link in links
        ],
    }


@site.post("/sheets/<uuid:assessment_id>/result-links")
def give_result_link_page(assessment_id: UUID) -> Response:
    """Make a link to the result; its text is shown on this page and never again."""
    typed = read_form()
    raw: dict[str, object] = {"recipient": typed.get("recipient", "")}
    days = typed.get("open_days", "")
    if days:
        raw["open_days"] = int(days) if days.isascii() and days.isdigit() else days
    maker = container().code_mint
    try:
        fresh = give_result_link(caller(), maker, str(assessment_id), raw)
    except FaultyInput as error:
        wrong = messages_by_field(error.faults, wanted_language())
        return _share_page(str(assessment_id), by_link=_ByLink(typed=typed, wrong=wrong))
    return _share_page(str(assessment_id), by_link=_ByLink(fresh=fresh))


@site.post("/sheets/<uuid:assessment_id>/result-links/<uuid:given_link_id>/revoke")
def take_back_result_link(assessment_id: UUID, given_link_id: UUID) -> Response:
    """Revoke a link to the result: it shows nothing any more."""
    revoke_result_link(caller(), str(assessment_id), str(given_link_id))
    return sent_on(f"/sheets/{assessment_id}/share")


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
