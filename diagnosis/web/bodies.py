"""The bytes of a request's body: of a known kind, within the limit, unpacked where gzipped."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from time import thread_time
from urllib.parse import parse_qsl

from flask import current_app, g, request
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)
from werkzeug.exceptions import NotImplemented as UnknownTransferCoding
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from diagnosis.bootstrap import Container
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.web.compression import GZIP

CHUNKED = "chunked"
FORM = "application/x-www-form-urlencoded"
FILE_FORM = "multipart/form-data"
MOST_FORM_FIELDS = 600
_MOST_PARTS, _ROOM_FOR_FIELDS = 20, 20_000
"""What a form with files may have: parts, and bytes beside those of the files."""
KINDS = ("application/json", "application/merge-patch+json")
_PIECE_BYTES = 16_384
_MOST_SECONDS = 0.3
"""The CPU that reading the chunks of a body may take: with 16 bytes each a megabyte does."""
CODINGS = frozenset(("gzip", "x-gzip"))
"""What a body may be packed with; either name is gzip (RFC 9110, 8.4.1.3)."""
_RECEIVED = "received_body"
"""Where a body stands that was read already: its chunks come a single time."""


class NoFileType(UnsupportedMediaType):
    """A body is not declared as a file of a kind that is taken."""


def has_body() -> bool:
    """Return whether the request has a body that is not empty, of a known length or in chunks."""
    if "Transfer-Encoding" not in request.headers:
        return bool(request.content_length)
    return bool(_received(_most_bytes()))


def read_form() -> dict[str, str]:
    """Return the fields of a form that a page sent; of one that stands twice the last counts.

    Raises as `read_body` does.
    """
    return dict(_form_pairs())


def read_form_lists() -> dict[str, list[str]]:
    """Return the fields of a form that a page sent, each with all of its values.

    Raises as `read_body` does.
    """
    fields: dict[str, list[str]] = {}
    for name, value in _form_pairs():
        fields.setdefault(name, []).append(value)
    return fields


def _form_pairs() -> list[tuple[str, str]]:
    body = read_body((FORM,))
    try:
        text = body.decode()
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FORM_FIELDS)
    except ValueError:  # no UTF-8, or too many fields
        raise BadRequest from None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a form: what the browser says that it is, and its bytes; none where none is."""

    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form with files that a page sent: its fields and its files, the last of each name."""

    fields: Mapping[str, str]
    files: Mapping[str, SentFile]


def read_file_form(most_file_bytes: int | None = None) -> FileForm:
    """Return a form with files that a page sent.

    They have at most so many bytes, those of files to answers where none are named. Raises as
    `read_body` does.
    """
    running: Container = current_app.extensions["diagnosis"]
    most = running.settings.evidence_bytes if most_file_bytes is None else most_file_bytes
    body = read_body((FILE_FORM,), most_bytes=most + _ROOM_FOR_FIELDS)
    boundary = request.mimetype_params.get("boundary", "")
    try:
        return _parts(MultipartDecoder(boundary.encode("ascii"), max_parts=_MOST_PARTS), body)
    except (ValueError, RequestEntityTooLarge):  # it is cut short, or has no end of parts
        raise BadRequest from None


def _parts(decoder: MultipartDecoder, body: bytes) -> FileForm:
    fields: dict[str, str] = {}
    files: dict[str, SentFile] = {}
    decoder.receive_data(body)
    decoder.receive_data(None)
    part: File | Field | None = None
    content = bytearray()
    while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
        if isinstance(event, File | Field):
            part, content = event, bytearray()
        elif isinstance(event, Data):
            content += event.data
            if event.more_data or part is None:
                continue
            name = part.name or ""
            if isinstance(part, File):
                kind = part.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                files[name] = SentFile(kind, bytes(content))
            else:
                fields[name] = content.decode()
    if not isinstance(event, Epilogue):
        raise ValueError("it ends before its last part does")
    return FileForm(fields, files)


def read_body(kinds: tuple[str, ...] = KINDS, *, most_bytes: int | None = None) -> bytes:
    """Return the bytes of the request's body, unpacked.

    It has at most so many, packed or unpacked: as many as any body may unless others are named.

    Raises
    ------
    UnsupportedMediaType
        When the body is not declared as one of some kinds: JSON unless others are named.
    FaultyInput
        When it is packed with something else than gzip, or is no gzip though it is declared so.
    UnknownTransferCoding
        When it is sent in another way than chunked: gunicorn hands gzip on as it came.
    BadRequest
        When it is badly framed, or ends before its length.
    RequestEntityTooLarge
        When it is longer than this service takes, packed or unpacked; nothing beyond is read.

    """
    if request.mimetype not in kinds:
        raise UnsupportedMediaType
    if request.headers.get("Transfer-Encoding", CHUNKED).strip(" \t").lower() != CHUNKED:
        raise UnknownTransferCoding
    is_packed = _is_packed()
    most = _most_bytes() if most_bytes is None else most_bytes
    body = _received(most)
    return unpack(body, most) if is_packed else body


def _received(most: int) -> bytes:
    """Return the bytes of the request's body as they came, read when they are first needed."""
    if _RECEIVED not in g:
        setattr(g, _RECEIVED, _receive(most))
    body: bytes = getattr(g, _RECEIVED)
    return body


