"""Empty texts: where the service takes one as left out, the document says so, and nowhere else."""

from typing import Any

import jsonschema
import pytest
from flask import Flask

from diagnosis.web.openapi.document import document
from tests.builders import a_sheet, an_enterprise
from tests.contract.spec import operations

TEXTS = ("name", "credit_code", "site", "industry", "city", "production_type", "chain", "park")
OF_CHOICE = "production_type"


def is_allowed(spec: dict[str, Any], schema: str, value: Any) -> bool:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": spec["components"]}
    return jsonschema.Draft202012Validator(whole).is_valid(value)


@pytest.mark.parametrize("name", TEXTS)
def test_an_empty_fact_is_taken_as_the_document_says(app: Flask, name: str) -> None:
    spec, client = document(app), app.test_client()
    firm = an_enterprise() | {name: ""}
    answer = client.post("/v1/diagnoses/preview", json=a_sheet(enterprise=firm))
    assert (answer.status_code == 200) is is_allowed(spec, "EnterpriseFacts", firm)
    assert (answer.status_code == 200) is (name != OF_CHOICE)
    answer = client.post("/v1/enterprises", json=firm)
    assert (answer.status_code == 201) is is_allowed(spec, "IdentifiedEnterprise", firm)


def test_a_park_may_have_an_empty_place(app: Flask) -> None:
    body = {"name": "x", "city": ""}
    assert app.test_client().post("/v1/parks", json=body).status_code == 201
    assert is_allowed(document(app), "ParkRequest", body)
    assert not is_allowed(document(app), "ParkRequest", {"name": "x", "city": "999999"})


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("value", ["", None])
def test_a_what_if_takes_facts_as_the_document_says(app: Flask, name: str, value: Any) -> None:
    change = {name: value}
    body = {
        "sheet": a_sheet(answers={"ai-plan": 1}),
        "roadmap": {"budget_wan": 10},
        "what_if": {"enterprise": change},
    }
    answer = app.test_client().post("/v1/roadmaps/preview", json=body)
    says_so = is_allowed(document(app), "WhatIfFacts", change)
    assert (answer.status_code == 200) is says_so


def test_an_empty_parameter_is_taken_as_the_document_says(app: Flask) -> None:
    client, checked = app.test_client(), 0
    for path, method, operation in operations(document(app)):
        for part in operation["parameters"]:
            if method != "get" or "{" in path or part["in"] != "query":
                continue
            schema = part["schema"]
            is_text = schema["type"] == "string" and not {"enum", "format"} & schema.keys()
            says_so = part.get("allowEmptyValue") is True
            answer = client.get(path, query_string={part["name"]: ""})
            if answer.status_code == 200:
                assert is_text or says_so, (path, part)
            else:
                assert not says_so, (path, part)
            checked += says_so
    assert checked > 15


def test_an_address_that_is_too_long_is_declared_everywhere(app: Flask) -> None:
    for _, _, operation in operations(document(app)):
        assert "414" in operation["responses"]
