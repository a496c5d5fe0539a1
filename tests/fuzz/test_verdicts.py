"""What counts as a break: each kind is seen, and a right answer is none."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.fuzz.exchange import Answer, Exchange, read_answers
from tests.fuzz.memory import Held, has_grown
from tests.fuzz.published import PROBLEM, Published
from tests.fuzz.tenants import leaks
from tests.fuzz.verdicts import breaks_of

GET = b"GET /v1/chains/00000000-0000-4000-8000-000000000001 HTTP/1.1\r\nHost: x\r\n\r\n"
CHAIN = {
    "id": "00000000-0000-4000-8000-000000000001",
    "name": "x",
    "created_at": "2026-11-26T00:00:00.000000Z",
}
NOT_FOUND = {
    "type": "urn:diagnosis:problem:not-found",
    "title": "x",
    "status": 404,
    "detail": "x",
    "errors": [],
}


def an_answer(status: int, body: Any, kind: str = "application/json", **headers: str) -> Answer:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status=status, headers={"content-type": kind, **headers}, body=sent)


def breaks(
    published: Published, *answers: Answer, wire: bytes = GET, ending: str = "closed"
) -> list[str]:
    sizes = tuple(len(answer.body) for answer in answers)
    return breaks_of(
        wire, Exchange(answers=answers, ending=ending, seconds=0, sizes=sizes), published
    )


def a_chain(published: Published) -> dict[str, Any]:
    """Return the chain that the document shows."""
    example = published.spec["components"]["examples"]["Chain"]["value"]
    assert isinstance(example, dict)
    return example


def test_right_answers_break_nothing(published: Published) -> None:
    assert breaks(published, an_answer(200, a_chain(published))) == []
    assert breaks(published, an_answer(404, NOT_FOUND, PROBLEM)) == []
    busy = an_answer(503, NOT_FOUND | {"status": 503}, PROBLEM, **{"retry-after": "2"})
    assert breaks(published, busy) == []
    cut_off = b"GET / HTTP/1.1\r\nHo"
    assert breaks(published, wire=cut_off) == []
    coding = b"GET / HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n"
    assert (
        breaks(published, an_answer(501, NOT_FOUND | {"status": 501}, PROBLEM), wire=coding) == []
    )


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (an_answer(500, NOT_FOUND | {"status": 500}, PROBLEM), "status 500"),
        (an_answer(501, NOT_FOUND | {"status": 501}, PROBLEM), "status 501"),
        (an_answer(503, NOT_FOUND | {"status": 503}, PROBLEM), "503 without Retry-After"),
        (an_answer(404, NOT_FOUND), "of type application/json"),
        (an_answer(404, b"<html>", "text/html"), "of type text/html"),
        (an_answer(404, b"{", PROBLEM), "no JSON"),
        (an_answer(404, NOT_FOUND | {"more": 0}, PROBLEM), "problem /more"),
        (an_answer(404, NOT_FOUND | {"another": 0}, PROBLEM), "another"),
        (an_answer(404, NOT_FOUND | {"status": 400}, PROBLEM), "the problem says 400"),
        (an_answer(409, NOT_FOUND | {"status": 409}, PROBLEM), "does not declare 409"),
        (an_answer(404, NOT_FOUND, PROBLEM, **{"x-odd": "1"}), "x-odd"),
        (an_answer(404, NOT_FOUND | {"detail": "x" * 300_000}, PROBLEM), "a refusal of 300"),
        (an_answer(200, {}), "get_chain 200, "),
        (an_answer(200, b'{"id": NaN}'), "is no JSON"),
        (an_answer(200, CHAIN, "text/plain"), "of type 'text/plain'"),
        (an_answer(302, b""), "does not declare 302"),
    ],
)
def test_each_kind_of_break_is_seen(published: Published, answer: Answer, seen: str) -> None:
    assert any(seen in fault for fault in breaks(published, answer))


def test_a_field_beyond_the_schema_is_a_break(published: Published) -> None:
    answer = an_answer(200, a_chain(published) | {"surprise": 1})
    assert any("surprise" in fault for fault in breaks(published, answer))


def test_silence_is_a_break(published: Published) -> None:
    assert breaks(published) == ["no answer, connection closed"]
    assert breaks(published, ending="reset") == ["no answer, connection reset"]
    assert breaks(published, ending="hang")[0].startswith("hang")


def test_an_answer_where_nothing_is_published_is_a_break(published: Published) -> None:
    wire = b"GET /v1/secrets HTTP/1.1\r\n\r\n"
    (fault,) = breaks(published, an_answer(200, {}), wire=wire)
    assert "nothing is published" in fault


def test_every_answer_on_a_connection_is_judged(published: Published) -> None:
    good, bad = an_answer(404, NOT_FOUND, PROBLEM), an_answer(500, b"x", "text/plain")
    assert len(breaks(published, good, bad)) == 2


def test_answers_are_read_one_after_another() -> None:
    received = (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        b"HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 1\r\n\r\nx"
    )
    answers, sizes = read_answers(received, is_head=False)
    assert [(answer.status, answer.body) for answer in answers] == [
        (200, b"{}"), (204, b""), (404, b"x"),
    ]  # fmt: skip
    assert sizes == (2, 0, 1)
    answers, _ = read_answers(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", is_head=True)
    assert [answer.faults for answer in answers] == [()]
    for broken in (
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        b"<html>",
        b"HTTP/1.1 x\r\n\r\n",
    ):
        answers, _ = read_answers(broken, is_head=False)
        assert answers[-1].faults


@pytest.mark.parametrize(
    ("held", "grown"),
    [
        ({500: 100.0, 5_000: 109.9}, False),
        ({500: 100.0, 5_000: 111.0}, True),
        ({300: 90.0}, False),
    ],
)
def test_memory_may_grow_by_a_tenth(held: dict[int, float], grown: bool) -> None:
    by_number = {sent: Held(resident=mb, proportional=0) for sent, mb in held.items()}
    assert has_grown(by_number) is grown


def test_a_word_of_another_is_seen_wherever_it_stands() -> None:
    workbook = BytesIO()
    with ZipFile(workbook, "w", ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", "<c>kanari1</c>")
    unseen = frozenset((b"kanari1", b"71234.37"))
    for answer in (
        an_answer(200, {"name": "kanari1"}),
        an_answer(404, {}, location="/v1/kanari1"),
        an_answer(200, workbook.getvalue(), "application/zip"),
        an_answer(200, {"revenue_wan": 71234.37}),
    ):
        result = Exchange(answers=(answer,), ending="closed", seconds=0)
        assert len(leaks(result, unseen)) == 1, answer
    clean = Exchange(answers=(an_answer(200, {"name": "kanari2"}),), ending="closed", seconds=0)
    assert leaks(clean, unseen) == []
