"""Content is tagged before it is made and not sent twice; a firm's data is kept by nobody."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from diagnosis.content.versions import Versions
from diagnosis.web.content_tags import KEPT, KeptBodies, KeptBody, out_of_content
from tests.builders import a_sheet, an_example
from tests.web.service import Ticking, a_service, an_app

CONTENT = (
    "/v1/questionnaires",
    "/v1/questionnaires/full",
    "/v1/questionnaires/full/schema",
    "/v1/questionnaires/full/diff?since=screening@2.0.0",
    "/v1/standards",
    "/v1/standards/ai-readiness",
    "/v1/crosswalk",
    "/v1/scales",
    "/v1/scales/scl-dcmm",
    "/v1/packages?area=quality&limit=20",
    "/v1/packages/pkg-work-reporting",
    "/v1/cases",
    "/v1/cases/case-weifa-home",
    "/v1/support?date=2026-11-23",
    "/v1/support/ins-gd-talent",
    "/v1/measures",
    "/v1/context",
    "/v1/measures/measure-01",
    "/v1/models",
    "/v1",
    "/docs",
    "/docs/openapi.json",
)


def get(client: FlaskClient, path: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers=named)


@pytest.mark.parametrize("path", CONTENT)
def test_what_a_client_has_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = get(client, path)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == KEPT
    assert first.headers["Vary"] == "Accept-Language, Accept-Encoding"
    tag = first.headers["ETag"]
    assert tag.startswith('"') and tag.endswith('"')
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(client, path, If_None_Match=known)
        assert (again.status_code, again.data) == (304, b""), known
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == KEPT
        assert again.headers["Vary"] == "Accept-Language, Accept-Encoding"
    other = get(client, path, If_None_Match='"other"')
    assert (other.status_code, other.data) == (200, first.data)
    packed = get(client, path, Accept_Encoding="gzip")
    if "Content-Encoding" in packed.headers:
        assert packed.headers["ETag"] == f'{tag[:-1]}-gzip"'
        again = get(client, path, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
        assert (again.status_code, again.headers["ETag"]) == (304, packed.headers["ETag"])
    head = client.head(path)
    assert (head.status_code, head.headers["ETag"], head.data) == (200, tag, b"")


def test_tags_differ_by_language_address_and_parameters(client: FlaskClient) -> None:
    tags = [
        get(client, path, Accept_Language=language).headers["ETag"]
        for path in (
            "/v1/packages",
            "/v1/packages?limit=20",
            "/v1/packages?area=ai",
            "/v1/packages/pkg-mes",
        )
        for language in ("zh", "en")
    ]
    assert len(set(tags)) == len(tags)
    same = get(client, "/v1/packages", Accept_Language="zh-CN").headers["ETag"]
    assert same == tags[0]


def test_a_tag_changes_with_the_content(
    client: FlaskClient, both_in_use: Versions, tmp_path: Path
) -> None:
    service = a_service(both_in_use, tmp_path)
    other = an_app(service).test_client()
    tag = get(client, "/v1/measures").headers["ETag"]
    answer = get(other, "/v1/measures", If_None_Match=tag)
    assert answer.status_code == 200 and answer.headers["ETag"] != tag
    service.store.engine.dispose()


def test_support_without_a_date_is_that_of_the_day(versions: Versions, tmp_path: Path) -> None:
    service = a_service(versions, tmp_path)
    client = an_app(service).test_client()
    clock = service.clock
    assert isinstance(clock, Ticking)
    for path in ("/v1/support", "/v1/support/ins-gd-talent"):
        on_a_day = f"{path}?date={clock.now.date()}"
        today, named = (get(client, address).headers["ETag"] for address in (path, on_a_day))
        clock.now += timedelta(days=1)
        assert get(client, path, If_None_Match=today).status_code == 200
        assert get(client, on_a_day, If_None_Match=named).status_code == 304
    service.store.engine.dispose()


def test_nothing_is_made_for_who_has_it(app: Flask) -> None:
    def make() -> Response:
        raise AssertionError("made")

    with app.test_request_context("/v1/x", headers={"Accept-Language": "en"}):
        tag = out_of_content(lambda: Response("{}"), "state").headers["ETag"]
    headers = {"Accept-Language": "en", "If-None-Match": tag}
    with app.test_request_context("/v1/x", headers=headers):
        assert out_of_content(make, "state").status_code == 304
        with pytest.raises(AssertionError, match="made"):
            out_of_content(make, "another state")


def test_a_compressed_body_is_made_a_single_time(app: Flask) -> None:
    made: list[int] = []

    def make() -> Response:
        made.append(1)
        response = Response(b'{"a": 1}' * 500, content_type="application/json")
        response.headers["Content-Language"] = "en"
        return response

    answers = []
    for _ in range(3):
        with app.test_request_context("/v1/x", headers={"Accept-Encoding": "gzip"}):
            answers.append(out_of_content(make, "state"))
    assert made == [1]
    assert len({answer.get_data() for answer in answers}) == 1
    for answer in answers:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Language"] == "en"
        assert answer.mimetype == "application/json"
        assert answer.headers["ETag"] == answers[0].headers["ETag"]


def test_what_is_not_there_is_not_kept(client: FlaskClient) -> None:
    for known in ("*", '"x"'):
        for path in ("/v1/packages/none", "/v1/standards/none", "/v1/models/none"):
            answer = get(client, path, If_None_Match=known)
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers
    wrong = get(client, "/v1/packages?area=none", If_None_Match="*")
    assert (wrong.status_code, wrong.headers["Cache-Control"]) == (422, "no-store")


def test_a_firms_data_is_kept_by_nobody(client: FlaskClient) -> None:
    sheet = an_example("zhongshan-lamp-maker")
    made = client.post("/v1/diagnoses", json=sheet)
    firm, assessment = made.json["enterprise_id"], made.json["assessment_id"]
    plan = client.post(f"/v1/assessments/{assessment}/roadmaps", json={"budget_wan": 20})
    feedback = {"useful": False, "why": "not-now"}
    note = {"projects": [{"project": "prj-none"}]}
    answers = [
        made,
        plan,
        client.post("/v1/diagnoses/preview", json=sheet),
        client.post("/v1/diagnoses/counterfactuals", json={"sheet": sheet}),
        client.post("/v1/questionnaires/full/next-question", json={"answers": {}}),
        client.post("/v1/assessments", json=a_sheet()),
        client.post(f"/v1/enterprises/{firm}/projects/prj-agv/feedback", json=feedback),
        client.post(f"{plan.headers['Location']}/progress", json=note),
        client.post("/v1/diagnoses", json={}),
        *(
            client.get(path)
            for path in (
                "/v1/diagnoses",
                made.headers["Location"],
                made.headers["Location"] + "/trace",
                made.headers["Location"] + "/summary",
                "/v1/enterprises",
                f"/v1/enterprises/{firm}",
                f"/v1/enterprises/{firm}/feedback",
                "/v1/assessments",
                f"/v1/assessments/{assessment}",
                f"/v1/assessments/{assessment}/cases",
                f"/v1/assessments/{assessment}/support",
                "/v1/roadmaps",
                plan.headers["Location"],
                plan.headers["Location"] + "/progress",
                plan.headers["Location"] + "/table.csv",
                plan.headers["Location"] + "/table.xlsx",
                "/v1/changes",
                "/v1/none",
                "/health/ready",
            )
        ),
    ]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store", answer.request.path


def test_the_least_wanted_bodies_make_way() -> None:
    bodies = KeptBodies(most_bytes=10)
    for name in ("a", "b"):
        bodies.keep(name, KeptBody(b"12345", "x", None))
    assert bodies.get("a") is not None
    bodies.keep("c", KeptBody(b"12345", "x", None))
    assert bodies.get("b") is None
    assert bodies.get("a") is not None and bodies.get("c") is not None
    bodies.keep("large", KeptBody(b"1" * 11, "x", None))
    assert bodies.get("large") is None
    bodies.keep("c", KeptBody(b"1", "x", None))
    bodies.keep("c", KeptBody(b"2", "x", None))
    kept = bodies.get("c")
    assert kept is not None and kept.body == b"1"
