"""Gate 3 for scales that are only mapped: what they name is there, and stands once."""

from collections.abc import Iterator

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import (
    SCALES,
    Documents,
    Items,
    below,
    standard_files,
    twice,
)
from diagnosis.content.gates.sense.standards import parts_and_groups
from diagnosis.domain.fault import pointer


def check_scales(documents: Documents, items: Items) -> Iterator[ContentFault]:
    """Yield every name of a scale that is no standard, part or item, or stands twice."""
    parts = {
        standard.value["id"]: set(parts_and_groups(standard.value))
        for standard in standard_files(documents)
    }
    for document in below(documents, SCALES).values():
        yield from _feeds(document, parts, items)
        revises = document.value.get("revises")
        if revises is not None and revises not in parts:
            yield document.fault("sense", "/revises", f"no standard {revises!r}")


def _feeds(document: Document, parts: dict[str, set[str]], items: Items) -> Iterator[ContentFault]:
    rows = document.value["fed_by"]
    names = [
        "/".join(row[key] for key in ("standard", "part", "item") if key in row) for row in rows
    ]
    yield from twice(document, "/fed_by", names, "what feeds it,")
    for place, row in enumerate(rows):
        where = pointer("fed_by", place)
        standard, part, item = row.get("standard"), row.get("part"), row.get("item")
        if item is not None and item not in items:
            yield document.fault("sense", where + "/item", f"no item {item!r} in the bank")
        if standard is not None and standard not in parts:
            yield document.fault("sense", where + "/standard", f"no standard {standard!r}")
        elif part is not None and part not in parts[standard]:
            yield document.fault("sense", where + "/part", f"{standard} has no part {part!r}")
