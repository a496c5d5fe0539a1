"""A store in memory: transactions are copies that replace the rows once they end well."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from diagnosis.domain.intake.place import city_of
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.services.errors import NotThere
from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.ports.consents import ConsentRecord
from diagnosis.services.ports.evidence import EvidenceRecord
from diagnosis.services.ports.keys import KeyRecord, Organisation
from diagnosis.services.ports.links import AnswerNote, LinkRecord
from diagnosis.services.ports.records import (
    AssessmentRecord,
    ChangeKind,
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
    State,
    Withdrawal,
)
from diagnosis.services.ports.reports import ReportCheck, ReportRecord
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.scope import AccessRole, Grant, GrantState, Principal
from diagnosis.services.ports.sessions import KnownSession, PageSession
from diagnosis.services.ports.store import IdempotencyKey, KeyUse, Page, Submitted, Where
from diagnosis.services.ports.visits import VisitState
from tests.fakes.evidence import FakeEvidence
from tests.fakes.reports import FakeReports
from tests.fakes.visits import FakeVisit, FakeVisits

T = TypeVar("T")


@dataclass
class Rows:
    """The rows of one owner."""

    enterprises: dict[str, EnterpriseRecord] = field(default_factory=dict)
    assessments: dict[str, AssessmentRecord] = field(default_factory=dict)
    diagnoses: dict[str, DiagnosisRecord] = field(default_factory=dict)
    plans: dict[str, PlanRecord] = field(default_factory=dict)
    progress: dict[str, ProgressRecord] = field(default_factory=dict)
    feedback: dict[str, FeedbackRecord] = field(default_factory=dict)
    chains: dict[str, RegisterEntry] = field(default_factory=dict)
    parks: dict[str, RegisterEntry] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    consents: dict[str, ConsentRecord] = field(default_factory=dict)
    codes: dict[str, CodeRecord] = field(default_factory=dict)
    evidence: dict[str, EvidenceRecord] = field(default_factory=dict)
    links: dict[str, LinkRecord] = field(default_factory=dict)
    result_links: dict[str, ResultLink] = field(default_factory=dict)
    reports: dict[str, ReportRecord] = field(default_factory=dict)
    report_bytes: dict[tuple[str, str], bytes] = field(default_factory=dict)
    notes: dict[tuple[str, str, str], AnswerNote] = field(default_factory=dict)
    changes: list[ChangeRecord] = field(default_factory=list)
    keys: dict[str, KeyUse] = field(default_factory=dict)


_OF_FIRMS = (
    "enterprises", "assessments", "diagnoses", "plans", "feedback", "consents", "evidence",
    "reports",
)  # fmt: skip
"""The rows that are granted with a firm."""


def _firm(record: Any) -> str:
    """Return the id of the firm that a record is of."""
    whose = getattr(record, "row", record)
    return str(getattr(whose, "enterprise_id", whose.id))


class ForeignKeyError(Exception):
    """A row names another that is not there (foreign key)."""


class FakeWork(FakeVisits, FakeEvidence, FakeReports):
    """Reads and writes the rows of one owner."""

    def __init__(
        self,
        rows: Rows,
        bundles: dict[str, bytes],
        principal: Principal,
        visits: dict[str, FakeVisit],
        owners: dict[str, Rows],
        checks: list[str] | None = None,
        report_checks: dict[str, ReportCheck] | None = None,
    ) -> None:
        super().__init__(principal, visits, owners)
        self._checks = [] if checks is None else checks
        self.report_checks = {} if report_checks is None else report_checks
        self._others = owners
        self.owner = principal.owner
        self.taken: list[str] = []
        self.granted_evidence: dict[str, tuple[str, EvidenceRecord]] = {
            each.id: (owner, each)
            for owner, others in owners.items()
            if owner != principal.owner
            for each in others.evidence.values()
        }
        self._rows = rows
        self._bundles = bundles
        self._principal = principal

    def _all(self) -> dict[str, EvidenceRecord]:
        return self._rows.evidence

    def owner_of_visited(self, visit_id: str) -> str | None:
        visit = self._seen_visit(visit_id)
        return None if visit is None else visit.firm_owner

    def add_visit_evidence(self, record: EvidenceRecord) -> bool:
        theirs = self._visited_rows(record)
        place = (record.assessment_id, record.item, record.digest)
        if theirs is None or any(
            (each.assessment_id, each.item, each.digest) == place
            for each in theirs.evidence.values()
        ):
            return False
        theirs.evidence[record.id] = record
        kind = ChangeKind.EVIDENCE_ADDED
        self._note_in(theirs, kind, record.id, record.enterprise_id, record.added_at)
        return True

    def remove_visit_evidence(self, record: EvidenceRecord, at: datetime) -> bool:
        theirs = self._visited_rows(record)
        if theirs is None or theirs.evidence.pop(record.id, None) is None:
            return False
        self._note_in(theirs, ChangeKind.EVIDENCE_REMOVED, record.id, record.enterprise_id, at)
        return True

    def _visited_rows(self, record: EvidenceRecord) -> Rows | None:
        """Return the rows of whose firm the open visit of a file is to."""
        visit = self.hold_visit(str(record.visit_id))
        owner = self.owner_of_visited(str(record.visit_id))
        if visit is None or owner is None or visit.state is not VisitState.OPEN:
            return None
        return self._others[owner] if self.may_visit(record.enterprise_id) else None

    def _note(
        self, kind: ChangeKind, subject_id: str, enterprise_id: str | None, at: datetime
    ) -> None:
        self._note_in(self._rows, kind, subject_id, enterprise_id, at)

    def _note_in(
        self,
        rows: Rows,
        kind: ChangeKind,
        subject_id: str,
        enterprise_id: str | None,
        at: datetime,
    ) -> None:
        rows.changes.append(
            ChangeRecord(
                number=len(rows.changes) + 1,
                kind=kind,
                subject_id=subject_id,
                enterprise_id=enterprise_id,
                actor=self._principal.actor,
                changed_at=at,
            )
        )

    def submissions(self, enterprise_id: str, form_id: str | None) -> tuple[Submitted, ...]:
        rows = (record.row for record in self._rows.diagnoses.values())
        mine = (
            Submitted(
                id=row.id,
                enterprise_id=row.enterprise_id,
                period=row.period,
                created_at=row.created_at,
                standing=row.standing,
                register_effect=row.register_effect,
            )
            for row in rows
            if row.enterprise_id == enterprise_id
            and (form_id is None or row.form.startswith(form_id + "@"))
        )
        return tuple(sorted(mine, key=lambda submitted: submitted.id))

    def _register(self, register: Register) -> dict[str, RegisterEntry]:
        return self._rows.chains if register is Register.CHAIN else self._rows.parks

    def register_entry(self, register: Register, entry_id: str) -> RegisterEntry | None:
        return self._register(register).get(entry_id)

    def register_entry_named(self, register: Register, name: str) -> RegisterEntry | None:
        entries = self._register(register).values()
        return next((entry for entry in entries if entry.name == name), None)

    def register_entries(
        self, register: Register, after: str | None, limit: int
    ) -> Page[RegisterEntry]:
        return _page([(e, {}) for e in self._register(register).values()], {}, after, limit)

    def changes(self, after: int, limit: int) -> tuple[ChangeRecord, ...]:
        return tuple(each for each in self._rows.changes if each.number > after)[:limit]

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord | None:
        return self._rows.enterprises.get(enterprise_id)

    def enterprise_at(self, credit_code: str, site: str) -> EnterpriseRecord | None:
        for record in self._rows.enterprises.values():
            if (record.facts.credit_code, record.facts.site or "") == (credit_code, site):
                return record
        return None

    def assessment(self, assessment_id: str) -> AssessmentRecord | None:
        return self._rows.assessments.get(assessment_id)

    def diagnosis(self, diagnosis_id: str) -> DiagnosisRecord | None:
        return self._rows.diagnoses.get(diagnosis_id)

    def plan(self, plan_id: str) -> PlanRecord | None:
        return self._rows.plans.get(plan_id)

    def key_use(self, key: str) -> KeyUse | None:
        return self._rows.keys.get(key)

    def bundle(self, digest: str) -> bytes | None:
        return self._bundles.get(digest)

    def pin(self, digest: str, bundle: bytes, at: datetime) -> None:
        self._bundles.setdefault(digest, bundle)

    def enterprises(self, where: Where, after: str | None, limit: int) -> Page[EnterpriseRecord]:
        rows = [
            (record, _facts(record))
            for record in self._rows.enterprises.values()
            if record.facts.credit_code is not None
        ]
        return _page(rows, where, after, limit)

    def assessments(self, where: Where, after: str | None, limit: int) -> Page[AssessmentRecord]:
        rows = [
            (
                record,
                {
                    "enterprise_id": record.enterprise_id,
                    "state": str(record.state),
                    "form": record.sheet.form,
                    "reference": record.sheet.reference,
                    "period": record.sheet.period,
                    "created_at": record.created_at,
                },
            )
            for record in self._rows.assessments.values()
        ]
        return _page(rows, where, after, limit)

    def diagnoses(self, where: Where, after: str | None, limit: int) -> Page[DiagnosisRow]:
        wanted = dict(where)
        records = list(self._rows.diagnoses.values())
        if wanted.pop("latest", None):
            form = str(wanted.get("form", "")).partition("@")[0]
            standard = wanted.get("standard"), wanted.get("basis", "self")
            current = [
                each.row
                for each in records
                if each.row.standing == "current"
                and each.row.form.startswith(f"{form}@" if form else "")
                and (
                    standard[0] is None
                    or standard in [(kept.standard, kept.basis) for kept in self._kept(each)]
                )
            ]
            youngest = {row.enterprise_id: row.id for row in sorted(current, key=lambda r: r.id)}
            records = [each for each in records if each.row.id in youngest.values()]
        if (below := wanted.pop("margin_below", None)) is not None:
            estimated = wanted["standard"], "estimated"
            records = [
                each
                for each in records
                if any(
                    (kept.standard, kept.basis) == estimated
                    and kept.margin is not None
                    and kept.margin < float(str(below))
                    for kept in each.readings
                )
            ]
        if "standard" in wanted:
            read_by = wanted.pop("standard"), wanted.pop("basis", "self")
            levels = {wanted.pop("level")} if "level" in wanted else {*range(9), None}
            records = [
                each
                for each in records
                if any(
                    (kept.standard, kept.basis) == read_by and kept.level in levels
                    for kept in self._kept(each)
                )
            ]
        whose = {
            firm.id: {name: getattr(firm.facts, name) for name in ("name", "site")}
            for firm in self._rows.enterprises.values()
        }
        rows = [
            (
                self._listed(each),
                _fields(each.row) | whose.get(each.row.enterprise_id, {"name": None}),
            )
            for each in records
        ]
        return _page(rows, wanted, after, limit)

    def _listed(self, record: DiagnosisRecord) -> DiagnosisRow:
        verified = {each.standard: each.level for each in self._verified(record.row.id)}
        return replace(record.row, verified_levels=verified)

    def _kept(self, record: DiagnosisRecord) -> tuple[KeptReading, ...]:
        return (*record.readings, *self._verified(record.row.id))

    def _verified(self, diagnosis_id: str) -> tuple[KeptReading, ...]:
        where = {"diagnosis_id": diagnosis_id, "state": "signed"}
        signed = self.visits(where, None, 99).items
        if not signed:
            return ()
        last = max(signed, key=lambda each: (str(each.signed_at), each.id))
        return tuple(each for each in self.visit_readings(last.id) if each.basis == "verified")

    def plans(self, where: Where, after: str | None, limit: int) -> Page[PlanRow]:
        rows = [(record.row, _fields(record.row)) for record in self._rows.plans.values()]
        return _page(rows, where, after, limit)

    def plan_labels(self, plan_ids: tuple[str, ...]) -> dict[str, PlanLabel]:
        rows = self._rows
        plans = (rows.plans[name].row for name in plan_ids if name in rows.plans)
        labels = {}
        for row in plans:
            firm = rows.enterprises.get(row.enterprise_id)
            sheet = rows.assessments.get(row.assessment_id)
            labels[row.id] = PlanLabel(
                None if firm is None else firm.facts.name,
                None if sheet is None else sheet.sheet.reference,
            )
        return labels

    def progress(self, plan_ids: tuple[str, ...]) -> tuple[ProgressRecord, ...]:
        notes = (note for note in self._rows.progress.values() if note.plan_id in plan_ids)
        return tuple(sorted(notes, key=lambda note: note.id))

    def feedback(self, enterprise_id: str) -> tuple[FeedbackRecord, ...]:
        records = self._rows.feedback.values()
        mine = (record for record in records if record.enterprise_id == enterprise_id)
        return tuple(sorted(mine, key=lambda record: record.id))

    def claim(self, key: IdempotencyKey, at: datetime) -> KeyUse | None:
        use = self._rows.keys.get(key.key)
        if use is None:
            self._rows.keys[key.key] = KeyUse(key.fingerprint, at, None)
        return use

    def claim_again(self, key: IdempotencyKey, at: datetime) -> None:
        self._rows.keys[key.key] = replace(self._rows.keys[key.key], claimed_at=at)

    def settle(self, key: IdempotencyKey, made: str, at: datetime) -> bool:
        use = self._rows.keys.get(key.key)
        if use is None or use.claimed_at != at:
            return False
        self._rows.keys[key.key] = replace(use, made=made)
        return True

    def release(self, key: IdempotencyKey, at: datetime) -> None:
        use = self._rows.keys.get(key.key)
        if use is not None and use.claimed_at == at and use.made is None:
            del self._rows.keys[key.key]

    def forget_keys(self, now: datetime, kept: timedelta, most: int) -> int:
        keys = self._rows.keys
        moments = [use.claimed_at for use in keys.values()]
        days_old = [moment for moment in moments if moment <= now - timedelta(days=1)]
        if not days_old:
            return 0
        before = max(days_old) - kept
        old = sorted((use.claimed_at, key) for key, use in keys.items() if use.claimed_at < before)
        for _, key in old[:most]:
            del keys[key]
        return len(old[:most])

    def add_enterprise(self, record: EnterpriseRecord) -> bool:
        facts = record.facts
        if self.enterprise_at(facts.credit_code or "", facts.site or "") is not None:
            return False
        self._rows.enterprises[record.id] = record
        self._note(ChangeKind.ENTERPRISE_REGISTERED, record.id, record.id, record.created_at)
        return True

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        before = self._rows.enterprises.get(record.id)
        if before is None or before.version != record.version - 1:
            return False
        self._rows.enterprises[record.id] = record
        self._move_diagnoses(record)
        self._note(ChangeKind.ENTERPRISE_CHANGED, record.id, record.id, record.updated_at)
        return True

    def remove_enterprise(self, record: EnterpriseRecord, at: datetime) -> None:
        rows = self._rows
        of_firm = [each for each in rows.reports.values() if each.enterprise_id == record.id]
        self._withdraw_checks(of_firm, at)
        for name in (*_OF_FIRMS, "grants", "progress"):
            kept = getattr(rows, name)
            setattr(rows, name, {i: row for i, row in kept.items() if _firm(row) != record.id})
        rows.changes = [each for each in rows.changes if each.enterprise_id != record.id]
        self._note(ChangeKind.ENTERPRISE_DELETED, record.id, None, at)
        rows.changes[-1] = replace(rows.changes[-1], actor=self._principal.owner)

    def add_assessment(self, record: AssessmentRecord) -> None:
        _require(record.enterprise_id, self._rows.enterprises)
        self._rows.assessments[record.id] = record
        is_draft = record.state is State.DRAFT
        kind = ChangeKind.ASSESSMENT_BEGUN if is_draft else ChangeKind.ASSESSMENT_SUBMITTED
        self._note(kind, record.id, record.enterprise_id, record.created_at)

    def change_assessment(self, record: AssessmentRecord) -> bool:
        before = self._rows.assessments.get(record.id)
        if before is None or before.state is not State.DRAFT:
            return False
        if before.version != record.version - 1:
            return False
        self._rows.assessments[record.id] = record
        is_draft = record.state is State.DRAFT
        kind = ChangeKind.ASSESSMENT_CHANGED if is_draft else ChangeKind.ASSESSMENT_SUBMITTED
        self._note(kind, record.id, record.enterprise_id, record.updated_at)
        return True

    def delete_draft(
        self, assessment_id: str, version: int, at: datetime, *, is_forgotten: bool = False
    ) -> bool:
        before = self._rows.assessments.get(assessment_id)
        if before is None or before.state is not State.DRAFT or before.version != version:
            return False
        del self._rows.assessments[assessment_id]
        reports = [e for e in self._rows.reports.values() if e.assessment_id == assessment_id]
        self._withdraw_checks([] if is_forgotten else reports, at)
        for rows in (
            *(self._rows.links, self._rows.result_links, self._rows.reports),
            *(self._rows.notes, self._rows.evidence),
        ):
            gone = [key for key, each in rows.items() if each.assessment_id == assessment_id]
            for key in gone:
                del rows[key]  # type: ignore[arg-type]
        self._note(ChangeKind.ASSESSMENT_GIVEN_UP, assessment_id, before.enterprise_id, at)
        return True

    def keep_plan_steps(self, diagnosis_id: str, steps: tuple[KeptPackage, ...]) -> None:
        before = self._rows.diagnoses.get(diagnosis_id)
        if before is not None and self.diagnosis(diagnosis_id) and before.plan_steps is None:
            self._rows.diagnoses[diagnosis_id] = replace(before, plan_steps=steps)

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        _require(record.row.assessment_id, self._rows.assessments)
        self._rows.diagnoses[record.row.id] = record
        row = record.row
        self._note(ChangeKind.DIAGNOSIS_STORED, row.id, row.enterprise_id, row.created_at)

    def stand(self, submitted: Submitted, standing: DiagnosisStanding, at: datetime) -> None:
        record = self._rows.diagnoses[submitted.id]
        self._rows.diagnoses[submitted.id] = replace(
            record, row=replace(record.row, standing=standing)
        )
        kind = ChangeKind(f"diagnosis-{standing}")
        self._note(kind, submitted.id, submitted.enterprise_id, at)

    def add_withdrawal(self, submitted: Submitted, reason: str, at: datetime) -> None:
        record = self._rows.diagnoses[submitted.id]
        withdrawal = Withdrawal(reason, at, self._principal.actor)
        self._rows.diagnoses[submitted.id] = replace(record, withdrawal=withdrawal)

    def add_register_entry(self, register: Register, entry: RegisterEntry) -> bool:
        if self.register_entry_named(register, entry.name) is not None:
            return False
        self._register(register)[entry.id] = entry
        self._note(ChangeKind(f"{register}-registered"), entry.id, None, entry.created_at)
        self._take_in(register, entry, entry.created_at)
        return True

    def change_register_entry(
        self, register: Register, entry: RegisterEntry, at: datetime
    ) -> bool:
        known = self.register_entry_named(register, entry.name)
        if known is not None and known.id != entry.id:
            return False
        self._register(register)[entry.id] = entry
        self._note(ChangeKind(f"{register}-changed"), entry.id, None, at)
        self._take_in(register, entry, at)
        return True

    def remove_register_entry(
        self, register: Register, entry: RegisterEntry, at: datetime
    ) -> bool:
        member = f"{register}_id"
        if any(getattr(firm, member) == entry.id for firm in self._rows.enterprises.values()):
            return False
        del self._register(register)[entry.id]
        self._note(ChangeKind(f"{register}-removed"), entry.id, None, at)
        return True

    def _take_in(self, register: Register, entry: RegisterEntry, at: datetime) -> None:
        member = f"{register}_id"
        for record in sorted(self._rows.enterprises.values(), key=lambda firm: firm.id):
            if (getattr(record.facts, register.value), getattr(record, member)) == (
                entry.name, None,
            ):  # fmt: skip
                named: Any = {member: entry.id, "version": record.version + 1, "updated_at": at}
                self.change_enterprise(replace(record, **named))

    def _move_diagnoses(self, firm: EnterpriseRecord) -> None:
        for identity, record in list(self._rows.diagnoses.items()):
            if record.row.enterprise_id == firm.id:
                row = replace(record.row, chain_id=firm.chain_id, park_id=firm.park_id)
                self._rows.diagnoses[identity] = replace(record, row=row)

    def active_grant(
        self, enterprise_id: str, grantee: str, role: AccessRole, at: datetime
    ) -> Grant | None:
        wanted = (enterprise_id, grantee, role, GrantState.ACTIVE)
        active = [
            grant
            for grant in self._rows.grants.values()
            if (grant.enterprise_id, grant.grantee, grant.role, grant.state_at(at)) == wanted
        ]
        return max(active, key=lambda grant: grant.id, default=None)

    def add_grant(self, grant: Grant) -> None:
        _require(grant.enterprise_id, self._rows.enterprises)
        self._rows.grants[grant.id] = grant
        self._note(ChangeKind.GRANT_GIVEN, grant.id, grant.enterprise_id, grant.starts_at)

    def revoke_grant(self, grant_id: str, at: datetime) -> bool:
        grant = self._rows.grants.get(grant_id)
        if grant is None:
            return False
        if grant.revoked_at is None:
            self._rows.grants[grant_id] = replace(grant, revoked_at=at)
            self._note(ChangeKind.GRANT_REVOKED, grant_id, grant.enterprise_id, at)
        return True

    def add_consent(self, record: ConsentRecord) -> None:
        _require(record.enterprise_id, self._rows.enterprises)
        self._rows.consents[record.id] = record
        kind = ChangeKind(f"consent-{record.status}")
        self._note(kind, record.id, record.enterprise_id, record.stated_at)

    def consent(self, consent_id: str) -> ConsentRecord | None:
        return self._rows.consents.get(consent_id)

    def consents(self, enterprise_id: str) -> tuple[ConsentRecord, ...]:
        records = (r for r in self._rows.consents.values() if r.enterprise_id == enterprise_id)
        last = {record.use: record for record in sorted(records, key=lambda r: r.number)}
        return tuple(last.values())

    def consent_history(
        self, enterprise_id: str, after: str | None, limit: int
    ) -> Page[ConsentRecord]:
        records = (r for r in self._rows.consents.values() if r.enterprise_id == enterprise_id)
        return _page([(record, {}) for record in records], {}, after, limit)

    def grant(self, grant_id: str) -> Grant | None:
        return self._rows.grants.get(grant_id)

    def grants(self, enterprise_id: str, after: str | None, limit: int) -> Page[Grant]:
        grants = [g for g in self._rows.grants.values() if g.enterprise_id == enterprise_id]
        return _page([(grant, {}) for grant in grants], {}, after, limit)

    def held_grants(self, after: str | None, limit: int) -> Page[Grant]:
        who = self._principal
        grants = [
            g for g in self._rows.grants.values() if (g.grantee, g.role) == (who.owner, who.role)
        ]
        return _page([(grant, {}) for grant in grants], {}, after, limit)

    def link(self, link_id: str) -> LinkRecord | None:
        return self._rows.links.get(link_id)

    def links(self, assessment_id: str, after: str | None, limit: int) -> Page[LinkRecord]:
        links = [e for e in self._rows.links.values() if e.assessment_id == assessment_id]
        return _page([(link, {}) for link in links], {}, after, limit)

    def result_link(self, link_id: str) -> ResultLink | None:
        return self._rows.result_links.get(link_id)

    def result_links(self, assessment_id: str, after: str | None, limit: int) -> Page[ResultLink]:
        links = [e for e in self._rows.result_links.values() if e.assessment_id == assessment_id]
        return _page([(link, {}) for link in links], {}, after, limit)

    def add_result_link(self, record: ResultLink) -> None:
        _require(record.assessment_id, self._rows.assessments)
        self._rows.result_links[record.id] = record
        kind = ChangeKind.RESULT_LINK_GIVEN
        self._note(kind, record.id, record.enterprise_id, record.created_at)

    def revoke_result_link(self, link_id: str, at: datetime) -> None:
        record = self._rows.result_links.get(link_id)
        if record is not None and record.revoked_at is None:
            self._rows.result_links[link_id] = replace(record, revoked_at=at)
            self._note(ChangeKind.RESULT_LINK_REVOKED, link_id, record.enterprise_id, at)

    def reports(self, assessment_id: str, after: str | None, limit: int) -> Page[ReportRecord]:
        reports = [e for e in self._rows.reports.values() if e.assessment_id == assessment_id]
        return _page([(each, {}) for each in reports], {}, after, limit)

    def notes(self, assessment_id: str) -> tuple[AnswerNote, ...]:
        return tuple(
            note for key, note in sorted(self._rows.notes.items()) if key[0] == assessment_id
        )

    def add_link(self, record: LinkRecord) -> None:
        _require(record.assessment_id, self._rows.assessments)
        self._rows.links[record.id] = record
        self._note(ChangeKind.LINK_GIVEN, record.id, record.enterprise_id, record.created_at)

    def revoke_link(self, link_id: str, at: datetime) -> None:
        record = self._rows.links.get(link_id)
        if record is not None and record.revoked_at is None:
            self._rows.links[link_id] = replace(record, revoked_at=at)
            self._note(ChangeKind.LINK_REVOKED, link_id, record.enterprise_id, at)

    def keep_note(self, note: AnswerNote) -> None:
        self._rows.notes[note.assessment_id, note.item, note.link_id] = note

    def drop_note(self, note_id: str) -> None:
        notes = self._rows.notes.items()
        self._rows.notes = {key: note for key, note in notes if note.id != note_id}

    def settle_item(self, assessment_id: str, item: str, at: datetime) -> None:
        for key, note in self._rows.notes.items():
            if key[:2] == (assessment_id, item):
                self._rows.notes[key] = replace(note, settled_at=at)

    def keep_check(self, check: str) -> str:
        self._checks.append(check)
        return self._checks[0]

    def open_code(self, record: CodeRecord) -> None:
        _require(record.assessment_id, self._rows.assessments)
        self._rows.codes[record.owner] = record

    def code(self) -> CodeRecord | None:
        return self._rows.codes.get(self._principal.owner)

    def enter_answers(self, link: LinkRecord, items: Iterable[str], at: datetime) -> None:
        """Keep no audit."""

    def enter_renewal(self, record: AssessmentRecord, at: datetime) -> None:
        """Keep no audit."""

    def enter_attachment(self, record: AssessmentRecord, at: datetime) -> None:
        """Keep no audit."""

    def replace_code(self, old: str, following: str) -> bool:
        code = self.code()
        if code is None or code.digest != old:
            return False
        self._rows.codes[code.owner] = replace(code, digest=following)
        return True

    def take_over(self, owner: str) -> bool:
        theirs = deepcopy(self._others.get(owner, Rows()))
        if not theirs.codes:
            return False
        self.taken.append(owner)
        self.granted_evidence = {
            name: each for name, each in self.granted_evidence.items() if each[0] != owner
        }
        for name, rows in vars(theirs).items():
            if name in ("links", "result_links", "reports"):
                rows = {
                    key: replace(link, owner=self._principal.owner) for key, link in rows.items()
                }
            if name not in ("codes", "changes"):
                setattr(self._rows, name, rows | getattr(self._rows, name))
        for each in theirs.changes:
            number = len(self._rows.changes) + 1
            self._rows.changes.append(replace(each, number=number))
        return True

    def name_enterprise(self, record: EnterpriseRecord) -> bool:
        facts = record.facts
        taken = self.enterprise_at(facts.credit_code or "", facts.site or "") is not None
        return not taken and self.change_enterprise(record)

    def name_sheet(self, record: AssessmentRecord) -> None:
        self._rows.assessments[record.id] = record

    def join_enterprise(
        self, nameless_id: str, firm: EnterpriseRecord, effect: RegisterEffect
    ) -> None:
        kept: Any = {"chain_id": firm.chain_id, "park_id": firm.park_id}
        for identity, diagnosis in self._rows.diagnoses.items():
            if diagnosis.row.enterprise_id == nameless_id:
                row = replace(diagnosis.row, **kept, register_effect=effect)
                self._rows.diagnoses[identity] = replace(diagnosis, row=row)
        others = (
            *(self._rows.progress, self._rows.links, self._rows.result_links),
            self._rows.notes,
        )
        for rows in (*(vars(self._rows)[name] for name in _OF_FIRMS), *others):
            for identity, record in list(rows.items()):
                whose = getattr(record, "row", record)
                if getattr(whose, "enterprise_id", None) == nameless_id:
                    whose = replace(whose, enterprise_id=firm.id)
                    is_row = hasattr(record, "row")
                    rows[identity] = replace(record, row=whose) if is_row else whose
        del self._rows.enterprises[nameless_id]
        self._rows.changes = [
            replace(each, enterprise_id=firm.id) if each.enterprise_id == nameless_id else each
            for each in self._rows.changes
            if each.subject_id != nameless_id
        ]

    def erase(self, at: datetime, *, is_forgotten: bool = False) -> None:
        self._withdraw_checks([] if is_forgotten else self._rows.reports.values(), at)
        for name, empty in vars(Rows()).items():
            setattr(self._rows, name, empty)

    def add_plan(self, record: PlanRecord) -> None:
        _require(record.row.assessment_id, self._rows.assessments)
        self._rows.plans[record.row.id] = record
        row = record.row
        self._note(ChangeKind.ROADMAP_STORED, row.id, row.enterprise_id, row.created_at)

    def add_progress(self, record: ProgressRecord) -> None:
        _require(record.plan_id, self._rows.plans)
        self._rows.progress[record.id] = record
        kind = ChangeKind.PROGRESS_NOTED
        self._note(kind, record.plan_id, record.enterprise_id, record.created_at)

    def add_feedback(self, record: FeedbackRecord) -> None:
        _require(record.enterprise_id, self._rows.enterprises)
        self._rows.feedback[record.id] = record
        kind = ChangeKind.FEEDBACK_GIVEN
        self._note(kind, record.id, record.enterprise_id, record.created_at)


class FakeStore:
    """A store in memory; one transaction at a time, as on SQLite."""

    def __init__(self) -> None:
        self._owners: dict[str, Rows] = {}
        self._bundles: dict[str, bytes] = {}
        self._organisations: dict[str, Organisation] = {}
        self._keys: dict[str, KeyRecord] = {}
        self._visits: dict[str, FakeVisit] = {}
        self._checks: list[str] = []
        self._report_checks: dict[str, ReportCheck] = {}
        self._sessions: dict[str, PageSession] = {}
        self._writing = threading.Lock()

    @contextmanager
    def read(self, principal: Principal) -> Iterator[FakeWork]:
        rows = deepcopy(self._owners.get(principal.owner, Rows()))
        if principal.reads_as is not None:
            self._add_granted(rows, principal)
        visits = dict(self._visits)
        work = FakeWork(rows, self._bundles, principal, visits, self._owners)
        if principal.purpose is not None:
            use, least_version = principal.purpose
            consented = {
                firm_id
                for firm_id in rows.enterprises
                for last in work.consents(firm_id)
                if last.use is use and last.counts_from(least_version)
            }
            for name in (*_OF_FIRMS, "grants"):
                kept = getattr(rows, name)
                setattr(rows, name, {i: row for i, row in kept.items() if _firm(row) in consented})
            rows.changes = [each for each in rows.changes if each.enterprise_id in consented]
            for visit_id, visit in self._visits.items():
                if visit.record.enterprise_id not in consented:
                    del visits[visit_id]
        yield work

    def _add_granted(self, rows: Rows, principal: Principal) -> None:
        """Add the rows of other owners' firms that are granted to a principal at this moment."""
        now = datetime.now(UTC)
        for others in self._owners.values():
            for grant in others.grants.values():
                if (grant.grantee, grant.role) == (principal.owner, principal.reads_as):
                    rows.grants[grant.id] = grant
            firms = {
                grant.enterprise_id
                for grant in others.grants.values()
                if (grant.grantee, grant.role) == (principal.owner, principal.reads_as)
                and grant.revoked_at is None
                and grant.starts_at <= now
                and (grant.ends_at is None or grant.ends_at > now)
            }
            for name in _OF_FIRMS:
                for key, record in getattr(others, name).items():
                    if _firm(record) in firms:
                        getattr(rows, name)[key] = record
            rows.report_bytes |= others.report_bytes

    @contextmanager
    def begin(self, principal: Principal) -> Iterator[FakeWork]:
        with self._writing:
            rows = deepcopy(self._owners.get(principal.owner, Rows()))
            bundles = dict(self._bundles)
            visits = dict(self._visits)
            checks = dict(self._report_checks)
            work = FakeWork(rows, bundles, principal, visits, self._owners, self._checks, checks)
            if principal.role is AccessRole.HOLDER and work.code() is None:
                raise NotThere
            yield work
            self._owners[principal.owner] = rows
            for owner in work.taken:
                del self._owners[owner]
            for owner, kind, visit_id, at in work.noted:
                rows = self._owners.setdefault(owner, Rows())
                firm_id = visits[visit_id].record.enterprise_id
                work._note_in(rows, kind, visit_id, firm_id, at)
            self._bundles, self._visits, self._report_checks = bundles, visits, checks

    def _codes(self) -> list[CodeRecord]:
        return [code for rows in self._owners.values() for code in rows.codes.values()]

    def code_of(self, digest: str) -> CodeRecord | None:
        return next((code for code in self._codes() if code.digest == digest), None)

    def link_of(self, digest: str) -> LinkRecord | None:
        links = (link for rows in self._owners.values() for link in rows.links.values())
        return next((link for link in links if link.digest == digest), None)

    def result_link_of(self, digest: str) -> ResultLink | None:
        links = (link for rows in self._owners.values() for link in rows.result_links.values())
        return next((link for link in links if link.digest == digest), None)

    def report_check_of(self, digest: str) -> ReportCheck | None:
        return self._report_checks.get(digest)

    def report_check_of_file(self, sha256: str) -> ReportCheck | None:
        checks = self._report_checks.values()
        return next((each for each in checks if sha256 in each.files.values()), None)

    def note_visit(self, record: CodeRecord, on_day: date) -> None:
        codes = self._owners[record.owner].codes
        if codes[record.owner].visited_on < on_day:
            codes[record.owner] = replace(codes[record.owner], visited_on=on_day)

    def unvisited(self, before: date, limit: int) -> tuple[CodeRecord, ...]:
        old = [code for code in self._codes() if code.visited_on < before]
        return tuple(sorted(old, key=lambda code: (code.visited_on, code.owner))[:limit])

    def key_of(self, prefix: str) -> KeyRecord | None:
        return next((key for key in self._keys.values() if key.prefix == prefix), None)

    def pepper_check(self) -> str | None:
        return self._checks[0] if self._checks else None

    def note_use(self, record: KeyRecord, at: datetime) -> None:
        last = self._keys[record.id].last_used_at
        if last is None or last < at:
            self._keys[record.id] = replace(self._keys[record.id], last_used_at=at)

    @contextmanager
    def keys(self, principal: Principal, *, writes: bool) -> Iterator["FakeKeys"]:
        with self._writing:
            rows = FakeKeys(
                dict(self._organisations), dict(self._keys), list(self._checks), principal
            )
            yield rows
            if writes:
                self._organisations, self._keys = rows.organisations, rows.records
                self._checks = rows.checks

    def session_of(self, digest: str) -> KnownSession | None:
        session = self._sessions.get(digest)
        if session is None:
            return None
        return KnownSession(session, self._keys.get(session.key_id or ""))

    @contextmanager
    def sessions(self, principal: Principal) -> Iterator["FakeSessions"]:
        with self._writing:
            rows = FakeSessions(dict(self._sessions), principal.owner, self._organisations)
            yield rows
            self._sessions = rows.sessions

    def trouble(self) -> str | None:
        return None


