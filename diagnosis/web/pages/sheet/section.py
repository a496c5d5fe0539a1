"""`/sheets/{id}/sections/{section}`: a section on a page; a save is kept before the answer."""

from collections.abc import Collection
from uuid import UUID

from flask import Response, request

from diagnosis.domain.intake.form import Form
from diagnosis.present.intake.answered import show_answered, show_doubts
from diagnosis.present.moments import clock_in_china
from diagnosis.present.say import Shown
from diagnosis.services.intake import drafts
from diagnosis.services.intake.save_seen import SavedAnswers, save_seen
from diagnosis.services.intake.sheets import read_kept
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.web.bodies import read_form_lists
from diagnosis.web.exchange import caller, content, say, sent_on
from diagnosis.web.pages.page import keep_in_history, page, with_query
from diagnosis.web.pages.question_links import places_of, with_links
from diagnosis.web.pages.sheet.drafts_only import draft_of, until_sent_in
from diagnosis.web.pages.sheet.questions import items_asked
from diagnosis.web.pages.sheet.section_page import (
    SectionPage,
    StatedSection,
    asked_items,
    form_of,
    page_of_section,
    read_stated,
    section_of,
)
from diagnosis.web.pages.sheet.section_values import questions_of, rows_of
from diagnosis.web.pages.site import site

STOP = "stop"
"""What the button says that leads back to the overview."""


@site.get("/sheets/<uuid:assessment_id>/sections/<section_id>")
@until_sent_in
def show_section_page(assessment_id: UUID, section_id: str) -> Response:
    """Show a section with what is answered of it."""
    record = draft_of(assessment_id)
    return _show(record, page_of_section(content(), record, section_id))


@site.post("/sheets/<uuid:assessment_id>/sections/<section_id>")
@until_sent_in
def save_section_page(assessment_id: UUID, section_id: str) -> Response:
    """Save a section and go on; what cannot be taken stays typed, and the rest is saved."""
    kept, stated = _save(assessment_id, section_id)
    if kept.clashes or kept.faults:
        shown = page_of_section(content(), kept.record, section_id)
        return _show(kept.record, shown, stated=stated, kept=kept)
    return sent_on(_following(kept.record, section_id))


@site.post("/sheets/<uuid:assessment_id>/sections/<section_id>/autosave")
def autosave_section(assessment_id: UUID, section_id: str) -> Response:
    """Save what was just ticked; answers with what the page has seen from now on.

    Proposals wait for the button: nobody may have read them yet. Of what it did not change it has
    seen what it saw before, and of a clash too: the next save with the button shows both answers.
    """
    kept, stated = _save(assessment_id, section_id, confirms=False)
    shown = page_of_section(content(), kept.record, section_id)
    return page(
        "sheet/saved.html",
        section=shown.seen_after(stated, {*kept.clashes, *kept.faults}),
        answered=show_answered(content(), shown.form, kept.record, say()),
        saved_at=clock_in_china(kept.record.updated_at),
        clashes=kept.clashes,
        faults=kept.faults,
    )


def _save(
    assessment_id: UUID, section_id: str, *, confirms: bool = True
) -> tuple[SavedAnswers, StatedSection]:
    """Save a section; proposals that were left ticked are answers where the save `confirms`."""
    known, who, fields = content(), caller(), read_form_lists()
    before = drafts.get_assessment(who, str(assessment_id))
    form = form_of(known, before)
    section = section_of(form, section_id)
    items = items_asked(section, asked_items(known, form, before))
    stated = read_stated(known, form, section, items, fields)
    kept = save_seen(
        known, who, str(assessment_id),
        seen=stated.seen,
        stated=stated.stated if confirms else stated.without_proposals(),
        confirmed=stated.confirmed if confirms else (),
    )  # fmt: skip
    return kept, stated


def _following(record: AssessmentRecord, section_id: str) -> str:
    """Return the page after a section: the next one that the firm is asked, or the overview."""
    place = f"/sheets/{record.id}"
    fields = read_form_lists()
    if fields.get("then") == [STOP]:
        return place
    if "back" in fields:
        return f"{place}/check"
    form = form_of(content(), record)
    of_firm = asked_items(content(), form, record)
    ids = [each.id for each in form.sections if items_asked(each, of_firm)]
    number = ids.index(section_id) + 1 if section_id in ids else len(ids)
    if number >= len(ids):
        return f"{place}/check"
    return with_query(f"{place}/sections/{ids[number]}", after=section_id)


def _show(
    record: AssessmentRecord,
    shown: SectionPage,
    *,
    stated: StatedSection | None = None,
    kept: SavedAnswers | None = None,
) -> Response:
    """Return the page of a section; what was `stated` and not taken stands as it was typed."""
    known, speak = content(), say()
    fields = read_form_lists() if request.method == "POST" else {}
    clashes, faults = (kept.clashes, kept.faults) if kept else ((), {})
    typed = {*clashes, *faults}
    before = _asks(shown.form, request.args.get("after"))
    doubts = show_doubts(
        known, read_kept(known, record.sheet), caller().today.year, speak,
        about={*shown.items, *before},
    )  # fmt: skip
    place = f"/sheets/{record.id}"
    here = {} if shown.rows else {item: f"#q-{item}" for item in shown.items}
    doubts = with_links(doubts, places_of(shown.form, place) | here, f"{place}/firm")
    ids = [section.id for section in shown.form.sections]
    number = ids.index(shown.section.id)
    shown_page = page(
        "sheet/section.html",
        422 if faults else 409 if clashes else 200,
        assessment_id=record.id,
        section=shown,
        title=speak(shown.section.title),
        about=shown.section.about and speak(shown.section.about),
        number=number + 1,
        count=len(ids),
        previous=ids[number - 1] if number else None,
        questions=questions_of(known, shown, typed, stated),
        rows=rows_of(known, shown, stated if typed else None),
        clashes=clashes,
        faults=faults,
        doubts=_about(doubts, shown.items),
        earlier_doubts=_about(doubts, before),
        answered=show_answered(known, shown.form, record, speak),
        saved_at=clock_in_china(record.updated_at),
        back="back" in request.args or "back" in fields,
    )
    return keep_in_history(shown_page)


def _asks(form: Form, section_id: str | None) -> tuple[str, ...]:
    """Return the items that a section asks, none where the form has no such section."""
    sections = [section for section in form.sections if section.id == section_id]
    return tuple(entry.item for section in sections for entry in section.entries)


def _about(doubts: list[Shown], items: Collection[str]) -> list[Shown]:
    """Return the doubts that are about any of some items."""
    wanted = set(items)
    return [each for each in doubts if wanted & {item["id"] for item in each["items"]}]
