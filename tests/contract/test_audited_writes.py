"""Every operation that writes leaves an entry in the audit, under its name."""

from typing import Any

from flask import Flask

from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.web.access.policy import POLICIES, PUBLIC
from tests.contract.spec import operations
from tests.contract.story import Story, tell

AUDITOR = Principal(OPERATOR, "root", AccessRole.ADMIN)
NO_ENTRY = {"end_session": "asked with a key, it ends no session; see test_session_audit"}
"""Operations that write by their policy, and leave no entry in the story; why."""


def writing_operations() -> set[str]:
    """Return the operations that may write: no content, no preview, more than to read."""
    return {
        name
        for name, policy in POLICIES.items()
        if policy != PUBLIC and policy.scope is not KeyScope.READ
    }


class AuditedStory(Story):
    """Notes which operations left an entry after each time that they succeeded."""

    def __init__(self, app: Flask, language: str) -> None:
        super().__init__(app, language)
        self.names: dict[tuple[str, str], str] = {
            (path, method): operation["operationId"]
            for path, method, operation in operations(self.spec)
        }
        self.last = 0
        self.silent: set[str] = set()
        self.told: set[str] = set()

    def look_at(self, path: str, method: str) -> None:
        name = self.names[path, method]
        with self.app.extensions["diagnosis"].store.audit(AUDITOR) as rows:
            page: Any = rows.entries({}, None, 200)
        fresh = [entry for entry in page.items if entry.number > self.last]
        self.last = page.items[0].number if page.items else 0
        # The story issues some keys itself, by no request.
        assert all(entry.operation or entry.kind == "key-issued" for entry in fresh), fresh
        (self.told if name in {entry.operation for entry in fresh} else self.silent).add(name)


def test_every_write_is_entered_under_the_name_of_its_operation(app: Flask) -> None:
    story = AuditedStory(app, "en")
    tell(story)
    writes = {
        name
        for (_, method), name in story.names.items()
        if name in writing_operations() and method != "get"
    }
    assert len(writes) > 40
    assert writes - story.told == NO_ENTRY.keys()
    # Each time, not only once.
    assert writes & story.silent == NO_ENTRY.keys()