@dataclass
class FakeKeys:
    """Keys in memory: an admin sees all, anybody else those of its own organisation."""

    organisations: dict[str, Organisation]
    records: dict[str, KeyRecord]
    checks: list[str]
    principal: Principal

    def _sees(self, owner: str) -> bool:
        return self.principal.role is AccessRole.ADMIN or owner == self.principal.owner

    def organisation(self, organisation_id: str) -> Organisation | None:
        return self.organisations.get(organisation_id) if self._sees(organisation_id) else None

    def add_organisation(self, organisation: Organisation) -> None:
        self.organisations.setdefault(organisation.id, organisation)

    def hold(self, organisation_id: str) -> None:
        _require(organisation_id, self.organisations)

    def keep_check(self, check: str) -> str:
        self.checks.append(check)
        return self.checks[0]

    def abandon(self, at: datetime) -> int:
        seen = [key for key in self.records.values() if self._sees(key.organisation)]
        for key in seen:
            self.revoke_key(key.id, at)
        self.checks.clear()
        return sum(key.counts_at(at) for key in seen)

    def has_keys(self, organisation_id: str) -> bool:
        return any(self._of(organisation_id))

    def count_active(self, organisation_id: str, at: datetime) -> int:
        return sum(key.counts_at(at) for key in self._of(organisation_id))

    def _of(self, organisation_id: str) -> list[KeyRecord]:
        keys = self.records.values() if self._sees(organisation_id) else ()
        return [key for key in keys if key.organisation == organisation_id]

    def key(self, key_id: str) -> KeyRecord | None:
        record = self.records.get(key_id)
        return record if record is not None and self._sees(record.organisation) else None

    def keys(self, after: str | None, limit: int) -> Page[KeyRecord]:
        seen: list[tuple[Any, dict[str, Any]]] = [
            (key, {}) for key in self.records.values() if self._sees(key.organisation)
        ]
        return _page(seen, {}, after, limit)

    def add_key(self, record: KeyRecord) -> None:
        _require(record.organisation, self.organisations)
        self.records[record.id] = record

    def end_key(self, key_id: str, at: datetime) -> bool:
        record = self.key(key_id)
        if record is not None:
            ends = min(at, record.expires_at)
            self.records[key_id] = replace(record, expires_at=ends)
        return record is not None

    def revoke_key(self, key_id: str, at: datetime) -> bool:
        record = self.key(key_id)
        if record is not None:
            self.records[key_id] = replace(record, revoked_at=record.revoked_at or at)
        return record is not None

    def revoke_issued(self, key_id: str, at: datetime) -> int:
        revoked = 0
        for record in list(self.records.values()):
            if record.parent_id != key_id or not self._sees(record.organisation):
                continue
            if record.counts_at(at):
                self.records[record.id] = replace(record, revoked_at=at)
                revoked += 1
            revoked += self.revoke_issued(record.id, at)
        return revoked


