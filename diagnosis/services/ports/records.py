"""What is kept: enterprises, assessments, diagnoses, plans, progress and feedback, as records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.intake.enterprise import Enterprise, SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.retrofit.follow_up.feedback import Feedback
from diagnosis.domain.retrofit.follow_up.progress import Note
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan

Snapshot = NewType("Snapshot", str)
"""An answer as an earlier release showed it, JSON text; the verbs do not look inside."""


class State(StrEnum):
    """The states of an assessment; a submitted one never changes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRecord:
    """A site of an enterprise; `facts` has a name and a credit code, unless it is nameless.

    `chain_id` and `park_id` name the registered ones whose name the facts state exactly.
    """

    id: str
    facts: Enterprise
    size: SizeClass | None
    version: int
    created_at: datetime
    updated_at: datetime
    chain_id: str | None = None
    park_id: str | None = None


class Register(StrEnum):
    """The registers that firms belong to by name: industrial chains and parks (产业链, 园区)."""

    CHAIN = "chain"
    PARK = "park"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """A chain or a park of an owner's register; `city` is the city, district or town of a park."""

    id: str
    name: str
    city: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRecord:
    """An assessment: a sheet that is being filled in or was submitted.

    `prefilled_from` is the submitted assessment whose answers a draft began with.
    """

    id: str
    enterprise_id: str
    state: State
    sheet: WrittenSheet
    version: int
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None = None
    diagnosis_id: str | None = None
    prefilled_from: str | None = None


class RegisterEffect(StrEnum):
    """What the register took from a sheet when it was submitted.

    The firm was `new`; its facts were `updated`; they said nothing `unchanged`; the sheet was
    `older` than another one of the site; it stated an `other-name` under the credit code and site,
    so nothing was taken over.
    """

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "older"
    OTHER_NAME = "other-name"


class DiagnosisStanding(StrEnum):
    """What a diagnosis is among those of its site and form.

    The newest submitted period is current; a newer sheet supersedes, a withdrawal takes out.
    """

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """Whose word a reading rests on: the firm's own, a model's, a consultant's."""

    SELF = "self"
    ESTIMATED = "estimated"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReading:
    """What one standard made of a sheet when it was submitted; it never changes.

    `standard` is an id, `revision` our reading of it; `level` and `score` are None where none was
    given; `coverage` (0–1) is None where a model made the reading; `vector` holds the scores of
    the standard's dimensions in their order, None where nothing was answered; `model` is the id
    of the model. `margin` and `overstatement` are None until they are worked out.
    """

    standard: str
    revision: int
    basis: Basis
    level: int | None
    score: float | None
    coverage: float | None = None
    margin: float | None = None
    vector: tuple[float | None, ...] = ()
    model: str | None = None
    overstatement: float | None = None

    @property
    def standard_ref(self) -> str:
        """Return `id@revision`."""
        return f"{self.standard}@{self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRow:
    """What lists show of a diagnosis: whose it is, by which form, its levels and pins.

    `credit_code` and `site` are those of the register, None where they were deleted; `levels` are
    by the firm's own answers, by standard id, `estimated_levels` and `margins` those of what was
    estimated beside them, `verified_levels` those of the last signed visit that the reader sees,
    read with lists alone; `content` is the digest of the content it was made with, `code` the
    version of this service. `chain_id` and `park_id` are those that the firm belongs to now;
    `register_effect` is None for rows of earlier releases.
    """

    id: str
    enterprise_id: str
    assessment_id: str
    created_at: datetime
    credit_code: str | None
    site: str | None
    form: str
    reference: str | None
    period: int | None
    division: str | None
    city: str | None
    size: SizeClass | None
    production_type: ProductionType
    levels: Mapping[str, int | None]
    estimated_levels: Mapping[str, int | None]
    margins: Mapping[str, float | None]
    content: str
    code: str
    chain_id: str | None = None
    park_id: str | None = None
    standing: DiagnosisStanding = DiagnosisStanding.CURRENT
    register_effect: RegisterEffect | None = None
    verified_levels: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why, when and by whom a diagnosis was withdrawn."""

    reason: str
    withdrawn_at: datetime
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyDiagnosis:
    """A diagnosis of a release that kept what it showed: the answer and the trace, as JSON."""

    result: Snapshot
    trace: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRecord:
    """A stored diagnosis: its row, the sheet, what every standard and model made of it.

    `legacy` is what an earlier release showed, where the content it was made with is not kept;
    `withdrawal` is None while the diagnosis counts; `plan_steps` are packages of the default plan
    that follow the spine, None until the diagnosis is first read.
    """

    row: DiagnosisRow
    sheet: WrittenSheet
    readings: tuple[KeptReading, ...]
    estimates: tuple[Estimate, ...] = ()
    legacy: LegacyDiagnosis | None = None
    withdrawal: Withdrawal | None = None
    plan_steps: tuple[KeptPackage, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """What lists show of a plan; `standard` and `level` are its target, money is in 万元.

    `promised_level` is that of the target standard, None where it is not known.
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
    promised_level: int | None = None


