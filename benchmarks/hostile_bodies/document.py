"""The published document: its operations, their bodies with an example, and the places in them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).resolve().parents[2] / "api_spec" / "openapi.json"
Json = Any
"""A value of JSON: this is what the whole module is about."""
Place = tuple[str, ...]
"""The names of fields on the way to a value; `*` stands for a row of a list."""
ROW = "*"
_METHODS = ("get", "post", "put", "patch", "delete")
_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation of the document.

    `example` is a body that it takes, None for one that takes none; `places` are the places of
    its body with the kinds of value that each takes.
    """

    id: str
    method: str
    path: str
    query: tuple[str, ...]
    headers: tuple[str, ...]
    example: Json = None
    places: tuple[tuple[Place, frozenset[str]], ...] = ()

    @property
    def takes_body(self) -> bool:
        """Return whether it takes a body."""
        return self.example is not None

    @property
    def plans(self) -> bool:
        """Return whether a legal request may have a plan made."""
        return self.id in ("create_roadmap", "preview_roadmap")


def read_operations(document: Path = DOCUMENT) -> tuple[Operation, ...]:
    """Return the operations of a document, in its order."""
    api = json.loads(document.read_text(encoding="utf-8"))
    schemas = api["components"]["schemas"]
    return tuple(
        _operation(schemas, method, path, shared.get(method))
        for path, shared in api["paths"].items()
        for method in _METHODS
        if method in shared
    )


def _operation(schemas: Mapping[str, Json], method: str, path: str, written: Json) -> Operation:
    names = {
        where: tuple(each["name"] for each in written.get("parameters", ()) if each["in"] == where)
        for where in ("query", "header")
    }
    body = written.get("requestBody", {}).get("content", {}).get("application/json")
    example = None if body is None else next(iter(body["examples"].values()))["value"]
    places = () if body is None else tuple(_places(schemas, body["schema"], ()))
    return Operation(
        id=written["operationId"],
        method=method.upper(),
        path=path,
        query=names["query"],
        headers=names["header"],
        example=example,
        places=places,
    )


def _places(
    schemas: Mapping[str, Json], schema: Json, place: Place
) -> Iterator[tuple[Place, frozenset[str]]]:
    """Yield each place below a schema with its kinds; a map of free names is `map`."""
    variants = list(_variants(schemas, schema))
    kinds = {kind for variant in variants for kind in _kinds(variant)} - {"null"}
    if place:
        yield place, frozenset(kinds)
    if len(place) >= _DEEPEST:
        return
    for variant in variants:
        for name, below in variant.get("properties", {}).items():
            yield from _places(schemas, below, (*place, name))
        rows = variant.get("items")
        if rows is not None and any("properties" in each for each in _variants(schemas, rows)):
            yield from _places(schemas, rows, (*place, ROW))


def _variants(schemas: Mapping[str, Json], schema: Json) -> Iterator[Json]:
    """Yield what a schema may stand for, references followed."""
    if "$ref" in schema:
        yield from _variants(schemas, schemas[schema["$ref"].rpartition("/")[2]])
        return
    parts = [part for name in ("anyOf", "oneOf", "allOf") for part in schema.get(name, ())]
    for part in parts:
        yield from _variants(schemas, part)
    if not parts:
        yield schema


def _kinds(variant: Json) -> Iterator[str]:
    kinds = variant.get("type", ())
    for kind in (kinds,) if isinstance(kinds, str) else kinds:
        is_map = kind == "object" and not variant.get("properties")
        yield "map" if is_map else kind
