"""Gate 3 for the effects of packages: each of the kind of its item, none on what is measured."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import Items, twice
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.scene_grid import MODEL_ITEM

SYSTEMS = "miit-systems"
"""The single choice that counts the business areas which run in a system."""
AREAS = "miit-collection"
"""The multiple choice whose options are these areas."""
UNTOUCHED = frozenset(
    {
        "miit-energy-result",
        "miit-quality-result",
        "miit-market-result",
        "miit-cost-result",
        "miit-funding",
    }
)
"""What is measured or spent: a package may improve it, but nobody may promise so."""
DECLARED = "declared-"
"""What the id of an item begins with that a firm declares."""
MOST_LIGHT = 3
"""A light package lifts an item no higher (ours): above it, only full systems do."""
_TYPES: Mapping[str, str] = {
    "to": "ladder",
    "adds": "multiple",
    "at_least": "single",
    "to_percent": "share",
}
"""The type of item that each kind of effect is for."""


def check_effects(document: Document, items: Items) -> Iterator[ContentFault]:
    """Yield every effect that its item cannot have, and every item that stands twice."""
    effects = document.value["effects"]
    yield from twice(document, "/effects", [effect["item"] for effect in effects], "the item")
    for place, effect in enumerate(effects):
        for message in _faults(document.value, effect, items):
            yield document.fault("sense", pointer("effects", place), message)


def _faults(package: Mapping[str, Any], effect: Mapping[str, Any], items: Items) -> Iterator[str]:
    name = effect["item"]
    item = items.get(name)
    if item is None:
        yield f"no item {name!r} in the bank"
        return
    if name in UNTOUCHED or name.startswith(DECLARED):
        yield f"{name!r} is for the firm to measure or to declare: no package changes it"
        return
    kind = next(key for key in effect if key != "item")
    if kind == "areas":
        yield from _areas(effect, items)
    elif item["type"] != _TYPES[kind]:
        yield f"{name!r} is of type {item['type']}, `{kind}` is for {_TYPES[kind]}"
    elif kind == "to":
        yield from _position(package, effect, item)
    elif kind in ("adds", "at_least"):
        values = effect["adds"] if kind == "adds" else [effect["at_least"]]
        yield from _options(values, item)
        if name.startswith(MODEL_ITEM) and not package.get("ai") and package["grade"] == "light":
            yield f"{name!r}: a light package without AI has no model"


def _areas(effect: Mapping[str, Any], items: Items) -> Iterator[str]:
    if effect["item"] != SYSTEMS:
        yield f"`areas` are for {SYSTEMS!r} alone"
    elif AREAS in items:
        yield from _options(effect["areas"], items[AREAS])


def _position(
    package: Mapping[str, Any], effect: Mapping[str, Any], item: Mapping[str, Any]
) -> Iterator[str]:
    if effect["to"] >= len(item["positions"]):
        yield f"{item['id']!r} has no position {effect['to']}"
    if package["grade"] == "light" and effect["to"] > MOST_LIGHT:
        yield f"{item['id']!r} to {effect['to']}: a light package lifts to {MOST_LIGHT} at most"


def _options(values: list[str], item: Mapping[str, Any]) -> Iterator[str]:
    known = {option["id"] for option in item["options"]}
    for value in values:
        if value not in known:
            yield f"{item['id']!r} has no option {value!r}"
        elif value == NONE:
            yield f"{item['id']!r}: no package brings {NONE!r}"
