"""The port of the store: what is kept, and how it is asked for."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.services.ports.codes import CodeWork
from diagnosis.services.ports.consents import ConsentRecord
from diagnosis.services.ports.evidence import EvidenceReader, EvidenceWork
from diagnosis.services.ports.links import AnswerNote, LinkRecord, LinkWork
from diagnosis.services.ports.records import (
    AssessmentRecord,
    ChangeRecord,
    DiagnosisRecord,
    DiagnosisRow,
    DiagnosisStanding,
    EnterpriseRecord,
    FeedbackRecord,
    KeptReading,
    PlanLabel,
    PlanRecord,
    PlanRow,
    ProgressRecord,
    Register,
    RegisterEffect,
    RegisterEntry,
)
from diagnosis.services.ports.reports import ReportReader, ReportRecord, ReportWork
from diagnosis.services.ports.result_links import ResultLink, ResultLinkWork
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.services.ports.visits import KeptVisit, VisitAnswer, VisitRemark

T = TypeVar("T")
FilterValue = str | float | datetime
Where = Mapping[str, FilterValue]
"""What rows must equal, by the name of the fact. Some names mean more:

`city` takes in its districts and towns, `form` without a version all versions, `name` is how the
name of the firm begins, `created_after` the moment that rows must be younger than. Of diagnoses,
`latest` leaves one a firm: of its current ones the youngest; `standard` those that it has read by
its `basis`, with the `level` where there is one, and with a margin below `margin_below` in what is
estimated by it.
"""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and the cursor of the next one."""

    items: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The key that a caller gives a request, and a hash of the request."""

    key: str
    fingerprint: str


Outcome = str | EnterpriseRecord | AssessmentRecord
"""What a request made: the id of what never changes, the record of what may change later."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """The use of an idempotency key: by which request, since when, and what it made.

    `made` is None while the request is being worked on.
    """

    fingerprint: str
    claimed_at: datetime
    made: Outcome | None


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return this moment, with its zone."""


