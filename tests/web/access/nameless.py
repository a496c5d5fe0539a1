"""Somebody with a nameless sheet and its code."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import an_example

NAMELESS = {"form": "screening", "enterprise": {"industry": "C3525", "city": "441900"}}
FULL = an_example("dongguan-mould-shop")
FULL["enterprise"] = {
    name: fact
    for name, fact in FULL["enterprise"].items()
    if name not in ("name", "credit_code", "site")
}


class Holder:
    """Somebody with a nameless sheet."""

    def __init__(self, app: Flask, sheet: Any = NAMELESS) -> None:
        self.client = FlaskClient(app, app.response_class)
        answer: Any = self.client.post("/v1/sheets", json=sheet)
        assert answer.status_code == 201, answer.text
        self.opened = answer.json
        self.code: str = answer.json["code"]
        self.place: str = answer.headers["Location"]
        self.sheet = f"/v1/sheets/{answer.json['assessment']['id']}"

    def ask(self, method: str, path: str, code: str | None = None, **more: Any) -> Any:
        """Return the answer to a request with the code, or another."""
        headers = {"If-Match": "*"} | more.pop("headers", {})
        headers |= {"Resume-Code": code or self.code}
        return self.client.open(path, method=method, headers=headers, **more)

    def found(self) -> Any:
        """Return what the code finds."""
        (held,) = self.ask("GET", "/v1/sheets").json["items"]
        return held


def problem_of(answer: Any) -> tuple[int, str]:
    """Return the status of a problem, and its code."""
    return answer.status_code, answer.json["type"].rpartition(":")[2]


def filled(app: Flask) -> Holder:
    """Return somebody with a sheet that was submitted and planned."""
    holder = Holder(app, FULL)
    key = {"Idempotency-Key": "k"}
    assert holder.ask("POST", f"{holder.place}/submit", headers=key).status_code == 201
    plan = holder.ask("POST", f"{holder.place}/roadmaps", json={"budget_wan": 50}, headers=key)
    assert plan.status_code in (201, 409)
    holder.ask("POST", f"{holder.place}/roadmaps", json={"budget_wan": 50})
    return holder
