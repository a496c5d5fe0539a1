"""Calls an application in process, without a server."""

from collections.abc import Callable
from io import BytesIO
from types import TracebackType

from flask import Flask

from tests.keys import KEY, bearer

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class WrongStatus(Exception):
    """An application answered with another status than 200."""


def call(app: Flask, address: str, body: bytes = b"") -> bytes:
    """Return what an address answers: to a POST where there is a body, else to a GET.

    Raises
    ------
    WrongStatus
        When the status is not 200.

    """
    path, _, query = address.partition("?")
    environment: dict[str, object] = {
        "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "x", "SERVER_PORT": "80", "HTTP_HOST": "x", "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json", "HTTP_AUTHORIZATION": bearer(KEY)["Authorization"],
    }  # fmt: skip
    statuses: list[str] = []

    def start(
        status: str, _headers: list[tuple[str, str]], _error: ExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        statuses.append(status)
        return lambda _part: None

    answer = b"".join(app(environment, start))
    if statuses != ["200 OK"]:
        raise WrongStatus(f"{address}: {statuses} {answer[:300]!r}")
    return answer