class NewId(Protocol):
    """Makes ids that sort by the moment they were made for."""

    def __call__(self, moment: datetime) -> str:
        """Return an id never returned before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A submitted diagnosis as far as its standing, and what the register knows, hang on it."""

    id: str
    enterprise_id: str
    period: int | None
    created_at: datetime
    standing: DiagnosisStanding
    register_effect: RegisterEffect | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Return whether it counts nowhere any more."""
        return self.standing is DiagnosisStanding.WITHDRAWN


class Reader(EvidenceReader, ReportReader, Protocol):
    """What a principal can read; what lies outside its scope is not there."""

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord | None:
        """Return a registered enterprise."""

    def enterprise_at(self, credit_code: str, site: str) -> EnterpriseRecord | None:
        """Return the enterprise registered under a credit code and site."""

    def assessment(self, assessment_id: str) -> AssessmentRecord | None:
        """Return an assessment."""

    def diagnosis(self, diagnosis_id: str) -> DiagnosisRecord | None:
        """Return a stored diagnosis."""

    def enterprises(self, where: Where, after: str | None, limit: int) -> Page[EnterpriseRecord]:
        """Return a page of enterprises, newest first, whose facts equal `where`."""

    def assessments(self, where: Where, after: str | None, limit: int) -> Page[AssessmentRecord]:
        """Return a page of assessments, newest first."""

    def diagnoses(self, where: Where, after: str | None, limit: int) -> Page[DiagnosisRow]:
        """Return a page of diagnoses, newest first, without their results."""

    def plan(self, plan_id: str) -> PlanRecord | None:
        """Return a stored plan."""

    def plans(self, where: Where, after: str | None, limit: int) -> Page[PlanRow]:
        """Return a page of plans, newest first, without their results."""

    def plan_labels(self, plan_ids: tuple[str, ...]) -> dict[str, PlanLabel]:
        """Return what some plans are known by, by id."""

    def progress(self, plan_ids: tuple[str, ...]) -> tuple[ProgressRecord, ...]:
        """Return every note on some plans, in the order they were made."""

    def feedback(self, enterprise_id: str) -> tuple[FeedbackRecord, ...]:
        """Return everything an enterprise said of packages, in the order it was said."""

    def key_use(self, key: str) -> KeyUse | None:
        """Return the use of an idempotency key, None where it was not used."""

    def submissions(self, enterprise_id: str, form_id: str | None) -> tuple[Submitted, ...]:
        """Return what a site has submitted by any version of a form, or of all, oldest first."""

    def register_entry(self, register: Register, entry_id: str) -> RegisterEntry | None:
        """Return a registered chain or park."""

    def register_entry_named(self, register: Register, name: str) -> RegisterEntry | None:
        """Return the chain or park of exactly this name."""

    def register_entries(
        self, register: Register, after: str | None, limit: int
    ) -> Page[RegisterEntry]:
        """Return a page of a register, newest first."""

    def grant(self, grant_id: str) -> Grant | None:
        """Return a grant of one of the owner's firms, or to the principal."""

    def grants(self, enterprise_id: str, after: str | None, limit: int) -> Page[Grant]:
        """Return a page of the grants of a firm, newest first, also those that have ended."""

    def held_grants(self, after: str | None, limit: int) -> Page[Grant]:
        """Return a page of the grants to the principal, newest first, also those that ended."""

    def consent(self, consent_id: str) -> ConsentRecord | None:
        """Return what a firm stated of a use of its rows."""

    def consents(self, enterprise_id: str) -> tuple[ConsentRecord, ...]:
        """Return the last that a firm stated of each use, of which it stated anything."""

    def consent_history(
        self, enterprise_id: str, after: str | None, limit: int
    ) -> Page[ConsentRecord]:
        """Return a page of all that a firm stated, newest first."""

    def visit(self, visit_id: str) -> KeptVisit | None:
        """Return a visit: of the principal's organisation, of its firm, or signed and granted."""

    def visits(self, where: Where, after: str | None, limit: int) -> Page[KeptVisit]:
        """Return a page of visits, newest first."""

    def visit_answers(self, visit_id: str) -> tuple[VisitAnswer, ...]:
        """Return what a visit verified, by item."""

    def visit_readings(self, visit_id: str) -> tuple[KeptReading, ...]:
        """Return what the standards and models made of a signed visit, by basis and standard."""

    def visit_remarks(self, visit_id: str) -> tuple[VisitRemark, ...]:
        """Return what the firm objects to in a visit, and what it was answered, by item."""

    def link(self, link_id: str) -> LinkRecord | None:
        """Return a link."""

    def links(self, assessment_id: str, after: str | None, limit: int) -> Page[LinkRecord]:
        """Return a page of the links of a draft, newest first, also those that have ended."""

    def result_link(self, link_id: str) -> ResultLink | None:
        """Return a link to a result."""

    def result_links(self, assessment_id: str, after: str | None, limit: int) -> Page[ResultLink]:
        """Return a page of the links to a result, newest first, also those that have ended."""

    def reports(self, assessment_id: str, after: str | None, limit: int) -> Page[ReportRecord]:
        """Return a page of the reports of a sheet, newest first, also withdrawn ones."""

    def notes(self, assessment_id: str) -> tuple[AnswerNote, ...]:
        """Return what was answered through links, in the order of item and link."""

    def changes(self, after: int, limit: int) -> tuple[ChangeRecord, ...]:
        """Return what changed after a number, in the order in which it was committed."""

    def bundle(self, digest: str) -> bytes | None:
        """Return the packed content of a digest, None where it was never pinned."""


