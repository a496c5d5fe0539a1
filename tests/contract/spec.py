"""The document as the contract tests read it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import jsonschema
from flask import Flask
from werkzeug.test import TestResponse

from diagnosis.web.openapi.document import document

# A number is written with its point, a count without: what a plan kept and what a preview says of
# it are the same bytes.
_TYPES = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine_many(
    {
        "number": lambda _, value: type(value) is float,
        "integer": lambda _, value: type(value) is int,
    }
)
STRICT = jsonschema.validators.extend(jsonschema.Draft202012Validator, type_checker=_TYPES)
AS_WRITTEN = (("wanted",), ("sheet",), ("ignored",))
"""What answers repeat as the caller wrote it; so do the answers of a trace."""
MODEL_CARD = "/v1/models/{model}"
"""A card is a file with a digest: it is passed on as it was written."""
OF_THE_WIRE = {"Content-Type", "Content-Length", "Content-Encoding", "Connection", "Date"}
"""Headers that say how an answer is carried, which no interface lists."""
METHODS = ("get", "post", "put", "patch", "delete")


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def takes_json(operation: dict[str, Any]) -> bool:
    """Return whether an operation takes a JSON body: what takes a file does not."""
    return "application/json" in operation.get("requestBody", {}).get("content", {})


def resolved(spec: dict[str, Any], part: Any) -> Any:
    """Return a part of the document, or the part that it refers to."""
    while "$ref" in part:
        place = spec
        for name in part["$ref"].removeprefix("#/").split("/"):
            place = place[name]
        part = place
    return part


def strict(schema: Any) -> Any:
    """Return a schema of answers that allows no key beyond those it names."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        if closed.get("type") == "object" and "properties" in closed:
            closed.setdefault("additionalProperties", False)
        return closed
    return [strict(part) for part in schema] if isinstance(schema, list) else schema


def hold_to_decimals(value: Any, *path: str) -> None:
    """Fail where a number has more decimals than its quantity: money two, all others nine."""
    if isinstance(value, dict):
        for name, below in value.items():
            if (*path, name)[:1] not in AS_WRITTEN and name != "answer":
                hold_to_decimals(below, *path, name)
    elif isinstance(value, list):
        for below in value:
            hold_to_decimals(below, *path)
    elif isinstance(value, float):
        most = 2 if any("_wan" in name for name in path) else 9
        assert -Decimal(repr(value)).as_tuple().exponent <= most, (path, value)
        assert str(value) != "-0.0", path


_PUBLISHED: dict[Any, tuple[dict[str, Any], Any]] = {}


def published(app: Flask) -> tuple[dict[str, Any], Any]:
    """Return the document of an app and its components, strict; made once for each API."""
    api = app.extensions["diagnosis.api"]
    if api not in _PUBLISHED:
        spec = document(app)
        _PUBLISHED[api] = spec, strict(spec["components"])
    return _PUBLISHED[api]


def hold_to_document(app: Flask, response: TestResponse, path: str, method: str) -> None:
    """Fail unless an answer is one that its operation declares, and looks as declared."""
    spec, components = published(app)
    answers = spec["paths"][path][method]["responses"]
    assert str(response.status_code) in answers, response.get_data(as_text=True)[:500]
    declared = resolved(spec, answers[str(response.status_code)])
    hold_to_headers(spec, response, declared.get("headers", {}))
    content = declared.get("content")
    if content is None:
        assert response.get_data() == b""
        return
    assert response.mimetype in content
    schema = content[response.mimetype]["schema"]
    if response.mimetype.endswith("json"):
        whole = {"components": components, **strict(schema)}
        jsonschema.Draft202012Validator(whole).validate(response.json)
        # What a caller wished is answered as it was written.
        faults = [
            fault
            for fault in STRICT(whole).iter_errors(response.json)
            if "wanted" not in list(fault.path)[:2]
        ]
        assert faults == []
        if path != MODEL_CARD:
            hold_to_decimals(response.json)


def hold_to_headers(spec: dict[str, Any], response: TestResponse, declared: Any) -> None:
    """Fail where an answer sends a header that is not declared, or another value."""
    assert set(response.headers.keys()) - OF_THE_WIRE <= set(declared)
    for name, header in declared.items():
        schema = resolved(spec, header)["schema"]
        if name in response.headers:
            jsonschema.Draft202012Validator(schema).validate(response.headers[name])
