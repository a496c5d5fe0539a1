"""Parsed marks, which say where the numbers of a file come from, into values."""

from collections.abc import Mapping
from typing import Any

from diagnosis.content.build.texts import text_or_none
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
