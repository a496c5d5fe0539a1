"""Answers are compressed for who takes it, and for nobody else."""

import gzip
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import a_sheet, an_enterprise, an_example

GZIP = {"Accept-Encoding": "gzip"}


def both(client: FlaskClient, path: str, **more: Any) -> tuple[Any, Any]:
    """Return the plain answer to a request, and the one to a client that takes gzip."""
    headers = more.pop("headers", {})
    method = "POST" if "json" in more else "GET"
    return tuple(
        client.open(path, method=method, headers=headers | accepted, **more)
        for accepted in ({}, GZIP)
    )  # type: ignore[return-value]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_compressed_answer_is_the_plain_one(client: FlaskClient, language: str) -> None:
    sheet = an_example("foshan-furniture-maker")
    made = client.post("/v1/diagnoses", json=sheet)
    place = made.headers["Location"]
    headers = {"Accept-Language": language}
    cases = [
        both(client, "/v1/diagnoses/preview", json=sheet, headers=headers),
        both(client, "/v1/diagnoses/preview?view=levels", json=sheet, headers=headers),
        *(
            both(client, path, headers=headers)
            for path in (place, place + "/summary", "/v1/packages?limit=20", "/v1/crosswalk",
                         "/v1/questionnaires/full", "/docs", "/docs/openapi.json")
        ),
    ]  # fmt: skip
    for plain, packed in cases:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 1.5
        assert packed.content_type == plain.content_type
        for answer in (plain, packed):
            assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "packs"),
    [
        ("gzip", True), ("gzip, deflate, br, zstd", True), ("*", True), ("GZIP", True),
        ("gzip;q=0.5", True), ("br;q=1, gzip;q=0.2", True), ("gzip;q=0.5, identity;q=0.5", True),
        ("gzip;q=0", False), ("br", False), ("identity", False), ("", False), ("*;q=0", False),
        ("identity;q=1, gzip;q=0.5", False), ("gzip;q=0, *", False), (";;q=x", False),
    ],
)  # fmt: skip
def test_the_client_decides(client: FlaskClient, accepted: str, packs: bool) -> None:
    for path in ("/v1/standards/ai-readiness", "/v1/enterprises?limit=x"):
        answer = client.get(path, headers={"Accept-Encoding": accepted})
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        assert is_packed is (packs and path == "/v1/standards/ai-readiness")


def test_short_answers_heads_and_workbooks_stay_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/health/live", headers=GZIP).headers
    head = client.head("/v1/packages", headers=GZIP)
    assert "Content-Encoding" not in head.headers and head.data == b""
    first = client.post("/v1/diagnoses", json=an_example("zhongshan-lamp-maker")).json
    path = f"/v1/assessments/{first['assessment_id']}/roadmaps"
    plan = client.post(path, json={"budget_wan": 50}).headers["Location"]
    workbook = client.get(plan + "/table.xlsx", headers=GZIP)
    assert "Content-Encoding" not in workbook.headers and workbook.data[:2] == b"PK"
    table = client.get(plan + "/table.csv", headers=GZIP)
    assert gzip.decompress(table.data).startswith(b"\xef\xbb\xbf")


def test_a_long_problem_is_compressed_too(client: FlaskClient) -> None:
    sheet = a_sheet(answers={f"no-such-item-{number}": 1 for number in range(40)})
    plain, packed = both(client, "/v1/diagnoses/preview", json=sheet)
    assert packed.status_code == plain.status_code == 422
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data)) == plain.json


def test_a_compressed_draft_is_changed_by_its_own_tag(client: FlaskClient) -> None:
    answers = an_example("foshan-furniture-maker")["answers"]
    body = a_sheet(enterprise=an_enterprise(), answers=answers)
    draft = client.post("/v1/assessments", json=body, headers=GZIP)
    assert re.fullmatch(r'"v1\.[0-9a-f]{8}-gzip"', draft.headers["ETag"])
    path = draft.headers["Location"]
    assert re.fullmatch(r'"v1\.[0-9a-f]{8}"', client.get(path).headers["ETag"])
    tag = {"If-Match": draft.headers["ETag"]}
    changed = client.patch(path, json={"answers": {"ai-plan": 1}}, headers=tag | GZIP)
    assert changed.status_code == 200
    assert re.fullmatch(r'"v2\.[0-9a-f]{8}-gzip"', changed.headers["ETag"])
    assert client.patch(path, json={"answers": {}}, headers=tag).status_code == 412
    plain = client.patch(path, json={"answers": {}}, headers={"If-Match": '"v2"'})
    assert plain.status_code == 200


def test_equal_requests_get_equal_bytes(client: FlaskClient) -> None:
    sheet = an_example("foshan-furniture-maker")
    first, again = (
        client.post("/v1/diagnoses/preview", json=sheet, headers=GZIP).data for _ in range(2)
    )
    assert first == again
