"""Conditions of requests: which tags name a version, and what is told before them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import a_sheet, an_enterprise


def draft(client: FlaskClient, **answers: Any) -> str:
    made = client.post("/v1/assessments", json=a_sheet(form="screening", answers=answers))
    assert made.headers["ETag"] == '"v1"'
    return made.headers["Location"]


def sent(client: FlaskClient, method: str, path: str, tag: str, body: Any = None) -> Any:
    return client.open(path, method=method, json=body, headers={"If-Match": tag})


@pytest.mark.parametrize(
    "tag",
    [
        '"v1"', 'W/"v1"', "*", " * ", '"v1-gzip"', 'W/"v1-gzip"', '"v1--gzip"', '"v1;gzip"',
        '"v1-br"', '"v7", "v1"', '"v1","v7"', 'W/"x" , W/"v1"', ', "v1" ,', '"a,b", "v1"',
    ],
)  # fmt: skip
def test_a_tag_of_the_version_lets_change_it(client: FlaskClient, tag: str) -> None:
    change = {"answers": {"ai-plan": 1}}
    answer = sent(client, "PATCH", draft(client), tag, change)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v2"')
    firm = client.post("/v1/enterprises", json=an_enterprise(site=tag)).headers["Location"]
    assert sent(client, "PATCH", firm, tag, {"employees": 7}).status_code == 200
    assert sent(client, "POST", draft(client) + "/upgrade", tag, {}).status_code == 200
    assert sent(client, "DELETE", draft(client), tag).status_code == 204
    accepted = sent(client, "POST", draft(client) + "/submit", tag, {"accept_incomplete": True})
    assert accepted.status_code == 201


@pytest.mark.parametrize(
    "tag",
    ['"v2"', 'W/"v2"', '""', '"V1"', '"v01"', '"v1 "', '"v1-zip"', '"1"', '"v2", "v3"',
     '"v9999999999"', '"*"'],
)  # fmt: skip
def test_a_tag_of_another_version_does_not(client: FlaskClient, tag: str) -> None:
    wanted = 422 if tag == '"v1 "' else 412  # no tag may hold a blank
    path = draft(client)
    for method, more in (("PATCH", ""), ("POST", "/upgrade"), ("POST", "/submit"), ("DELETE", "")):
        body = {"accept_incomplete": True} if more == "/submit" else {}
        answer = sent(client, method, path + more, tag, None if method == "DELETE" else body)
        assert answer.status_code == wanted, (method, more)
    assert client.get(path).headers["ETag"] == '"v1"'


@pytest.mark.parametrize(
    "tag",
    ["v1", "'v1'", "“v1”".encode().decode("latin-1"), '"v1', 'v1"', "", 'w/"v1"', "W/v1",
     '*, "v1"', "**", '"v1" or "v2"', ","],
)  # fmt: skip
def test_what_is_no_tag_is_a_fault_of_the_header(client: FlaskClient, tag: str) -> None:
    answer = sent(client, "PATCH", draft(client), tag, {})
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert (fault["pointer"], fault["code"]) == ("/If-Match", "bad-entity-tag")


def test_faults_of_a_body_are_told_before_a_version_not_seen(client: FlaskClient) -> None:
    path, stale = draft(client), '"v9"'
    firm = client.post("/v1/enterprises", json=an_enterprise(site="二厂")).headers["Location"]
    for method, address, body, pointer in (
        ("PATCH", path, {"answers": {"ai-plan": 9}}, "/answers/ai-plan"),
        ("PATCH", path, {"colour": 1}, "/colour"),
        ("POST", path + "/upgrade", {"form": "none"}, "/form"),
        ("POST", path + "/submit", {"accept_incomplete": "yes"}, "/accept_incomplete"),
        ("PATCH", firm, {"employees": -1}, "/employees"),
    ):
        answer = sent(client, method, address, stale, body)
        assert answer.status_code == 422, address
        assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_what_is_wrong_with_a_draft_itself_is_told_of_the_version_seen(
    client: FlaskClient,
) -> None:
    path = draft(client, **{"ai-plan": 1})
    assert sent(client, "POST", path + "/submit", '"v2"').status_code == 412
    assert sent(client, "POST", path + "/submit", '"v1"').status_code == 422


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("{tag}", 304), ("W/{tag}", 304), ('"x", {tag}', 304), ('"x",W/{tag},"y"', 304),
        ("*", 304), ("", 200), ('"x"', 200), ("{bare}", 200), ('{tag}, x', 200), ("x", 200),
    ],
)  # fmt: skip
def test_content_is_not_sent_again_to_who_names_its_tag(
    client: FlaskClient, written: str, status: int
) -> None:
    tag = client.get("/v1/standards").headers["ETag"]
    condition = written.format(tag=tag, bare=tag.strip('"'))
    answer = client.get("/v1/standards", headers={"If-None-Match": condition})
    assert answer.status_code == status
    assert answer.headers["ETag"] == tag


def test_a_page_goes_on_from_an_id_as_it_was_answered(client: FlaskClient) -> None:
    whole = "019abcde-0000-7000-8000-000000000000"
    assert client.get(f"/v1/diagnoses?cursor={whole}").status_code == 200
    for cursor in (
        f"urn:uuid:{whole}", f"{{{whole}}}", whole.replace("-", ""), "１" * 32, "1_1_" + "1" * 28,
        whole + "%0A", "%20" + whole, whole.replace("0", "０"),
    ):  # fmt: skip
        for path in ("diagnoses", "assessments", "enterprises", "roadmaps", "chains", "parks"):
            answer = client.get(f"/v1/{path}?cursor={cursor}")
            assert answer.status_code == 422, (path, cursor)
            assert answer.json["errors"][0]["code"] == "bad-cursor"
