"""What an address and a host may look like, whatever stands before the service lets through."""

import re

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound

_HOST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=%:\[\]-]*")
"""The characters of a host and its port (RFC 3986, 3.2.2)."""


def check_request_lines(app: Flask) -> None:
    """Have an app refuse requests that others may read in another way than it does."""
    app.before_request(_check_host)
    app.before_request(_check_slashes)


def _check_host() -> None:
    """Refuse HTTP/1.1 without a `Host`, and one that is no host (RFC 9112, 3.2)."""
    host = request.environ.get("HTTP_HOST")
    if host is None and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
        raise BadRequest
    if host is not None and not _HOST.fullmatch(host):
        raise BadRequest


def _check_slashes() -> None:
    """Refuse slashes before the first: werkzeug drops them, a proxy's rules for paths do not.

    Nor is anything at an empty path (`GET http://host`), which werkzeug redirects.
    """
    path = request.environ.get("PATH_INFO", "")
    if not path or path.startswith("//"):
        raise NotFound