@dataclass
class FakeSessions:
    """Sessions of an organisation in memory."""

    sessions: dict[str, PageSession]
    owner: str
    organisations: dict[str, Organisation]

    def add_session(self, session: PageSession) -> None:
        _require(session.principal.owner, self.organisations)
        self.sessions[session.digest] = session

    def end_session(self, digest: str, at: datetime) -> bool:
        return self._delete([session for session in self._seen() if session.digest == digest]) == 1

    def end_oldest(self, like: PageSession, most: int) -> int:
        alike = [session for session in self._seen() if session.key_id == like.key_id]
        if like.key_id is None:
            actor = like.principal.actor
            alike = [session for session in alike if session.principal.actor == actor]
        alike.sort(key=lambda session: session.created_at, reverse=True)
        return self._delete(alike[most:])

    def forget_sessions(self, at: datetime) -> int:
        return self._delete([session for session in self._seen() if session.expires_at <= at])

    def _seen(self) -> list[PageSession]:
        return [each for each in self.sessions.values() if each.principal.owner == self.owner]

    def _delete(self, sessions: list[PageSession]) -> int:
        for session in sessions:
            del self.sessions[session.digest]
        return len(sessions)


def _require(identity: str, rows: dict[str, Any]) -> None:
    if identity not in rows:
        raise ForeignKeyError("foreign key")


