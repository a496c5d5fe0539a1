"""Conditions of requests: which tags name a version, and what is told before them."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import a_sheet, an_enterprise


def version(answer: Any) -> int:
    """Return the version that the tag of an answer names."""
    match = re.fullmatch(r'"v([0-9]+)\.[0-9a-f]{8}"', answer.headers["ETag"])
    assert match is not None
    return int(match[1])


def draft(client: FlaskClient, **answers: Any) -> str:
    made = client.post("/v1/assessments", json=a_sheet(form="screening", answers=answers))
    assert version(made) == 1
    return made.headers["Location"]


def sent(client: FlaskClient, method: str, path: str, tag: str, body: Any = None) -> Any:
    return client.open(path, method=method, json=body, headers={"If-Match": tag})


@pytest.mark.parametrize(
    "tag",
    [
        '"v1"', 'W/"v1"', "*", " * ", '"v1-gzip"', 'W/"v1-gzip"', '"v1--gzip"', '"v1;gzip"',
        '"v1-br"', '"v1.01234567"', 'W/"v1.89abcdef-gzip"', '"v7", "v1"',
        '"v1","v7"', 'W/"x" , W/"v1"', ', "v1" ,', '"a,b", "v1"',
    ],
)  # fmt: skip
def test_a_tag_of_the_version_lets_change_it(client: FlaskClient, tag: str) -> None:
    change = {"answers": {"ai-plan": 1}}
    answer = sent(client, "PATCH", draft(client), tag, change)
    assert (answer.status_code, version(answer)) == (200, 2)
    firm = client.post("/v1/enterprises", json=an_enterprise(site=tag)).headers["Location"]
    assert sent(client, "PATCH", firm, tag, {"employees": 7}).status_code == 200
    assert sent(client, "POST", draft(client) + "/upgrade", tag, {}).status_code == 200
    assert sent(client, "DELETE", draft(client), tag).status_code == 204
    accepted = sent(client, "POST", draft(client) + "/submit", tag, {"accept_incomplete": True})
    assert accepted.status_code == 201


@pytest.mark.parametrize(
    "tag",
    ['"v2"', 'W/"v2"', '"v2.01234567"', '"v1."', '"v1.0"', '"v1.0123456g"', '""',
     '"V1"', '"v01"', '"v1 "', '"v1-zip"', '"1"', '"v2", "v3"',
     '"v9999999999"', '"*"'],
)  # fmt: skip
def test_a_tag_of_another_version_does_not(client: FlaskClient, tag: str) -> None:
    wanted = 422 if tag == '"v1 "' else 412  # no tag may hold a blank
    path = draft(client)
    for method, more in (("PATCH", ""), ("POST", "/upgrade"), ("POST", "/submit"), ("DELETE", "")):
        body = {"accept_incomplete": True} if more == "/submit" else {}
        answer = sent(client, method, path + more, tag, None if method == "DELETE" else body)
        assert answer.status_code == wanted, (method, more)
    assert version(client.get(path)) == 1


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


@pytest.fixture(params=["assessment", "enterprise"])
def path(request: pytest.FixtureRequest, client: FlaskClient) -> str:
    """Return the address of something that is stored in its first version."""
    if request.param == "assessment":
        return draft(client)
    return client.post("/v1/enterprises", json=an_enterprise()).headers["Location"]


def read(client: FlaskClient, path: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers=named)


def test_what_is_stored_is_not_sent_again_to_who_has_it(client: FlaskClient, path: str) -> None:
    first = read(client, path)
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = read(client, path, If_None_Match=known)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Cache-Control"] == "no-store"
        assert again.headers["Vary"] == first.headers["Vary"]
    packed = f'{tag[:-1]}-gzip"'
    assert read(client, path, If_None_Match=packed).headers["ETag"] == packed
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_other_bytes_of_a_version_are_sent(client: FlaskClient, path: str) -> None:
    chinese, english = (read(client, path, Accept_Language=name) for name in ("zh", "en"))
    assert version(chinese) == version(english) == 1
    assert chinese.headers["ETag"] != english.headers["ETag"]
    for known in (chinese.headers["ETag"], '"v1"', '"v2"', "v1", '"x"'):
        answer = read(client, path, Accept_Language="en", If_None_Match=known)
        assert (answer.status_code, answer.json) == (200, english.json)


def test_a_tag_of_before_is_sent_what_is_new(client: FlaskClient, path: str) -> None:
    tag = read(client, path).headers["ETag"]
    body = {"employees": 7} if "enterprises" in path else {"answers": {"ai-plan": 1}}
    assert sent(client, "PATCH", path, tag, body).status_code == 200
    assert version(read(client, path, If_None_Match=tag)) == 2
    assert read(client, path, If_Match=tag).status_code == 412


@pytest.mark.parametrize(
    ("wanted", "status"),
    [("{tag}", 200), ('"x", {tag}', 200), ("*", 200), ('"v1"', 200), ('"v2"', 412), ('"x"', 412),
     ("v1", 422)],
)  # fmt: skip
def test_a_wanted_version_is_read_or_none(
    client: FlaskClient, path: str, wanted: str, status: int
) -> None:
    tag = read(client, path).headers["ETag"]
    assert read(client, path, If_Match=wanted.format(tag=tag)).status_code == status
    # If-Match comes first (RFC 9110, 13.2.2), and neither counts for what is not there.
    both = read(client, path, If_Match=wanted.format(tag=tag), If_None_Match=tag)
    assert both.status_code == (304 if status == 200 else status)
    gone = path[:-1] + ("0" if path[-1] != "0" else "1")
    assert read(client, gone, If_Match=wanted.format(tag=tag)).status_code == 404


def test_a_change_is_not_made_to_a_version_that_is_ruled_out(client: FlaskClient) -> None:
    for ruled_out, status in (("*", 412), ('"v1"', 412), ('W/"v1-gzip"', 412), ('"v2"', 200)):
        headers = {"If-Match": "*", "If-None-Match": ruled_out}
        answer = client.patch(draft(client), json={"answers": {"ai-plan": 1}}, headers=headers)
        assert answer.status_code == status, ruled_out


def test_content_is_read_by_the_tag_that_is_wanted(client: FlaskClient) -> None:
    for address in ("/v1/standards", "/v1/models", "/v1", "/docs/openapi.json"):
        tag = client.get(address).headers["ETag"]
        for wanted, status in ((tag, 200), ("*", 200), ('"x"', 412), ("x", 422)):
            assert read(client, address, If_Match=wanted).status_code == status, address
            packed = {"Accept_Encoding": "gzip", "If_None_Match": tag}
            both = read(client, address, If_Match=wanted, **packed)
            assert both.status_code == (304 if status == 200 else status)
    assert read(client, "/v1/standards/none", If_Match='"x"').status_code == 404


def test_conditions_with_dates_are_ignored(client: FlaskClient, path: str) -> None:
    past, future = "Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
    for name in ("If_Modified_Since", "If_Unmodified_Since", "If_Range"):
        for moment in (past, future, "yesterday"):
            for address in (path, "/v1/standards"):
                assert read(client, address, **{name: moment}).status_code == 200
