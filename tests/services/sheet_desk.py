"""Nameless sheets, who holds their codes, and the organisation that they are attached to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.resume_codes import CodeMint
from diagnosis.services.intake.nameless import OpenedSheet, held_sheet, open_sheet
from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.attach_sheet import attach_sheet
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from diagnosis.storage.identifiers import new_id
from tests.builders import an_example

ANY = SeenVersions(None)
MAKER = CodeMint(KeyMint(b"p" * 32))
OWNER = Principal("local", "boss")
WHO = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}
FULL = an_example("dongguan-mould-shop")
NAMELESS = FULL | {
    "enterprise": {
        name: fact
        for name, fact in FULL["enterprise"].items()
        if name not in ("name", "credit_code", "site")
    }
}


class Desk:
    """A store, and who asks at it: a minute later each time."""

    def __init__(self, store: Any, using: Diagnosing) -> None:
        self.store, self.using = store, using
        self.content = using.contents.current
        self.now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

    def caller(self, who: Principal = OWNER) -> Caller:
        """Return who asks."""
        self.now += timedelta(minutes=1)
        return Caller(store=self.store, principal=who, now=self.now, new_id=new_id)

    def open(self, raw: Any = NAMELESS) -> OpenedSheet:
        """Return a nameless sheet that somebody opened."""
        return open_sheet(self.content, self.caller(), MAKER, raw)

    def submit(self, opened: OpenedSheet) -> str:
        """Return the id of the diagnosis of a nameless sheet."""
        holder = self.caller(opened.code.principal)
        raw = {"accept_incomplete": True}
        made = submit_draft(self.using, holder, opened.draft.id, ANY, raw, None)
        return made.stored.row.id

    def attach(self, opened: OpenedSheet, who: Any = WHO, sheet_id: str = "") -> AssessmentRecord:
        """Return a sheet after it was attached to the organisation."""
        sheet_id = sheet_id or opened.draft.id
        return attach_sheet(self.content, self.caller(), opened.code, sheet_id, who)

    def held(self, code: CodeRecord) -> AssessmentRecord:
        """Return the sheet of a code."""
        return held_sheet(self.caller(code.principal), code).sheet


def faults(caught: pytest.ExceptionInfo[FaultyInput]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in caught.value.faults}
