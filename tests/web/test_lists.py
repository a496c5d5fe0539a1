"""Lists of stored things: what a filter takes in, what a cursor may be."""

import json

import pytest
from flask.testing import FlaskClient
from werkzeug.wsgi import LimitedStream

from tests.builders import EXAMPLES


@pytest.fixture
def stored(client: FlaskClient) -> FlaskClient:
    """Return a client after the Foshan and the Dongguan example were stored."""
    for name in ("foshan-furniture-maker", "dongguan-mould-shop"):
        raw = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
        raw["enterprise"]["city"] = "440605" if name.startswith("foshan") else "441900"
        assert client.post("/v1/diagnoses", json=raw).status_code == 201
    return client


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("city=440600", 1),
        ("city=440605", 1),
        ("city=440604", 0),
        ("city=441900", 1),
        ("form=full", 2),
        ("form=full@1.0.0", 2),
        ("form=ful", 0),
        ("form=screening", 0),
    ],
)
def test_filter_takes_in_districts_and_versions(
    stored: FlaskClient, query: str, count: int
) -> None:
    page = stored.get(f"/v1/diagnoses?{query}")

    assert len(page.json["items"]) == count


@pytest.mark.parametrize("resource", ["diagnoses", "enterprises", "assessments", "roadmaps"])
def test_cursor_that_is_no_id_is_refused(client: FlaskClient, resource: str) -> None:
    answer = client.get(f"/v1/{resource}?cursor=abc")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/cursor"
    assert answer.json["errors"][0]["code"] == "bad-cursor"


def test_body_that_the_server_cannot_frame_is_a_bad_request(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise ValueError("Invalid chunk size")

    monkeypatch.setattr(LimitedStream, "readall", broken)

    answer = client.post("/v1/diagnoses/preview", json={"form": "full", "answers": {}})

    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def test_doubled_slashes_are_no_address(client: FlaskClient) -> None:
    assert client.get("//v1//standards").status_code == 404
