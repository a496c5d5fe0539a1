"""One rule for every text that the published document takes, field by field."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole
from tests.builders import a_sheet, a_submission, an_enterprise, an_example
from tests.contract.spec import takes_json
from tests.keys import add_key, bearer, key_named

DOCUMENT = Path(__file__).parents[2] / "api_spec" / "openapi.json"
PERSON = "44000019000101030X"
PLAN = {"budget_wan": 60}
OF_DRAFTS = "/v1/assessments/{assessment_id}"
BY_CONSULTANTS = ("/visits/{visit_id}/evidence", "/visits", "/replies")
"""How the addresses end that consultants alone write to."""


class Place(NamedTuple):
    """Where a text goes: the operation, and the field of its body or its query."""

    method: str
    path: str
    field: str


@cache
def document() -> Any:
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


def resolved(schema: Any) -> Any:
    while "$ref" in schema:
        part = document()
        for name in schema["$ref"].removeprefix("#/").split("/"):
            part = part[name]
        schema = part
    return schema


def free_texts(schema: Any, field: str = "") -> Iterator[str]:
    """Yield the fields of a schema that take a text of the caller's own words."""
    schema = resolved(schema)
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from free_texts(choice, field)
    kinds = schema.get("type")
    is_text = kinds == "string" or (isinstance(kinds, list) and "string" in kinds)
    if is_text and "maxLength" in schema and not {"pattern", "enum", "format"} & schema.keys():
        yield field
    for name, part in schema.get("properties", {}).items():
        yield from free_texts(part, f"{field}/{name}")
    if "items" in schema:
        yield from free_texts(schema["items"], f"{field}/0")


def places() -> Iterator[Place]:
    """Yield every free text that the document takes."""
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            if method not in ("get", "post", "put", "patch"):
                continue
            for parameter in map(resolved, operation.get("parameters", ())):
                if parameter["in"] == "query" and list(free_texts(parameter["schema"])):
                    yield Place(method, path, parameter["name"])
            if takes_json(operation):
                body = operation["requestBody"]["content"]["application/json"]["schema"]
                for field in dict.fromkeys(free_texts(body)):
                    yield Place(method, path, field)


PLACES = [place for place in places() if place.field != "cursor"]
"""All of them: a cursor is no text of the caller's own words, and is `bad-cursor`."""


def filled(client: FlaskClient, path: str) -> str:
    """Return an address with ids of what is stored in it."""
    if "{" not in path:
        return path
    made = client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
    sheet = f"/v1/assessments/{made['assessment_id']}"
    ids = {
        "enterprise_id": made["enterprise_id"],
        "diagnosis_id": made["id"],
        "assessment_id": made["assessment_id"],
        "project": "prj-mes-light",
        "package": "pkg-mes",
        "form": "full",
        "instrument": "ins-cn-ai-mfg",
        "visit_id": made["id"],  # a text is read before the visit is
    }
    if "{roadmap_id}" in path:
        ids["roadmap_id"] = client.post(f"{sheet}/roadmaps", json=PLAN).json["id"]
    if path in (OF_DRAFTS, f"{OF_DRAFTS}/links"):
        draft = client.post("/v1/assessments", json=a_sheet())
        ids["assessment_id"] = draft.json["id"]
    for register in ("chain", "park"):
        if f"{{{register}_id}}" in path:
            entries = client.get(f"/v1/{register}s").json["items"]
            name = {"name": f"一{len(entries)}"}
            ids[f"{register}_id"] = client.post(f"/v1/{register}s", json=name).json["id"]
    return path.format(**ids)


def body_with(place: Place, text: str) -> Any:
    """Return a body of an operation with a text in a field, the rest of it as it should be."""
    if place.path == "/v1/roadmaps/preview":
        body: Any = {"sheet": a_submission(), "roadmap": dict(PLAN)}
    elif place.path == "/v1/diagnoses/counterfactuals":
        body = {"sheet": a_submission()}
    elif place.path in ("/v1/diagnoses", "/v1/diagnoses/preview", "/v1/assessments"):
        body = a_submission()
    elif place.path == "/v1/enterprises":
        body = an_enterprise()
    elif place.path.endswith("/progress"):
        body = {"projects": [{"project": "prj-mes-light", "status": "running"}]}
    elif place.path.endswith("/feedback"):
        body = {"status": "not-for-us", "why": "other"}
    elif place.path.endswith("/visits"):
        body = {"vendor_ties": [""]}
    else:
        body = {}
    *parents, name = place.field.removeprefix("/").split("/")
    part = body
    for parent in parents:
        part = part[int(parent)] if isinstance(part, list) else part.setdefault(parent, {})
    part[int(name) if isinstance(part, list) else name] = text
    return body


