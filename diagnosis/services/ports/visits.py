"""A visit: a consultant looks on site at what a firm claimed, and signs what holds."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from diagnosis.domain.intake.answer import Value


class WhyVisited(StrEnum):
    """Why a firm is visited: drawn by lot, as a second visit, asked for, doubted, seen before."""

    RANDOM = "random"
    DOUBLE = "double"
    REQUESTED = "requested"
    SUSPECTED = "suspected"
    FOLLOW_UP = "follow-up"


class VisitState(StrEnum):
    """A visit is open until it is signed, for good, or withdrawn."""

    OPEN = "open"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class EvidenceGrade(StrEnum):
    """What a verified answer rests on, the strongest first."""

    SEEN_RUNNING = "seen-running"
    RECORD_SHOWN = "record-shown"
    STATED = "stated-only"
    NO_EVIDENCE = "none"


class VisitParty(StrEnum):
    """Who remarks on an item of a signed visit: the firm objects, the consultant answers."""

    FIRM = "firm"
    CONSULTANT = "consultant"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVisit:
    """A visit of a consultant's organisation, `visited_by`, about one diagnosis of a firm.

    `visitor` is who goes there, `employer` whom they work for, `vendor_ties` to which vendors they
    are tied: that there is none is a statement too. `begun_by` and `signed_by` are actors.
    """

    id: str
    enterprise_id: str
    diagnosis_id: str
    visited_by: str
    state: VisitState
    why: WhyVisited
    planned_on: date
    visitor: str
    employer: str
    vendor_ties: tuple[str, ...]
    version: int
    begun_by: str
    created_at: datetime
    updated_at: datetime
    signed_at: datetime | None = None
    signed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAnswer:
    """What a visit verified of one item, what that rests on, and why it is not what was claimed.

    `grade` and `reason` are None where the consultant has not said them.
    """

    item: str
    value: Value
    grade: EvidenceGrade | None = None
    reason: str | None = None
    note: str | None = None
    actor: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRemark:
    """What one party says of one item of a signed visit; it stands beside, and changes nothing."""

    visit_id: str
    item: str
    party: VisitParty
    note: str
    actor: str
    created_at: datetime
