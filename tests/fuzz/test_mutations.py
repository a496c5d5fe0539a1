"""The pure part of the fuzzing: what a seed and a number stand for."""

import gzip
import json
from collections import Counter
from random import Random

import pytest

from tests.fuzz.cases import VALID_EVERY, make_case
from tests.fuzz.mutations import OCTETS, STAGES, Mutation
from tests.fuzz.mutations.codings import bomb
from tests.fuzz.mutations.framings import chunks
from tests.fuzz.mutations.values import missing_field, places, value_at, with_value
from tests.fuzz.published import Published
from tests.fuzz.stock import Stock
from tests.fuzz.valid_requests import valid_request
from tests.fuzz.wire_request import WireRequest

EVERY_MUTATION = [
    pytest.param(mutation, id=f"{stage}-{mutation.__name__}")
    for stage, mutations in STAGES.items()
    for mutation in dict.fromkeys(mutations)
]
CASES = 2_000


def a_request(**override: object) -> WireRequest:
    body = json.dumps({"form": "full", "answers": {"ai-plan": 1, "list": [1, {"x": None}]}})
    parts: dict[str, object] = {
        "method": b"POST",
        "path": b"/v1/diagnoses",
        "query": b"view=levels",
        "headers": ((b"Host", b"x"), (b"Content-Type", b"application/json")),
        "body": body.encode(),
    }
    return WireRequest(**(parts | override))  # type: ignore[arg-type]


def test_a_request_is_sent_with_the_length_of_its_body() -> None:
    wire = a_request(body="数".encode(), headers=()).wire
    assert (
        wire == b"POST /v1/diagnoses?view=levels HTTP/1.1\r\nContent-Length: 3\r\n\r\n\xe6\x95\xb0"
    )
    framed = a_request(headers=((b"transfer-encoding", b"chunked"),)).wire
    assert b"Content-Length" not in framed
    assert (
        a_request(body=b"", query=b"", headers=()).wire == b"POST /v1/diagnoses HTTP/1.1\r\n\r\n"
    )


@pytest.mark.parametrize("mutation", EVERY_MUTATION)
def test_a_mutation_repeats_itself_and_leaves_its_request_alone(
    mutation: Mutation, stock: Stock
) -> None:
    request = a_request()
    before = request.wire
    results = {}
    for seed in range(12):
        results[seed] = mutation(request, Random(seed), stock).wire
        assert mutation(request, Random(seed), stock).wire == results[seed]
    assert request.wire == before
    assert set(results.values()) != {before}, "it changes nothing"


@pytest.mark.parametrize("mutation", EVERY_MUTATION)
def test_a_mutation_takes_what_others_have_left(mutation: Mutation, stock: Stock) -> None:
    for body in (b"", b"\xff{", b"null", b"[]", b"{}", b'"x"'):
        left = a_request(body=body, headers=(), query=b"", path=b"/")
        for seed in range(20):
            assert isinstance(mutation(left, Random(seed), stock).wire, bytes)


def test_mutations_of_bytes_change_bytes() -> None:
    wire = a_request().wire
    for mutation in OCTETS:
        results = {mutation(wire, Random(seed)) for seed in range(12)}
        assert results == {mutation(wire, Random(seed)) for seed in range(12)}
        assert results != {wire}


def test_places_are_all_places() -> None:
    value = {"a": [1, {"b": None}], "c": {}}
    assert list(places(value)) == [
        (), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("c",),
    ]  # fmt: skip
    assert value_at(value, ("a", 1, "b")) is None
    assert with_value(value, ("a", 1, "b"), 2) == {"a": [1, {"b": 2}], "c": {}}
    assert with_value(value, (), 2) == 2
    assert value == {"a": [1, {"b": None}], "c": {}}


def test_a_missing_field_is_missing(stock: Stock) -> None:
    whole = set(places(json.loads(a_request().body)))
    for seed in range(20):
        left = json.loads(missing_field(a_request(), Random(seed), stock).body)
        assert len(list(places(left))) < len(whole)


def test_chunks_hold_the_body() -> None:
    body = bytes(range(256)) * 700
    for seed in range(5):
        sent, taken = chunks(body, Random(seed)), b""
        while sent:
            size, _, sent = sent.partition(b"\r\n")
            taken += sent[: int(size, 16)]
            assert sent[int(size, 16) :][:2] == b"\r\n"
            sent = sent[int(size, 16) + 2 :]
        assert taken == body


def test_a_bomb_is_small_and_unpacks_to_much() -> None:
    assert len(bomb()) < 200_000
    assert len(gzip.decompress(bomb())) == 100_000_000


def test_every_operation_has_a_valid_request(published: Published, stock: Stock) -> None:
    for operation in published.operations:
        for seed in range(5):
            request = valid_request(operation, Random(seed), stock)
            assert published.operation_of(request.method, request.path) == operation
            assert bool(request.body) == ("requestBody" in operation.parts)


def test_a_seed_and_a_number_are_a_case(published: Published, stock: Stock) -> None:
    cases = [make_case(1, index, published, stock) for index in range(CASES)]
    assert cases[::7] == [make_case(1, index, published, stock) for index in range(0, CASES, 7)]
    assert all(bool(case.mutations) == bool(case.index % VALID_EVERY) for case in cases)
    other = [make_case(2, index, published, stock).wire for index in range(CASES)]
    same = sum(case.wire == wire for case, wire in zip(cases, other, strict=True))
    assert same < CASES / 10
    mutated = Counter(case.operation for case in cases if case.mutations)
    assert set(mutated) == {operation.id for operation in published.operations}
    drawn = {name for case in cases for name in case.mutations}
    assert len(drawn) == sum(len(set(m)) for m in STAGES.values()) + len(set(OCTETS))


def test_a_case_can_be_made_with_fewer_of_its_mutations(
    published: Published, stock: Stock
) -> None:
    for index in range(CASES):
        case = make_case(1, index, published, stock)
        kept = [
            make_case(1, index, published, stock, frozenset({number})).mutations
            for number in range(len(case.mutations))
        ]
        assert sum(kept, ()) == case.mutations