def of_role(client: FlaskClient, role: AccessRole, organisation: str) -> dict[str, str]:
    """Return the header that says that somebody of a role asks."""
    name = f"asksas{role}aaaaaa"[:12]
    store = client.application.extensions["diagnosis"].store
    if store.key_of(name) is None:
        add_key(store, key_named(name), organisation=organisation, role=role)
    return bearer(key_named(name))


def who_asks(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the headers that say who asks at an address, none where the usual key does."""
    if path.endswith(BY_CONSULTANTS):
        return of_role(client, AccessRole.CONSULTANT, "office")
    if path == "/v1/audit":
        return of_role(client, AccessRole.ADMIN, OPERATOR)
    return {}


def answer_to(client: FlaskClient, place: Place, text: str) -> Any:
    path, headers = filled(client, place.path), who_asks(client, place.path)
    if place.path.endswith("/attachment"):
        nobody = FlaskClient(client.application, client.application.response_class)
        sheet = {"form": "screening", "answers": {}}
        opened: Any = nobody.post("/v1/sheets", json=sheet).json
        path = f"/v1/sheets/{opened['assessment']['id']}/attachment"
        headers = {"Resume-Code": opened["code"]}
    if not place.field.startswith("/"):
        return client.open(
            f"{path}?{place.field}={quote(text)}", method=place.method.upper(), headers=headers
        )
    if place.method == "patch":
        headers = {"If-Match": client.get(path).headers["ETag"]}
    body = body_with(place, text)
    return client.open(path, method=place.method.upper(), json=body, headers=headers)


def test_the_document_takes_texts() -> None:
    fields = {place.field.rpartition("/")[2] for place in PLACES}
    assert {"name", "site", "chain", "park", "reference", "reason", "text"} <= fields
    assert len(PLACES) > 60


@pytest.mark.parametrize("place", PLACES, ids=["-".join(place) for place in PLACES])
def test_no_text_takes_what_nobody_should_write(client: FlaskClient, place: Place) -> None:
    where = place.field if place.field.startswith("/") else f"/{place.field}"
    for text, code in ((f"张三{PERSON}", "number-of-a-person"), ("一\u202e厂", "bad-text")):
        answer = answer_to(client, place, text)
        assert answer.status_code == 422, answer.get_data(as_text=True)
        faults = [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]
        assert (where, code) in faults
        assert PERSON[:17] not in answer.get_data(as_text=True)
        (fault,) = [each for each in answer.json["errors"] if each["pointer"] == where]
        assert ("3" if code == "number-of-a-person" else "2") in fault["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/diagnoses/preview", a_submission(enterprise=an_enterprise(city=PERSON))),
        ("/v1/diagnoses/preview", a_submission(enterprise=an_enterprise(industry=PERSON))),
        ("/v1/diagnoses/preview", a_submission(enterprise={PERSON: 1})),
        ("/v1/diagnoses/preview", a_submission(answers={PERSON: 1})),
        ("/v1/diagnoses/preview", a_submission(answers={"miit-systems": PERSON})),
        ("/v1/diagnoses/preview", a_submission(form=PERSON)),
        ("/v1/diagnoses/preview", a_submission() | {"period": 110105194912310021}),
        ("/v1/diagnoses/preview", a_submission() | {"period": PERSON}),
        ("/v1/roadmaps/preview", {"sheet": a_submission(), "roadmap": {"done": [PERSON]}}),
        ("/v1/roadmaps/preview", {"sheet": a_submission(), "roadmap": {"starts_on": PERSON}}),
        ("/v1/parks", {"name": "园区", "city": PERSON}),
    ],
)
def test_no_message_repeats_the_number_of_a_person(
    client: FlaskClient, path: str, body: Any
) -> None:
    for language in ("zh-Hans", "en"):
        answer = client.post(path, json=body, headers={"Accept-Language": language})
        assert answer.status_code == 422
        shown = answer.get_data(as_text=True)
        assert "19000101" not in shown and "19491231" not in shown


@pytest.mark.parametrize("path", ["/v1/enterprises", "/v1/diagnoses", "/v1/support", "/v1/cases"])
def test_no_filter_repeats_the_number_of_a_person(client: FlaskClient, path: str) -> None:
    for name in ("city", "division", "industry", "size", "form", "standard", "limit", "cursor"):
        answer = client.get(f"{path}?{name}={PERSON}")
        assert answer.status_code == 422
        assert "19000101" not in answer.get_data(as_text=True)
