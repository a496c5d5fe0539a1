"""Files that a consultant adds at a visit over the API: kept for the firm, seen by both."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from tests.evidence_files import AN_UPLOAD, GPS_WORDS, a_photo
from tests.web.access.nameless import problem_of
from tests.web.access.visiting import ANY, FIRM, OFFICE, PORTAL, SECOND, STRANGER, Visiting, seen


@pytest.fixture
def visiting(app: Flask) -> Visiting:
    """Return a firm that may be visited."""
    return Visiting(app)


def sheet_of(visiting: Visiting) -> str:
    """Return the address of the sheet that was diagnosed."""
    answer = visiting.ask("get", visiting.diagnosis, FIRM)
    return f"/v1/assessments/{answer.json['assessment_id']}"


def added(visiting: Visiting, visit: str, key: str = OFFICE, **changes: Any) -> Any:
    """Return the answer to adding a photo at a visit."""
    return visiting.ask("post", f"{visit}/evidence", key, **AN_UPLOAD | changes)


def test_a_photo_of_a_visit_is_in_the_list_of_the_sheet_and_in_its_export(
    visiting: Visiting,
) -> None:
    visit, sheet = visiting.begin(), sheet_of(visiting)
    photo = {"data": a_photo(), "content_type": "image/jpeg"}
    file = added(visiting, visit, **photo)
    assert file.status_code == 201, file.text
    assert (file.json["visit_id"], file.json["item"]) == (visit[-36:], "ai-plan")
    assert file.json["added_by"] == "consultant"
    place = file.headers["Location"]
    assert place == f"{sheet}/evidence/{file.json['id']}"
    for key in (FIRM, OFFICE, PORTAL):
        assert visiting.ask("get", f"{sheet}/evidence", key).json["items"] == [file.json]
        kept = visiting.ask("get", place, key)
        assert kept.status_code == 200 and GPS_WORDS not in kept.data
    assert visiting.ask("get", place, STRANGER).status_code == 404
    lines = visiting.ask("get", f"{visit}/sheet").json["lines"]
    of_file = [line["question"]["id"] for line in lines if line["evidence"] == [file.json]]
    assert of_file == ["ai-plan"]
    archive = visiting.ask("get", f"/v1/enterprises/{visiting.enterprise_id}/export", FIRM)
    with ZipFile(BytesIO(archive.data)) as packed:
        name = f"files/ai-plan-{file.json['id']}.jpg"
        assert packed.read(name) == kept.data
        assert visit[-36:].encode() in packed.read("rows/assessment_evidence.json")
    audit = visiting.ask("get", f"/v1/enterprises/{visiting.enterprise_id}/audit", FIRM).json
    entry = next(each for each in audit["items"] if each["kind"] == "evidence-added")
    assert (entry["operation"], entry["role"]) == ("add_visit_evidence", "consultant")


def test_only_who_pays_the_visit_adds_to_it_and_until_it_is_signed(visiting: Visiting) -> None:
    visit = visiting.begin()
    assert problem_of(added(visiting, visit, SECOND)) == (404, "not-found")
    for key in (FIRM, PORTAL):
        assert problem_of(added(visiting, visit, key)) == (403, "not-allowed")
    sheet = sheet_of(visiting)
    refused = visiting.ask("post", f"{sheet}/evidence", OFFICE, **AN_UPLOAD)
    assert problem_of(refused) == (403, "granted-to-read")
    file = added(visiting, visit).json
    place = f"{visit}/evidence/{file['id']}"
    assert visiting.ask("delete", place, SECOND).status_code == 404
    visiting.save(visit, ai_plan=seen(0, reason="x"))
    assert visiting.ask("post", f"{visit}/signature", headers=ANY).status_code == 201
    assert added(visiting, visit).status_code == 409
    assert visiting.ask("delete", place).status_code == 409
    assert visiting.ask("delete", f"{sheet}/evidence/{file['id']}", FIRM).status_code == 204


def test_a_photo_that_was_added_by_mistake_is_removed(visiting: Visiting) -> None:
    visit = visiting.begin()
    file = added(visiting, visit).json
    place = f"{visit}/evidence/{file['id']}"
    assert visiting.ask("delete", place).status_code == 204
    assert visiting.ask("delete", place).status_code == 404
    assert visiting.ask("get", f"{sheet_of(visiting)}/evidence", FIRM).json["items"] == []


def test_what_is_no_file_is_refused(visiting: Visiting) -> None:
    visit = visiting.begin()
    assert added(visiting, visit, content_type="text/plain").status_code == 415
    assert added(visiting, visit, data=b"no picture").status_code == 422
    unnamed = added(visiting, visit, query_string={})
    assert [each["pointer"] for each in unnamed.json["errors"]] == ["/item"]
    unknown = added(visiting, visit, query_string={"item": "no-such"})
    assert [each["code"] for each in unknown.json["errors"]] == ["not-in-form"]


def test_the_files_go_with_the_firm(visiting: Visiting, app: Flask) -> None:
    visit = visiting.begin()
    assert added(visiting, visit).status_code == 201
    files = app.extensions["diagnosis"].evidence_desk.files
    assert len(list(files.digests("local"))) == 1
    firm = f"/v1/enterprises/{visiting.enterprise_id}"
    assert visiting.ask("delete", firm, FIRM, headers=ANY).status_code == 204
    assert list(files.digests("local")) == []
