"""Cases and support for a stored assessment, with one of its roadmaps where one is named."""

from datetime import date
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.text import Say
from diagnosis.present.retrofit.offer import find_support_for
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import RoadmapRecord
from diagnosis.services.ports.store import Reading
from diagnosis.services.promotion.preview import cases_for
from diagnosis.services.read.firm_facts import Said
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.scoring.diagnose import read
from diagnosis.services.transaction import Books, found


def _roadmap(reading: Reading, assessment_id: str, roadmap_id: str | None) -> RoadmapRecord | None:
    """Return the roadmap that was named, else the newest of the assessment, else none."""
    if roadmap_id is not None:
        record = reading.roadmap(roadmap_id)
        if record is None or record.assessment_id != assessment_id:
            raise FaultyInput([Fault("/roadmap", "bad-id")])
        return record
    rows = reading.roadmaps({"assessment_id": assessment_id}, None, 1).items
    return reading.roadmap(rows[0].id) if rows else None


def cases_of(
    content: Content, books: Books, assessment_id: str, roadmap_id: str | None, say: Say
) -> dict[str, Any]:
    """Return the cases nearest to the firm of an assessment and its roadmap.

    Raises
    ------
    NotThere, FaultyInput
        When the owner has no such assessment, or it has no such roadmap.

    """
    with books.store.read(books.owner) as reading:
        record = found(reading.assessment(assessment_id))
        roadmap = _roadmap(reading, assessment_id, roadmap_id)
    sheet = read(content, dict(record.sheet))
    return {
        "assessment_id": assessment_id,
        "roadmap_id": roadmap and roadmap.id,
        **cases_for(content, sheet, roadmap.result if roadmap else None, say),
    }


def support_of(
    content: Content,
    books: Books,
    assessment_id: str,
    roadmap_id: str | None,
    said: Said,
    say: Say,
    *,
    on: date,
) -> dict[str, Any]:
    """Return the support for the firm of an assessment and its roadmap at a date.

    Raises
    ------
    NotThere, FaultyInput
        When the owner has no such assessment, or it has no such roadmap.

    """
    with books.store.read(books.owner) as reading:
        record = found(reading.assessment(assessment_id))
        roadmap = _roadmap(reading, assessment_id, roadmap_id)
    own = read(content, dict(record.sheet)).enterprise
    work = planned_work(content, roadmap.result, roadmap.starts_on, said) if roadmap else None
    return {
        "assessment_id": assessment_id,
        "roadmap_id": roadmap and roadmap.id,
        **find_support_for(content, own, said, say, on=on, work=work),
    }
