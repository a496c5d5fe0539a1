"""Gate 3, sense: ids resolve, weights sum, nothing is orphaned."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.walk import (
    BIBLIOGRAPHY,
    INFERENCES,
    SHARED_MARKS,
    is_bibliography,
    walk,
)
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.catalogue import check_catalogue
from diagnosis.content.gates.sense.classes import check_classes, check_trade_names
from diagnosis.content.gates.sense.consents import check_consents
from diagnosis.content.gates.sense.inferences import check_inferences
from diagnosis.content.gates.sense.marks import check_marks
from diagnosis.content.gates.sense.overstatement import OVERSTATEMENT, check_overstatement
from diagnosis.content.gates.sense.places import check_places
from diagnosis.content.gates.sense.profile import check_profile
from diagnosis.content.gates.sense.published import check_published
from diagnosis.content.gates.sense.questionnaires import FORMS, check_questionnaires
from diagnosis.content.gates.sense.standards import check_standards
from diagnosis.content.gates.shape import KINDS
from diagnosis.domain.fault import pointer

Documents = Mapping[str, Document]
_MAY_BE_ABSENT = (
    SHARED_MARKS, INFERENCES, "questionnaires/published.yaml", "knowledge/unreached.yaml",
    "knowledge/drivers.yaml", "knowledge/delays.yaml",
    "knowledge/typical-firms.yaml", OVERSTATEMENT,
)  # fmt: skip


def check_sense(documents: Documents) -> Iterator[ContentFault]:
    """Yield every fault of sense across all documents (all of which have passed gates 1 and 2)."""
    items = _items(documents)
    yield from _missing_files(documents)
    yield from _ids(documents)
    yield from check_marks(documents)
    yield from _sources(documents)
    yield from check_questionnaires(documents, items)
    yield from check_profile(documents)
    yield from check_inferences(documents, items)
    yield from check_standards(documents, items)
    yield from check_places(documents)
    yield from check_classes(documents)
    yield from check_trade_names(documents)
    yield from check_catalogue(documents, items)
    yield from check_published(documents, items)
    yield from check_overstatement(documents)
    yield from check_consents(documents)


def _missing_files(documents: Documents) -> Iterator[ContentFault]:
    """Content is built from these files by name: without one of them nothing can start."""
    for path, _ in KINDS:
        if path.endswith(".yaml") and path not in (*_MAY_BE_ABSENT, *documents):
            yield ContentFault(path, 1, "sense", "the file is missing")


def _items(documents: Documents) -> dict[str, Any]:
    return {
        item["id"]: item
        for path, document in documents.items()
        if path.startswith("questionnaires/items/")
        for item in document.value["items"]
    }


def _ids(documents: Documents) -> Iterator[ContentFault]:
    """A file is named by its id, a form by id and version; an item id stands once in the bank."""
    file_of: dict[str, str] = {}
    for path, document in documents.items():
        name = path.rpartition("/")[2].removesuffix(".yaml")
        identity, what = _identity(path, document.value)
        if identity is not None and identity != name:
            message = f"the file is named {name!r} but its {what} {identity!r}"
            yield document.fault("sense", "/id", message)
        if not path.startswith("questionnaires/items/"):
            continue
        for place, item in enumerate(document.value["items"]):
            if item["id"] in file_of:
                where = pointer("items", place, "id")
                message = f"item {item['id']!r} stands also in {file_of[item['id']]}"
                yield document.fault("sense", where, message)
            file_of[item["id"]] = path


def _identity(path: str, value: Mapping[str, Any]) -> tuple[str | None, str]:
    """Return by what a file is to be named (None where by anything), and what that is."""
    if path.startswith(FORMS):
        return f"{value['id']}@{value['version']}", "id and version are"
    return value.get("id", value.get("area")), "id is"


def _sources(documents: Documents) -> Iterator[ContentFault]:
    """Every source that is cited stands in the bibliography, and the other way round."""
    if BIBLIOGRAPHY not in documents:
        return
    listed: dict[str, tuple[Document, str]] = {}
    for path, document in documents.items():
        for place, source in enumerate(document.value["sources"] if is_bibliography(path) else ()):
            where = pointer("sources", place)
            if source["id"] in listed:
                message = f"the source {source['id']!r} is listed twice"
                yield document.fault("sense", where, message)
            listed[source["id"]] = document, where
    cited = set()
    for path, document in documents.items():
        if is_bibliography(path):
            continue
        for where, source in _citations(document):
            cited.add(source)
            if source not in listed:
                yield document.fault("sense", where, f"no source {source!r} in the bibliography")
    for source in sorted(set(listed) - cited):
        document, where = listed[source]
        yield document.fault("sense", where, f"the source {source!r} is cited nowhere")


def _citations(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (pointer, source id) for every source that a document cites."""
    for where, key, value in walk(document.value):
        if key == "sources" and isinstance(value, list):
            for place, source in enumerate(value):
                yield where + pointer(place), source
