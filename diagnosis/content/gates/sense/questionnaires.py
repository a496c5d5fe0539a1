"""Gate 3 for questionnaires: items that can be asked, forms that ask them, consistency checks."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.walk import walk
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.grids import check_grids
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.references import references

Documents = Mapping[str, Document]
Items = Mapping[str, Any]
_ITEMS = "questionnaires/items/"
FORMS = "questionnaires/forms/"


def check_questionnaires(documents: Documents, items: Items) -> Iterator[ContentFault]:
    """Yield every fault of sense in the bank, the forms and the consistency checks."""
    for path, document in documents.items():
        if path.startswith(_ITEMS):
            for place, item in enumerate(document.value["items"]):
                yield from _item(document, pointer("items", place), item)
                yield from _references(document, pointer("items", place), item, items)
        elif path.startswith(FORMS):
            yield from _form(document, items)
            yield from check_grids(documents, document, items)
    yield from _same_names(documents)
    yield from _never_asked(documents)
    yield from _consistency(documents, items)


def _item(document: Document, where: str, item: Mapping[str, Any]) -> Iterator[ContentFault]:
    evidence = item["evidence"]
    if len(evidence["zh"]) != len(evidence["en"]):
        message = "evidence differs in number between zh and en"
        yield document.fault("sense", where + "/evidence", message)
    options = [option["id"] for option in item.get("options", ())]
    if len(set(options)) != len(options):
        yield document.fault("sense", where + "/options", "an option id stands twice")
    if item["type"] == "multiple" and NONE not in options:
        message = "a multiple choice needs the option none"
        yield document.fault("sense", where + "/options", message)
    texts = [position["zh"] for position in item.get("positions", ())]
    if len(set(texts)) != len(texts):
        yield document.fault("sense", where + "/positions", "two positions read the same")


def _references(
    document: Document, where: str, item: Mapping[str, Any], items: Items
) -> Iterator[ContentFault]:
    """Yield what is wrong with the items that the help of an item refers to."""
    referred = {language: references(item["help"][language]) for language in ("zh", "en")}
    if referred["zh"] != referred["en"]:
        message = "zh and en refer to different items"
        yield document.fault("sense", where + "/help", message)
    for other in sorted(referred["zh"] | referred["en"]):
        if other == item["id"] or other not in items:
            message = f"refers to {other!r}, which is no other item of the bank"
            yield document.fault("sense", where + "/help", message)
    for part, _, value in walk(item):
        if isinstance(value, str) and references(value) and not part.startswith("/help/"):
            yield document.fault("sense", where + part, "only a help refers to other items")


def _same_names(documents: Documents) -> Iterator[ContentFault]:
    """Yield each item that is called as an earlier one is."""
    names: dict[tuple[str, str], str] = {}
    for path, document in documents.items():
        if not path.startswith(_ITEMS):
            continue
        for place, item in enumerate(document.value["items"]):
            for language, name in item["name"].items():
                first = names.setdefault((language, name), item["id"])
                if first != item["id"]:
                    where = pointer("items", place, "name", language)
                    yield document.fault("sense", where, f"{first!r} has the same name")


def entries_of(form: Document) -> Iterator[tuple[str, str]]:
    """Yield (pointer, item id) for every entry of a form."""
    for number, section in enumerate(form.value["sections"]):
        for place, entry in enumerate(section["items"]):
            item = entry if isinstance(entry, str) else entry["item"]
            yield pointer("sections", number, "items", place), item


def _form(form: Document, items: Items) -> Iterator[ContentFault]:
    asked_before: set[str] = set()
    for where, item in entries_of(form):
        if item not in items:
            yield form.fault("sense", where, f"no item {item!r} in the bank")
        if item in asked_before:
            yield form.fault("sense", where, f"the item {item!r} is asked twice")
        asked_before.add(item)


def _never_asked(documents: Documents) -> Iterator[ContentFault]:
    """Every item of the bank is asked by some form."""
    forms = [document for path, document in documents.items() if path.startswith(FORMS)]
    in_forms = {item for form in forms for _, item in entries_of(form)}
    for path, document in documents.items():
        if path.startswith(_ITEMS):
            for place, item in enumerate(document.value["items"]):
                if item["id"] not in in_forms:
                    where = pointer("items", place)
                    yield document.fault("sense", where, f"no form asks {item['id']!r}")


def _consistency(documents: Documents, items: Items) -> Iterator[ContentFault]:
    document = documents.get("questionnaires/consistency.yaml")
    if document is not None:
        yield from check_rules(document, items)


def check_rules(document: Document, items: Items) -> Iterator[ContentFault]:
    """Yield each item and option that rules between answers name, and there is not."""
    for where, key, value in walk(document.value):
        if key in ("item", "other") and value not in items:
            yield document.fault("sense", where, f"no item {value!r} in the bank")
        if key == "items":
            for place, item in enumerate(value):
                if item not in items:
                    message = f"no item {item!r} in the bank"
                    yield document.fault("sense", f"{where}/{place}", message)
        if key == "chosen" and value["item"] in items:
            options = [option["id"] for option in items[value["item"]].get("options", ())]
            if value["option"] not in options:
                message = f"no option {value['option']!r} of that item"
                yield document.fault("sense", where + "/option", message)
        if key == "not_applicable" and value["item"] in items:
            known = [reason["id"] for reason in items[value["item"]].get("not_applicable", ())]
            for place, reason in enumerate(value["reasons"]):
                if reason not in known:
                    message = f"no reason {reason!r} of that item"
                    yield document.fault("sense", f"{where}/reasons/{place}", message)
