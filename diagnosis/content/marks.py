"""Marks: where the numbers of a file come from."""

from collections.abc import Mapping
from typing import Any

from diagnosis.content.texts import text_or_none
from diagnosis.domain.scoring.standard import Mark

Marks = Mapping[str, Mark]


def build_marks(document: Mapping[str, Any]) -> dict[str, Mark]:
    """Return the marks that a file declares, by id."""
    return {
        name: Mark(
            basis=mark["basis"],
            checked=mark["checked"],
            sources=tuple(mark["sources"]),
            note=text_or_none(mark.get("note")),
        )
        for name, mark in document["marks"].items()
    }
