"""The document tells a stranger what every field means, in which unit, and which values it takes.

No one has to send a request to find out.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask

from diagnosis.bootstrap import container
from diagnosis.web.access.policy import (
    CODE_SCHEME,
    LINK_SCHEME,
    RESULT_LINK_SCHEME,
    SCHEMES,
)
from diagnosis.web.openapi.document import document
from diagnosis.web.schemas import closed_sets
from tests.contract.spec import operations, resolved, strict, takes_json

ROOT = Path(__file__).resolve().parents[2]
SPEC: dict[str, Any] = json.loads((ROOT / "api_spec" / "openapi.json").read_bytes())
UNITS = re.compile(
    r"万元|[Mm]onths|minutes|seconds|per cent|persons|points|\b[0-9]–[0-9]|[Nn]umber|"
    r"[Hh]ow many|[Yy]ear that|position|HTTP status|in the unit|unit that `unit` names|to `top`|"
    r"of `lift`"
)
"""What names a unit in a description: one of these words, or a range such as 0–1."""
OPEN_NAMES = {
    "basis": "a sentence beside an estimate",
    "code": "of faults: api_spec/errors.md lists them; of provenance: a version",
    "id": "of a standard a closed set, of everything else not",
    "part": "the id of a part of a standard, beside the respects of nearness",
    "rule": "how the money of an offer is worked out, a sentence",
    "type": "of problems a URN",
    "unit": "what the numbers of a share count, a word",
    "why": "a sentence beside a code",
}
"""Names of fields that are a closed set in some schemas and something else in others."""


def properties() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each property of each schema: schema, name and the property."""
    for schema, shape in SPEC["components"]["schemas"].items():
        for name, value in shape.get("properties", {}).items():
            yield schema, name, value


def types(value: dict[str, Any]) -> set[str]:
    """Return the JSON types that a property may have."""
    kinds = value.get("type", ())
    return {kinds} if isinstance(kinds, str) else set(kinds)


def test_every_schema_and_property_is_described() -> None:
    mute = [
        name for name, shape in SPEC["components"]["schemas"].items() if not shape["description"]
    ]
    mute += [
        f"{schema}.{name}" for schema, name, value in properties() if not value.get("description")
    ]
    assert mute == []


def test_every_description_says_more_than_the_name() -> None:
    idle = [
        f"{schema}.{name}"
        for schema, name, value in properties()
        if len(re.findall(r"\w+", value["description"])) < 2
        or value["description"].lower().startswith(f"the {name.replace('_', ' ')}.")
    ]
    assert idle == []


def test_every_number_names_its_unit() -> None:
    without = [
        f"{schema}.{name}: {value['description']}"
        for schema, name, value in properties()
        if types(value) & {"number", "integer"} and not UNITS.search(value["description"])
    ]
    assert without == []


def test_a_closed_set_is_closed_everywhere() -> None:
    values: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    open_fields: dict[str, list[str]] = defaultdict(list)
    for schema, name, value in properties():
        choices = value.get("enum")
        if choices is not None:
            values[name].add(tuple(sorted(str(each) for each in choices if each is not None)))
        elif "string" in types(value) and "pattern" not in value:
            open_fields[name].append(schema)
    half_open = {name: open_fields[name] for name in values if open_fields[name]}
    assert set(half_open) == set(OPEN_NAMES), half_open


def test_null_is_among_the_values_of_what_may_be_null() -> None:
    for schema, name, value in properties():
        if "enum" in value:
            assert ("null" in types(value)) == (None in value["enum"]), (schema, name)


def request_schemas() -> Iterator[str]:
    """Yield the names of the schemas of bodies, and of what is inside them."""
    waiting = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        for _, _, operation in operations(SPEC)
        if takes_json(operation)
    ]
    seen: set[str] = set()
    while waiting:
        reference = waiting.pop()
        if reference not in seen:
            seen.add(reference)
            shape = json.dumps(resolved(SPEC, {"$ref": reference}))
            waiting += re.findall(r"#/components/schemas/\w+", shape)
            yield reference.rpartition("/")[2]


BOUNDS = (
    "minimum", "maximum", "minLength", "maxLength", "pattern", "enum", "minItems", "maxItems"
)  # fmt: skip
OTHER_BOUNDS = {
    "credit_code": "needed to register a firm, elsewhere it may be empty",
    "name": "needed to register a firm, elsewhere it may be empty",
    "level": "models estimate levels up to 4, plans aim at up to 5; in weights it is a weight",
    "open_days": "a section is answered within weeks, a result may be shown for a quarter",
    "role": "a key has any role, a firm is granted to consultants and portals alone",
    "note": "a remark is nothing without words, an answer may have none beside it",
    "why": "a visit has its reasons, a project that is dropped has others",
    "reason": "that of a withdrawal is needed, that of a project only where it is dropped",
}
"""Fields of bodies that are bounded in different ways since they are different things."""


