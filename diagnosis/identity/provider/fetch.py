"""JSON from an identity provider: over TLS, within seconds, of a bounded size, never elsewhere."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

import orjson

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.strict_json import parse
from diagnosis.services.errors import ProviderAway
from diagnosis.services.ports.provider_address import is_safe_address

STEP_SECONDS, ALL_SECONDS = 3.0, 6.0
"""How long a connection may take, or each silence on it, and how long all of it."""
MOST_ANSWER_BYTES = 256_000
_PIECE_BYTES = 16_384
Document = Mapping[str, object]
"""A JSON object of a provider."""


class RefusedByProvider(ProviderAway):
    """A provider answers that a request is a bad one: a code that it does not know."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request to a provider: a GET, or a POST where there is a body."""

    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def fetch_document(asking: Asking) -> Document:
    """Return the JSON object that a provider answers with; redirects are not followed.

    Raises
    ------
    ProviderAway
        When the address is not safe, it refuses (`RefusedByProvider`), the answer takes too long,
        is too large, is no 200 or no JSON object.

    """
    if not is_safe_address(asking.url):
        raise ProviderAway("not an address with https")
    try:
        read = parse(_bytes(asking), orjson.loads)
    except (OSError, HTTPException, ValueError) as error:
        raise ProviderAway(type(error).__name__) from error
    except FaultyInput as error:
        raise ProviderAway("no JSON") from error
    if not isinstance(read, dict):
        raise ProviderAway("no JSON object")
    return read


def _bytes(asking: Asking) -> bytes:
    parts = urlsplit(asking.url)
    place = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with closing(_connection(asking.url)) as connection:
        connection.connect()
        # Each read alone has a limit of its own: what drips would take for ever.
        valve = Timer(ALL_SECONDS, _cut, (connection.sock,))
        valve.daemon = True
        valve.start()
        try:
            method = "GET" if asking.body is None else "POST"
            headers = {"Accept": "application/json", "Connection": "close"}
            connection.request(method, place, asking.body, headers | dict(asking.headers))
            answer = connection.getresponse()
            if answer.status == 400:
                raise RefusedByProvider("answered 400")
            if answer.status != 200:
                raise ProviderAway(f"answered {answer.status}")
            read = bytearray()
            while piece := answer.read(_PIECE_BYTES):
                read += piece
                if len(read) > MOST_ANSWER_BYTES:
                    raise ProviderAway("answered too much")
        finally:
            valve.cancel()
        return bytes(read)


def _connection(url: str) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=STEP_SECONDS)
    context = ssl.create_default_context()
    return HTTPSConnection(host, parts.port, timeout=STEP_SECONDS, context=context)


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
