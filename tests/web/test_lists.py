"""Lists of stored things: what a filter takes in, what a cursor may be."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wsgi import LimitedStream

from diagnosis.bootstrap import Container
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
        ("form=full@2.0.0", 2),
        ("form=screening", 0),
        ("latest=true", 2),
        ("latest=false", 2),
        ("standard=gbt-39116-2020", 2),
        ("created_after=2001-01-01", 2),
        ("created_after=2099-12-31T00:00:00%2B08:00", 0),
        ("created_after=2099-12-31T00:00:00+08:00", 0),
        ("created_after=2001-01-01T00:00:00.5+0800", 2),
        ("created_after=2001-01-01+00:00+08", 2),
        ("created_after=2001-01-01T00:00:00-08:00", 2),
        ("name=%E7%A4%BA%E4%BE%8B%E4%BD%9B%E5%B1%B1", 1),
    ],
)
def test_filter_takes_in_districts_and_versions(
    stored: FlaskClient, query: str, count: int
) -> None:
    page = stored.get(f"/v1/diagnoses?{query}")

    assert len(page.json["items"]) == count


def test_a_row_is_not_younger_than_the_moment_that_it_shows(stored: FlaskClient) -> None:
    youngest, before = stored.get("/v1/diagnoses").json["items"]
    for row, count in ((youngest, 0), (before, 1)):
        page = stored.get(f"/v1/diagnoses?created_after={row['created_at']}")
        assert len(page.json["items"]) == count


def test_moments_are_kept_in_the_milliseconds_that_answers_show(app: Flask) -> None:
    service: Container = app.extensions["diagnosis"]
    clock = Container(service.settings, service.versions).clock
    assert all(clock().microsecond % 1000 == 0 for _ in range(20))


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
    # The client takes what stands behind two slashes for a host, so the path is set here.
    doubled = ("//v1//standards", "/v1//standards", "//v1/standards", "////v1/standards", "//")
    for path in (*doubled, "//health/live", "///health/live"):
        answer = client.get("/", environ_overrides={"PATH_INFO": path})
        assert answer.status_code == 404, path


@pytest.mark.parametrize(
    ("path", "pointer", "code"),
    [
        ("diagnoses?city=4406", "/city", "unknown-place"),
        ("diagnoses?city=999999", "/city", "unknown-place"),
        ("diagnoses?division=21", "/division", "unknown-industry"),
        ("diagnoses?form=ful", "/form", "unknown-form"),
        ("diagnoses?credit_code=9144", "/credit_code", "bad-credit-code"),
        ("diagnoses?standard=iso&level=2", "/standard", "unknown-standard"),
        ("diagnoses?level=2", "/standard", "missing-field"),
        ("diagnoses?margin_below=0.25", "/standard", "missing-field"),
        ("diagnoses?standard=ai-readiness&margin_below=x", "/margin_below", "wrong-type"),
        ("diagnoses?standard=ai-readiness&margin_below=5.1", "/margin_below", "out-of-range"),
        ("diagnoses?standard=ai-readiness&margin_below=-0.1", "/margin_below", "out-of-range"),
        ("diagnoses?level=2&basis=self", "/standard", "missing-field"),
        ("diagnoses?standard=miit-sme-2024&level=5", "/level", "out-of-range"),
        ("roadmaps?standard=miit-sme-2024&promised_level=5", "/promised_level", "out-of-range"),
        ("roadmaps?promised_level=6", "/promised_level", "out-of-range"),
        ("roadmaps?promised_level=9", "/promised_level", "out-of-range"),
        ("roadmaps?level=2", "/level", "unknown-field"),
        ("diagnoses?standard=gbt-39116-2020&level=6", "/level", "out-of-range"),
        ("trades?industry=C3539", "/industry", "unknown-class"),
        ("cases?industry=C3539", "/industry", "unknown-class"),
        ("support?industry=C3539", "/industry", "unknown-class"),
        ("support?date=9999-01-01", "/date", "out-of-range"),
        ("support?date=1999-12-31", "/date", "out-of-range"),
        ("diagnoses?latest=yes", "/latest", "wrong-type"),
        ("diagnoses?created_after=yesterday", "/created_after", "bad-moment"),
        ("diagnoses?created_after=2026-01-01T00:00:00", "/created_after", "bad-moment"),
        ("diagnoses?created_after=2026-01-01+08:00", "/created_after", "bad-moment"),
        ("diagnoses?created_after=0001-01-01", "/created_after", "bad-moment"),
        ("diagnoses?created_after=2026-W05-1", "/created_after", "bad-moment"),
        ("diagnoses?created_after=20260101T000000Z", "/created_after", "bad-moment"),
        ("diagnoses?chain=x", "/chain", "unknown-chain"),
        ("enterprises?park=x", "/park", "unknown-park"),
        ("enterprises?city=4406", "/city", "unknown-place"),
        ("assessments?form=nope", "/form", "unknown-form"),
        ("assessments?enterprise_id=" + "0" * 8 + "-0000-0000-0000-" + "0" * 12,
         "/enterprise_id", "unknown-enterprise"),
        ("roadmaps?standard=iso", "/standard", "unknown-standard"),
    ],
)  # fmt: skip
def test_a_mistyped_filter_is_told(
    client: FlaskClient, path: str, pointer: str, code: str
) -> None:
    answer = client.get(f"/v1/{path}")

    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_the_next_cursor_leads_on(stored: FlaskClient) -> None:
    first = stored.get("/v1/diagnoses?limit=1").json
    second = stored.get(f"/v1/diagnoses?limit=1&cursor={first['next_cursor']}").json

    assert stored.get(first["next"]).json == second
    assert second["items"][0]["id"] != first["items"][0]["id"]
    assert (second["next"], second["next_cursor"]) == (None, None)


@pytest.mark.parametrize("kind", ["chain", "park"])
def test_a_register_is_kept_over_http(client: FlaskClient, kind: str) -> None:
    facts = an_enterprise(**{kind: "甲"})
    firm = client.post("/v1/enterprises", json=facts).json
    made = client.post(f"/v1/{kind}s", json={"name": "甲"})
    assert made.status_code == 201
    path = made.headers["Location"]
    assert client.get(path).json == made.json
    assert client.get(f"/v1/{kind}s").json["items"] == [made.json]
    taken = client.post(f"/v1/{kind}s", json={"name": "甲"})
    assert (taken.status_code, taken.headers["Location"]) == (409, path)

    def members() -> list[str]:
        rows = client.get(f"/v1/enterprises?{kind}=甲").json["items"]
        return [row["id"] for row in rows]

    member = f"{path}/enterprises/{firm['id']}"
    assert members() == [firm["id"]]
    assert client.delete(member).status_code == 204
    assert members() == []
    assert client.put(member).status_code == 204
    assert members() == [firm["id"]]
    assert client.put(f"{path}/enterprises/{'0' * 8}-0000-0000-0000-{'0' * 12}").status_code == 404
