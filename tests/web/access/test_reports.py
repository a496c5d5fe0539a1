"""Reports are made, handed out and withdrawn by their firm, and checked by anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.services.errors import PrinterMissing, ReportsBusy
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.storage.identifiers import new_id
from tests.builders import an_example
from tests.contract.spec import hold_to_document
from tests.keys import add_key, bearer, key_named
from tests.web.access.nameless import FULL, Holder, problem_of

OFFICE, BUREAU, STRANGER = (
    key_named(f"{name}reads") for name in ("officea", "bureaua", "strange")
)


class Reported:
    """A submitted sheet of an organisation, its reports, and others who ask for them."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        made: Any = self.client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop"))
        assert made.status_code == 201, made.text
        self.firm, self.id = made.json["enterprise_id"], made.json["assessment_id"]
        self.name = an_example("dongguan-mould-shop")["enterprise"]["name"]
        self.reports = f"/v1/assessments/{self.id}/reports"
        self.running: Container = app.extensions["diagnosis"]
        for key, owner, role in (
            (OFFICE, "office", AccessRole.CONSULTANT), (BUREAU, "bureau", AccessRole.PORTAL),
            (STRANGER, "stranger", AccessRole.ENTERPRISE),
        ):  # fmt: skip
            add_key(self.running.store, key, organisation=owner, role=role)

    def make(self, **wish: Any) -> Any:
        """Return a report that was made."""
        made: Any = self.client.post(self.reports, json=wish)
        assert made.status_code == 201, made.text
        return made.json

    def grant(self) -> None:
        """Let office and bureau read the firm."""
        now = datetime.now(UTC)
        with self.running.store.begin(Principal("local", "boss")) as work:
            for owner, role in (("office", AccessRole.CONSULTANT), ("bureau", AccessRole.PORTAL)):
                work.add_grant(
                    Grant(
                        id=new_id(now), enterprise_id=self.firm, grantee=owner, role=role,
                        purpose="x", starts_at=now - timedelta(days=1), granted_by="boss",
                    )
                )  # fmt: skip

    def ask(self, method: str, path: str, key: str | None = None, **more: Any) -> Any:
        """Return the answer to a request with a key, or without any."""
        client = FlaskClient(self.app, self.app.response_class)
        headers = dict(more.pop("headers", {})) | (bearer(key) if key else {})
        return client.open(path, method=method, headers=headers, **more)

    def check(self, code: str, **more: str) -> Any:
        """Return what anybody is told of a report."""
        told = self.ask("POST", "/v1/report-checks", json={"code": code} | more)
        assert told.status_code == 200, told.text
        hold_to_document(self.app, told, "/v1/report-checks", "post")
        return told.json


@pytest.fixture
def reported(app: Flask) -> Reported:
    """Return a submitted sheet of the organisation of the tests."""
    return Reported(app)


