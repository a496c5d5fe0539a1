"""Gate 3 for published content: it is frozen, letter by letter and item by item.

A form that was published may be withdrawn: its status changes and nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from diagnosis.content.documents.wording import wording_of
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.questionnaires import FORMS
from diagnosis.domain.fault import pointer

Documents = Mapping[str, Document]
Items = Mapping[str, Any]
PUBLISHED = "questionnaires/published.yaml"
_WITHDRAWN = re.compile(r"^status: withdrawn$", re.MULTILINE)


def digest_of(text: bytes) -> str:
    """Return the sha256, in hexadecimal, by which published content is frozen."""
    return sha256(text).hexdigest()


def check_published(documents: Documents, items: Items) -> Iterator[ContentFault]:
    """Yield published content that is not listed with its digest, and the other way round."""
    listed = documents.get(PUBLISHED)
    entries = listed.value["published"] if listed else []
    paths = {entry["path"] for entry in entries}
    for path, document in documents.items():
        if document.value.get("status") == "published" and path not in paths:
            message = f"published, but not listed in {PUBLISHED}"
            yield document.fault("sense", "/status", message)
    if listed is None:
        return
    for place, entry in enumerate(entries):
        where = pointer("published", place, "path")
        change = _change(documents.get(entry["path"]), entry)
        if change is not None:
            yield listed.fault("sense", where, change)
        if entry["path"].startswith(FORMS):
            yield from _frozen_items(listed, where, entry, items)


def _change(frozen: Document | None, entry: Mapping[str, Any]) -> str | None:
    """Return in which way a listed file is not the one that was published, None where it is."""
    path = entry["path"]
    if frozen is None:
        return f"no such file: {path}"
    if frozen.value.get("status") not in ("published", "withdrawn"):
        return f"{path} is not published"
    as_published = _WITHDRAWN.sub("status: published", frozen.text, count=1)
    if digest_of(as_published.encode()) != entry["sha256"]:
        return f"{path} was changed after it was published: make a new version"
    return None


def _frozen_items(
    listed: Document, where: str, entry: Mapping[str, Any], items: Items
) -> Iterator[ContentFault]:
    """What a published form asks is frozen with it, item by item."""
    for item, digest in entry.get("items", {}).items():
        if item in items and wording_of(items[item]) != digest:
            message = (
                f"the item {item!r} was changed after {entry['path']} was published: "
                f"give the new wording an id of its own"
            )
            yield listed.fault("sense", where, message)
