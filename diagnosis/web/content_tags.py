"""Answers out of content: tagged before they are made, not sent again to whoever has them.

Content changes with a release alone, so a digest of content and code, with the language and the
address, is the tag of the bytes: a client that has them is told so without their being made. It
has to ask (`no-cache`): weights and amounts of money of yesterday are worse than a round trip.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from flask import Response, current_app, request

from diagnosis.web.compression import THOROUGH, encode, gzipped, is_worth_it, takes_gzip
from diagnosis.web.entity_tags import known_tag, not_modified, unless_known
from diagnosis.web.languages import VARY, wanted_language

KEPT = "public, no-cache"
"""May be kept by anybody, and is asked for before it is used again."""
MOST_BYTES = 5_000_000
"""Compressed bodies that a process keeps at most: all of content in both languages takes four."""
_BODIES = "diagnosis.content_bodies"
_PACKAGE = Path(__file__).parents[1]


@cache
def code_digest() -> str:
    """Return the sha256 over the code that makes answers; a release number may stay the same."""
    total = sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".json"):
            total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
            total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


class TaggedBy(Enum):
    """What the tag of an answer is made from.

    CONTENT is enough where content, code, language and address decide the bytes; BYTES are
    hashed where files beside the content have a say, as those of models do.
    """

    CONTENT = auto()
    BYTES = auto()


@dataclass(frozen=True, slots=True)
class KeptBody:
    """A compressed body, and the headers that say what it is."""

    body: bytes
    content_type: str
    language: str | None


class KeptBodies:
    """Compressed bodies by tag; the ones not asked for the longest make way."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._bodies: OrderedDict[str, KeptBody] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> KeptBody | None:
        """Return the body of a tag, None where it is not kept."""
        with self._lock:
            kept = self._bodies.get(tag)
            if kept is not None:
                self._bodies.move_to_end(tag)
            return kept

    def keep(self, tag: str, kept: KeptBody) -> None:
        """Keep a body, at the cost of others."""
        with self._lock:
            if tag in self._bodies:
                return
            self._bodies[tag] = kept
            self._bytes += len(kept.body)
            while self._bytes > self._most_bytes:
                _, oldest = self._bodies.popitem(last=False)
                self._bytes -= len(oldest.body)


def out_of_content(make: Callable[[], Response], *state: str) -> Response:
    """Return an answer that content alone decides: made, kept from before, or not sent again.

    Parameters
    ----------
    make
        Makes the answer; called only where its bytes are needed.
    *state
        What else decides the bytes, beside content, code, language and path.

    """
    name = _digest("\0".join((code_digest(), wanted_language(), request.path, *state)).encode())
    known = known_tag(name)
    if known is not None and "If-Match" not in request.headers:
        return _marked(not_modified(known))
    wants_gzip = request.method != "HEAD" and takes_gzip()
    response = _kept_or_made(make, name) if wants_gzip else _tagged(make(), name)
    return _marked(unless_known(response))


def tagged_by_bytes(response: Response) -> Response:
    """Return an answer with a digest of its bytes as its tag, or 304 where the client has it."""
    name = _digest(response.get_data() + wanted_language().encode())
    return _marked(unless_known(_tagged(response, name)))


def _digest(state: bytes) -> str:
    return sha256(state).hexdigest()[:32]


def _kept_or_made(make: Callable[[], Response], name: str) -> Response:
    bodies: KeptBodies = current_app.extensions.setdefault(_BODIES, KeptBodies())
    kept = bodies.get(name)
    if kept is None:
        response = _tagged(make(), name)
        if response.status_code != 200 or not is_worth_it(response):
            return response
        body = gzipped(response.get_data(), THOROUGH)
        language = response.headers.get("Content-Language")
        bodies.keep(name, KeptBody(body, response.content_type or "", language))
        return encode(response, body)
    response = _tagged(Response(content_type=kept.content_type), name)
    if kept.language is not None:
        response.headers["Content-Language"] = kept.language
    return encode(response, kept.body)


def _tagged(response: Response, name: str) -> Response:
    if response.status_code == 200:
        response.headers["ETag"] = f'"{name}"'
    return response


def _marked(response: Response) -> Response:
    """Return an answer that may be kept, and says by what it varies."""
    if "ETag" in response.headers:
        response.headers["Cache-Control"] = KEPT
        response.headers["Vary"] = VARY
    return response
