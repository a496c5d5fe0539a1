"""Marks: where the numbers of a file come from, declared in the file or shared by many."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.texts import text_or_none
from diagnosis.content.walk import SHARED_MARKS, walk
from diagnosis.content.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer
from diagnosis.domain.scoring.standard import Mark

Plain = Mapping[str, Any]
Marks = Mapping[str, Mark]


def build_marks(document: Plain) -> dict[str, Mark]:
    """Return the marks of a file by id, those that it shares with others included."""
    return {
        name: Mark(
            basis=mark["basis"],
            checked=mark["checked"],
            sources=tuple(mark["sources"]),
            note=text_or_none(mark.get("note")),
        )
        for name, mark in document["marks"].items()
    }


def named_marks(document: Plain) -> Iterator[tuple[str, str]]:
    """Yield (pointer, mark id) wherever a document names the mark of a number."""
    for where, key, value in walk(document):
        if (key == "mark" or key.endswith("_mark")) and isinstance(value, str):
            yield where, value


def with_shared_marks(documents: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return parsed documents by path, each with the shared marks that it names among its marks.

    The shared ones come first, in the order of their file: that is the order in which the sources
    of an entry are listed.
    """
    shared = _marks_of(documents.get(SHARED_MARKS, {}))
    return {path: _with_shared(document, shared) for path, document in documents.items()}


def _with_shared(document: Plain, shared: Plain) -> Plain:
    named = {name for _, name in named_marks(document)}
    used = {name: mark for name, mark in shared.items() if name in named}
    return {**document, "marks": {**used, **_marks_of(document)}} if used else document


def _marks_of(document: Plain) -> Plain:
    marks: Plain = document.get("marks", {})
    return marks


def check_marks(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every mark that is named but not declared, declared twice, or used by nothing."""
    shared_file = documents.get(SHARED_MARKS)
    shared = _marks_of(shared_file.value) if shared_file else {}
    named_anywhere: set[str] = set()
    for path, document in documents.items():
        if path != SHARED_MARKS:
            yield from _check_file(document, shared)
            named_anywhere.update(name for _, name in named_marks(document.value))
    if shared_file is not None:
        for name in sorted(shared.keys() - named_anywhere):
            message = f"the shared mark {name!r} is used by nothing"
            yield shared_file.fault("sense", pointer("marks", name), message)


def _check_file(document: Document, shared: Plain) -> Iterator[ContentFault]:
    declared = _marks_of(document.value)
    named = set()
    for where, name in named_marks(document.value):
        named.add(name)
        if name not in declared and name not in shared:
            message = f"no mark {name!r} in this file or in {SHARED_MARKS}"
            yield document.fault("sense", where, message)
    for name in sorted(declared):
        where = pointer("marks", name)
        if name in shared:
            message = (
                f"the mark {name!r} stands in {SHARED_MARKS}: take this one away or rename it"
            )
            yield document.fault("sense", where, message)
        elif name not in named:
            yield document.fault("sense", where, f"the mark {name!r} is used by nothing")
