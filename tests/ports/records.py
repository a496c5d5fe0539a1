"""Rows for tests of the store and the verbs: valid by default."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from diagnosis.domain.estimate import CheckReason, Estimate, PartShare, SpotCheck
from diagnosis.domain.intake.business import Business, CostPercent, Traits
from diagnosis.domain.intake.enterprise import Enterprise, SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.retrofit.follow_up.feedback import Feedback, FeedbackReason
from diagnosis.domain.retrofit.follow_up.progress import Note, Status
from diagnosis.services.ports.codes import CodeRecord, owner_of_sheet
from diagnosis.services.ports.evidence import EvidenceRecord, FileKind
from diagnosis.services.ports.records import (
    AssessmentRecord,
    Basis,
    DiagnosisRecord,
    DiagnosisRow,
    EnterpriseRecord,
    FeedbackRecord,
    KeptReading,
    PlanRecord,
    PlanRow,
    ProgressRecord,
    State,
)
from diagnosis.services.ports.reports import ReportFile, ReportRecord
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.identifiers import new_id
from tests.builders import a_kept_plan

NOW = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=UTC)
CODE = "91441900EXAMPLE11Y"
TODAY = NOW.date()
FIRM_ID = "f" * 36
CONTENTS = {"html": b"<p>", "pdf": b"%PDF-1.7 \x00\xff"}
"""The files of a report, by format."""
BUSINESS = Business(
    pains=("energy", "quoting"),
    goals=("scene:plant-twin",),
    cost_percent=CostPercent(material=60.5),
    yearly_budget_wan=20.0,
    traits=Traits(sells="both", exports=False),
)
BY_RULE = (
    KeptReading(
        standard="ai-readiness",
        revision=1,
        basis=Basis.SELF,
        level=2,
        score=2.123456789,
        coverage=0.75,
        vector=(1.5, None, 0.0),
    ),
    KeptReading(
        standard="miit-sme-2024",
        revision=2,
        basis=Basis.SELF,
        level=None,
        score=None,
        coverage=0.1,
    ),
)
BY_MODEL = KeptReading(
    standard="ai-readiness",
    revision=1,
    basis=Basis.ESTIMATED,
    level=1,
    score=1.75,
    margin=0.35,
    overstatement=0.25,
    model="ai-readiness-m1",
)
ESTIMATE = Estimate(
    standard="ai-readiness",
    model="ai-readiness-m1",
    level=1,
    probabilities=(0.25, 0.5, 0.25, 0.0, 0.0, 0.0),
    levels=(0, 1),
    expected_score=1.75,
    score_low=1.0,
    score_high=2.5,
    score=1.7,
    reference=2.0,
    parts=(PartShare("data", -0.2, -0.1),),
    ask_next=("a",),
    checks=(SpotCheck("b", CheckReason.WEIGHT, 0.25),),
)


def an_enterprise_record(**facts: Any) -> EnterpriseRecord:
    """Return a registered firm."""
    firm = Enterprise(
        name="示例有限公司", credit_code=CODE, industry="C3525", city="441900", employees=60,
        revenue_wan=2600.0,
    )  # fmt: skip
    return EnterpriseRecord(
        id=new_id(NOW),
        facts=replace(firm, **facts),
        size=SizeClass.SMALL,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def an_assessment(firm: EnterpriseRecord, **sheet: Any) -> AssessmentRecord:
    """Return a draft of a firm."""
    written = WrittenSheet(
        form="full@2.0.0", enterprise=firm.facts, answers={"a": 1.5}, period=2026,
        reference="R-1", business=BUSINESS,
    )  # fmt: skip
    return AssessmentRecord(
        id=new_id(NOW),
        enterprise_id=firm.id,
        state=State.DRAFT,
        sheet=replace(written, **sheet),
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def add_firm(work: Any, **facts: Any) -> tuple[EnterpriseRecord, AssessmentRecord]:
    """Add a firm and an assessment of it to what is stored; return both."""
    firm = an_enterprise_record(**facts)
    assessment = an_assessment(firm)
    work.add_enterprise(firm)
    work.add_assessment(assessment)
    return firm, assessment


def a_diagnosis(assessment: AssessmentRecord, **row: Any) -> DiagnosisRecord:
    """Return a diagnosis of an assessment."""
    fields = {
        "id": new_id(NOW),
        "enterprise_id": assessment.enterprise_id,
        "assessment_id": assessment.id,
        "created_at": NOW,
        "credit_code": CODE,
        "site": None,
        "form": "full@2.0.0",
        "reference": assessment.sheet.reference,
        "period": 2026,
        "division": "C35",
        "city": "441900",
        "size": SizeClass.SMALL,
        "production_type": ProductionType.DISCRETE,
        "levels": {reading.standard: reading.level for reading in BY_RULE},
        "estimated_levels": {BY_MODEL.standard: BY_MODEL.level},
        "margins": {BY_MODEL.standard: BY_MODEL.margin},
        "content": "0" * 64,
        "code": "0.1.0",
    }
    return DiagnosisRecord(
        row=DiagnosisRow(**(fields | row)),
        sheet=assessment.sheet,
        readings=(BY_MODEL, *BY_RULE),
        estimates=(ESTIMATE,),
    )


def a_plan_record(enterprise_id: str, assessment_id: str, **row: Any) -> PlanRecord:
    """Return a plan of an assessment."""
    fields: dict[str, Any] = {
        "id": new_id(NOW),
        "enterprise_id": enterprise_id,
        "assessment_id": assessment_id,
        "created_at": NOW,
        "starts_on": date(2026, 12, 1),
        "standard": "gbt-39116-2020",
        "level": None,
        "budget_wan": 120.0,
        "cost_mid_wan": 96.5,
    }
    return PlanRecord(
        row=PlanRow(**(fields | row)), request={"budget_wan": 120}, plan=a_kept_plan()
    )


def a_note(plan_id: str, at: datetime = NOW, **changes: Any) -> ProgressRecord:
    """Return a note that a project is running."""
    note = {"project": "prj-mes", "status": Status.RUNNING, "on": date(2026, 12, 5),
            "reason": None, "cost_wan": 12.5}  # fmt: skip
    return ProgressRecord(new_id(at), plan_id, FIRM_ID, at, Note(**(note | changes)))


def some_feedback(enterprise_id: str, at: datetime = NOW, **changes: Any) -> FeedbackRecord:
    """Return feedback that a project is too dear."""
    feedback = {
        "project": "prj-aps",
        "useful": False,
        "reason": FeedbackReason.TOO_EXPENSIVE,
        "text": "太贵",
    }
    return FeedbackRecord(new_id(at), enterprise_id, at, Feedback(**(feedback | changes)))


def a_file(sheet: AssessmentRecord, digest: str = "a", item: str = "a") -> EvidenceRecord:
    """Return a file to an answer of a sheet."""
    return EvidenceRecord(
        id=new_id(NOW), enterprise_id=sheet.enterprise_id, assessment_id=sheet.id, item=item,
        kind=FileKind.JPEG, digest=digest * 64, size=1_000, added_at=NOW, added_by="boss",
    )  # fmt: skip


def open_nameless_sheet(
    store: Any, digest: str = "d" * 64, on_day: date = TODAY
) -> tuple[CodeRecord, EnterpriseRecord, AssessmentRecord]:
    """Keep a nameless sheet with its code."""
    firm = an_enterprise_record(name=None, credit_code=None)
    sheet = an_assessment(firm)
    named = replace(sheet.sheet.enterprise, name=None, credit_code=None)
    sheet = replace(sheet, sheet=replace(sheet.sheet, enterprise=named))
    owner = owner_of_sheet(sheet.id)
    code = CodeRecord(
        owner=owner, digest=digest, assessment_id=sheet.id, opened_on=on_day, visited_on=on_day
    )
    with store.begin(Principal(owner, "holder")) as work:
        assert work.add_enterprise(firm) is True
        work.add_assessment(sheet)
        work.open_code(code)
    return code, firm, sheet


def a_report(
    sheet: AssessmentRecord,
    owner: str = "local",
    digest: str = "d" * 64,
    contents: Mapping[str, bytes] = CONTENTS,
) -> ReportRecord:
    """Return a report of a sheet."""
    return ReportRecord(
        id=new_id(NOW), owner=owner, enterprise_id=sheet.enterprise_id, assessment_id=sheet.id,
        kind="whole", language="zh-Hans", day=NOW.date(), pins=("code 1", "form full@2.0.0"),
        seed="5" * 32, code_digest=digest, created_at=NOW, created_by="boss",
        expires_at=NOW + timedelta(days=180),
        files=tuple(
            ReportFile(format=name, sha256=sha256(content).hexdigest(), size=len(content))
            for name, content in sorted(contents.items())
        ),
    )  # fmt: skip
