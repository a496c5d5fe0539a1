"""A zip archive without the time at which it was written."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can tell."""


def without_times(content: bytes) -> bytes:
    """Return an archive of the same files in the same order, all of one fixed time."""
    body = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(body, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _BEGINNING)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return body.getvalue()
