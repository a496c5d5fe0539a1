"""Rows of plans to records and back: plans, notes on their progress, feedback on packages."""

from typing import Any

import orjson
from sqlalchemy import Row

from diagnosis.domain.retrofit.follow_up.feedback import Feedback, FeedbackReason
from diagnosis.domain.retrofit.follow_up.progress import Note, Status
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.ports.records import (
    FeedbackRecord,
    PlanRecord,
    PlanRow,
    ProgressRecord,
    Snapshot,
)
from diagnosis.storage.facts import read_facts, write_facts
from diagnosis.storage.rows import Columns

LISTED = (
    "id", "enterprise_id", "assessment_id", "created_at", "starts_on", "standard", "level",
    "budget_wan", "cost_mid_wan", "promised_level",
)  # fmt: skip
"""The columns of a plan that lists show."""


def plan_row(row: Row[Any]) -> PlanRow:
    """Return what lists show of a row."""
    return PlanRow(**{name: getattr(row, name) for name in LISTED})


def plan_record(row: Row[Any]) -> PlanRecord:
    """Return the plan of a row with its legacy beside it."""
    return PlanRecord(
        row=plan_row(row),
        request=orjson.loads(row.wanted),
        plan=read_facts(row.plan, KeptPlan),
        legacy=None if row.result is None else Snapshot(row.result),
    )


def plan_values(record: PlanRecord) -> Columns:
    """Return the columns of a plan."""
    values: Columns = {name: getattr(record.row, name) for name in LISTED}
    return values | {
        "wanted": orjson.dumps(record.request).decode(),
        "content": record.plan.pins.content,
        "plan": write_facts(record.plan),
    }


def progress_record(row: Row[Any]) -> ProgressRecord:
    """Return the note of a row."""
    note = Note(row.project, Status(row.status), row.on_day, row.reason, row.cost_wan)
    return ProgressRecord(row.id, row.roadmap_id, row.enterprise_id, row.created_at, note)


def progress_values(record: ProgressRecord) -> Columns:
    """Return the columns of a note."""
    note = record.note
    return {
        "id": record.id,
        "roadmap_id": record.plan_id,
        "enterprise_id": record.enterprise_id,
        "project": note.project,
        "status": note.status.value,
        "on_day": note.on,
        "reason": note.reason,
        "cost_wan": note.cost_wan,
        "created_at": record.created_at,
    }


def feedback_record(row: Row[Any]) -> FeedbackRecord:
    """Return the feedback of a row."""
    feedback = Feedback(row.project, row.useful, FeedbackReason(row.why), row.words)
    return FeedbackRecord(row.id, row.enterprise_id, row.created_at, feedback)


def feedback_values(record: FeedbackRecord) -> Columns:
    """Return the columns of feedback."""
    feedback = record.feedback
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "project": feedback.project,
        "useful": feedback.useful,
        "why": feedback.reason.value,
        "words": feedback.text,
        "created_at": record.created_at,
    }
