"""Stored diagnoses as JSON values: one, its trace, and the lines of their list."""

from diagnosis.domain.text import Language
from diagnosis.present.kept import kept_trace, read_diagnosis
from diagnosis.present.moments import iso
from diagnosis.present.say import Shown, in_language, localise
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.trace import show_trace
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisRecord, DiagnosisRow
from diagnosis.services.scoring.submissions import Submission


def show_stored(record: DiagnosisRecord, language: Language) -> Shown:
    """Return a stored diagnosis as it was shown when it was made."""
    result: Shown = localise(read_diagnosis(record.result), language)
    return _head(record.row) | result


def show_submission(content: Content, submission: Submission, language: Language) -> Shown:
    """Return the diagnosis of a submission: as just made, or as an earlier request made it."""
    if submission.diagnosis is None:
        return show_stored(submission.record, language)
    shown = show_diagnosis(content, submission.diagnosis, in_language(language))
    return _head(submission.record.row) | shown


def show_stored_trace(content: Content, record: DiagnosisRecord, language: Language) -> Shown:
    """Return the trace of a stored diagnosis."""
    trace = kept_trace(record.trace)
    return {
        "diagnosis_id": record.row.id,
        **show_trace(content, trace, in_language(language)),
        "provenance": read_diagnosis(record.result)["provenance"],
    }


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
        "levels": {
            standard.id: level
            for standard, level in zip(content.standards, row.levels, strict=True)
        },
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
