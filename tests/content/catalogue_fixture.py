"""The miniature catalogue and its one-fault variants."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.catalogue import check_catalogue
from diagnosis.content.gates.shape import check_shape

HERE = Path(__file__).parent
_SHAPED = (
    "knowledge/packages/",
    "knowledge/trades/",
    "knowledge/drivers",
    "knowledge/delays",
    "knowledge/typical-firms",
    "knowledge/cases/",
    "knowledge/support/",
    "knowledge/measures",
    "knowledge/scales/",
    "knowledge/context",
)


def mini() -> dict[str, Any]:
    """Return the miniature catalogue: path → value."""
    values: dict[str, Any] = {}
    for path in sorted((HERE / "mini").glob("*.yaml")):
        values |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return deepcopy(values)


def broken(fixture: Mapping[str, Any]) -> dict[str, Any]:
    """Return the miniature catalogue with the one change of a fixture."""
    values = mini()
    *above, last = fixture["at"].removeprefix("/").split("/")
    spot = values[fixture["file"]]
    for part in above:
        spot = spot[int(part) if isinstance(spot, list) else part]
    key = int(last) if isinstance(spot, list) else last
    if fixture.get("drop"):
        del spot[key]
    else:
        spot[key] = fixture["value"]
    return values


def gates(values: Mapping[str, Any]) -> Iterator[ContentFault]:
    """Yield what gates 2 and 3 say of the catalogue entries among some documents."""
    documents = {path: Document(path, value, {}) for path, value in values.items()}
    faults = [
        fault
        for path, document in documents.items()
        if path.startswith(_SHAPED)
        for fault in check_shape(document)
    ]
    yield from faults
    if faults:
        return
    items = {
        item["id"]: item
        for path, value in values.items()
        if path.startswith("questionnaires/items/")
        for item in value["items"]
    }
    yield from check_catalogue(documents, items)