def _receive(most: int) -> bytes:
    """Return the bytes that come, at most so many.

    Raises
    ------
    BadRequest
        When it is badly framed, or ends before its length.
    RequestEntityTooLarge
        When it is longer; nothing beyond is read.

    """
    has_length = request.content_length is not None
    # werkzeug silently cuts a body of unknown length at the limit: with a byte more of it,
    # the one that is longer is known from the one that just fits.
    request.max_content_length = most if has_length else most + 1
    try:
        body = request.get_data(cache=False) if has_length else _read_chunks()
    except HTTPException:
        raise
    except Exception as error:  # gunicorn's own errors on a body that is badly framed
        raise BadRequest from error
    if len(body) > most:
        raise RequestEntityTooLarge
    if len(body) < (request.content_length or 0):  # the client went away before the end
        raise BadRequest
    return body


def _read_chunks() -> bytes:
    """Return a body of unknown length; one that is cut too small is refused like one too large.

    The server takes some microseconds for each chunk, and a chunk may be a byte.
    """
    until = thread_time() + _MOST_SECONDS
    pieces = []
    while piece := request.stream.read(_PIECE_BYTES):
        pieces.append(piece)
        if thread_time() > until:
            raise RequestEntityTooLarge
    return b"".join(pieces)


def _most_bytes() -> int:
    running: Container = current_app.extensions["diagnosis"]
    return running.settings.max_body_bytes


def _is_packed() -> bool:
    """Return whether the body is declared as gzipped."""
    written = request.environ.get("HTTP_CONTENT_ENCODING")
    if written is None:
        return False
    codings = [name.strip(" \t").lower() for name in written.split(",")]
    wanted = [name for name in codings if name not in ("", "identity")]
    if not wanted:
        return False
    if len(wanted) > 1 or wanted[0] not in CODINGS:
        values = {"value": written, "allowed": "gzip"}
        raise FaultyInput([Fault("/Content-Encoding", "unsupported-encoding", values)])
    return True


def unpack(body: bytes, most: int) -> bytes:
    """Return a gzipped body, unpacked; several gzipped parts in a row are read as one.

    Raises
    ------
    FaultyInput
        When it is no gzip, is cut short, or something else follows it.
    RequestEntityTooLarge
        When it unpacks to more than so many bytes; it is unpacked no further.

    """
    packed, text = zlib.decompressobj(GZIP), bytearray()
    try:
        # In pieces: what follows the end of a part is copied, which many short parts must not
        # make a matter of the square of their number.
        for start in range(0, len(body), _PIECE_BYTES):
            piece = body[start : start + _PIECE_BYTES]
            while piece:
                if packed.eof:
                    packed = zlib.decompressobj(GZIP)
                text += packed.decompress(piece, most + 1 - len(text))
                if len(text) > most:
                    raise RequestEntityTooLarge
                piece = packed.unused_data
    except zlib.error:
        raise FaultyInput([Fault("/Content-Encoding", "bad-gzip")]) from None
    if not packed.eof:
        raise FaultyInput([Fault("/Content-Encoding", "bad-gzip")])
    return bytes(text)