class Work(Reader, CodeWork, LinkWork, ResultLinkWork, EvidenceWork, ReportWork, Protocol):
    """One transaction: everything in it is stored with its changes, or nothing.

    It reads what its principal can read, and writes the owner's rows alone.
    """

    def claim(self, key: IdempotencyKey, at: datetime) -> KeyUse | None:
        """Take an idempotency key; return its use where it was taken before."""

    def claim_again(self, key: IdempotencyKey, at: datetime) -> None:
        """Take a key over from a request that was never answered."""

    def settle(self, key: IdempotencyKey, made: Outcome, at: datetime) -> bool:
        """Keep what a request made; return False where its key was taken over since `at`."""

    def release(self, key: IdempotencyKey, at: datetime) -> None:
        """Give back a key that was taken at a moment and not settled."""

    def forget_keys(self, now: datetime, kept: timedelta, most: int) -> int:
        """Forget at most so many of the owner's keys that are older than what they are kept for.

        Old is a key where another one is younger by what it is kept for, and that one a day old
        by now. Returns how many there were.
        """

    def add_enterprise(self, record: EnterpriseRecord) -> bool:
        """Register an enterprise; return False where its credit code and site are taken.

        One without a credit code is nameless: it is read by its id, and in no list.
        """

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store a changed enterprise; False where its version before is not the stored one.

        Its diagnoses go with it into its chain and park.
        """

    def remove_enterprise(self, record: EnterpriseRecord, at: datetime) -> None:
        """Delete an enterprise of the owner with every row that is of it, or repeats one.

        Its id stays: in the audit, and on the list that keeps a backup from bringing it back.
        """

    def add_assessment(self, record: AssessmentRecord) -> None:
        """Store a new assessment."""

    def change_assessment(self, record: AssessmentRecord) -> bool:
        """Store a changed draft; False where its version before is not the stored one."""

    def delete_draft(
        self, assessment_id: str, version: int, at: datetime, *, is_forgotten: bool = False
    ) -> bool:
        """Delete a draft; False where it has another version or was submitted.

        Whoever checks a report of it is told that it is withdrawn, unless it `is_forgotten`.
        """

    def pin(self, digest: str, bundle: bytes, at: datetime) -> None:
        """Keep the packed content of a digest, where it is not kept yet."""

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        """Store a diagnosis, its readings and estimates; its sheet is that of the assessment."""

    def keep_plan_steps(self, diagnosis_id: str, steps: tuple[KeptPackage, ...]) -> None:
        """Keep packages of the default plan with a diagnosis of the owner that has none yet."""

    def stand(self, diagnosis: Submitted, standing: DiagnosisStanding, at: datetime) -> None:
        """Change what a diagnosis is among those of its site and form."""

    def add_withdrawal(self, diagnosis: Submitted, reason: str, at: datetime) -> None:
        """Keep why, when and by whom a diagnosis was withdrawn."""

    def add_register_entry(self, register: Register, entry: RegisterEntry) -> bool:
        """Register a chain or park; return False where its name is taken.

        Firms whose facts state exactly this name, and their diagnoses, belong to it from now on,
        unless they belong to another; each of them is changed, to its next version.
        """

    def change_register_entry(
        self, register: Register, entry: RegisterEntry, at: datetime
    ) -> bool:
        """Store a chain or park under its id; return False where another has its name.

        Its members stay; firms that state exactly its name join as when it is registered.
        """

    def remove_register_entry(
        self, register: Register, entry: RegisterEntry, at: datetime
    ) -> bool:
        """Remove a chain or park; return False where firms belong to it."""

    def active_grant(
        self, enterprise_id: str, grantee: str, role: AccessRole, at: datetime
    ) -> Grant | None:
        """Return the newest grant of a firm that lets a grantee read in a role at a moment."""

    def add_grant(self, grant: Grant) -> None:
        """Give leave to read the rows of one of the owner's firms."""

    def revoke_grant(self, grant_id: str, at: datetime) -> bool:
        """Take back a grant, unless it is already; False where the owner gave none of this id."""

    def add_consent(self, record: ConsentRecord) -> None:
        """Keep what one of the owner's firms stated on a use of its rows."""

    def begin_visit(self, record: KeptVisit) -> bool:
        """Store a new visit; False where its diagnosis is of no firm granted to a consultant."""

    def may_visit(self, enterprise_id: str) -> bool:
        """Return whether a firm is granted to the principal, a consultant, at this moment."""

    def hold_visit(self, visit_id: str) -> KeptVisit | None:
        """Return a visit of the owner, kept from other writers until the transaction ends."""

    def keep_visit_answers(
        self, visit: KeptVisit, kept: tuple[VisitAnswer, ...], dropped: tuple[str, ...]
    ) -> bool:
        """Store a visit with some answers, without those to items that are `dropped`.

        False where its version before is not the stored one, it is open no more, or the firm is
        no longer granted; nothing is stored then.
        """

    def sign_visit(self, visit: KeptVisit, readings: tuple[KeptReading, ...]) -> bool:
        """Store a signed visit and what was made of it; False as `keep_visit_answers`."""

    def withdraw_visit(self, visit: KeptVisit) -> bool:
        """Store a withdrawn visit; False where it is open no more, or was changed meanwhile."""

    def add_visit_remark(self, remark: VisitRemark) -> bool:
        """Keep what a party says of an item of a signed visit; False where it has said it."""

    def add_plan(self, record: PlanRecord) -> None:
        """Store a plan."""

    def add_progress(self, record: ProgressRecord) -> None:
        """Store a note on a package of a plan."""

    def add_feedback(self, record: FeedbackRecord) -> None:
        """Store what an enterprise says of a package."""


class Store(Protocol):
    """Where rows are kept."""

    def read(self, principal: Principal) -> AbstractContextManager[Reader]:
        """Return a reader of what a principal may see."""

    def begin(self, principal: Principal) -> AbstractContextManager[Work]:
        """Return a transaction of a principal; an error inside undoes all of it.

        Raises
        ------
        NotThere
            When the principal asks with a resume code that has died meanwhile.

        """

    def trouble(self) -> str | None:
        """Return why the store is not ready, None where it is."""
