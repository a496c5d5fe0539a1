"""Stored diagnoses as JSON values: one, its trace, and the lines of their list."""

from diagnosis.domain.scoring.trace import trace
from diagnosis.domain.text import Language
from diagnosis.present.kept import kept_trace, read_diagnosis
from diagnosis.present.moments import iso
from diagnosis.present.say import Shown, in_language, localise
from diagnosis.present.scoring.diagnosis import show_diagnosis, show_provenance
from diagnosis.present.scoring.levels import show_kept_levels, show_levels
from diagnosis.present.scoring.trace import show_trace
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisRow
from diagnosis.services.scoring.stored_diagnoses import ShownBefore, Stored


def show_stored(stored: Stored, language: Language) -> Shown:
    """Return a stored diagnosis: said anew, or as an earlier release showed it."""
    if isinstance(stored, ShownBefore):
        shown: Shown = localise(read_diagnosis(stored.shown.result), language)
        return _head(stored.row) | shown | {"kept_as_shown": True}
    say = in_language(language)
    return _head(stored.row) | show_diagnosis(stored.content, stored.diagnosis, say)


def show_stored_levels(stored: Stored) -> Shown:
    """Return the levels and flags of a stored diagnosis, without a text."""
    row = stored.row
    head = _head(row) | {"standing": str(row.standing)}
    if isinstance(stored, ShownBefore):
        shown = read_diagnosis(stored.shown.result)
        return head | show_kept_levels(shown, stored.readings) | {"kept_as_shown": True}
    return head | show_levels(stored.content, stored.diagnosis)


def show_stored_trace(content: Content, stored: Stored, language: Language) -> Shown:
    """Return the trace of a stored diagnosis; `content` names what an earlier release traced."""
    say = in_language(language)
    if isinstance(stored, ShownBefore):
        shown = show_trace(content, kept_trace(stored.shown.trace), say)
        provenance = read_diagnosis(stored.shown.result)["provenance"]
    else:
        diagnosis = stored.diagnosis
        traced = trace(stored.content.standards, diagnosis.sheet, diagnosis.verdicts)
        shown = show_trace(stored.content, traced, say)
        provenance = show_provenance(stored.content, diagnosis)
    return {"diagnosis_id": stored.row.id, **shown, "provenance": provenance}


def show_diagnosis_row(content: Content, row: DiagnosisRow) -> Shown:
    """Return a line of a list: who, by which form, and the level by each standard."""
    return _head(row) | {
        "credit_code": row.credit_code,
        "site": row.site,
        "form": row.form,
        "reference": row.reference,
        "period": row.period,
        "division": row.division,
        "city": row.city,
        "size_class": row.size and str(row.size),
        "production_type": str(row.production_type),
        "levels": {standard.id: row.levels.get(standard.id) for standard in content.standards},
        "standing": str(row.standing),
        "content": row.content,
        "code": row.code,
    }


def _head(row: DiagnosisRow) -> Shown:
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "assessment_id": row.assessment_id,
        "created_at": iso(row.created_at),
    }