def test_a_report_is_made_read_and_saved(reported: Reported, app: Flask) -> None:
    made: Any = reported.client.post(
        reported.reports, json={"kind": "brief"}, headers={"Accept-Language": "en"}
    )
    hold_to_document(app, made, "/v1/assessments/{assessment_id}/reports", "post")
    report = made.json
    place = f"/v1/reports/{report['id']}"
    assert (made.status_code, made.headers["Location"]) == (201, place)
    facts = [report[name] for name in ("kind", "language", "state", "created_by", "day")]
    assert facts == ["brief", "en", "kept", "local", "2026-11-23"]
    assert report["expires_at"].startswith("2027-05-22")
    assert any(pin.startswith("form ") for pin in report["pins"])
    assert reported.client.get(place).json == report
    assert reported.client.get(reported.reports).json["items"] == [report]
    (file,) = report["files"]
    saved: Any = reported.client.get(file["url"])
    content = saved.get_data()
    assert file["url"] == f"{place}/files/pdf" and report["code"].encode() in content
    assert (file["sha256"], file["bytes"]) == (sha256(content).hexdigest(), len(content))
    assert saved.headers["Content-Type"] == "application/pdf"
    expected = 'attachment; filename="report-2026-11-23-brief-en.pdf"'
    assert saved.headers["Content-Disposition"] == expected
    assert saved.headers["ETag"] == f'"{file["sha256"]}"'
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in saved.headers["Content-Security-Policy"]
    assert saved.headers["Cache-Control"] == "no-store"
    again = reported.client.get(file["url"], headers={"If-None-Match": saved.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    for nothing in ("html", "exe", "..%2Fpdf"):
        assert reported.client.get(f"{place}/files/{nothing}").status_code == 404


def test_a_request_that_is_sent_twice_is_answered_the_same(reported: Reported) -> None:
    key = {"Idempotency-Key": "once"}
    first, again = (reported.client.post(reported.reports, json={}, headers=key) for _ in range(2))
    assert again.json == first.json and again.headers["Idempotency-Replayed"] == "true"
    assert len(reported.client.get(reported.reports).json["items"]) == 1


def test_who_reads_the_result_reads_its_reports_and_nobody_else(reported: Reported) -> None:
    report = reported.make()
    addresses = [reported.reports, f"/v1/reports/{report['id']}", report["files"][0]["url"]]
    link = reported.client.post(
        f"/v1/assessments/{reported.id}/result-links", json={"recipient": "bank"}
    ).json["link"]
    for address in addresses:
        for key in (OFFICE, BUREAU, STRANGER):
            assert problem_of(reported.ask("GET", address, key)) == (404, "not-found")
        assert reported.ask("GET", address).status_code == 401
        by_link = reported.ask("GET", address, headers={"Result-Link": link})
        assert problem_of(by_link) == (403, "not-allowed")
    for key in (OFFICE, BUREAU, STRANGER):
        assert reported.ask("POST", reported.reports, key, json={}).status_code == 404
        assert reported.ask("DELETE", addresses[1], key).status_code == 404
    reported.grant()
    for key in (OFFICE, BUREAU):
        assert [reported.ask("GET", each, key).status_code for each in addresses] == [200] * 3
        for method, address in (("POST", addresses[0]), ("DELETE", addresses[1])):
            refused = reported.ask(method, address, key, json={} if method == "POST" else None)
            assert problem_of(refused) == (403, "granted-to-read")
    assert reported.ask("GET", addresses[1], STRANGER).status_code == 404
    assert reported.check(report["code"])["outcome"] == "genuine"


def test_a_holder_of_a_code_has_reports_of_its_sheet(app: Flask) -> None:
    holder = Holder(app, FULL)
    made = holder.ask("POST", f"{holder.place}/reports", json={})
    assert made.status_code == 201, made.text
    assert made.json["created_by"] == "holder"
    assert holder.ask("GET", made.json["files"][0]["url"]).status_code == 200
    assert holder.ask("DELETE", f"/v1/reports/{made.json['id']}").status_code == 204


def test_anybody_checks_a_report_and_learns_nothing_of_the_firm(reported: Reported) -> None:
    report = reported.make()
    sha = report["files"][0]["sha256"]
    genuine = {"outcome": "genuine", "day": "2026-11-23", "file_compared": False}
    assert reported.check(report["code"].replace("-", "").lower()) == genuine
    assert reported.check(report["code"], sha256=sha) == genuine | {"file_compared": True}
    altered = genuine | {"outcome": "altered", "file_compared": True}
    assert reported.check(report["code"], sha256="0" * 64) == altered
    unknown = {"outcome": "unknown", "day": None, "file_compared": False}
    assert reported.check("0000-0000-0000-0000") == unknown
    wrong: Any = reported.ask("POST", "/v1/report-checks", json={"code": "x", "sha256": "y"})
    assert [each["pointer"] for each in wrong.json["errors"]] == ["/code", "/sha256"]
    assert wrong.status_code == 422


def test_a_withdrawn_report_stays_in_the_list_and_is_told_as_such(reported: Reported) -> None:
    report = reported.make()
    place = f"/v1/reports/{report['id']}"
    for _ in range(2):
        assert reported.client.delete(place).status_code == 204
    shown = reported.client.get(place).json
    assert shown["state"] == "withdrawn" and shown["withdrawn_at"] is not None
    assert [file["url"] for file in shown["files"]] == [None]
    assert reported.client.get(f"{place}/files/pdf").status_code == 404
    withdrawn = {"outcome": "withdrawn", "day": "2026-11-23", "file_compared": False}
    assert reported.check(report["code"]) == withdrawn
    kinds = [each["kind"] for each in reported.client.get("/v1/changes?limit=200").json["items"]]
    assert kinds[-2:] == ["report-made", "report-withdrawn"]
    audit = reported.client.get(f"/v1/enterprises/{reported.firm}/audit").json["items"]
    assert {"report-made", "report-withdrawn"} <= {each["kind"] for each in audit}


def test_paper_of_a_deleted_firm_is_told_to_be_withdrawn(reported: Reported) -> None:
    report = reported.make()
    place = f"/v1/enterprises/{reported.firm}"
    assert reported.client.delete(place, headers={"If-Match": "*"}).status_code == 204
    assert reported.client.get(f"/v1/reports/{report['id']}").status_code == 404
    assert reported.check(report["code"])["outcome"] == "withdrawn"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ReportsBusy(), "reports-busy"),
        (PrinterMissing("libpango-1.0-0"), "report-printer-missing"),
    ],
)
def test_what_cannot_be_printed_now_is_said_with_when_to_come_back(
    reported: Reported, error: Exception, kind: str
) -> None:
    reported.running.report_printer.raises = error  # type: ignore[attr-defined]
    refused: Any = reported.client.post(reported.reports, json={})
    assert problem_of(refused) == (503, kind)
    assert int(refused.headers["Retry-After"]) > 0
    assert reported.client.get(reported.reports).json["items"] == []


def test_old_reports_hand_out_no_file(reported: Reported) -> None:
    report = reported.make()
    clock: Any = reported.running.clock
    clock.now += timedelta(days=181)
    shown = reported.client.get(f"/v1/reports/{report['id']}").json
    assert shown["state"] == "expired"
    assert reported.client.get(report["files"][0]["url"]).status_code == 404
    assert reported.check(report["code"])["outcome"] == "genuine"


def test_how_long_reports_are_kept_is_set(app: Flask, reported: Reported) -> None:
    settings = replace(reported.running.settings, report_days=7)
    app.extensions["diagnosis"] = replace(reported.running, settings=settings)
    app.extensions["diagnosis"].__dict__["report_printer"] = reported.running.report_printer
    assert reported.make()["expires_at"].startswith("2026-11-30")
