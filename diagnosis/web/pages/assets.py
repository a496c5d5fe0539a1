"""The style sheet and the scripts: named by what is in them, kept by browsers for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import NotFound

from diagnosis.web.compression import THOROUGH, encode, gzipped, takes_gzip

_FOLDER = Path(__file__).parent / "static"
_KINDS = {".css": "text/css", ".js": "text/javascript"}
_LETTERS = 12
HTMX = "htmx-4.0.1.min.js"
HTMX_SHA256 = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
"""The library as its publisher has it; a test holds the file to it."""


@cache
def _bodies() -> dict[str, bytes]:
    """Return the files by their addresses, which change with what is in them."""
    return {
        f"{path.stem}.{sha256(body).hexdigest()[:_LETTERS]}{path.suffix}": body
        for path in sorted(_FOLDER.iterdir())
        if path.suffix in _KINDS
        for body in (path.read_bytes(),)
    }


@cache
def address_of(name: str) -> str:
    """Return the address of a style sheet or script."""
    body = (_FOLDER / name).read_bytes()
    stem, _, suffix = name.rpartition(".")
    return f"/static/{stem}.{sha256(body).hexdigest()[:_LETTERS]}.{suffix}"


@cache
def _packed(name: str) -> bytes:
    return gzipped(_bodies()[name], THOROUGH)


def asset(name: str) -> Response:
    """Return a style sheet or script.

    Raises
    ------
    NotFound
        When there is none of this name, or there was one before.

    """
    body = _bodies().get(name)
    if body is None:
        raise NotFound
    kind = _KINDS["." + name.rpartition(".")[2]]
    response = Response(body, content_type=f"{kind}; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    is_packed = request.method != "HEAD" and takes_gzip()
    return encode(response, _packed(name)) if is_packed else response
