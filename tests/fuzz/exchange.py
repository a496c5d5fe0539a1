"""Sending bytes to a server, and reading what comes back until it closes."""

import gzip
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import Any

PAUSE_SECONDS = 0.01
"""How long a sender waits between the pieces of a request."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer; `faults` are what is wrong with it as HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What a server did with a request.

    `ending` is `closed`, `reset` (the connection broke) or `hang` (the time was up).
    """

    answers: tuple[Answer, ...]
    ending: str
    seconds: float
    sizes: tuple[int, ...] = ()
    """Bytes of the bodies as they came, packed or not."""


class _Replay(BytesIO):
    """Received bytes as a file that reading an answer does not close."""

    def close(self) -> None:
        """Stay open: another answer may follow."""


class _Socket:
    """A socket for http.client that has received everything already."""

    def __init__(self, stream: _Replay) -> None:
        self.stream = stream

    def makefile(self, *_: Any) -> _Replay:
        """Return what was received."""
        return self.stream


def exchange(port: int, wire: bytes, *, limit_seconds: float, pieces: int = 1) -> Exchange:
    """Return what a server does with bytes, sent in so many pieces; then the sender is silent."""
    started = time.monotonic()
    received, ending = b"", "closed"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=limit_seconds) as connection:
            # A server that has answered may close before everything was sent.
            with suppress(BrokenPipeError, ConnectionResetError, OSError):
                _send(connection, wire, pieces)
            while True:
                left = started + limit_seconds - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                connection.settimeout(left)
                part = connection.recv(1 << 20)
                if not part:
                    break
                received += part
    except ConnectionResetError:
        ending = "reset"
    except TimeoutError:
        ending = "hang"
    answers, sizes = read_answers(received, is_head=wire.startswith(b"HEAD "))
    return Exchange(
        answers=answers, ending=ending, seconds=time.monotonic() - started, sizes=sizes
    )


def _send(connection: socket.socket, wire: bytes, pieces: int) -> None:
    size = max(1, -(-len(wire) // pieces))
    for place in range(0, len(wire), size):
        if place:
            time.sleep(PAUSE_SECONDS)
        connection.sendall(wire[place : place + size])
    connection.shutdown(socket.SHUT_WR)


def read_answers(received: bytes, *, is_head: bool) -> tuple[tuple[Answer, ...], tuple[int, ...]]:
    """Return the answers that bytes hold, and the size of each body as it came."""
    stream, answers, sizes = _Replay(received), [], []
    while stream.tell() < len(received):
        method = "HEAD" if is_head and not answers else "GET"
        response = HTTPResponse(_Socket(stream), method=method)  # type: ignore[arg-type]
        try:
            response.begin()
            body = response.read()
        except (HTTPException, ValueError, OSError) as error:
            fault = f"no HTTP: {type(error).__name__} {received[:80]!r}"
            answers.append(Answer(status=0, headers={}, body=b"", faults=(fault,)))
            sizes.append(0)
            break
        sizes.append(len(body))
        answers.append(_answer(response, body))
    return tuple(answers), tuple(sizes)


def _answer(response: HTTPResponse, body: bytes) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    faults = []
    if len(headers) != len(response.getheaders()):
        faults.append("a header stands twice")
    if body and headers.get("content-encoding") == "gzip":
        try:
            body = gzip.decompress(body)
        except (OSError, EOFError):
            faults.append("the body is no gzip")
    return Answer(status=response.status, headers=headers, body=body, faults=tuple(faults))
