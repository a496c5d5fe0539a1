"""The document as the contract tests read it."""

from collections.abc import Iterator
from typing import Any

import jsonschema
from flask import Flask
from werkzeug.test import TestResponse

from diagnosis.web.openapi.document import document

METHODS = ("get", "post", "put", "patch", "delete")


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def strict(schema: Any) -> Any:
    """Return a schema of answers that allows no key beyond those it names."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        if closed.get("type") == "object" and "properties" in closed:
            closed.setdefault("additionalProperties", False)
        return closed
    return [strict(part) for part in schema] if isinstance(schema, list) else schema


def hold_to_document(app: Flask, response: TestResponse, path: str, method: str) -> None:
    """Fail unless an answer is one that its operation declares, and looks as declared."""
    spec = document(app)
    answers = spec["paths"][path][method]["responses"]
    assert str(response.status_code) in answers, response.get_data(as_text=True)[:500]
    declared = answers[str(response.status_code)]
    while "$ref" in declared:
        declared = spec["components"]["responses"][declared["$ref"].rpartition("/")[2]]
    content = declared.get("content")
    if content is None:
        assert response.get_data() == b""
        return
    assert response.mimetype in content
    schema = content[response.mimetype]["schema"]
    if response.mimetype.endswith("json"):
        whole = {"components": strict(spec["components"]), **strict(schema)}
        jsonschema.Draft202012Validator(whole).validate(response.json)
    for name, header in declared.get("headers", {}).items():
        if name in response.headers and "enum" in header["schema"]:
            assert response.headers[name] in header["schema"]["enum"]
