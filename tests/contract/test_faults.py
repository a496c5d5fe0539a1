"""Faults as every operation tells them: where they stand, and each of them one time."""

from typing import Any

import pytest
from flask import Flask

from diagnosis.web.openapi.document import document
from tests.builders import a_sheet, an_enterprise
from tests.contract.spec import hold_to_document, operations

FORM = "full"


def bodies(app: Flask) -> list[tuple[str, str, dict[str, Any]]]:
    """Return path, method and schema of each operation that takes a body and names no id."""
    spec = document(app)
    taken = []
    for path, method, operation in operations(spec):
        address = path.replace("{form}", FORM)
        if "requestBody" in operation and "{" not in address:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            name = schema["$ref"].rpartition("/")[2]
            taken.append((address, method, spec["components"]["schemas"][name]))
    return taken


def test_what_is_missing_is_named_by_its_own_pointer(app: Flask) -> None:
    client, checked = app.test_client(), 0
    for path, method, schema in bodies(app):
        answer = client.open(path, method=method, json={})
        faults = [
            (fault["pointer"], fault["code"]) for fault in (answer.json or {}).get("errors", ())
        ]
        missing = {pointer for pointer, code in faults if code == "missing-field"}
        assert {f"/{name}" for name in schema.get("required", ())} <= missing, path
        assert "" not in missing
        checked += 1
    assert checked > 6


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Encoding": "br"}, 415),
        ({"Content-Encoding": "gzip"}, 400),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_as_declared(
    app: Flask, headers: dict[str, str], status: int
) -> None:
    sent = {"Content-Type": "application/json", **headers}
    for path, method, _ in bodies(app):
        answer = app.test_client().open(path, method=method, data=b"{}", headers=sent)
        assert answer.status_code == status
        hold_to_document(app, answer, path.replace(f"/{FORM}/", "/{form}/"), method)


BROKEN = (
    {},
    {"name": " ", "credit_code": "", "employees": "many"},
    {"form": "none", "answers": 3, "enterprise": 4},
    {"sheet": {"enterprise": {"name": ""}}, "roadmap": {"phases": [{}], "target": {}}},
    a_sheet(answers={"ai-plan": {"part": 2}, "nothing": None}, enterprise={"credit_code": None}),
)


@pytest.mark.parametrize("broken", BROKEN)
def test_no_field_has_two_faults(app: Flask, broken: dict[str, Any]) -> None:
    for path, method, _ in bodies(app):
        answer = app.test_client().open(path, method=method, json=broken)
        if answer.status_code == 422:
            pointers = [fault["pointer"] for fault in (answer.json or {})["errors"]]
            assert len(pointers) == len(set(pointers)), (path, pointers)


@pytest.mark.parametrize("code", ["x", "91440300EXAMPLE38B", None, 5, ""])
def test_a_code_that_cannot_change_has_one_fault(app: Flask, code: object) -> None:
    client, tag = app.test_client(), {"If-Match": "*"}
    firm = client.post("/v1/enterprises", json=an_enterprise()).headers["Location"]
    draft = client.post("/v1/assessments", json=a_sheet(form="screening")).headers["Location"]
    for path, place, change in (
        (firm, "", {"credit_code": code}),
        (draft, "/enterprise", {"enterprise": {"credit_code": code}}),
    ):
        answer = client.patch(path, json=change, headers=tag)
        faults = [(fault["pointer"], fault["code"]) for fault in (answer.json or {})["errors"]]
        assert faults == [(f"{place}/credit_code", "fixed-field")]


def test_a_comparison_misses_the_other_roadmap(app: Flask) -> None:
    nothing = "019abcde-0000-7000-8000-000000000000"
    answer = app.test_client().get(f"/v1/roadmaps/{nothing}/compare")
    assert (answer.json or {})["errors"][0]["pointer"] == "/with"
    assert (answer.json or {})["errors"][0]["code"] == "missing-field"
