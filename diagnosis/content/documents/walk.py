"""Every entry below a value, with its pointer; and what is cited where."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from diagnosis.domain.fault import pointer

BIBLIOGRAPHY = "knowledge/sources.yaml"
MORE_SOURCES = "knowledge/sources/"
"""The folder with the rest of the bibliography: a file for the sources of one kind of content."""
SHARED_MARKS = "knowledge/marks.yaml"
INFERENCES = "questionnaires/inferences.yaml"


def is_bibliography(path: str) -> bool:
    """Return whether the file at a path lists sources."""
    return path == BIBLIOGRAPHY or path.startswith(MORE_SOURCES)


def walk(value: Any, where: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield (pointer, key, value) for every entry of every mapping below a value."""
    if isinstance(value, dict):
        for key, below in value.items():
            place = where + _step(key)
            yield place, key, below
            if isinstance(below, dict | list):
                yield from walk(below, place)
    elif isinstance(value, list):
        for number, below in enumerate(value):
            if isinstance(below, dict | list):
                yield from walk(below, f"{where}/{number}")


@cache
def _step(key: str) -> str:
    """Return the pointer of a key: content has few keys, each many times."""
    return pointer(key)


def citations(documents: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the files that cite each source, by source id; paths in their order.

    A file cites what its marks cite; the file of shared marks cites nothing for itself.
    """
    files: dict[str, dict[str, None]] = {}
    for path, document in documents.items():
        if path != SHARED_MARKS and not is_bibliography(path):
            for source in _cited(document):
                files.setdefault(source, {})[path] = None
    return {source: tuple(paths) for source, paths in files.items()}


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key == "sources" and isinstance(below, list):
                yield from below
            elif isinstance(below, dict | list):
                yield from _cited(below)
    elif isinstance(value, list):
        for below in value:
            if isinstance(below, dict | list):
                yield from _cited(below)
