"""A firm that is granted to those who may visit it, and what each asks of the verbs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.changes import changes_after
from diagnosis.services.grants import give_grant, revoke_grant
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import IdempotencyKey, Store
from diagnosis.services.scoring.currency import withdraw_diagnosis
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from diagnosis.services.visits.answers import save_answers
from diagnosis.services.visits.sign_off import sign_visit
from diagnosis.services.visits.visit import begin_visit
from diagnosis.storage.identifiers import new_id
from tests.builders import an_example
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND

ANY = SeenVersions(None)
REASON = "现场没看到"
IN_BOTH = pytest.mark.parametrize("kept_in", ["sqlite", "postgresql"], indirect=True)
"""Runs a test in SQLite and in PostgreSQL: who sees what, and what happens in between."""


class Visiting:
    """A firm with a diagnosis that two offices may visit, and a portal that reads it."""

    def __init__(self, store: Store, using: Diagnosing, sheet: Any = None) -> None:
        self.store = store
        self.using = using
        # What is granted counts by the clock of the database: what is done here was before now.
        self.now = datetime.now(UTC) - timedelta(hours=1)
        raw = an_example("dongguan-mould-shop") if sheet is None else sheet
        self.claims: dict[str, Any] = raw["answers"]
        self.row = submit_sheet(using, self.writer(FIRM), raw, None).stored.row
        self.grants = {who.owner: self.grant(who) for who in (OFFICE, SECOND, PORTAL)}

    def reader(self, who: Principal) -> Caller:
        """Return somebody who reads, a second after who asked before."""
        self.now += timedelta(seconds=1)
        return Caller(store=self.store, principal=who, now=self.now, new_id=new_id)

    def writer(self, who: Principal, later: timedelta = timedelta(0)) -> Caller:
        """Return somebody who writes, so much later than who asked before."""
        caller = self.reader(replace(who, is_writing=True))
        return replace(caller, now=caller.now + later)

    def plan(self, **changes: Any) -> dict[str, Any]:
        """Return what a request says of a visit, in ten days."""
        planned_on = self.reader(OFFICE).today + timedelta(days=10)
        return {
            "why": "random", "planned_on": planned_on.isoformat(), "visitor": "陈工",
            "employer": "示例咨询有限公司", "vendor_ties": ["某软件商的代理"],
        } | changes  # fmt: skip

    def grant(self, who: Principal) -> str:
        """Return the id of a grant of the firm."""
        wish = {"grantee": who.owner, "role": who.role.value, "purpose": "现场诊断"}
        return give_grant(self.writer(FIRM), self.row.enterprise_id, wish, None).value

    def revoke(self, who: Principal = OFFICE) -> None:
        """Take a grant back."""
        revoke_grant(self.writer(FIRM), self.row.enterprise_id, self.grants[who.owner])

    def withdraw_diagnosis(self) -> None:
        """Let the firm take its diagnosis back."""
        content = self.using.contents.current
        withdraw_diagnosis(content, self.writer(FIRM), self.row.id, {"reason": "填错了"})

    def begin(
        self, who: Principal = OFFICE, key: IdempotencyKey | None = None, **changes: Any
    ) -> str:
        """Return the id of a visit that somebody begins."""
        caller, plan = self.writer(who), self.plan(**changes)
        return begin_visit(self.using.contents, caller, self.row.id, plan, key).value

    def save(
        self, visit_id: str, answers: Mapping[str, Any], who: Principal = OFFICE, seen: Any = ANY
    ) -> int:
        """Return the version of a visit after answers were saved."""
        raw, contents = {"answers": dict(answers)}, self.using.contents
        return save_answers(contents, self.writer(who), visit_id, raw, seen).version

    def sign(
        self, visit_id: str, who: Principal = OFFICE, key: IdempotencyKey | None = None
    ) -> bool:
        """Sign a visit; return whether an earlier request with the key did."""
        return sign_visit(self.using, self.writer(who), visit_id, ANY, key).replayed

    def signed(self, answers: Mapping[str, Any], who: Principal = OFFICE) -> str:
        """Return the id of a visit that somebody began, filled in and signed."""
        visit_id = self.begin(who)
        self.save(visit_id, answers, who)
        self.sign(visit_id, who)
        return visit_id

    def kinds(self, who: Principal) -> list[ChangeKind]:
        """Return the kinds of changes that somebody reads of, but for grants."""
        changes = changes_after(self.reader(who), 0, 99).items
        return [each.kind for each in changes if "grant-" not in each.kind]


def seen_running(value: Any, **more: Any) -> dict[str, Any]:
    """Return an answer that was verified, seen running, with a reason."""
    return {"value": value, "grade": "seen-running", "reason": REASON, **more}


def faults_of(error: FaultyInput) -> dict[str, str]:
    """Return the codes of faults by pointer."""
    return {fault.pointer: fault.code for fault in error.faults}
