"""Answers compressed with gzip, where the client takes it and it is worth it.

Stored bytes and their `ETag` differ by encoding: the tag of a compressed answer has a suffix.
"""

import zlib

from flask import Response, request

from diagnosis.web.entity_tags import GZIPPED

LEAST_BYTES = 1024
"""What is shorter is sent as it is: it fits into a packet or two either way."""
QUICK, THOROUGH = 1, 6
"""Levels: of what is made for one answer, and of what is made once and sent to many."""
GZIP = 31
"""zlib's size of window that stands for gzip; its header has no time: equal bytes stay equal."""
_KINDS = frozenset(
    ("application/json", "application/problem+json", "text/csv", "text/html", "text/markdown",
     "text/plain")
)  # fmt: skip
"""What compresses; workbooks are compressed already."""


def gzipped(body: bytes, level: int) -> bytes:
    """Return bytes compressed; the same bytes for the same input."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, GZIP)
    return compressor.compress(body) + compressor.flush()


def takes_gzip() -> bool:
    """Return whether the client takes gzip and does not like the plain answer better."""
    if "HTTP_ACCEPT_ENCODING" not in request.environ:
        return False
    encodings = request.accept_encodings
    return encodings["gzip"] > 0 and encodings["gzip"] >= encodings["identity"]


def is_worth_it(response: Response) -> bool:
    """Return whether an answer is long enough, compresses, and is not encoded already."""
    return (
        response.content_length is not None
        and response.content_length >= LEAST_BYTES
        and response.mimetype in _KINDS
        and "Content-Encoding" not in response.headers
    )


def encode(response: Response, body: bytes) -> Response:
    """Return an answer with its compressed body instead, and its tag with the suffix."""
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    tag = response.headers.get("ETag")
    if tag is not None:
        response.headers["ETag"] = f'{tag[:-1]}{GZIPPED}"'
    return response


def compress(response: Response) -> Response:
    """Return an answer compressed quickly where that is wanted and worth it; never to a HEAD."""
    if request.method == "HEAD" or not takes_gzip() or not is_worth_it(response):
        return response
    return encode(response, gzipped(response.get_data(), QUICK))
