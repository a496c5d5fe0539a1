"""All that is kept of a firm is handed to it whole, and to nobody else."""

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.present.access.export import _line
from diagnosis.storage.firm.whole_firm import NOT_EXPORTED, tables_of_firms
from diagnosis.storage.tables import metadata
from tests.builders import an_example
from tests.keys import add_key, bearer, key_named
from tests.web.access.whole_firm import filled_firm

OF_NOBODY = {
    "api_key": "keys are of an organisation",
    "chain": "registers are of an organisation, whatever firms are in them",
    "content_bundle": "content, alike for all",
    "deleted_firm": "ids of firms that are gone",
    "organisation": "the owner of firms, not a firm",
    "page_session": "somebody of an organisation, for some hours",
    "park": "as chains",
    "pepper_check": "tells the pepper of keys",
    "resume_code": "of a nameless sheet, which has no firm of a name",
}
"""Tables that name no firm, and what they are."""


@pytest.fixture
def firm(client: FlaskClient) -> str:
    """Return the id of a firm that has a bit of everything."""
    return filled_firm(client)


def archive_of(client: FlaskClient, firm_id: str) -> ZipFile:
    answer = client.get(f"/v1/enterprises/{firm_id}/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/zip"
    assert firm_id in answer.headers["Content-Disposition"]
    return ZipFile(BytesIO(answer.data))


def test_every_table_of_firms_is_in_the_archive_or_left_out_for_a_reason(
    client: FlaskClient, firm: str
) -> None:
    of_firms = tables_of_firms()
    assert metadata.tables.keys() == of_firms.keys() | OF_NOBODY.keys()
    assert not of_firms.keys() & OF_NOBODY.keys()
    assert NOT_EXPORTED.keys() <= of_firms.keys() and all(NOT_EXPORTED.values())
    names = {name for name in archive_of(client, firm).namelist() if name.startswith("rows/")}
    assert names == {f"rows/{name}.json" for name in of_firms.keys() - NOT_EXPORTED.keys()}


def test_the_archive_is_whole(client: FlaskClient, firm: str) -> None:
    archive = archive_of(client, firm)
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["enterprise_id"] == firm and manifest["left_out"] == dict(NOT_EXPORTED)
    listed = {file["name"]: file for file in manifest["files"]}
    assert listed.keys() | {"manifest.json"} == set(archive.namelist())
    for name, file in listed.items():
        body = archive.read(name)
        assert (len(body), sha256(body).hexdigest()) == (file["bytes"], file["sha256"])
    rows = {name: json.loads(archive.read(name)) for name in listed if name.endswith(".json")}
    filled = {name for name, found in rows.items() if found}
    for name in ("enterprise", "enterprise_identity", "assessment", "sheet_identity", "reading",
                 "diagnosis", "roadmap", "access_grant", "consent", "change", "audit_entry",
                 "withdrawal", "progress", "feedback"):  # fmt: skip
        assert f"rows/{name}.json" in filled, name
    sheet = rows["rows/assessment.json"][0]["sheet"]
    text = archive.read("answers.csv").decode("utf-8-sig")
    answers = list(csv.DictReader(StringIO(text)))
    assert {row["题号 item"] for row in answers} == sheet["answers"].keys()
    assert all(row["题目 question"] for row in answers)
    assert "贵厂" in archive.read("README.zh.txt").decode()
    assert "your firm" in archive.read("README.en.txt").decode()


def test_who_read_the_firm_is_in_it_and_that_it_was_exported(
    client: FlaskClient, app: Flask, firm: str
) -> None:
    first = json.loads(archive_of(client, firm).read("rows/audit_entry.json"))
    assert first[-1]["kind"] == "firm-exported"
    again = json.loads(archive_of(client, firm).read("rows/audit_entry.json"))
    assert [entry["kind"] for entry in again[len(first) :]] == ["firm-exported"]


def test_nobody_else_gets_it(client: FlaskClient, app: Flask, firm: str) -> None:
    stranger = key_named("fillsstrange")
    add_key(app.extensions["diagnosis"].store, stranger, organisation="stranger")
    answer = client.get(f"/v1/enterprises/{firm}/export", headers=bearer(stranger))
    assert answer.status_code == 404


def test_nothing_is_whole_in_memory(client: FlaskClient, firm: str) -> None:
    for site in range(60):
        sheet = an_example("dongguan-mould-shop")
        sheet["reference"] = f"R-{site}"
        assert client.post("/v1/assessments", json=sheet).status_code == 201
    answer = client.get(f"/v1/enterprises/{firm}/export", buffered=False)
    parts = list(answer.iter_encoded())
    assert len(parts) > 1 and max(map(len, parts)) < 200_000
    archive = ZipFile(BytesIO(b"".join(parts)))
    assert len(json.loads(archive.read("rows/assessment.json"))) == 62


def test_what_a_firm_wrote_is_no_formula_in_its_table() -> None:
    assert _line(["x", '=cmd|"/c calc"!A0', [1, 2], None, 1.5]) == (
        'x,"\'=cmd|""/c calc""!A0","[1,2]",,1.5\r\n'
    )
