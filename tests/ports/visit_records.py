"""Visits for tests: a firm that is granted, and who visits it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from diagnosis.services.ports.records import Basis
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.services.ports.visits import (
    EvidenceGrade,
    KeptVisit,
    VisitAnswer,
    VisitState,
    WhyVisited,
)
from diagnosis.storage.identifiers import new_id
from tests.ports.records import BY_RULE, NOW, a_diagnosis, add_firm

FIRM = Principal("local", "boss")
OFFICE = Principal("office", "ms-chen", AccessRole.CONSULTANT)
SECOND = Principal("second-office", "mr-li", AccessRole.CONSULTANT)
PORTAL = Principal("bureau", "desk", AccessRole.PORTAL)
STRANGER = Principal("stranger", "boss")


def a_granted_firm(store: Any, *grantees: Principal, site: str = "1") -> Any:
    """Store a firm with a diagnosis, granted to some; return the row of the diagnosis."""
    with store.begin(FIRM) as work:
        firm, sheet = add_firm(work, site=site)
        work.add_diagnosis(a_diagnosis(sheet))
        for who in grantees:
            work.add_grant(a_grant(firm.id, who))
    with store.read(FIRM) as reader:
        (row,) = reader.diagnoses({"enterprise_id": firm.id}, None, 9).items
    return row


def a_grant(firm_id: str, who: Principal) -> Grant:
    now = datetime.now(UTC)
    return Grant(
        id=new_id(now), enterprise_id=firm_id, grantee=who.owner, role=who.role,
        purpose="visit", starts_at=now - timedelta(days=1), granted_by="boss",
    )  # fmt: skip


def a_visit(row: Any, by: Principal = OFFICE, **changes: Any) -> KeptVisit:
    """Return a visit about a diagnosis."""
    record = KeptVisit(
        id=new_id(NOW), enterprise_id=row.enterprise_id, diagnosis_id=row.id,
        visited_by=by.owner, state=VisitState.OPEN, why=WhyVisited.RANDOM,
        planned_on=date(2026, 12, 1), visitor="陈工", employer="示例咨询", vendor_ties=(),
        version=1, begun_by=by.actor, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    return replace(record, **changes)


def an_answer(item: str, value: Any = 2.0, **changes: Any) -> VisitAnswer:
    answer = VisitAnswer(
        item=item, value=value, grade=EvidenceGrade.SEEN_RUNNING, reason="没有启用",
        actor="ms-chen", changed_at=NOW,
    )  # fmt: skip
    return replace(answer, **changes)


def later(record: KeptVisit, **changes: Any) -> KeptVisit:
    """Return the next version of a visit."""
    return replace(record, version=record.version + 1, **changes)


def signed(record: KeptVisit) -> KeptVisit:
    return later(record, state=VisitState.SIGNED, signed_at=NOW, signed_by="ms-chen")


VERIFIED = tuple(replace(each, basis=Basis.VERIFIED) for each in BY_RULE)
