"""Rows for tests of the store and the verbs: valid by default."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from diagnosis.domain.intake.enterprise import Enterprise, SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.retrofit.follow_up.feedback import Feedback, FeedbackReason
from diagnosis.domain.retrofit.follow_up.progress import Note, Status
from diagnosis.services.ports.records import (
    AssessmentRecord,
    DiagnosisRecord,
    DiagnosisRow,
    EnterpriseRecord,
    FeedbackRecord,
    Levels,
    PlanRecord,
    PlanRow,
    ProgressRecord,
    Snapshot,
    State,
)
from diagnosis.storage.identifiers import new_id

NOW = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=UTC)
CODE = "91441900EXAMPLE11Y"


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
        form="full@1.0.0", enterprise=Enterprise(name="示例"), answers={"a": 1.5}, period=2026,
        reference="R-1",
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


def a_diagnosis(assessment: AssessmentRecord, **row: Any) -> DiagnosisRecord:
    """Return a diagnosis of an assessment."""
    fields = {
        "id": new_id(NOW),
        "enterprise_id": assessment.enterprise_id,
        "assessment_id": assessment.id,
        "created_at": NOW,
        "credit_code": CODE,
        "site": None,
        "form": "full@1.0.0",
        "reference": assessment.sheet.reference,
        "period": 2026,
        "division": "C35",
        "city": "441900",
        "size": SizeClass.SMALL,
        "production_type": ProductionType.DISCRETE,
        "levels": Levels(1, None, 0, 2),
        "content": "0" * 64,
        "code": "0.1.0",
    }
    return DiagnosisRecord(
        row=DiagnosisRow(**(fields | row)),
        result=Snapshot('{"text":{"zh":"级","en":"level"}}'),
        trace=Snapshot('{"standards":[]}'),
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
        row=PlanRow(**(fields | row)),
        request={"budget_wan": 120},
        result=Snapshot('{"phases":[]}'),
    )


def a_note(plan_id: str, at: datetime = NOW, **changes: Any) -> ProgressRecord:
    """Return a note that a project is running."""
    note = {"project": "prj-mes", "status": Status.RUNNING, "on": date(2026, 12, 5),
            "reason": None, "cost_wan": 12.5}  # fmt: skip
    return ProgressRecord(new_id(at), plan_id, at, Note(**(note | changes)))


def some_feedback(enterprise_id: str, at: datetime = NOW, **changes: Any) -> FeedbackRecord:
    """Return feedback that a project is too dear."""
    feedback = {
        "project": "prj-aps",
        "useful": False,
        "reason": FeedbackReason.TOO_EXPENSIVE,
        "text": "太贵",
    }
    return FeedbackRecord(new_id(at), enterprise_id, at, Feedback(**(feedback | changes)))
