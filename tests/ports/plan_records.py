"""Rows of plans for tests of the store."""

from datetime import UTC, date, datetime
from typing import Any

from diagnosis.domain.retrofit.follow_up.feedback import Feedback, FeedbackReason
from diagnosis.domain.retrofit.follow_up.progress import Note, Status
from diagnosis.services.ports.records import FeedbackRecord, ProgressRecord, RoadmapRecord
from diagnosis.storage.identifiers import new_id

NOW = datetime(2026, 11, 23, 8, 30, 15, 123000, tzinfo=UTC)


def a_roadmap(enterprise_id: str, assessment_id: str, **changes: Any) -> RoadmapRecord:
    """Return a roadmap of an assessment."""
    values: dict[str, Any] = {
        "id": new_id(NOW),
        "enterprise_id": enterprise_id,
        "assessment_id": assessment_id,
        "created_at": NOW,
        "starts_on": date(2026, 12, 1),
        "standard": "gbt-39116-2020",
        "level": None,
        "budget_wan": 120.0,
        "cost_mid_wan": 96.5,
        "wanted": {"budget_wan": 120},
        "result": {"phases": [{"zh": "一", "en": "one"}]},
    }
    return RoadmapRecord(**(values | changes))


def a_note(roadmap_id: str, at: datetime = NOW, **changes: Any) -> ProgressRecord:
    """Return a note that a project is running."""
    note = {"project": "prj-mes", "status": Status.RUNNING, "on": date(2026, 12, 5),
            "reason": None, "cost_wan": 12.5}  # fmt: skip
    return ProgressRecord(new_id(at), roadmap_id, at, Note(**(note | changes)))


def a_feedback(enterprise_id: str, at: datetime = NOW, **changes: Any) -> FeedbackRecord:
    """Return feedback that a project is too dear."""
    feedback = {"project": "prj-aps", "useful": False, "text": "太贵",
                "reason": FeedbackReason.TOO_EXPENSIVE}  # fmt: skip
    return FeedbackRecord(new_id(at), enterprise_id, at, Feedback(**(feedback | changes)))
