"""Null in a body: taken where the document says so, and a fault everywhere else."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.web.openapi.document import document
from tests.builders import a_sheet, an_enterprise
from tests.contract.spec import operations, takes_json

Place = tuple[str, ...]
TARGETED = {"standard": "gbt-39116-2020@1", "level": 1}


def ids(client: FlaskClient) -> dict[str, str]:
    """Return ids to fill addresses with."""
    firm = client.post("/v1/enterprises", json=an_enterprise(site="null")).json
    draft = client.post("/v1/assessments", json=a_sheet(form="screening")).json
    assert firm is not None and draft is not None
    return {"{form}": "full", "{enterprise_id}": firm["id"], "{assessment_id}": draft["id"]}


def resolved(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that a schema refers to, be it nullable or not."""
    for part in [schema, *schema.get("anyOf", ()), *schema.get("allOf", ())]:
        if "$ref" in part:
            return spec["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return schema


def takes_null(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type", [])
    nullable = "null" in kinds or {"type": "null"} in schema.get("anyOf", [])
    return nullable and None in schema.get("enum", [None])


def places(
    spec: dict[str, Any], schema: dict[str, Any], body: Any, place: Place = ()
) -> Iterator[tuple[Place, bool]]:
    """Yield each property of a body, and of the objects in it, and whether it takes null."""
    for name, part in resolved(spec, schema).get("properties", {}).items():
        yield (*place, name), takes_null(part)
        if isinstance(body.get(name), dict):
            yield from places(spec, part, body[name], (*place, name))


def with_null(body: Any, *nulls: Place) -> Any:
    changed = deepcopy(body)
    for place in nulls:
        part = changed
        for name in place[:-1]:
            part = part[name]
        part[place[-1]] = None
    return changed


def examples(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Yield path, method, schema and example of each body whose address can be filled in."""
    spec, known = document(app), ids(client)
    for path, method, operation in operations(spec):
        for name, value in known.items():
            path = path.replace(name, value)
        if not takes_json(operation) or "{" in path or path.endswith(("/submit", "/attachment")):
            continue
        media = operation["requestBody"]["content"]["application/json"]
        for example in media["examples"].values():
            yield path, method, media["schema"], example["value"]


def faults(client: FlaskClient, method: str, path: str, body: Any) -> set[str]:
    answer = client.open(path, method=method, json=body, headers={"If-Match": "*"})
    assert answer.status_code < 500
    return {fault["pointer"] for fault in (answer.json or {}).get("errors", ())}


def test_null_is_a_fault_where_the_document_does_not_take_it(app: Flask) -> None:
    client, spec = app.test_client(), document(app)
    checked = 0
    for path, method, schema, body in examples(app, client):
        for place, nullable in places(spec, schema, body):
            if not nullable:
                where = "/" + "/".join(place)
                told = faults(client, method, path, with_null(body, place))
                assert any(pointer.startswith(where) for pointer in told), (path, where, told)
                checked += 1
    assert checked > 30


def test_null_is_taken_where_the_document_says_so(app: Flask) -> None:
    client, spec = app.test_client(), document(app)
    checked = 0
    for path, method, schema, body in examples(app, client):
        nullable = [place for place, takes in places(spec, schema, body) if takes]
        depths = {len(place) for place in nullable}
        for depth in depths:
            nulls = [place for place in nullable if len(place) == depth]
            told = faults(client, method, path, with_null(body, *nulls))
            wanted = {"/" + "/".join(place) for place in nulls}
            # Whose draft it is by which form, and what a plan is for, has to be said somehow.
            needed = {"/enterprise", "/form"}
            refused = {place for place in told & wanted if not place.endswith("/budget_wan")}
            assert refused <= needed, (path, told)
            checked += len(nulls)
    assert checked > 40


@pytest.mark.parametrize(
    "body",
    [
        {"level": None}, {"standard": None}, {"level": 2, "standard": "ai-readiness@1"},
        {"level": None, "standard": "gbt-39116-2020@1"},
    ],
)  # fmt: skip
def test_raised_answers_take_null_and_revisions(app: Flask, body: dict[str, Any]) -> None:
    sheet = a_sheet("gbt-39116", {"strategy-plan": 2})
    told = faults(
        app.test_client(), "POST", "/v1/diagnoses/counterfactuals", {"sheet": sheet} | body
    )
    assert told == set()


def test_a_draft_of_generated_code_states_its_firm_beside_nulls(app: Flask) -> None:
    body = a_sheet(form="screening") | {"from": None, "enterprise_id": None, "reference": None}
    answer = app.test_client().post("/v1/assessments", json=body)
    assert answer.status_code == 201
    draft = answer.headers["Location"]
    change = {"answers": None, "enterprise": None, "period": 2026}
    changed = app.test_client().patch(draft, json=change, headers={"If-Match": "*"})
    assert (changed.status_code, (changed.json or {})["sheet"]["period"]) == (200, 2026)
