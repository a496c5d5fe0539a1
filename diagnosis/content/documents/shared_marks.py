"""Marks that many files share: they stand in one file, and others name them like their own."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.walk import SHARED_MARKS, walk

Plain = Mapping[str, Any]


def declared_marks(document: Plain) -> Plain:
    """Return the marks that a document declares, by id; none where it has no `marks`."""
    marks: Plain = document.get("marks", {})
    return marks


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
    shared = declared_marks(documents.get(SHARED_MARKS, {}))
    return {path: _with_shared(document, shared) for path, document in documents.items()}


def _with_shared(document: Plain, shared: Plain) -> Plain:
    named = {name for _, name in named_marks(document)}
    used = {name: mark for name, mark in shared.items() if name in named}
    return {**document, "marks": {**used, **declared_marks(document)}} if used else document
