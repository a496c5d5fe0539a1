"""The nameless sheets that a browser keeps codes of, asked for on a page that is for everybody."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from diagnosis.domain.fault import FaultyInput
from diagnosis.present.intake.answered import show_answered
from diagnosis.present.say import Shown
from diagnosis.services.errors import MistypedCode, NotThere, StoreUnavailable
from diagnosis.services.intake.drafts import get_assessment
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.transaction import Caller
from diagnosis.web.access.page_cookies import code_of_sheet, forget_code, kept_sheets
from diagnosis.web.access.who_asks import NobodyKnown, known_by_code, operation_of_request
from diagnosis.web.exchange import container, content, say


def holder_of(assessment_id: str) -> Caller | None:
    """Return whoever holds a sheet of this browser; None where it keeps no code that counts."""
    code = code_of_sheet(assessment_id)
    if code is None:
        return None
    try:
        principal = known_by_code(code).principal
    except (NobodyKnown, MistypedCode):
        return None
    operation = operation_of_request()
    return container().caller(replace(principal, operation=operation, is_writing=True))


def show_kept_sheets() -> list[Shown]:
    """Return the sheets of this browser, the newest first, with how far each is.

    The codes of those that are there no more are forgotten. Where the database is away, how far
    they are is left out.
    """
    return list(_shown(kept_sheets()[::-1]))


def _shown(ids: tuple[str, ...]) -> Iterator[Shown]:
    for assessment_id in ids:
        try:
            who = holder_of(assessment_id)
            record = None if who is None else get_assessment(who, assessment_id)
        except StoreUnavailable:
            yield {"id": assessment_id, "is_sent": False, "title": None, "answered": None}
            continue
        except NotThere:
            record = None
        if record is None:
            forget_code(assessment_id)
        else:
            yield _progress(record)


def _progress(record: AssessmentRecord) -> Shown:
    shown: Shown = {
        "id": record.id,
        "is_sent": record.state is State.SUBMITTED,
        "title": None,
        "answered": None,
    }
    form_id, _, version = record.sheet.form.partition("@")
    form = content().forms.get(form_id, {}).get(version)
    if form is None:
        return shown
    with suppress(FaultyInput):
        answered = show_answered(content(), form, record, say())
        shown |= {
            "title": say()(form.title),
            "answered": answered["answered"],
            "asked": answered["asked"],
        }
    return shown
