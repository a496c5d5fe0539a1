"""The published document: which operation an address is of, and what it may answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema_rs

from tests.contract.spec import OF_THE_WIRE, operations, resolved, strict

_PLACE = re.compile(r"\{(\w+)\}")
PROBLEM = "application/problem+json"
OF_GUNICORN = {"Server", "Transfer-Encoding"}
"""Headers that gunicorn adds, beside those of the wire."""


@dataclass(frozen=True)
class Operation:
    """A method at an address, as published."""

    method: str
    path: str
    parts: Any
    """The operation's part of the document."""

    @property
    def id(self) -> str:
        """Return its id."""
        return str(self.parts["operationId"])

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """Return what an unpacked path of this operation looks like."""
        texts = _PLACE.split(self.path)[::2]
        return re.compile("[^/]+".join(map(re.escape, texts)).encode())

    def examples(self) -> list[Any]:
        """Return the bodies that the document shows; none where it takes none."""
        media = self.parts.get("requestBody", {}).get("content", {}).get("application/json", {})
        return [example["value"] for example in media.get("examples", {}).values()]

    def takes(self, header: str) -> bool:
        """Return whether the document names a header for it."""
        return any(
            (part["in"], part["name"]) == ("header", header) for part in self.parts["parameters"]
        )


class Published:
    """The document, ready to be asked."""

    def __init__(self, spec: Any) -> None:
        self.spec = spec
        self.operations = tuple(
            Operation(method, path, parts) for path, method, parts in operations(spec)
        )
        self._components = strict(spec["components"])
        self._validators: dict[tuple[str, str, str], Any] = {}
        self.problem = self._validator({"$ref": "#/components/schemas/Problem"})

    def operation_of(self, method: bytes, target: bytes) -> Operation | None:
        """Return the operation that a request line asks for, None where there is none."""
        target = re.sub(rb"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*", b"", target)
        path = unquote_to_bytes(re.split(rb"[?#]", target, maxsplit=1)[0])
        matches = [each for each in self.operations if each.pattern.fullmatch(path)]
        # An address without a part that varies comes before those with one, whatever the method.
        fewest = min((each.path.count("{") for each in matches), default=0)
        for operation in matches:
            is_nearest = operation.path.count("{") == fewest
            if is_nearest and operation.method.upper().encode() == method:
                return operation
        return None

    def declared(self, operation: Operation, status: int) -> Any:
        """Return what the document says of an answer, None where it does not know it."""
        answer = operation.parts["responses"].get(str(status))
        return None if answer is None else resolved(self.spec, answer)

    def undeclared_headers(self, declared: Any, names: set[str]) -> set[str]:
        """Return the headers of an answer that its declaration lacks."""
        declares = {*declared.get("headers", {}), *OF_THE_WIRE, *OF_GUNICORN}
        known = {name.lower() for name in declares}
        return {name for name in names if name.lower() not in known}

    def faults_of_body(
        self, operation: Operation, status: int, media_type: str, value: Any
    ) -> Iterator[str]:
        """Yield what a JSON answer has that its schema does not allow."""
        key = (operation.id, str(status), media_type)
        if key not in self._validators:
            content = self.declared(operation, status)["content"]
            self._validators[key] = self._validator(strict(content[media_type]["schema"]))
        yield from faults_by(self._validators[key], value)

    def field_names(self) -> tuple[str, ...]:
        """Return the names of all fields of all schemas."""
        schemas = self.spec["components"]["schemas"].values()
        return tuple(sorted({name for schema in schemas for name in schema.get("properties", {})}))

    def parameter_names(self) -> tuple[str, ...]:
        """Return the names of all parameters of queries."""
        return tuple(
            sorted(
                {
                    part["name"]
                    for operation in self.operations
                    for part in operation.parts["parameters"]
                    if part["in"] == "query"
                }
            )
        )

    def _validator(self, schema: Any) -> Any:
        whole = {**schema, "components": self._components}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def faults_by(validator: Any, value: Any) -> Iterator[str]:
    """Yield what a schema does not allow in a value."""
    for fault in validator.iter_errors(value):
        place = "/".join(map(str, fault.instance_path))
        yield f"/{place}: {fault.message[:200]}"
