"""Gate 2, shape: every document against the JSON Schema of its kind."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from diagnosis.content.documents.walk import walk
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_SHAPES = Path(__file__).parent / "shapes"

KINDS: tuple[tuple[str, str], ...] = (
    ("questionnaires/items/", "items"),
    ("questionnaires/forms/", "form"),
    ("questionnaires/profile.yaml", "profile"),
    ("questionnaires/consistency.yaml", "consistency"),
    ("questionnaires/inferences.yaml", "inferences"),
    ("questionnaires/published.yaml", "published"),
    ("knowledge/standards/readings/", "readings"),
    ("knowledge/standards/golden/", "golden"),
    ("knowledge/standards/gbt-39116-2020.yaml", "staged"),
    ("knowledge/standards/miit-sme-2024.yaml", "points-and-scenes"),
    ("knowledge/standards/smart-factory-2025.yaml", "tiers"),
    ("knowledge/standards/ai-readiness.yaml", "gated-mean"),
    ("knowledge/crosswalk.yaml", "crosswalk"),
    ("knowledge/codes/industries.yaml", "industries"),
    ("knowledge/codes/classes.yaml", "classes"),
    ("knowledge/codes/trade-names.yaml", "trade-names"),
    ("knowledge/codes/places.yaml", "places"),
    ("knowledge/codes/sizes.yaml", "sizes"),
    ("knowledge/codes/scenes.yaml", "scenes"),
    ("knowledge/sources.yaml", "sources"),
    ("knowledge/sources/", "sources"),
    ("knowledge/marks.yaml", "marks"),
    ("knowledge/measures.yaml", "measures"),
    ("knowledge/context.yaml", "context"),
    ("knowledge/consents.yaml", "consents"),
    ("knowledge/drivers.yaml", "drivers"),
    ("knowledge/delays.yaml", "delays"),
    ("knowledge/overstatement.yaml", "overstatement"),
    ("knowledge/typical-firms.yaml", "typical-firms"),
    ("knowledge/packages/", "package"),
    ("knowledge/trades/", "trade"),
    ("knowledge/cases/", "case"),
    ("knowledge/support/", "instrument"),
    ("knowledge/scales/", "scale"),
)
"""The kind of each file, or of each file of a folder (`/` at the end), not of folders in it."""

NO_KIND = "no kind of content lives at this path"
_MAY_HOLD_EMPTY = ("golden",)
"""A golden case may expect an empty list."""


def kind_of(path: str) -> str | None:
    """Return the kind of a content file by its path, None where no kind fits."""
    folder = path.rpartition("/")[0] + "/"
    return next((kind for place, kind in KINDS if place in (path, folder)), None)


@cache
def _schema(kind: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # only where a gate runs: it costs 60 ms

    parts, schema = (
        yaml.load((_SHAPES / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
        for name in ("parts", kind)
    )
    return Draft202012Validator({**schema, "$defs": {**parts, **schema.get("$defs", {})}})


def check_shape(document: Document) -> Iterator[ContentFault]:
    """Yield every departure of a document from its schema."""
    kind = kind_of(document.path)
    if kind is None:
        yield document.fault("shape", "", NO_KIND)
        return
    for error in _schema(kind).iter_errors(document.value):
        where = pointer(*error.absolute_path)
        yield document.fault("shape", where, f"{where or '/'}: {_words(error)}")
    if kind not in _MAY_HOLD_EMPTY:
        yield from _empty(document)


def _empty(document: Document) -> Iterator[ContentFault]:
    """Yield every list or map with nothing in it: there is one way to say so, to leave it out."""
    for where, _, value in walk(document.value):
        if value in ([], {}):
            yield document.fault(
                "shape", where, f"{where}: empty: leave it out where there is nothing to say"
            )


def _words(error: Any) -> str:
    message: str = error.message
    return message if len(message) < 200 else f"{message[:80]} … {message[-100:]}"
