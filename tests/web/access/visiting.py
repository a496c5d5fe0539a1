"""A firm with a diagnosis that an office of consultants may visit, and what each asks of it."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from diagnosis.bootstrap import Container
from diagnosis.services.ports.scope import AccessRole
from tests.builders import an_example
from tests.keys import KEY, add_key, bearer, key_named

FIRM = KEY
OFFICE, SECOND, PORTAL, STRANGER = (
    key_named(name) for name in ("aconsultants", "asecondoffic", "aportalofone", "fillsstrange")
)
_KEYS = (
    (OFFICE, "office", AccessRole.CONSULTANT),
    (SECOND, "second-office", AccessRole.CONSULTANT),
    (PORTAL, "bureau", AccessRole.PORTAL),
    (STRANGER, "stranger", AccessRole.ENTERPRISE),
)
VISIT = {
    "why": "random",
    "planned_on": "2026-12-08",
    "visitor": "陈工",
    "employer": "示例咨询有限公司",
    "vendor_ties": ["某软件商的代理"],
}
ANY = {"If-Match": "*"}


class Visiting:
    """A firm that is granted to an office, a second one and a portal."""

    def __init__(self, app: Flask, example: str = "dongguan-mould-shop") -> None:
        self.service: Container = app.extensions["diagnosis"]
        # What is granted counts by the clock of the database.
        self.service.clock.now = datetime.now(UTC)  # type: ignore[attr-defined]
        for text, organisation, role in _KEYS:
            add_key(self.service.store, text, organisation=organisation, role=role, actor=role)
        self.client = app.test_client()
        self.claims: dict[str, Any] = an_example(example)["answers"]
        made = self.ask("post", "/v1/diagnoses", FIRM, json=an_example(example)).json
        self.diagnosis_id, self.enterprise_id = made["id"], made["enterprise_id"]
        self.diagnosis = f"/v1/diagnoses/{self.diagnosis_id}"
        self.grants = {
            organisation: self.grant(organisation, role)
            for _, organisation, role in _KEYS
            if organisation != "stranger"
        }

    def ask(self, method: str, path: str, key: str = OFFICE, **more: Any) -> Any:
        """Return the answer to a request of somebody, of the office unless said otherwise."""
        headers = bearer(key) | dict(more.pop("headers", {}))
        return self.client.open(path, method=method.upper(), headers=headers, **more)

    def grant(self, organisation: str, role: AccessRole) -> str:
        """Return the address of a grant of the firm."""
        body = {"grantee": organisation, "role": role.value, "purpose": "现场诊断"}
        path = f"/v1/enterprises/{self.enterprise_id}/grants"
        location: str = self.ask("post", path, FIRM, json=body).headers["Location"]
        return location

    def revoke(self, organisation: str = "office") -> None:
        """Take a grant back."""
        assert self.ask("delete", self.grants[organisation], FIRM).status_code == 204

    def begin(self, key: str = OFFICE, **changes: Any) -> str:
        """Return the address of a visit that somebody begins."""
        answer = self.ask("post", f"{self.diagnosis}/visits", key, json=VISIT | changes)
        assert answer.status_code == 201, answer.text
        location: str = answer.headers["Location"]
        return location

    def save(self, visit: str, key: str = OFFICE, **answers: Any) -> Any:
        """Return the answer to saving what was verified, items written with `_` for `-`."""
        named = {item.replace("_", "-"): answer for item, answer in answers.items()}
        body = {"answers": named}
        return self.ask("patch", f"{visit}/answers", key, json=body, headers=ANY)

    def statuses(self, path: str) -> list[int]:
        """Return how the firm, the office, the second one, the portal and others are answered."""
        who = (FIRM, OFFICE, SECOND, PORTAL, STRANGER)
        return [self.ask("get", path, key).status_code for key in who]


def seen(value: Any, **more: Any) -> dict[str, Any]:
    """Return an answer that was verified, seen running."""
    return {"value": value, "grade": "seen-running", **more}
