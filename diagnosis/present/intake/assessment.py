"""Assessments as JSON values."""

from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.enterprise import production_type_of
from diagnosis.domain.text import Language
from diagnosis.present.faults import why_dropped
from diagnosis.present.intake.forms import show_changes
from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.intake.carry import Dropped
from diagnosis.services.intake.drafts import Upgraded
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord


def show_assessment(content: Content, record: AssessmentRecord) -> Shown:
    """Return an assessment with how much of its form is answered."""
    sheet = record.sheet
    name, _, version = sheet.form.partition("@")
    form = content.forms.get(name, {}).get(version)
    kind, _ = production_type_of(sheet.enterprise, content.codes)
    items = form.items_of[kind] if form else ()
    left = [item for item in items if item not in sheet.answers]
    progress = {"asked": len(items), "answered": len(items) - len(left), "open": left}
    return _head(record) | {"sheet": sheet.as_plain(), "progress": progress}


def show_assessment_row(record: AssessmentRecord) -> Shown:
    """Return a line of the list of assessments."""
    sheet = record.sheet
    return _head(record) | {
        "form": sheet.form,
        "reference": sheet.reference,
        "period": sheet.period,
    }


def show_upgraded(content: Content, upgraded: Upgraded, language: Language) -> Shown:
    """Return a draft moved to another form, what changed between the forms, what was dropped."""
    return {
        "assessment": show_assessment(content, upgraded.record),
        "changes": show_changes(upgraded.changes),
        "dropped": _show_dropped(upgraded.dropped, language),
    }


def show_begun(
    content: Content, record: AssessmentRecord, left_out: tuple[Dropped, ...], language: Language
) -> Shown:
    """Return a new draft, with the answers of an earlier sheet that it did not take over."""
    return show_assessment(content, record) | {"dropped": _show_dropped(left_out, language)}


def _show_dropped(dropped: tuple[Dropped, ...], language: Language) -> list[Shown]:
    return [
        {
            "item": each.item,
            "value": as_plain(each.value),
            "why": why_dropped(each.fault, language),
        }
        for each in dropped
    ]


def _head(record: AssessmentRecord) -> Shown:
    submitted = record.submitted_at
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "state": str(record.state),
        "version": record.version,
        "created_at": iso(record.created_at),
        "updated_at": iso(record.updated_at),
        "submitted_at": submitted and iso(submitted),
        "diagnosis_id": record.diagnosis_id,
        "prefilled_from": record.prefilled_from,
    }
