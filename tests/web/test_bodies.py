"""Bodies that are packed: unpacked within the limit, or refused with what is wrong."""

import gzip
import json
import time
import tracemalloc
import zlib
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import a_sheet

PREVIEW = "/v1/diagnoses/preview"
SHEET = json.dumps(a_sheet(answers={"ai-plan": 1})).encode()
PACKED = gzip.compress(SHEET)


def sent(client: FlaskClient, body: bytes, coding: str, path: str = PREVIEW, **more: str) -> Any:
    headers = {"Content-Type": "application/json", "Content-Encoding": coding} | more
    return client.post(path, data=body, headers=headers)


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", " gzip ", "identity, gzip", "gzip,"])
def test_a_gzipped_body_is_read_like_a_plain_body(client: FlaskClient, coding: str) -> None:
    plain = client.post(PREVIEW, data=SHEET, content_type="application/json")
    answer = sent(client, PACKED, coding)
    assert (answer.status_code, answer.json) == (200, plain.json)


@pytest.mark.parametrize("coding", ["identity", "", " , "])
def test_no_coding_is_no_coding(client: FlaskClient, coding: str) -> None:
    assert sent(client, SHEET, coding).status_code == 200


@pytest.mark.parametrize(
    "body",
    [SHEET, PACKED[:-1], PACKED[:20], PACKED + b"x", PACKED + PACKED[:-1], b"",
     zlib.compress(SHEET), PACKED[:-8] + bytes(8), PACKED + bytes(4)],
    ids=["plain", "cut", "cut early", "more behind", "second cut", "empty", "zlib", "wrong sum",
         "padding"],
)  # fmt: skip
def test_what_is_no_gzip_is_unreadable(client: FlaskClient, body: bytes) -> None:
    answer = sent(client, body, "gzip")
    assert (answer.status_code, codes(answer)) == (400, [("/Content-Encoding", "bad-gzip")])


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "compress", "gzip, gzip", "aes\xe9"])
def test_another_coding_is_not_taken(client: FlaskClient, coding: str) -> None:
    answer = sent(client, PACKED, coding)
    assert answer.status_code == 415
    assert answer.json["type"] == "urn:diagnosis:problem:unsupported-encoding"
    assert codes(answer) == [("/Content-Encoding", "unsupported-encoding")]
    assert answer.headers["Accept-Encoding"] == "gzip"
    assert coding[:2] in answer.json["errors"][0]["message"]


@pytest.mark.parametrize("size", [1, 7, 1_000, 20_000])
def test_several_gzipped_parts_are_one_body(client: FlaskClient, size: int) -> None:
    """RFC 1952, 2.2: a gzip file is a series of members."""
    padded = SHEET + b" " * 40_000
    parts = [padded[start : start + size] for start in range(0, len(padded), size)][:2_000]
    parts.append(padded[size * len(parts) :])
    answer = sent(client, b"".join(gzip.compress(part, 1) for part in parts), "gzip")
    assert answer.status_code == 200


def test_many_parts_cost_no_more_than_their_length(client: FlaskClient) -> None:
    empty = gzip.compress(b"")
    body = empty * (990_000 // len(empty)) + PACKED
    start = time.process_time()
    assert sent(client, body, "gzip").status_code == 200
    assert time.process_time() - start < 1


def test_a_bomb_in_parts_is_cut_at_the_limit(client: FlaskClient) -> None:
    part = gzip.compress(b" " * 900_000)
    assert sent(client, part, "gzip").status_code == 400
    assert sent(client, part + part, "gzip").status_code == 413
    assert sent(client, part * 200, "gzip").status_code == 413


def test_a_bomb_is_cut_at_the_limit(client: FlaskClient) -> None:
    bomb = gzip.compress(b" " * 60_000_000)
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    try:
        assert sent(client, bomb, "gzip").status_code == 413
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_the_limit_is_that_of_the_unpacked_body(app: Flask, client: FlaskClient) -> None:
    most = app.extensions["diagnosis"].settings.max_body_bytes
    fits = SHEET + b" " * (most - len(SHEET))
    assert sent(client, gzip.compress(fits), "gzip").status_code == 200
    assert sent(client, gzip.compress(fits + b" "), "gzip").status_code == 413


def test_packed_and_plain_are_the_same_request(client: FlaskClient) -> None:
    key = {"Idempotency-Key": "k"}
    body = json.dumps(a_sheet(answers={"ai-plan": 1}, accept_incomplete=True)).encode()
    first = sent(client, gzip.compress(body), "gzip", "/v1/diagnoses", **key)
    again = sent(client, body, "identity", "/v1/diagnoses", **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.json["id"] == again.json["id"]
