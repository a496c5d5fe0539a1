"""The conditions `If-Match` and `If-None-Match` (RFC 9110, 13.1), and the tags they name.

A tag of what may change names its version, and behind a point the bytes of the answer, which the
language and a release decide as well: `"v3.51c0e4a7"`. A change is made to a version, so there the
number alone counts; what is not sent again has to be the same bytes. A proxy that compresses
answers makes tags weak (`W/"v3.…"`, nginx) or adds a suffix (`"v3.…-gzip"`, Apache): either still
names version 3, and is taken for it. RFC 9110 would let a weak tag never match `If-Match`, which
locks out whoever stands behind such a proxy.
"""

import re
from hashlib import sha256

from flask import Response, request
from werkzeug.exceptions import PreconditionRequired

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.services.errors import Stale
from diagnosis.services.seen_versions import SeenVersions, seen
from diagnosis.web.languages import VARY

ANY = "*"
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_BETWEEN = re.compile(r"[ \t,]*")
_SUFFIX = re.compile(r"(?:--?|;)(?:gzip|br|zstd|deflate)$")
"""What compressing servers (we too) and proxies put behind a tag."""
_VERSION = re.compile(r"v([1-9][0-9]{0,8})(?:\.[0-9a-f]{8})?")
GZIPPED = "-gzip"
"""What the tag of an answer ends in that this service compressed."""


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
    """Return the versions that `If-Match` names, and those that `If-None-Match` rules out.

    `*` stands for any. A tag that is none of this service's names no version.

    Raises
    ------
    PreconditionRequired
        Without `If-Match`.
    FaultyInput
        When it is no list of tags in quotes.

    """
    if "If-Match" not in request.headers:
        raise PreconditionRequired
    tags, ruled_out = _match_tags(), None if has_any() else _versions(client_tags())
    if tags is None:
        return SeenVersions(None, ruled_out)
    return seen(*_versions(tags), ruled_out=ruled_out)


def _match_tags() -> frozenset[str] | None:
    """Return the tags that `If-Match` names; None for any, or without the header.

    Raises
    ------
    FaultyInput
        When it is no list of tags in quotes.

    """
    written = request.headers.get("If-Match")
    if written is None or written.strip(" \t") == ANY:
        return None
    tags = read_tags(written)
    if tags is None:
        raise FaultyInput([Fault("/If-Match", "bad-entity-tag")])
    return tags


def _versions(tags: frozenset[str]) -> frozenset[int]:
    """Return the versions that some tags name."""
    matches = (_VERSION.fullmatch(_SUFFIX.sub("", tag)) for tag in tags)
    return frozenset(int(match[1]) for match in matches if match is not None)


def version_tag(version: int, body: bytes) -> str:
    """Return the ETag of a version in the bytes that say it."""
    return f'"v{version}.{sha256(body).hexdigest()[:8]}"'


def _let_read(tag: str) -> None:
    """Let what has a tag be read, unless `If-Match` asks for another.

    Raises
    ------
    Stale
        When it does.
    FaultyInput
        When it is no list of tags in quotes.

    """
    tags = _match_tags()
    if tags is None or tag in {_SUFFIX.sub("", each) for each in tags}:
        return
    if not _versions(tags) & _versions(frozenset((tag,))):
        raise Stale


def known_tag(tag: str) -> str | None:
    """Return the tag by which the client has an answer, of either encoding; None without."""
    known = client_tags()
    return next((name for name in (tag, tag + GZIPPED) if name in known), None)


def unless_known(response: Response) -> Response:
    """Return an answer, or 304 where the client says that it has what has its tag.

    Raises
    ------
    Stale
        When the client asks for another version.

    """
    if "ETag" not in response.headers:
        return response
    tag = _SUFFIX.sub("", response.headers["ETag"].strip('"'))
    _let_read(tag)
    known = tag if has_any() else known_tag(tag)
    return response if known is None else not_modified(known)


def not_modified(tag: str) -> Response:
    """Return that the client has what has a tag already."""
    response = Response(status=304)
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Vary"] = VARY
    return response


def has_any() -> bool:
    """Return whether the client says it has an answer, whichever: `If-None-Match: *`."""
    return request.headers.get("If-None-Match", "").strip(" \t") == ANY


def client_tags() -> frozenset[str]:
    """Return the tags that `If-None-Match` names, weak or strong.

    What is no list of tags is as if it were not there: the answer is sent in full.
    """
    written = request.headers.get("If-None-Match")
    return frozenset() if written is None else read_tags(written) or frozenset()
