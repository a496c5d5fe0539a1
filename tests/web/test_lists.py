"""Lists of stored things: what a filter takes in, what a cursor may be."""

import json

import pytest
from flask.testing import FlaskClient
from werkzeug.wsgi import LimitedStream

from tests.builders import EXAMPLES, a_submission, an_enterprise


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


def test_a_city_takes_in_its_towns(client: FlaskClient) -> None:
    for number, place in enumerate(("441900", "441900119", "442000105")):
        sheet = a_submission("screening", enterprise=an_enterprise(city=place, site=str(number)))
        assert client.post("/v1/diagnoses", json=sheet).status_code == 201
    for resource in ("diagnoses", "enterprises"):
        for place, count in (("441900", 2), ("441900119", 1), ("441900121", 0), ("442000", 1)):
            rows = client.get(f"/v1/{resource}?city={place}").json["items"]
            assert len(rows) == count, (resource, place)
    (firm,) = client.get("/v1/enterprises?city=441900119").json["items"]
    assert (firm["city"], firm["city_name"]) == ("441900119", "长安镇")


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