def test_one_field_of_bodies_has_the_same_bounds_everywhere() -> None:
    bounds: dict[str, set[str]] = defaultdict(set)
    sent = set(request_schemas())
    for schema, name, value in properties():
        if schema in sent and "$ref" not in value:
            shown = {key: value[key] for key in BOUNDS if key in value}
            if "enum" in shown:
                shown["enum"] = [each for each in shown["enum"] if each is not None]
            bounds[name].add(json.dumps(shown, sort_keys=True))
    uneven = {name: shapes for name, shapes in bounds.items() if len(shapes) > 1}
    assert set(uneven) == set(OTHER_BOUNDS), uneven


def test_the_standards_are_those_of_the_content() -> None:
    content = container().content
    assert [standard.id for standard in content.standards] == closed_sets.STANDARDS
    learned = [content.standards.staged.id, content.standards.gated.id]
    assert learned == closed_sets.LEARNED_STANDARDS
    assert [standard.rule for standard in content.standards] == closed_sets.RULES


def test_every_operation_is_described_and_plainly_named() -> None:
    for path, method, operation in operations(SPEC):
        assert operation["description"], (path, method)
        name = operation["operationId"]
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", name), name
        assert not {"stored", "registered", "all", "real", "say", "one"} & set(name.split("_")), (
            name
        )
        assert operation["tags"][0] in {tag["name"] for tag in SPEC["tags"]}
        for parameter in [*SPEC["paths"][path].get("parameters", []), *operation["parameters"]]:
            assert resolved(SPEC, parameter)["description"], (path, method, parameter)


def test_security_contact_and_licence_are_declared() -> None:
    schemes = SPEC["components"]["securitySchemes"]
    assert SPEC["security"] == [{name: []} for name in SCHEMES]
    assert set(schemes) == {*SCHEMES, CODE_SCHEME, LINK_SCHEME, RESULT_LINK_SCHEME}
    for name in ("key", "token"):
        assert (schemes[name]["type"], schemes[name]["scheme"]) == ("http", "bearer")
    assert (schemes["session"]["type"], schemes["session"]["in"]) == ("apiKey", "cookie")
    assert "**Security**" in SPEC["info"]["description"]
    assert SPEC["info"]["contact"]["name"]
    assert SPEC["info"]["license"] == {"name": "MIT", "identifier": "MIT"}


def test_schemas_have_names_that_a_client_can_read() -> None:
    short = {name for name in SPEC["components"]["schemas"] if len(re.findall("[A-Z]", name)) == 1}
    assert short <= {
        "Agreement", "Aggregation", "Assessment", "Case", "Chain", "Change", "Changes", "Consent",
        "Counterfactual", "Course", "Crosswalk", "Declaration", "Diagnosis", "Enterprise",
        "Estimate", "Fault", "Feedback", "Grant", "Inconsistency", "Instrument",
        "Jurisdiction", "Measure", "Model",
        "Named", "Overstatement", "Package", "Park", "Plan", "Problem", "Project",
        "Provenance", "Questionnaire", "Roadmap", "Sheet", "Source", "Standard", "Submission",
        "Trace", "Trade", "Visit", "Withdrawal",
    }  # fmt: skip


def examples() -> Iterator[tuple[str, Any, Any]]:
    """Yield each example of the document: where it stands, its schema and its value."""
    for path, method, operation in operations(SPEC):
        media = operation.get("requestBody", {}).get("content", {})
        places = [("body", media)]
        places += [
            (status, resolved(SPEC, answer).get("content", {}))
            for status, answer in operation["responses"].items()
        ]
        for place, content in places:
            for shape in content.values():
                for example in shape.get("examples", {}).values():
                    value = resolved(SPEC, example)["value"]
                    yield f"{method} {path} {place}", shape["schema"], value


@pytest.mark.parametrize(
    ("where", "schema", "value"), [*examples()], ids=lambda each: str(each)[:60]
)
def test_examples_keep_to_their_schemas(where: str, schema: Any, value: Any) -> None:
    whole = {"components": strict(SPEC["components"]), **strict(schema)}
    jsonschema.Draft202012Validator(whole).validate(value)


def test_every_answer_in_json_has_an_example() -> None:
    without = [
        f"{method} {path}"
        for path, method, operation in operations(SPEC)
        for status, answer in operation["responses"].items()
        if status.startswith("2")
        for kind, media in resolved(SPEC, answer).get("content", {}).items()
        if kind == "application/json" and not media.get("examples")
    ]
    assert without == []


def test_headers_are_declared_where_they_are_sent(app: Flask) -> None:
    spec = document(app)
    refusals = spec["components"]["responses"]
    assert "Retry-After" in refusals["SERVICE_UNAVAILABLE"]["headers"]
    assert {"Retry-After", "Location"} <= refusals["CONFLICT"]["headers"].keys()
    everywhere = {"Diagnosis-Version", "X-Request-ID", "Cache-Control"}
    for path, method, operation in operations(spec):
        for status, answer in operation["responses"].items():
            declared = resolved(spec, answer)["headers"]
            # What is refused before any operation has no number of its own.
            expected = everywhere - {"X-Request-ID"} if status == "414" else everywhere
            assert expected <= declared.keys(), (path, method, status)
