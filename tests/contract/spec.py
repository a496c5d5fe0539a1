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
        found = {key: strict(value) for key, value in schema.items()}
        if found.get("type") == "object" and "properties" in found:
            found.setdefault("additionalProperties", False)
        return found
    return [strict(one) for one in schema] if isinstance(schema, list) else schema


def hold_to_document(app: Flask, response: TestResponse, path: str, method: str) -> None:
    """Fail unless an answer is one that its operation declares, and looks as declared."""
    spec = document(app)
    declared = spec["paths"][path][method]["responses"]
    assert str(response.status_code) in declared, response.get_data(as_text=True)[:500]
    own = declared[str(response.status_code)]
    while "$ref" in own:
        own = spec["components"]["responses"][own["$ref"].rpartition("/")[2]]
    content = own.get("content")
    if content is None:
        assert response.get_data() == b""
        return
    assert response.mimetype in content
    schema = content[response.mimetype]["schema"]
    if response.mimetype.endswith("json"):
        whole = {"components": strict(spec["components"]), **strict(schema)}
        jsonschema.Draft202012Validator(whole).validate(response.json)
    for name, header in own.get("headers", {}).items():
        if name in response.headers and "enum" in header["schema"]:
            assert response.headers[name] in header["schema"]["enum"]