@dataclass(frozen=True, slots=True)
class PlanLabel:
    """What a plan is known by: the name of its firm in the register, the sheet's reference."""

    name: str | None
    reference: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A stored plan: its row, the request as the caller wrote it, its values.

    `legacy` is the plan as an earlier release showed it.
    """

    row: PlanRow
    request: object
    plan: KeptPlan
    legacy: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class ProgressRecord:
    """A note on a package of a plan; notes are only ever added."""

    id: str
    plan_id: str
    enterprise_id: str
    created_at: datetime
    note: Note


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """What an enterprise says of a package; it is only ever added to, and the last one counts."""

    id: str
    enterprise_id: str
    created_at: datetime
    feedback: Feedback


class ChangeKind(StrEnum):
    """What happened to a thing, as the feed of changes names it."""

    ENTERPRISE_REGISTERED = "enterprise-registered"
    ENTERPRISE_CHANGED = "enterprise-changed"
    ENTERPRISE_DELETED = "enterprise-deleted"
    ASSESSMENT_BEGUN = "assessment-begun"
    ASSESSMENT_CHANGED = "assessment-changed"
    ASSESSMENT_SUBMITTED = "assessment-submitted"
    ASSESSMENT_GIVEN_UP = "assessment-given-up"
    DIAGNOSIS_STORED = "diagnosis-stored"
    DIAGNOSIS_CURRENT = "diagnosis-current"
    DIAGNOSIS_SUPERSEDED = "diagnosis-superseded"
    DIAGNOSIS_WITHDRAWN = "diagnosis-withdrawn"
    ROADMAP_STORED = "roadmap-stored"
    PROGRESS_NOTED = "progress-noted"
    FEEDBACK_GIVEN = "feedback-given"
    GRANT_GIVEN = "grant-given"
    GRANT_REVOKED = "grant-revoked"
    LINK_GIVEN = "link-given"
    LINK_REVOKED = "link-revoked"
    RESULT_LINK_GIVEN = "result-link-given"
    RESULT_LINK_REVOKED = "result-link-revoked"
    REPORT_MADE = "report-made"
    REPORT_WITHDRAWN = "report-withdrawn"
    EVIDENCE_ADDED = "evidence-added"
    EVIDENCE_REMOVED = "evidence-removed"
    CONSENT_GIVEN = "consent-given"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    VISIT_BEGUN = "visit-begun"
    VISIT_SIGNED = "visit-signed"
    VISIT_WITHDRAWN = "visit-withdrawn"
    VISIT_OBJECTED = "visit-objected"
    OBJECTION_ANSWERED = "objection-answered"
    CHAIN_REGISTERED = "chain-registered"
    PARK_REGISTERED = "park-registered"
    CHAIN_CHANGED = "chain-changed"
    PARK_CHANGED = "park-changed"
    CHAIN_REMOVED = "chain-removed"
    PARK_REMOVED = "park-removed"


FOR_OWNER_ALONE = (
    *(ChangeKind.GRANT_GIVEN, ChangeKind.GRANT_REVOKED),
    *(ChangeKind.LINK_GIVEN, ChangeKind.LINK_REVOKED),
    *(ChangeKind.RESULT_LINK_GIVEN, ChangeKind.RESULT_LINK_REVOKED),
    *(ChangeKind.VISIT_BEGUN, ChangeKind.VISIT_SIGNED, ChangeKind.VISIT_WITHDRAWN),
    *(ChangeKind.VISIT_OBJECTED, ChangeKind.OBJECTION_ANSWERED),
)
"""Changes that stand in the feed of their owner alone, whoever else may read the firm.

Who else reads a firm or answers for it is not told to those who read it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """A change: its number in the order of commits, what happened to what, when and by whom."""

    number: int
    kind: ChangeKind
    subject_id: str
    enterprise_id: str | None
    actor: str
    changed_at: datetime
