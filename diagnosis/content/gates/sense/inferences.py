"""Gate 3 for inferences: what is proposed can be answered, and rests on no inferred answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.walk import INFERENCES, walk
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.questionnaires import FORMS, check_rules, entries_of
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.item import NONE

Documents = Mapping[str, Document]
Plain = Mapping[str, Any]
_OF_LADDERS = ("position_at_least", "positions_at_least", "positions_at_least_share", "all_below")


def check_inferences(documents: Documents, items: Plain) -> Iterator[ContentFault]:
    """Yield every fault of sense in the inferences."""
    document = documents.get(INFERENCES)
    if document is None:
        return
    yield from check_rules(document, items)
    yield from _ladders(document, items)
    forms = _items_of_forms(documents)
    inferred: set[str] = set()
    every = {each["item"] for each in document.value["inferences"]}
    for place, inference in enumerate(document.value["inferences"]):
        where, name = pointer("inferences", place), inference["item"]
        if name in inferred:
            yield document.fault("sense", where + "/item", f"{name!r} is inferred twice")
        inferred.add(name)
        if name in items:
            yield from _values(document, where, inference, items[name])
            beside = set().union(*[form for form in forms if name in form])
            rules = [each["when"] for each in inference["values"]]
            yield from _sources(document, where, rules, every, beside)


def _items_of_forms(documents: Documents) -> list[set[str]]:
    """Return the items that each form asks."""
    return [
        {item for _, item in entries_of(document)}
        for path, document in documents.items()
        if path.startswith(FORMS)
    ]


def _ladders(document: Document, items: Plain) -> Iterator[ContentFault]:
    """Yield each item that has no positions though a rule reads them."""
    for where, key, value in walk(document.value):
        if key in _OF_LADDERS:
            for item in value.get("items", [value.get("item")]):
                if item in items and items[item]["type"] != "ladder":
                    yield document.fault("sense", where, f"the item {item!r} has no positions")


def _values(
    document: Document, where: str, inference: Plain, item: Plain
) -> Iterator[ContentFault]:
    """Yield what is wrong with the values proposed to an item, and with their order."""
    options = [option["id"] for option in item.get("options", ())]
    allowed: list[Any] = [*options, *range(len(item.get("positions", ())))]
    if not allowed:
        message = f"{item['id']!r} has neither options nor positions"
        yield document.fault("sense", where + "/item", message)
        return
    values = [each["value"] for each in inference["values"]]
    unknown = [value for value in values if value not in allowed]
    for value in unknown:
        message = f"no option or position {value!r} of {item['id']!r}"
        yield document.fault("sense", where + "/values", message)
    places = [allowed.index(value) for value in values if value in allowed]
    if places != sorted(set(places)):
        message = "values stand once, in the order of the item"
        yield document.fault("sense", where + "/values", message)
    lowest = NONE if item["type"] == "multiple" else allowed[0]
    for place, each in enumerate(inference["values"]):
        if each["value"] != lowest and any(key == "all_below" for _, key, _ in walk(each)):
            message = f"only {lowest!r} may rest on all_below: a better answer takes it away"
            yield document.fault("sense", f"{where}/values/{place}/when", message)


def _sources(
    document: Document, where: str, rules: list[Plain], inferred: set[str], beside: set[str]
) -> Iterator[ContentFault]:
    """Yield each source that is inferred itself, or that no form asks `beside` the item."""
    for source in _read_by(rules):
        if source in inferred:
            message = f"{source!r} is inferred itself: no chains"
            yield document.fault("sense", where + "/values", message)
        elif source not in beside:
            message = f"no form that asks the item asks {source!r}"
            yield document.fault("sense", where + "/values", message)


def _read_by(rules: list[Plain]) -> list[str]:
    """Return the items that rules read, each once."""
    read: dict[str, None] = {}
    for _, key, value in walk(rules):
        if key == "item":
            read[value] = None
        if key == "items":
            read.update(dict.fromkeys(value))
    return list(read)
