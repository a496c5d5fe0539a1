"""Content as bytes: documents that passed the gates, packed so that results can pin them."""

import lzma
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from diagnosis.content.build.content import build_content
from diagnosis.services.ports.content import Content

_XZ = b"\xfd7zXZ"
"""How bytes begin that were packed by LZMA; earlier releases packed by zlib."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a bundle holds: the parsed documents by file, and the files that cite each source."""

    documents: Mapping[str, Mapping[str, Any]]
    cited_in: Mapping[str, tuple[str, ...]]


def pack(packed: Packed) -> bytes:
    """Return documents as compressed JSON: LZMA, as files of content say much alike."""
    text = orjson.dumps({"documents": packed.documents, "cited_in": packed.cited_in})
    return lzma.compress(text)


def _unpacked(bundle: bytes) -> bytes:
    return lzma.decompress(bundle) if bundle.startswith(_XZ) else zlib.decompress(bundle)


def unpack(bundle: bytes, digest: str) -> Content | None:
    """Return the content of a bundle, None where it is broken or of a shape not known today.

    The gates do not run again: what was packed has passed them.
    """
    try:
        value = orjson.loads(_unpacked(bundle))
        cited_in = {source: tuple(paths) for source, paths in value["cited_in"].items()}
        return build_content(value["documents"], digest, cited_in)
    except (lzma.LZMAError, zlib.error, AttributeError, LookupError, TypeError, ValueError):
        return None
