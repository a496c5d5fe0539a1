"""Nameless sheets and their codes as JSON values."""

from datetime import date, timedelta

from diagnosis.present.intake.assessment import show_assessment
from diagnosis.present.say import Shown
from diagnosis.services.intake.nameless import HeldSheet, OpenedSheet
from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.ports.content import Content


def show_opened(content: Content, opened: OpenedSheet, kept_days: int) -> Shown:
    """Return a nameless sheet that was just opened, with its code, which is shown now alone."""
    return {
        "code": opened.text,
        "kept_until": kept_until(opened.code, kept_days).isoformat(),
        "assessment": show_assessment(content, opened.draft),
    }


def show_held(held: HeldSheet, kept_days: int) -> Shown:
    """Return the sheet of a code: where it stands, and until when it is kept."""
    sheet, code = held
    return {
        "id": sheet.id,
        "enterprise_id": sheet.enterprise_id,
        "state": str(sheet.state),
        "form": sheet.sheet.form,
        "diagnosis_id": sheet.diagnosis_id,
        "opened_on": code.opened_on.isoformat(),
        "visited_on": code.visited_on.isoformat(),
        "kept_until": kept_until(code, kept_days).isoformat(),
    }


def show_renewed(code: CodeRecord, text: str) -> Shown:
    """Return a code that took the place of another."""
    return {"id": code.assessment_id, "code": text}


def show_left_alone(code: CodeRecord) -> Shown:
    """Return a sheet that nobody came to, as its operator sees it."""
    return {
        "id": code.assessment_id,
        "opened_on": code.opened_on.isoformat(),
        "visited_on": code.visited_on.isoformat(),
    }


def kept_until(code: CodeRecord, kept_days: int) -> date:
    """Return the last day on which a nameless sheet is kept, if nobody comes before."""
    return code.visited_on + timedelta(days=kept_days)
