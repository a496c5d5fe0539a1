"""`/sheets/{id}/code` and `/links`: the resume code for its holder, and links to sections."""

from io import BytesIO
from uuid import UUID

import segno
from flask import Response, request
from markupsafe import Markup

from diagnosis.domain.fault import FaultyInput
from diagnosis.present.access.section_links import show_link
from diagnosis.present.moments import day_in_china
from diagnosis.present.pages.form_faults import messages_by_field
from diagnosis.services.errors import NotThere
from diagnosis.services.intake import drafts, section_links
from diagnosis.services.intake.nameless import renew_code
from diagnosis.services.intake.section_links import GivenLink
from diagnosis.web.access.page_cookies import code_of_sheet, keep_code
from diagnosis.web.access.who_asks import code_of_request
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, container, content, say, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.sheet.questions import items_asked
from diagnosis.web.pages.sheet.section_page import asked_items, form_of
from diagnosis.web.pages.site import site

_LINKS_SHOWN = 50


@site.get("/sheets/<uuid:assessment_id>/code")
def show_code(assessment_id: UUID) -> Response:
    """Show the resume code to whoever holds it, in letters and as a picture for a phone."""
    code = code_of_sheet(assessment_id)
    if code is None:
        raise NotThere
    return page(
        "sheet/code.html", assessment_id=str(assessment_id), code=code, qr=Markup(_picture(code))
    )


def _picture(code: str) -> str:
    """Return the picture of a code as SVG, without a style that the page would refuse."""
    out = BytesIO()
    segno.make(code, error="m").save(
        out, kind="svg", scale=5, xmldecl=False, svgns=True, svgclass=None, lineclass=None,
        omitsize=False, title="QR",
    )  # fmt: skip
    return out.getvalue().decode()


@site.post("/sheets/<uuid:assessment_id>/code")
def renew_code_page(assessment_id: UUID) -> Response:
    """Have another code in the place of the one that the browser has."""
    running = container()
    _, text = renew_code(caller(), running.code_mint, code_of_request(), str(assessment_id))
    keep_code(str(assessment_id), text, running.settings.nameless_days)
    return sent_on(f"/sheets/{assessment_id}/code")


@site.get("/sheets/<uuid:assessment_id>/links")
def show_links(assessment_id: UUID) -> Response:
    """Show the links to sections of a sheet, and a form for another."""
    return _links_page(str(assessment_id))


@site.post("/sheets/<uuid:assessment_id>/links")
def send_section(assessment_id: UUID) -> Response:
    """Make a link to a section; its text is shown on this page and never again."""
    typed = read_form()
    raw = {name: typed.get(name, "") for name in ("section", "respondent")}
    maker = container().code_mint
    try:
        fresh = section_links.give_link(content(), caller(), maker, str(assessment_id), raw)
    except FaultyInput as error:
        wrong = messages_by_field(error.faults, wanted_language())
        return _links_page(str(assessment_id), typed=typed, wrong=wrong)
    return _links_page(str(assessment_id), fresh=fresh)


def _links_page(
    assessment_id: str,
    *,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    fresh: GivenLink | None = None,
) -> Response:
    known, who, speak = content(), caller(), say()
    record = drafts.get_assessment(who, assessment_id)
    form = form_of(known, record)
    of_firm = asked_items(known, form, record)
    titles = {section.id: speak(section.title) for section in form.sections}
    links = section_links.list_links(who, assessment_id, None, _LINKS_SHOWN).items
    return page(
        "sheet/links.html",
        422 if wrong else 200,
        assessment_id=assessment_id,
        sections=[
            {"id": each.id, "title": titles[each.id]}
            for each in form.sections
            if items_asked(each, of_firm)
        ],
        typed=typed or {},
        wrong=wrong or {},
        fresh=fresh
        and {
            "respondent": fresh.record.respondent,
            "title": titles.get(fresh.record.section, ""),
            "address": f"{_address()}/answer/{fresh.text}",
            "until": speak(day_in_china(fresh.record.ends_at)),
        },
        links=[
            {
                **show_link(link, who.now),
                "title": titles.get(link.section, link.section),
                "day": speak(day_in_china(link.ends_at)),
            }
            for link in links
        ],
    )


def _address() -> str:
    """Return the address of this service as the browser that asks knows it."""
    return container().settings.public_url or request.host_url.rstrip("/")


@site.post("/sheets/<uuid:assessment_id>/links/<uuid:sent_link_id>/revoke")
def take_back_link(assessment_id: UUID, sent_link_id: UUID) -> Response:
    """Revoke a link to a section; what was answered through it stays."""
    section_links.revoke_link(caller(), str(assessment_id), str(sent_link_id))
    return sent_on(f"/sheets/{assessment_id}/links")
