"""What is kept of plans: roadmaps, notes on their progress, words on projects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from diagnosis.domain.retrofit.follow_up.feedback import Feedback
from diagnosis.domain.retrofit.follow_up.progress import Note

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RoadmapRecord:
    """A stored roadmap.

    `wanted` is the request as the caller wrote it, `result` the plan rendered in both languages;
    `starts_on` the first day of the plan; `standard` and `level` its target, budget in 万元.
    """

    id: str
    enterprise_id: str
    assessment_id: str
    created_at: datetime
    starts_on: date
    standard: str
    level: int | None
    budget_wan: float | None
    cost_mid_wan: float | None
    wanted: Plain
    result: Plain


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """A line of a list of roadmaps."""

    id: str
    enterprise_id: str
    assessment_id: str
    created_at: datetime
    starts_on: date
    standard: str
    level: int | None
    budget_wan: float | None
    cost_mid_wan: float | None


@dataclass(frozen=True, slots=True)
class ProgressRecord:
    """A note on a project of a roadmap; notes are only ever added."""

    id: str
    roadmap_id: str
    created_at: datetime
    note: Note


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """An enterprise's word on a project; words are only ever added, the last one counts."""

    id: str
    enterprise_id: str
    created_at: datetime
    word: Feedback
