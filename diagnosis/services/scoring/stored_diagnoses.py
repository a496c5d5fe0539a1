"""Stored diagnoses: one, and the list of them."""

from typing import Any

from diagnosis.domain.text import Language
from diagnosis.present.say import localise
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import DiagnosisRecord, DiagnosisRow, Page, Plain, iso
from diagnosis.services.scoring.submissions import head
from diagnosis.services.transaction import Books, found

_LEVELS = ("staged_level", "points_level", "tiers_level", "gated_level")


def get_diagnosis(books: Books, diagnosis_id: str) -> DiagnosisRecord:
    """Return a stored diagnosis.

    Raises
    ------
    NotThere
        When the owner has none of this id.

    """
    with books.store.read(books.owner) as reading:
        return found(reading.diagnosis(diagnosis_id))


def show_diagnosis(record: DiagnosisRecord, language: Language) -> dict[str, Any]:
    """Return a stored diagnosis as it was answered when it was made."""
    result: dict[str, Any] = localise(record.result, language)
    return head(record) | result


def list_diagnoses(
    books: Books, where: Plain, after: str | None, limit: int
) -> Page[DiagnosisRow]:
    """Return a page of the owner's diagnoses, newest first."""
    with books.store.read(books.owner) as reading:
        return reading.diagnoses(where, after, limit)


def show_row(content: Content, row: DiagnosisRow) -> dict[str, Any]:
    """Return a line of a list: who, by which form, and the level by each standard."""
    facts = row.facts
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "assessment_id": row.assessment_id,
        "created_at": iso(row.created_at),
        "credit_code": facts["credit_code"],
        "site": facts["site"] or None,
        "form": facts["form"],
        "reference": facts["reference"],
        "period": facts["period"],
        "division": facts["division"],
        "city": facts["city"],
        "size_class": facts["size_class"],
        "production_type": facts["production_type"],
        "levels": {
            standard.id: facts[name]
            for standard, name in zip(content.standards, _LEVELS, strict=True)
        },
        "content": facts["content"],
        "code": facts["code"],
    }
