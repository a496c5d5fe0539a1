"""A store in memory: transactions are copies that replace the rows once they end well."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from diagnosis.domain.intake.place import city_of
from diagnosis.services.ports.records import (
    AssessmentRecord,
    DiagnosisRecord,
    DiagnosisRow,
    EnterpriseRecord,
    FeedbackRecord,
    PlanRecord,
    PlanRow,
    ProgressRecord,
    State,
)
from diagnosis.services.ports.store import IdempotencyKey, KeyUse, Page, Where

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
    keys: dict[str, KeyUse] = field(default_factory=dict)


class ForeignKeyError(Exception):
    """A row names another that is not there (foreign key)."""


class FakeWork:
    """Reads and writes the rows of one owner."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

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

    def enterprises(self, where: Where, after: str | None, limit: int) -> Page[EnterpriseRecord]:
        rows = [(record, _facts(record)) for record in self._rows.enterprises.values()]
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
                },
            )
            for record in self._rows.assessments.values()
        ]
        return _page(rows, where, after, limit)

    def diagnoses(self, where: Where, after: str | None, limit: int) -> Page[DiagnosisRow]:
        rows = [(record.row, _fields(record.row)) for record in self._rows.diagnoses.values()]
        return _page(rows, where, after, limit)

    def plans(self, where: Where, after: str | None, limit: int) -> Page[PlanRow]:
        rows = [(record.row, _fields(record.row)) for record in self._rows.plans.values()]
        return _page(rows, where, after, limit)

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

    def add_enterprise(self, record: EnterpriseRecord) -> bool:
        facts = record.facts
        if self.enterprise_at(facts.credit_code or "", facts.site or "") is not None:
            return False
        self._rows.enterprises[record.id] = record
        return True

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        before = self._rows.enterprises.get(record.id)
        if before is None or before.version != record.version - 1:
            return False
        self._rows.enterprises[record.id] = record
        return True

    def add_assessment(self, record: AssessmentRecord) -> None:
        _require(record.enterprise_id, self._rows.enterprises)
        self._rows.assessments[record.id] = record

    def change_assessment(self, record: AssessmentRecord) -> bool:
        before = self._rows.assessments.get(record.id)
        if before is None or before.state is not State.DRAFT:
            return False
        if before.version != record.version - 1:
            return False
        self._rows.assessments[record.id] = record
        return True

    def delete_draft(self, assessment_id: str, version: int) -> bool:
        before = self._rows.assessments.get(assessment_id)
        if before is None or before.state is not State.DRAFT or before.version != version:
            return False
        del self._rows.assessments[assessment_id]
        return True

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        _require(record.row.assessment_id, self._rows.assessments)
        self._rows.diagnoses[record.row.id] = record

    def add_plan(self, record: PlanRecord) -> None:
        _require(record.row.assessment_id, self._rows.assessments)
        self._rows.plans[record.row.id] = record

    def add_progress(self, record: ProgressRecord) -> None:
        _require(record.plan_id, self._rows.plans)
        self._rows.progress[record.id] = record

    def add_feedback(self, record: FeedbackRecord) -> None:
        _require(record.enterprise_id, self._rows.enterprises)
        self._rows.feedback[record.id] = record


class FakeStore:
    """A store in memory; one transaction at a time, as on SQLite."""

    def __init__(self) -> None:
        self._owners: dict[str, Rows] = {}
        self._writing = threading.Lock()

    @contextmanager
    def read(self, owner: str) -> Iterator[FakeWork]:
        yield FakeWork(deepcopy(self._owners.get(owner, Rows())))

    @contextmanager
    def begin(self, owner: str) -> Iterator[FakeWork]:
        with self._writing:
            rows = deepcopy(self._owners.get(owner, Rows()))
            yield FakeWork(rows)
            self._owners[owner] = rows

    def trouble(self) -> str | None:
        return None

    def forget_keys(self, before: datetime) -> int:
        count = 0
        for rows in self._owners.values():
            old = [key for key, use in rows.keys.items() if use.claimed_at < before]
            count += len(old)
            for key in old:
                del rows.keys[key]
        return count


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
    }


def _matches(name: str, value: Any, wanted: str | int) -> bool:
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
        if all(_matches(name, facts[name], wanted) for name, wanted in where.items())
        and (after is None or record.id < after)
    ]
    newest = sorted(fitting, key=lambda record: record.id, reverse=True)
    shown = newest[:limit]
    return Page(tuple(shown), shown[-1].id if len(newest) > limit else None)
