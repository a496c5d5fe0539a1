"""What every address says of the methods that it takes, and every 503 of when to come again."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.services.errors import (
    Busy,
    ContentNotKept,
    FileNotKept,
    FilesBusy,
    PrinterMissing,
    ProviderAway,
    ReportsBusy,
    StoreUnavailable,
)
from diagnosis.web.problem_kinds import KINDS
from tests.builders import a_sheet

AN_ID = "019abcde-0000-7000-8000-000000000000"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")


def addresses(app: Flask) -> dict[str, set[str]]:
    """Return the methods of each address; a thing that there is not stands in each."""
    taken: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<uuid:\w+>", AN_ID, rule.rule)
        address = re.sub(r"<any\((\w+)[^>]*>", r"\1", address)
        taken.setdefault(re.sub(r"<\w+>", "none", address), set()).update(rule.methods or ())
    return taken


def allowed(answer: Any) -> set[str]:
    return {name.strip() for name in answer.headers["Allow"].split(",")}


def test_every_address_names_its_methods(app: Flask) -> None:
    client = app.test_client()
    for address, methods in addresses(app).items():
        answer = client.options(address)
        assert (answer.status_code, answer.data, allowed(answer)) == (200, b"", methods), address
        assert "Content-Type" not in answer.headers
        for method in METHODS:
            if method not in methods:
                refused = client.open(address, method=method, json={})
                assert (refused.status_code, allowed(refused)) == (405, methods), address
                assert refused.mimetype == "application/problem+json"


def test_what_has_no_content_has_no_type(client: FlaskClient) -> None:
    draft = client.post("/v1/assessments", json=a_sheet(form="screening"))
    gone = client.delete(draft.headers["Location"], headers={"If-Match": "*"})
    assert (gone.status_code, gone.data) == (204, b"")
    assert "Content-Type" not in gone.headers


ERRORS = [
    Busy(), ContentNotKept("0" * 64), StoreUnavailable("away"), ProviderAway(), FilesBusy(),
    FileNotKept(), ReportsBusy(), PrinterMissing("pango"),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS)
def test_every_503_says_when_to_come_again(app: Flask, error: Exception) -> None:
    with app.test_request_context("/v1/diagnoses"):
        answer: Any = app.handle_user_exception(error)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_no_503_is_left_out_above() -> None:
    assert {code for code, kind in KINDS.items() if kind.status == 503} == {
        "busy", "content-not-kept", "file-not-kept", "files-busy", "provider-away",
        "report-printer-missing", "reports-busy", "unavailable",
    }  # fmt: skip


def test_options_of_no_address_is_a_problem(client: FlaskClient) -> None:
    answer = client.options("/v1/liagnoses/x/trace")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["type"].endswith("not-found")


def test_nothing_is_at_an_empty_path(app: Flask) -> None:
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": ""})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
