"""What is wrong with an answer: statuses, problems, schemas, headers."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.fuzz.exchange import Answer, Exchange
from tests.fuzz.published import PROBLEM, Operation, Published, faults_by

OF_THE_SERVER = frozenset((400, 414, 417, 431, 501))
"""Statuses that the document names for the time before any operation."""
MOST_REFUSAL_BYTES = 300_000
_HEAD_END = b"\r\n\r\n"
_BODILESS = (204, 304)
_PAGES = re.compile(rb"(?:/|/docs(?:/.*)?|/health/(?:live|ready))(?:[?#].*)?", re.DOTALL)
"""Addresses that are served beside the published operations."""


def breaks_of(wire: bytes, result: Exchange, published: Published) -> list[str]:
    """Return everything that is wrong with what a server did; nothing where all is well."""
    if result.ending == "hang":
        return [f"hang: no complete answer within {result.seconds:.0f} s"]
    if not result.answers:
        # The rest of a head that was cut off is waited for until the sender is gone.
        return [f"no answer, connection {result.ending}"] if _HEAD_END in wire else []
    method, target = _request_line(wire)
    operation = published.operation_of(method, target)
    faults = []
    for number, answer in enumerate(result.answers):
        faults += answer.faults
        faults += _status_faults(answer, wire)
        is_refusal = answer.status >= 400
        if is_refusal and not (method == b"HEAD" and number == 0):
            faults += _problem_faults(answer, published)
        if is_refusal and result.sizes[number] > MOST_REFUSAL_BYTES:
            faults.append(f"a refusal of {result.sizes[number]} bytes")
        if number == 0:
            faults += _operation_faults(answer, operation, published, (method, target))
    return faults


def _request_line(wire: bytes) -> tuple[bytes, bytes]:
    line = wire.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    method, _, rest = line.partition(b" ")
    return method, rest.rpartition(b" ")[0].strip()


def _status_faults(answer: Answer, wire: bytes) -> Iterator[str]:
    status = answer.status
    if status == 501 and b"transfer-encoding" in wire.lower():
        return  # a transfer coding that there is none of: RFC 9112, 6.1
    if status >= 500 and status != 503:
        yield f"status {status}: {answer.body[:300]!r}"
    if status == 503 and "retry-after" not in answer.headers:
        yield "503 without Retry-After"


def _problem_faults(answer: Answer, published: Published) -> Iterator[str]:
    kind = answer.headers.get("content-type")
    if kind != PROBLEM:
        yield f"{answer.status} of type {kind}: {answer.body[:100]!r}"
        return
    value = _json(answer.body)
    if value is None:
        yield f"{answer.status}: the problem is no JSON: {answer.body[:100]!r}"
        return
    for fault in faults_by(published.problem, value):
        yield f"{answer.status}, problem {fault}"
    if value.get("status") != answer.status:
        yield f"{answer.status}: the problem says {value.get('status')}"


def _operation_faults(
    answer: Answer,
    operation: Operation | None,
    published: Published,
    line: tuple[bytes, bytes],
) -> Iterator[str]:
    if operation is None:
        is_page = _PAGES.fullmatch(line[1]) or line[0] in (b"HEAD", b"OPTIONS")
        if answer.status < 400 and not is_page:
            yield f"{answer.status} where nothing is published: {line!r}"
        return
    declared = published.declared(operation, answer.status)
    if declared is None:
        if answer.status not in OF_THE_SERVER and answer.status:
            yield f"{operation.id} does not declare {answer.status}: {answer.body[:200]!r}"
        return
    strange = published.undeclared_headers(declared, set(answer.headers))
    if strange:
        yield f"{operation.id} {answer.status} does not declare headers {sorted(strange)}"
    if answer.status < 400:
        yield from _content_faults(answer, operation, published, declared)


def _content_faults(
    answer: Answer, operation: Operation, published: Published, declared: Any
) -> Iterator[str]:
    content = declared.get("content")
    if content is None or answer.status in _BODILESS:
        if answer.body:
            yield f"{operation.id} {answer.status} has a body: {answer.body[:100]!r}"
        return
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if media_type not in content:
        yield f"{operation.id} {answer.status} is of type {media_type!r}"
    elif media_type.endswith("json"):
        value = _json(answer.body)
        if value is None:
            yield f"{operation.id} {answer.status} is no JSON: {answer.body[:100]!r}"
            return
        for fault in published.faults_of_body(operation, answer.status, media_type, value):
            yield f"{operation.id} {answer.status}, {fault}"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_number)
    except ValueError:
        return None


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")
