"""Visits of the store in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from diagnosis.services.ports.records import ChangeKind, KeptReading
from diagnosis.services.ports.scope import AccessRole, GrantState, Principal
from diagnosis.services.ports.store import Page, Where
from diagnosis.services.ports.visits import (
    KeptVisit,
    VisitAnswer,
    VisitParty,
    VisitRemark,
    VisitState,
)


@dataclass(frozen=True)
class FakeVisit:
    """A visit with all that is of it."""

    firm_owner: str
    record: KeptVisit
    answers: Mapping[str, VisitAnswer] = field(default_factory=dict)
    readings: tuple[KeptReading, ...] = ()
    remarks: Mapping[tuple[str, VisitParty], VisitRemark] = field(default_factory=dict)


class FakeVisits:
    """Reads and writes visits for a principal."""

    def __init__(
        self, principal: Principal, visits: dict[str, FakeVisit], owners: Mapping[str, Any]
    ) -> None:
        self._who = principal
        self._visits = visits
        self._owners = owners
        self.noted: list[tuple[str, ChangeKind, str, datetime]] = []

    def _is_granted(self, enterprise_id: str, role: AccessRole) -> bool:
        now = datetime.now(UTC)
        return any(
            (grant.grantee, grant.role, grant.enterprise_id)
            == (self._who.owner, role, enterprise_id)
            and grant.starts_at <= now
            and grant.state_at(now) is GrantState.ACTIVE
            for rows in self._owners.values()
            for grant in rows.grants.values()
        )

    def _seen_visit(self, visit_id: str) -> FakeVisit | None:
        visit, portal = self._visits.get(visit_id), AccessRole.PORTAL
        if visit is None or self._who.owner in (visit.record.visited_by, visit.firm_owner):
            return visit
        is_signed = visit.record.state is VisitState.SIGNED
        reads = self._who.reads_as is portal
        firm_id = visit.record.enterprise_id
        return visit if is_signed and reads and self._is_granted(firm_id, portal) else None

    def visit(self, visit_id: str) -> KeptVisit | None:
        visit = self._seen_visit(visit_id)
        return None if visit is None else visit.record

    def visits(self, where: Where, after: str | None, limit: int) -> Page[KeptVisit]:
        seen = [record for name in self._visits if (record := self.visit(name)) is not None]
        fitting = [
            record
            for record in sorted(seen, key=lambda record: record.id, reverse=True)
            if all(_fits(record, name, value) for name, value in where.items())
            and (after is None or record.id < after)
        ]
        more = len(fitting) > limit
        return Page(tuple(fitting[:limit]), fitting[limit - 1].id if more else None)

    def visit_answers(self, visit_id: str) -> tuple[VisitAnswer, ...]:
        visit = self._seen_visit(visit_id)
        answers = {} if visit is None else visit.answers
        return tuple(answers[item] for item in sorted(answers))

    def visit_readings(self, visit_id: str) -> tuple[KeptReading, ...]:
        visit = self._seen_visit(visit_id)
        readings = () if visit is None else visit.readings
        return tuple(sorted(readings, key=lambda each: (each.basis, each.standard)))

    def visit_remarks(self, visit_id: str) -> tuple[VisitRemark, ...]:
        visit = self._seen_visit(visit_id)
        remarks = {} if visit is None else visit.remarks
        order = sorted(remarks, key=lambda key: (key[0], key[1] is VisitParty.CONSULTANT))
        return tuple(remarks[key] for key in order)

    def begin_visit(self, record: KeptVisit) -> bool:
        for owner, rows in self._owners.items():
            diagnosis = rows.diagnoses.get(record.diagnosis_id)
            if (
                diagnosis is not None
                and owner != self._who.owner
                and diagnosis.row.enterprise_id == record.enterprise_id
                and self.may_visit(record.enterprise_id)
            ):
                self._visits[record.id] = FakeVisit(owner, record)
                self._tell_both(ChangeKind.VISIT_BEGUN, record.id, record.created_at)
                return True
        return False

    def may_visit(self, enterprise_id: str) -> bool:
        consultant = AccessRole.CONSULTANT
        return self._who.reads_as is consultant and self._is_granted(enterprise_id, consultant)

    def hold_visit(self, visit_id: str) -> KeptVisit | None:
        record = self.visit(visit_id)
        return record if record and record.visited_by == self._who.owner else None

    def _may_change(self, record: KeptVisit) -> bool:
        before = self.hold_visit(record.id)
        return (
            before is not None
            and before.state is VisitState.OPEN
            and before.version == record.version - 1
        )

    def keep_visit_answers(
        self, record: KeptVisit, kept: tuple[VisitAnswer, ...], dropped: tuple[str, ...]
    ) -> bool:
        if not (self._may_change(record) and self.may_visit(record.enterprise_id)):
            return False
        before = self._visits[record.id]
        rest = {item: each for item, each in before.answers.items() if item not in dropped}
        answers = rest | {answer.item: answer for answer in kept}
        self._visits[record.id] = replace(before, record=record, answers=answers)
        return True

    def sign_visit(self, record: KeptVisit, readings: tuple[KeptReading, ...]) -> bool:
        if not (self._may_change(record) and self.may_visit(record.enterprise_id)):
            return False
        before = self._visits[record.id]
        self._visits[record.id] = replace(before, record=record, readings=readings)
        self._tell_both(ChangeKind.VISIT_SIGNED, record.id, record.updated_at)
        return True

    def withdraw_visit(self, record: KeptVisit) -> bool:
        if not self._may_change(record):
            return False
        self._visits[record.id] = replace(self._visits[record.id], record=record)
        self._tell_both(ChangeKind.VISIT_WITHDRAWN, record.id, record.updated_at)
        return True

    def add_visit_remark(self, remark: VisitRemark) -> bool:
        visit, is_firm = self._visits.get(remark.visit_id), remark.party is VisitParty.FIRM
        key = (remark.item, remark.party)
        if (
            visit is None
            or visit.record.state is not VisitState.SIGNED
            or self._who.owner != (visit.firm_owner if is_firm else visit.record.visited_by)
            or key in visit.remarks
        ):
            return False
        kept = replace(visit, remarks={**visit.remarks, key: remark})
        self._visits[remark.visit_id] = kept
        kind = ChangeKind.VISIT_OBJECTED if is_firm else ChangeKind.OBJECTION_ANSWERED
        self._tell_both(kind, remark.visit_id, remark.created_at)
        return True

    def _tell_both(self, kind: ChangeKind, visit_id: str, at: datetime) -> None:
        visit = self._visits[visit_id]
        for owner in (visit.record.visited_by, visit.firm_owner):
            self.noted.append((owner, kind, visit_id, at))


def _fits(record: KeptVisit, name: str, value: object) -> bool:
    if name == "created_after":
        return bool(record.created_at > value)  # type: ignore[operator]
    return bool(getattr(record, name) == value)
