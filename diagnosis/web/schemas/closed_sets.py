"""The closed sets of values that answers and bodies use, each written in one place."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import get_args

from diagnosis.domain.consent import ConsentUse
from diagnosis.domain.estimate import CheckReason, RefusalCode
from diagnosis.domain.intake.consistency import Severity
from diagnosis.domain.intake.course import AskedBy
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.form import FormStatus, ProductionType
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.overstatement import LevelBy, OverstatementSource
from diagnosis.domain.promotion.case import MetricKind
from diagnosis.domain.promotion.nearness import PARTS
from diagnosis.domain.retrofit.catalogue.package import CostPart, Grade, PackageArea
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy
from diagnosis.domain.retrofit.follow_up.feedback import FeedbackReason, NextPlanEffect
from diagnosis.domain.retrofit.follow_up.progress import Fulfilment, Status
from diagnosis.domain.retrofit.plan.infeasible import Obstacle, WishKind
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.problem import Binding, BudgetCovers, Objective
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason
from diagnosis.domain.retrofit.support.groups import HiddenReason, SupportGroup
from diagnosis.domain.retrofit.support.instrument import InstrumentKind, Standing, Stated
from diagnosis.domain.retrofit.support.rule import OPERATORS, FirmList, Role
from diagnosis.domain.retrofit.support.warnings import SupportWarning
from diagnosis.domain.scoring.condition import KnownBy
from diagnosis.domain.scoring.mapped_scale import ScaleStanding
from diagnosis.domain.scoring.verdict import GapUnit, HoldKind
from diagnosis.domain.text import Language
from diagnosis.domain.unit import Unit
from diagnosis.present.names import PAY_BASES, TIMINGS
from diagnosis.present.retrofit.plan_steps import PLAN
from diagnosis.present.retrofit.support_offer import ELIGIBLE
from diagnosis.present.scoring.levels import INSUFFICIENT, NO_LEVEL
from diagnosis.present.scoring.next_steps import PAIN, SPINE
from diagnosis.present.scoring.notices import Notice
from diagnosis.report.press import Press
from diagnosis.services.ports.audit import ActKind, AuditOutcome
from diagnosis.services.ports.consents import ConsentStatus
from diagnosis.services.ports.evidence import KEPT_KINDS
from diagnosis.services.ports.keys import KeyState
from diagnosis.services.ports.records import (
    Basis,
    ChangeKind,
    DiagnosisStanding,
    RegisterEffect,
    State,
)
from diagnosis.services.ports.reports import ReportState
from diagnosis.services.ports.scope import (
    KEY_ROLES,
    MAY_BE_GRANTED,
    AccessRole,
    GrantState,
    KeyScope,
)
from diagnosis.services.ports.visits import EvidenceGrade, VisitState, WhyVisited
from diagnosis.services.promotion.check_reports import CheckOutcome
from diagnosis.services.visits.findings import FindingCode, FindingSeverity


def values_of(names: Iterable[StrEnum]) -> list[str]:
    """Return the values of an enumeration as plain texts."""
    return [str(name) for name in names]


STANDARDS = ["gbt-39116-2020", "miit-sme-2024", "smart-factory-2025", "ai-readiness"]
"""The standards that every sheet is scored by; a contract test holds the list to the content."""
LEARNED_STANDARDS = ["gbt-39116-2020", "ai-readiness"]
"""The standards that models are trained for."""
LEVELS_BY = [str(LevelBy.DEFLATED_RULE), str(LevelBy.MODEL)]
"""Whose level a sheet has; `model-for-blanks` is of models, whose sheets have either."""
OVERSTATEMENT_SOURCES = values_of(OverstatementSource)
STANDARD_REF = f"^({'|'.join(STANDARDS)})@[1-9][0-9]*$"
"""A standard with its revision."""
FORM_REF = r"^[a-z0-9]+(-[a-z0-9]+)*@[0-9]+\.[0-9]+\.[0-9]+$"
"""A form with its version."""
RULES = ["staged", "points-and-scenes", "tiers", "gated-mean"]
AGGREGATIONS = [
    "weighted-mean", "weakest-subdomain", "staged", "points",
    "weakest-of-points-and-constraint-scenes", "points-with-scene-gate", "weakest-dimension",
    "gated",
]  # fmt: skip
PART_KINDS = [
    "element", "domain", "subdomain", "block", "chain", "question", "scene", "link", "declared",
    "dimension",
]  # fmt: skip

SIZES = values_of(SizeClass)
PRODUCTION_TYPES = values_of(ProductionType)
PRODUCTION_TYPE_SOURCES = ["given", "division", "default"]

FORM_STATUSES = values_of(FormStatus)
ITEM_TYPES = values_of(ItemType)
ITEM_CHANGES = ["kept", "changed", "new", "gone"]
STATES = values_of(State)
STANDINGS = values_of(DiagnosisStanding)
EFFECTS = values_of(RegisterEffect)
ACCESS_ROLES = [str(role) for role in KEY_ROLES]
ACTING_ROLES = values_of(AccessRole)
CONSENT_USES = values_of(ConsentUse)
CONSENT_STATUSES = values_of(ConsentStatus)
GRANTED_ROLES = values_of(MAY_BE_GRANTED)
GRANT_STATES = values_of(GrantState)
SEVERITIES = values_of(Severity)
FINDING_SEVERITIES = values_of(FindingSeverity)
FINDING_CODES = values_of(FindingCode)
VISIT_WHYS = values_of(WhyVisited)
VISIT_STATES = values_of(VisitState)
EVIDENCE_GRADES = values_of(EvidenceGrade)
KEY_SCOPES = values_of(KeyScope)
KEY_STATES = values_of(KeyState)
CHANGES = values_of(ChangeKind)
LANGUAGES = values_of(Language)
REPORT_KINDS = list(Press.kinds)
REPORT_FORMATS = list(Press.formats)
REPORT_STATES = values_of(ReportState)
CHECK_OUTCOMES = values_of(CheckOutcome)
FILE_KINDS = values_of(KEPT_KINDS)
AUDIT_KINDS = [*CHANGES, *values_of(ActKind)]
AUDIT_OUTCOMES = values_of(AuditOutcome)

BASES = values_of(Basis)
ASKED_BY = values_of(AskedBy)
HOLD_KINDS = values_of(HoldKind)
GAP_UNITS = values_of(GapUnit)
KNOWN_BY = values_of(KnownBy)
WHY_NO_LEVEL = [*NO_LEVEL.values(), INSUFFICIENT, *values_of(RefusalCode)]
NOTICES = values_of(Notice)

PACKAGE_AREAS = values_of(PackageArea)
GRADES = values_of(Grade)
PAIN_IDS = list(PAINS.values)
MATCHED_BY = values_of(MatchedBy)
NEXT_STEP_KINDS = [SPINE, PAIN, PLAN]
EFFECT_KINDS = ["position", "options", "choice", "share", "systems"]
OBJECTIVES = values_of(Objective)
BUDGET_ENDS = values_of(Binding)
BUDGET_COVERS = values_of(BudgetCovers)
CRITERIA = values_of(Criterion)
LEFT_OUT = values_of(LeftOutReason)
WISHES = values_of(WishKind)
OBSTACLES = values_of(Obstacle)
STATUSES = values_of(Status)
FULFILMENTS = values_of(Fulfilment)
COST_PLACES = ["below", "within", "above"]
FEEDBACK_REASONS = values_of(FeedbackReason)
NEXT_PLAN = values_of(NextPlanEffect)

MARK_BASES = ["cited", "derived", "estimated", "ours"]
CHECKS = ["two-sources", "one-source", "unconfirmed", "not-applicable"]
SCALE_STANDINGS = values_of(ScaleStanding)
CONFIDENCES = ["high", "medium", "low"]
SOURCE_KINDS = [
    "standard", "official", "press", "company", "mirror", "consultancy", "memory", "study", "code"
]  # fmt: skip
UNIT_IDS = values_of(Unit)
CHECK_REASONS = values_of(CheckReason)
DIRECTIONS = ["up", "down", "level"]
METRIC_KINDS = values_of(MetricKind)
NEAR_PARTS = list(PARTS)
LINK_TYPES = ["same-question", "prefills", "supports", "precondition"]
LINK_GRADES = ["strong", "partial", "weak"]
SERVICES = ["diagnosis", "packages", "roadmap", "cases", "support", "statistics", "portfolio"]

INSTRUMENT_KINDS = values_of(InstrumentKind)
INSTRUMENT_STANDINGS = values_of(Standing)
STATED = values_of(Stated)
JURISDICTIONS = ["country", "province", "city", "district"]
PAY_BASE_IDS = list(PAY_BASES)
TIMING_IDS = list(TIMINGS)
READ_IN = ["original", "repost"]
ELIGIBILITIES = [name for name, _ in ELIGIBLE.values()]
SUPPORT_GROUPS = values_of(SupportGroup)
HIDDEN_SUPPORT = values_of(HiddenReason)
NOT_COUNTED = ["same-class", "same-packages"]
COST_PARTS = values_of(CostPart)
ROLES = values_of(Role)
LISTS = values_of(FirmList)
CONDITIONS = list(OPERATORS)


def _warnings() -> Sequence[str]:
    """Return the codes of the warnings beside an instrument; some are its standing."""
    fixed = [kind.code for kind in get_args(SupportWarning) if isinstance(kind.code, str)]
    return sorted({*fixed, *INSTRUMENT_STANDINGS})


SUPPORT_WARNINGS = _warnings()
