"""`/sheets/{id}`: where a sheet stands; check it, send it in, go on in full, delete it."""

from uuid import UUID

from flask import Response

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.answer import as_plain
from diagnosis.present.access.section_links import show_answered_item
from diagnosis.present.access.sheets import kept_until
from diagnosis.present.intake.answer_words import answer_words
from diagnosis.present.intake.answered import show_answered, show_doubts
from diagnosis.present.moments import day_words
from diagnosis.services.intake import drafts
from diagnosis.services.intake.nameless import delete_sheet
from diagnosis.services.intake.respondents import answered_items_of
from diagnosis.services.intake.sheets import read_kept
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.scoring.submissions import submit_draft
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.web.access.page_cookies import code_of_sheet, forget_code
from diagnosis.web.access.who_asks import code_of_request, is_with_code
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, container, content, say, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.question_links import places_of, with_links
from diagnosis.web.pages.sheet.drafts_only import draft_of, until_sent_in
from diagnosis.web.pages.sheet.section_page import asked_items, form_of
from diagnosis.web.pages.site import site

_ANY = SeenVersions(None)
_MOST_OPEN = 200


def _kept_until() -> str | None:
    """Return the day until which a nameless sheet is kept, as people write days."""
    if not is_with_code():
        return None
    day = kept_until(code_of_request(), container().settings.nameless_days)
    return day_words(day).say(wanted_language())


@site.get("/sheets/<uuid:assessment_id>")
@until_sent_in
def show_sheet(assessment_id: UUID) -> Response:
    """Show the sections of a sheet with what is answered of each."""
    record = draft_of(assessment_id)
    form = form_of(content(), record)
    answered = show_answered(content(), form, record, say())
    ids = [section["id"] for section in answered["sections"] if section["asked"]]
    left = [
        section["id"] for section in answered["sections"] if section["answered"] < section["asked"]
    ]
    return page(
        "sheet/overview.html",
        assessment_id=record.id,
        form_id=form.id,
        title=say()(form.title),
        answered=answered,
        following=(left or ids)[0],
        kept_until=_kept_until(),
        has_code=code_of_sheet(record.id) is not None,
    )


@site.get("/sheets/<uuid:assessment_id>/check")
@until_sent_in
def show_check(assessment_id: UUID) -> Response:
    """Show what is open, what does not fit together, and what others said, before it is sent."""
    record = draft_of(assessment_id)
    return _check_page(record)


def _check_page(record: AssessmentRecord, *, is_short: bool = False) -> Response:
    known, speak = content(), say()
    form = form_of(known, record)
    answers = record.sheet.answers
    blank = [item for item in asked_items(known, form, record) if item not in answers]
    of_section = {entry.item: section.id for section in form.sections for entry in section.entries}
    notes = answered_items_of(caller(), record)
    return page(
        "sheet/check.html",
        422 if is_short else 200,
        assessment_id=record.id,
        form_id=form.id,
        answered=show_answered(known, form, record, speak),
        blank=[
            {"name": speak(known.bank[item].name), "section": of_section[item], "id": item}
            for item in blank[:_MOST_OPEN]
        ],
        doubts=with_links(
            show_doubts(known, read_kept(known, record.sheet), caller().today.year, speak),
            places_of(form, f"/sheets/{record.id}", back=True),
            f"/sheets/{record.id}/firm",
        ),
        others=[
            {
                **show_answered_item(known, each, speak),
                "section": of_section.get(each.item),
                "said": [
                    {
                        "who": note.respondent,
                        "answer": speak(answer_words(known.bank[each.item], as_plain(note.value))),
                    }
                    for note in each.notes
                ],
            }
            for each in notes
            if each.is_open and each.item in known.bank
        ],
        is_short=is_short,
    )


@site.post("/sheets/<uuid:assessment_id>/submit")
@until_sent_in
def submit_sheet_page(assessment_id: UUID) -> Response:
    """Send a sheet in for good; one that is less than half answered is asked about once more."""
    raw = {"accept_incomplete": True} if read_form().get("accept") == "yes" else {}
    try:
        submit_draft(container().diagnosing, caller(), str(assessment_id), _ANY, raw, None)
    except FaultyInput as error:
        if any(fault.code == "too-few-answers" for fault in error.faults):
            record = drafts.get_assessment(caller(), str(assessment_id))
            return _check_page(record, is_short=True)
        raise
    return sent_on(f"/sheets/{assessment_id}/result")


@site.post("/sheets/<uuid:assessment_id>/full")
@until_sent_in
def go_on_in_full(assessment_id: UUID) -> Response:
    """Move a sheet to the full form; what is answered is carried over."""
    drafts.upgrade_draft(content(), caller(), str(assessment_id), {"form": "full"}, _ANY)
    return sent_on(f"/sheets/{assessment_id}")


@site.get("/sheets/<uuid:assessment_id>/delete")
def show_deletion(assessment_id: UUID) -> Response:
    """Ask whether a sheet is to be deleted."""
    record = drafts.get_assessment(caller(), str(assessment_id))
    return page(
        "sheet/delete.html",
        assessment_id=record.id,
        is_nameless=is_with_code(),
        is_draft=record.state is State.DRAFT,
    )


@site.post("/sheets/<uuid:assessment_id>/delete")
def delete_sheet_page(assessment_id: UUID) -> Response:
    """Delete a nameless sheet with all that hangs on it, or give up a draft."""
    if is_with_code():
        delete_sheet(caller(), code_of_request(), str(assessment_id))
        forget_code(str(assessment_id))
        return sent_on("/")
    drafts.give_up_draft(caller(), str(assessment_id), _ANY)
    return sent_on("/account")
