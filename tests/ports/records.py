"""Rows for tests of the store: valid by default."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from diagnosis.domain.intake.enterprise import Enterprise, SizeClass
from diagnosis.services.ports.store import (
    AssessmentRecord,
    DiagnosisRecord,
    EnterpriseRecord,
    State,
)
from diagnosis.storage.identifiers import new_id

NOW = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=UTC)


def an_enterprise_record(**facts: Any) -> EnterpriseRecord:
    """Return a registered firm."""
    own = Enterprise(name="示例有限公司", credit_code="91441900EXAMPLE11Y", industry="C3525",
                     city="441900", employees=60, revenue_wan=2600.0)  # fmt: skip
    return EnterpriseRecord(new_id(NOW), replace(own, **facts), SizeClass.SMALL, 1, NOW, NOW)


def an_assessment(firm: EnterpriseRecord, **sheet: Any) -> AssessmentRecord:
    """Return a draft of a firm."""
    own = {"form": "full@1.0.0", "enterprise": {"name": "示例"}, "answers": {"a": 1.5},
           "period": 2026, "reference": "R-1"}  # fmt: skip
    return AssessmentRecord(new_id(NOW), firm.id, State.DRAFT, own | sheet, 1, NOW, NOW)


def a_diagnosis(assessment: AssessmentRecord) -> DiagnosisRecord:
    """Return a diagnosis of an assessment."""
    facts = {"credit_code": "91441900EXAMPLE11Y", "industry": "C3525", "city": "441900",
             "size_class": "small", "production_type": "discrete"}  # fmt: skip
    result = {
        "form": "full@1.0.0",
        "reference": assessment.sheet["reference"],
        "period": 2026,
        "enterprise": facts,
        "provenance": {"content": "0" * 64, "code": "0.1.0"},
        "text": {"zh": "级", "en": "level"},
    }
    return DiagnosisRecord(
        new_id(NOW), assessment.enterprise_id, assessment.id, NOW, result, {"standards": []},
        (1, None, 0, 2),
    )  # fmt: skip
