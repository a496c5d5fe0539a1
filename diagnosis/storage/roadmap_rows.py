"""Rows of plans to records and back; `scoped` reads them, the unit of work writes them."""

from typing import Any

import orjson
from sqlalchemy import Row

from diagnosis.domain.retrofit.follow_up.feedback import Feedback, FeedbackReason
from diagnosis.domain.retrofit.follow_up.progress import Note, Status
from diagnosis.services.ports.records import (
    FeedbackRecord,
    ProgressRecord,
    RoadmapRecord,
    RoadmapRow,
)

LISTED = (
    "id",
    "enterprise_id",
    "assessment_id",
    "created_at",
    "starts_on",
    "standard",
    "level",
    "budget_wan",
    "cost_mid_wan",
)


def roadmap_record(row: Row[Any]) -> RoadmapRecord:
    """Return the roadmap of a row."""
    head = {name: getattr(row, name) for name in LISTED}
    return RoadmapRecord(**head, wanted=orjson.loads(row.wanted), result=orjson.loads(row.result))


def roadmap_row(row: Row[Any]) -> RoadmapRow:
    """Return the line of a row without its result."""
    return RoadmapRow(**{name: getattr(row, name) for name in LISTED})


def roadmap_values(record: RoadmapRecord) -> dict[str, Any]:
    """Return the columns of a roadmap."""
    values = {name: getattr(record, name) for name in LISTED}
    return values | {
        "wanted": orjson.dumps(record.wanted).decode(),
        "result": orjson.dumps(record.result).decode(),
    }


def progress_record(row: Row[Any]) -> ProgressRecord:
    """Return the note of a row."""
    note = Note(row.project, Status(row.status), row.on_day, row.reason, row.cost_wan)
    return ProgressRecord(row.id, row.roadmap_id, row.created_at, note)


def progress_values(record: ProgressRecord) -> dict[str, Any]:
    """Return the columns of a note."""
    return {
        "id": record.id,
        "roadmap_id": record.roadmap_id,
        "project": record.note.project,
        "status": record.note.status.value,
        "on_day": record.note.on,
        "reason": record.note.reason,
        "cost_wan": record.note.cost_wan,
        "created_at": record.created_at,
    }


def feedback_record(row: Row[Any]) -> FeedbackRecord:
    """Return the word of a row."""
    word = Feedback(row.project, row.useful, FeedbackReason(row.why), row.words)
    return FeedbackRecord(row.id, row.enterprise_id, row.created_at, word)


def feedback_values(record: FeedbackRecord) -> dict[str, Any]:
    """Return the columns of a word."""
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "project": record.word.project,
        "useful": record.word.useful,
        "why": record.word.reason.value,
        "words": record.word.text,
        "created_at": record.created_at,
    }
