"""What is kept: enterprises, assessments, diagnoses, plans, progress and feedback, as records."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, NewType

from diagnosis.domain.intake.enterprise import Enterprise, SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.retrofit.follow_up.feedback import Feedback
from diagnosis.domain.retrofit.follow_up.progress import Note

Snapshot = NewType("Snapshot", str)
"""An answer as it was shown when it was made, JSON text; the verbs do not look inside."""


class State(StrEnum):
    """The states of an assessment; a submitted one never changes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRecord:
    """A registered site of an enterprise; `facts` has a name and a credit code."""

    id: str
    facts: Enterprise
    size: SizeClass | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRecord:
    """An assessment: a sheet that is being filled in or was submitted."""

    id: str
    enterprise_id: str
    state: State
    sheet: WrittenSheet
    version: int
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None = None
    diagnosis_id: str | None = None


class Levels(NamedTuple):
    """The levels by the four standards, None where none is given; in the order of `Standards`."""

    staged: int | None
    points: int | None
    tiers: int | None
    gated: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRow:
    """What lists show of a diagnosis: whose it is, by which form, its levels and pins.

    `content` is the digest of the content it was made with, `code` the version of this service.
    """

    id: str
    enterprise_id: str
    assessment_id: str
    created_at: datetime
    credit_code: str
    site: str | None
    form: str
    reference: str | None
    period: int | None
    division: str | None
    city: str | None
    size: SizeClass | None
    production_type: ProductionType
    levels: Levels
    content: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRecord:
    """A stored diagnosis: its row, and its result and trace as they were shown."""

    row: DiagnosisRow
    result: Snapshot
    trace: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """What lists show of a plan; `standard` and `level` are its target, money is in 万元."""

    id: str
    enterprise_id: str
    assessment_id: str
    created_at: datetime
    starts_on: date
    standard: str
    level: int | None
    budget_wan: float | None
    cost_mid_wan: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A stored plan: its row, the request as the caller wrote it, the plan as it was shown."""

    row: PlanRow
    request: object
    result: Snapshot


@dataclass(frozen=True, slots=True)
class ProgressRecord:
    """A note on a project of a plan; notes are only ever added."""

    id: str
    plan_id: str
    created_at: datetime
    note: Note


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """What an enterprise says of a project; it is only ever added to, and the last one counts."""

    id: str
    enterprise_id: str
    created_at: datetime
    feedback: Feedback
