"""The conditions `If-Match` and `If-None-Match` (RFC 9110, 13.1), and the tags they name.

Our tags name versions of a thing, not bytes. A proxy that compresses answers makes tags weak
(`W/"v3"`, nginx) or adds a suffix (`"v3-gzip"`, Apache): either still names version 3, and is
taken for it. RFC 9110 would let a weak tag never match `If-Match`, which locks out whoever stands
behind such a proxy.
"""

import re

from flask import request
from werkzeug.exceptions import PreconditionRequired

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.services.seen_versions import ANY_VERSION, SeenVersions, seen

ANY = "*"
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_BETWEEN = re.compile(r"[ \t,]*")
_SUFFIX = re.compile(r"(?:--?|;)(?:gzip|br|zstd|deflate)$")
"""What compressing servers (we too) and proxies put behind a tag."""
_VERSION = re.compile(r"v([1-9][0-9]{0,8})")


def read_tags(written: str) -> frozenset[str] | None:
    """Return the tags of a list, without their quotes and weakness; None for what is no list.

    Examples
    --------
    >>> sorted(read_tags('"v1", W/"v2-gzip"')), read_tags("v1")
    (['v1', 'v2-gzip'], None)
    """
    tags = _TAG.findall(written)
    if not tags or not _BETWEEN.fullmatch(_TAG.sub("", written)):
        return None
    return frozenset(tags)


def wanted_versions() -> SeenVersions:
    """Return the versions that `If-Match` names; `*` stands for any.

    A tag that is none of this service's names no version.

    Raises
    ------
    PreconditionRequired
        Without the header.
    FaultyInput
        When it is no list of tags in quotes.

    """
    written = request.headers.get("If-Match")
    if written is None:
        raise PreconditionRequired
    if written.strip(" \t") == ANY:
        return ANY_VERSION
    tags = read_tags(written)
    if tags is None:
        raise FaultyInput([Fault("/If-Match", "bad-entity-tag")])
    matches = [_VERSION.fullmatch(_SUFFIX.sub("", tag)) for tag in tags]
    return seen(*(int(match[1]) for match in matches if match is not None))


def version_tag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"v{version}"'


def has_any() -> bool:
    """Return whether the client says it has an answer, whichever: `If-None-Match: *`."""
    return request.headers.get("If-None-Match", "").strip(" \t") == ANY


def client_tags() -> frozenset[str]:
    """Return the tags that `If-None-Match` names, weak or strong.

    What is no list of tags is as if it were not there: the answer is sent in full.
    """
    written = request.headers.get("If-None-Match")
    return frozenset() if written is None else read_tags(written) or frozenset()