def _fields(record: Any) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in record.__slots__}
    return values | {"size_class": values.get("size")}


def _facts(record: EnterpriseRecord) -> dict[str, Any]:
    facts = record.facts
    return _fields(facts) | {
        "site": facts.site or "",
        "division": facts.division,
        "size_class": record.size,
        "chain_id": record.chain_id,
        "park_id": record.park_id,
        "created_at": record.created_at,
    }


def _matches(name: str, value: Any, wanted: str | float | datetime) -> bool:
    if isinstance(wanted, datetime):
        return bool(value > wanted)
    if name == "name":
        return str(value or "").startswith(str(wanted))
    if name == "city" and isinstance(wanted, str) and wanted == city_of(wanted):
        return value is not None and city_of(value) == wanted
    if name == "form" and isinstance(wanted, str) and "@" not in wanted:
        return str(value).startswith(wanted + "@")
    return bool((value or "") == wanted) if name == "site" else bool(value == wanted)


def _page(
    rows: list[tuple[Any, dict[str, Any]]], where: Where, after: str | None, limit: int
) -> Page[Any]:
    fitting = [
        record
        for record, facts in rows
        if all(_matches(name, facts[_column(name)], wanted) for name, wanted in where.items())
        and (after is None or record.id < after)
    ]
    newest = sorted(fitting, key=lambda record: record.id, reverse=True)
    shown = newest[:limit]
    return Page(tuple(shown), shown[-1].id if len(newest) > limit else None)


def _column(name: str) -> str:
    return "created_at" if name == "created_after" else name
