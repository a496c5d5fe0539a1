"""The port of the store: what is kept, and how it is asked for."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from diagnosis.domain.intake.enterprise import Enterprise, SizeClass
from diagnosis.services.ports.records import (
    FeedbackRecord,
    ProgressRecord,
    RoadmapRecord,
    RoadmapRow,
)

T = TypeVar("T")
Plain = Mapping[str, Any]


class State(StrEnum):
    """The states of an assessment; a submitted one never changes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class EnterpriseRecord:
    """A registered site of an enterprise; `facts` has a name and a credit code."""

    id: str
    facts: Enterprise
    size: SizeClass | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """An assessment: a sheet that is being filled in or was submitted.

    `sheet` is a sheet as callers write it, its form pinned as `id@version`.
    """

    id: str
    enterprise_id: str
    state: State
    sheet: Plain
    version: int
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None = None
    diagnosis_id: str | None = None


@dataclass(frozen=True, slots=True)
class DiagnosisRecord:
    """A stored diagnosis; `result` is rendered in both languages.

    `levels` are those of the staged, points, tiers and gated standard, None where none is given.
    """

    id: str
    enterprise_id: str
    assessment_id: str
    created_at: datetime
    result: Plain
    trace: Plain
    levels: tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    """A line of a list of diagnoses."""

    id: str
    enterprise_id: str
    assessment_id: str
    created_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and the cursor of the next one."""

    items: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What makes a request the same as an earlier one: its key and a digest of what it asked."""

    key: str
    fingerprint: str


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return this moment, with its zone."""


class NewId(Protocol):
    """Makes ids that sort by the moment they were made for."""

    def __call__(self, moment: datetime) -> str:
        """Return an id never returned before."""


class Reading(Protocol):
    """What can be read of one owner's rows; what another owner has is not found."""

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord | None:
        """Return a registered enterprise."""

    def enterprise_at(self, credit_code: str, site: str) -> EnterpriseRecord | None:
        """Return the enterprise registered under a credit code and site."""

    def assessment(self, assessment_id: str) -> AssessmentRecord | None:
        """Return an assessment."""

    def diagnosis(self, diagnosis_id: str) -> DiagnosisRecord | None:
        """Return a stored diagnosis."""

    def enterprises(self, where: Plain, after: str | None, limit: int) -> Page[EnterpriseRecord]:
        """Return a page of enterprises, newest first, whose columns equal `where`."""

    def assessments(self, where: Plain, after: str | None, limit: int) -> Page[AssessmentRecord]:
        """Return a page of assessments, newest first."""

    def diagnoses(self, where: Plain, after: str | None, limit: int) -> Page[DiagnosisRow]:
        """Return a page of diagnoses, newest first, without their results."""

    def roadmap(self, roadmap_id: str) -> RoadmapRecord | None:
        """Return a stored roadmap."""

    def roadmaps(self, where: Plain, after: str | None, limit: int) -> Page[RoadmapRow]:
        """Return a page of roadmaps, newest first, without their plans."""

    def progress(self, roadmap_id: str) -> tuple[ProgressRecord, ...]:
        """Return every note on a roadmap, in the order they were made."""

    def feedback(self, enterprise_id: str) -> tuple[FeedbackRecord, ...]:
        """Return every word of an enterprise on projects, in the order they were given."""


class Work(Reading, Protocol):
    """One transaction: everything in it is stored, or nothing."""

    def claim(self, ticket: Ticket, at: datetime) -> tuple[str, Plain] | None:
        """Take a request's key; return the fingerprint and answer where it was taken before."""

    def settle(self, ticket: Ticket, answer: Plain) -> None:
        """Keep the answer that a repeated request is given."""

    def add_enterprise(self, record: EnterpriseRecord) -> bool:
        """Register an enterprise; return False where its credit code and site are taken."""

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store a changed enterprise; False where its version before is not the stored one."""

    def add_assessment(self, record: AssessmentRecord) -> None:
        """Store a new assessment."""

    def change_assessment(self, record: AssessmentRecord) -> bool:
        """Store a changed draft; False where its version before is not the stored one."""

    def delete_draft(self, assessment_id: str, version: int) -> bool:
        """Delete a draft; False where it has another version or was submitted."""

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        """Store a diagnosis."""

    def add_roadmap(self, record: RoadmapRecord) -> None:
        """Store a roadmap."""

    def add_progress(self, record: ProgressRecord) -> None:
        """Store a note on a project of a roadmap."""

    def add_feedback(self, record: FeedbackRecord) -> None:
        """Store an enterprise's word on a project."""


class Store(Protocol):
    """Where rows are kept."""

    def read(self, owner: str) -> AbstractContextManager[Reading]:
        """Return a reading of one owner's rows."""

    def begin(self, owner: str) -> AbstractContextManager[Work]:
        """Return a transaction over one owner's rows; an error inside undoes all of it."""

    def trouble(self) -> str | None:
        """Return why the store is not ready, None where it is."""


def iso(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC.

    Examples
    --------
    >>> iso(datetime(2026, 3, 1, 8, 30, tzinfo=UTC))
    '2026-03-01T08:30:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
