"""Gate 3, sense: ids resolve, weights sum, nothing is orphaned."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from diagnosis.content.sense_catalogue import (
    check_adoption,
    check_cases,
    check_dates,
    check_measures,
    what_is_known,
)
from diagnosis.content.sense_projects import check_projects
from diagnosis.content.sense_standards import check_standards
from diagnosis.content.sense_support import check_support
from diagnosis.content.shape import KINDS
from diagnosis.content.walk import walk
from diagnosis.content.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer

Documents = Mapping[str, Document]
_MAY_BE_ABSENT = ("questionnaires/published.yaml", "knowledge/unreached.yaml")


def check_sense(documents: Documents) -> Iterator[ContentFault]:
    """Yield every fault of sense across all documents (all of which have passed gates 1 and 2)."""
    items = _items(documents)
    yield from _missing_files(documents)
    yield from _ids(documents)
    yield from _marks(documents)
    yield from _sources(documents)
    yield from _item_rules(documents)
    yield from _forms(documents, items)
    yield from _consistency(documents, items)
    yield from check_standards(documents, items)
    yield from _catalogue(documents, items)
    yield from _published(documents, items)


def _catalogue(documents: Documents, items: Mapping[str, Any]) -> Iterator[ContentFault]:
    known = what_is_known(documents, items)
    yield from check_projects(documents, known)
    yield from check_support(known)
    yield from check_cases(documents, known)
    yield from check_measures(documents, known)
    yield from check_adoption(documents)
    yield from check_dates(documents)


def _missing_files(documents: Documents) -> Iterator[ContentFault]:
    """Content is built from these files by name: without one of them nothing can start."""
    for path, _ in KINDS:
        if path.endswith(".yaml") and path not in (*_MAY_BE_ABSENT, *documents):
            yield ContentFault(path, 1, "sense", "the file is missing")


def _items(documents: Documents) -> dict[str, Any]:
    return {
        one["id"]: one
        for path, document in documents.items()
        if path.startswith("questionnaires/items/")
        for one in document.value["items"]
    }


def _ids(documents: Documents) -> Iterator[ContentFault]:
    """A file is named by its id; an item id stands once in the bank."""
    seen: dict[str, str] = {}
    for path, document in documents.items():
        name = path.rpartition("/")[2].removesuffix(".yaml")
        own = document.value.get("id", document.value.get("area"))
        if own is not None and own != name:
            yield document.fault(
                "sense", "/id", f"the file is named {name!r} but its id is {own!r}"
            )
        if not path.startswith("questionnaires/items/"):
            continue
        for place, item in enumerate(document.value["items"]):
            if item["id"] in seen:
                where = pointer("items", place, "id")
                message = f"item {item['id']!r} stands also in {seen[item['id']]}"
                yield document.fault("sense", where, message)
            seen[item["id"]] = path


def _marks(documents: Documents) -> Iterator[ContentFault]:
    for document in documents.values():
        known = document.value.get("marks")
        if known is None:
            continue
        used = set()
        for where, key, value in walk(document.value):
            if (key == "mark" or key.endswith("_mark")) and isinstance(value, str):
                used.add(value)
                if value not in known:
                    yield document.fault("sense", where, f"no mark {value!r} in this file")
        for name in sorted(set(known) - used):
            where = pointer("marks", name)
            yield document.fault("sense", where, f"the mark {name!r} is used by nothing")


def _sources(documents: Documents) -> Iterator[ContentFault]:
    bibliography = documents.get("knowledge/sources.yaml")
    if bibliography is None:
        return
    known = {one["id"]: place for place, one in enumerate(bibliography.value["sources"])}
    used = set()
    for path, document in documents.items():
        if path == "knowledge/sources.yaml":
            continue
        for where, key, value in walk(document.value):
            if key != "sources" or not isinstance(value, list):
                continue
            for place, source in enumerate(value):
                used.add(source)
                if source not in known:
                    at = where + pointer(place)
                    yield document.fault("sense", at, f"no source {source!r} in sources.yaml")
    for source in sorted(set(known) - used):
        where = pointer("sources", known[source])
        yield bibliography.fault("sense", where, f"the source {source!r} is cited nowhere")


def _item_rules(documents: Documents) -> Iterator[ContentFault]:
    for path, document in documents.items():
        if not path.startswith("questionnaires/items/"):
            continue
        for place, item in enumerate(document.value["items"]):
            where = pointer("items", place)
            evidence = item["evidence"]
            if len(evidence["zh"]) != len(evidence["en"]):
                at = where + "/evidence"
                yield document.fault("sense", at, "evidence differs in number between zh and en")
            options = [option["id"] for option in item.get("options", ())]
            if len(set(options)) != len(options):
                yield document.fault("sense", where + "/options", "an option id stands twice")
            if item["type"] == "multiple" and "none" not in options:
                at = where + "/options"
                yield document.fault("sense", at, "a multiple choice needs the option none")
            texts = [position["zh"] for position in item.get("positions", ())]
            if len(set(texts)) != len(texts):
                yield document.fault("sense", where + "/positions", "two positions read the same")


def _forms(documents: Documents, items: Mapping[str, Any]) -> Iterator[ContentFault]:
    asked: set[str] = set()
    for path, document in documents.items():
        if not path.startswith("questionnaires/forms/"):
            continue
        own: set[str] = set()
        for number, section in enumerate(document.value["sections"]):
            for place, entry in enumerate(section["items"]):
                item = entry if isinstance(entry, str) else entry["item"]
                where = pointer("sections", number, "items", place)
                if item not in items:
                    yield document.fault("sense", where, f"no item {item!r} in the bank")
                if item in own:
                    yield document.fault("sense", where, f"the item {item!r} is asked twice")
                own.add(item)
        minutes = document.value["minutes"]
        if minutes["low"] > minutes["high"]:
            yield document.fault("sense", "/minutes", "the low time exceeds the high one")
        asked |= own
    for path, document in documents.items():
        if path.startswith("questionnaires/items/"):
            for place, item in enumerate(document.value["items"]):
                if item["id"] not in asked:
                    where = pointer("items", place)
                    yield document.fault("sense", where, f"no form asks {item['id']!r}")


def _consistency(documents: Documents, items: Mapping[str, Any]) -> Iterator[ContentFault]:
    document = documents.get("questionnaires/consistency.yaml")
    if document is None:
        return
    for where, key, value in walk(document.value):
        if key in ("item", "other") and value not in items:
            yield document.fault("sense", where, f"no item {value!r} in the bank")
        if key == "chosen" and value["item"] in items:
            options = [one["id"] for one in items[value["item"]].get("options", ())]
            if value["option"] not in options:
                at = where + "/option"
                yield document.fault("sense", at, f"no option {value['option']!r} of that item")


def digest_of(text: bytes) -> str:
    """Return the sha256 by which published content is frozen."""
    return sha256(text).hexdigest()


def wording_of(item: Mapping[str, Any]) -> str:
    """Return the digest of everything an item says."""
    return sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()


def _published(documents: Documents, items: Mapping[str, Any]) -> Iterator[ContentFault]:
    """Content that says it is published is listed with its digest, and the other way round."""
    listed = documents.get("questionnaires/published.yaml")
    entries = listed.value["published"] if listed else []
    paths = {one["path"] for one in entries}
    for path, document in documents.items():
        if document.value.get("status") == "published" and path not in paths:
            message = "published, but not listed in questionnaires/published.yaml"
            yield document.fault("sense", "/status", message)
    for place, one in enumerate(entries):
        frozen = documents.get(one["path"])
        where = pointer("published", place, "path")
        if listed is None:
            continue
        if frozen is None:
            yield listed.fault("sense", where, f"no such file: {one['path']}")
        elif frozen.value.get("status") != "published":
            yield listed.fault("sense", where, f"{one['path']} is not published")
        elif digest_of(frozen.text.encode()) != one["sha256"]:
            message = f"{one['path']} was changed after it was published: make a new version"
            yield listed.fault("sense", where, message)
        if listed is not None and one["path"].startswith("questionnaires/forms/"):
            yield from _frozen_items(listed, where, one, items)


def _frozen_items(
    listed: Document, where: str, one: Mapping[str, Any], items: Mapping[str, Any]
) -> Iterator[ContentFault]:
    """What a published form asks is frozen with it, item by item."""
    for item, digest in one.get("items", {}).items():
        if item in items and wording_of(items[item]) != digest:
            message = (
                f"the item {item!r} was changed after {one['path']} was published: "
                f"give the new wording an id of its own"
            )
            yield listed.fault("sense", where, message)
