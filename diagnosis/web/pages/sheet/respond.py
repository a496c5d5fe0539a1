"""`/answer/{link}` and `/sections/{id}`: a section for whom it was sent to, and nothing else."""

from collections.abc import Collection
from uuid import UUID

from flask import Response, request

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.answer import as_plain
from diagnosis.present.moments import clock_in_china, day_in_china
from diagnosis.services.errors import SheetHandedIn
from diagnosis.services.intake import section_links
from diagnosis.services.intake.section_links import MOST_LINK_DAYS, SentSection
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.web.access.page_cookies import keep_link
from diagnosis.web.access.who_asks import NobodyKnown, known_by_link, link_of_request
from diagnosis.web.bodies import read_form_lists
from diagnosis.web.exchange import caller, content, say, sent_on
from diagnosis.web.pages.page import keep_in_history, page
from diagnosis.web.pages.sheet.section_page import (
    PlainAnswers,
    SectionPage,
    StatedSection,
    page_of_answers,
    read_stated,
)
from diagnosis.web.pages.sheet.section_values import questions_of, rows_of
from diagnosis.web.pages.site import site

_ANY = SeenVersions(None)


@site.get("/answer/<text>")
def open_link(text: str) -> Response:
    """Open a section with its link, which the browser keeps; its address is without it then."""
    try:
        link = known_by_link(text)
    except NobodyKnown:
        return page("link_over.html", 404, is_sent=False)
    keep_link(link.id, text, MOST_LINK_DAYS)
    return sent_on(f"/sections/{link.id}")


@site.get("/sections/<uuid:link_id>")
def show_sent_section_page(link_id: UUID) -> Response:
    """Show the section of a link with the answers to it."""
    try:
        sent = section_links.get_section(content(), caller(), link_of_request(), str(link_id))
    except SheetHandedIn:
        return page("link_over.html", 410, is_sent=True)
    return _show(sent)


@site.post("/sections/<uuid:link_id>")
def answer_sent_section(link_id: UUID) -> Response:
    """Save what a respondent answers; what cannot be taken stays typed, the rest is saved."""
    try:
        after, stated, faulty = _save(str(link_id))
    except SheetHandedIn:
        return page("link_over.html", 410, is_sent=True)
    if faulty:
        return _show(after, stated=stated, faulty=faulty)
    return sent_on(f"/sections/{link_id}?saved=1")


@site.post("/sections/<uuid:link_id>/autosave")
def autosave_sent_section(link_id: UUID) -> Response:
    """Save what a respondent just ticked; answers with what the page has seen from now on."""
    after, stated, faulty = _save(str(link_id))
    return page(
        "sheet/sent_saved.html",
        section=_shown(after).seen_after(stated, faulty),
        saved_at=clock_in_china(caller().now),
        faults=faulty,
    )


def _save(link_id: str) -> tuple[SentSection, StatedSection, Collection[str]]:
    """Save what a form states; return the section since then, and the items not taken."""
    known, who, link = content(), caller(), link_of_request()
    before = section_links.get_section(known, who, link, link_id)
    stated = read_stated(known, before.form, before.section, _items(before), read_form_lists())
    faulty = _answer(link_id, _changed(stated))
    return section_links.get_section(known, who, link, link_id), stated, faulty


def _items(sent: SentSection) -> tuple[str, ...]:
    return tuple(entry.item for entry in sent.section.entries)


def _changed(stated: StatedSection) -> PlainAnswers:
    """Return what a respondent answered otherwise than the page showed; blanks take nothing."""
    return {
        item: value
        for item, value in stated.stated.items()
        if value is not None and value != stated.seen.get(item)
    }


def _answer(link_id: str, answers: PlainAnswers) -> Collection[str]:
    """Save the answers of a respondent; return the items whose answer the form does not take."""
    faulty: set[str] = set()
    while good := {item: value for item, value in answers.items() if item not in faulty}:
        raw = {"answers": good}
        try:
            section_links.answer_section(
                content(), caller(), link_of_request(), link_id, raw, versions=_ANY
            )
        except FaultyInput as error:
            named = {fault.pointer.split("/")[2] for fault in error.faults}
            if not named & good.keys():
                raise
            faulty |= named
        else:
            break
    return faulty


def _shown(sent: SentSection) -> SectionPage:
    """Return the section with the answers of the sheet, and over them those of the respondent."""
    answers = {item: as_plain(value) for item, value in sent.answers.items()}
    yours = {note.item: as_plain(note.value) for note in sent.notes}
    return page_of_answers(content(), sent.form, sent.section, _items(sent), {**answers, **yours})


def _show(
    sent: SentSection, *, stated: StatedSection | None = None, faulty: Collection[str] = ()
) -> Response:
    known, speak, shown = content(), say(), _shown(sent)
    shown_page = page(
        "sheet/sent_section.html",
        422 if faulty else 200,
        link_id=sent.link.id,
        respondent=sent.link.respondent,
        until=speak(day_in_china(sent.link.ends_at)),
        section=shown,
        title=speak(sent.section.title),
        about=sent.section.about and speak(sent.section.about),
        questions=questions_of(known, shown, faulty, stated),
        rows=rows_of(known, shown, stated if faulty else None),
        faults=faulty,
        is_saved="saved" in request.args and not faulty,
    )
    return keep_in_history(shown_page)
