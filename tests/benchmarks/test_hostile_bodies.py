"""The bodies of the benchmark of hostile bodies, its judgement, and a run of two operations."""

import gzip
import json
import zlib

import pytest

from benchmarks.hostile_bodies.__main__ import run
from benchmarks.hostile_bodies.bodies import SIZE, fill, fill_with, general_bodies, short_name
from benchmarks.hostile_bodies.costs import BODY_LIMITS, MEGABYTE, PLAN_LIMITS, Cost
from benchmarks.hostile_bodies.document import read_operations
from benchmarks.hostile_bodies.lines import HEADER, LINE, hostile_lines
from benchmarks.hostile_bodies.placed import Names, placed_bodies, put
from benchmarks.hostile_bodies.report import Attempt, Held, breach_lines, report, worst_rows
from benchmarks.hostile_bodies.stored_things import with_full_form
from benchmarks.servers import free_port

NAMES = Names(items=("ai-plan", "strategy-plan"), packages=("pkg-agv", "pkg-mes-light"))
OPERATIONS = {operation.id: operation for operation in read_operations()}
MOST_SENT = 1_000_000
"""The bytes of a body that the service takes."""


def a_cost(**values: float) -> Cost:
    costs = {"status": 422, "cpu_seconds": 0.5, "memory_bytes": 10, "answer_bytes": 10}
    return Cost(**costs | values)  # type: ignore[arg-type]


def test_short_names_are_all_different() -> None:
    assert len({short_name(number) for number in range(50_000)}) == 50_000


def test_a_text_is_filled_up_to_its_size_and_not_beyond() -> None:
    assert fill("[", "00", "]", 10) == "[00,00,00]"
    assert fill("[", "é", "]", 8) == "[é,é]"
    assert fill("[", "long", "]", 1) == "[long]"
    assert fill_with("[", str, "]", 12) == "[0,1,2,3,4]"


def test_general_bodies_are_as_long_as_a_body_may_be() -> None:
    names = [body.name for body in general_bodies()]
    assert len(names) == len(set(names)) > 50
    for body in general_bodies():
        is_packed = "Content-Encoding" in body.headers
        assert len(body.content) < MOST_SENT, body.name
        if not is_packed and "4,300" not in body.name:
            assert len(body.content) > SIZE * 0.9, body.name
    bomb = next(body for body in general_bodies() if body.name == "a gzip bomb")
    assert len(zlib.decompressobj(31).decompress(bomb.content, 10_000_000)) == 10_000_000
    named = next(body for body in general_bodies() if body.name == "a gzip with a long name")
    assert gzip.decompress(named.content) == b"{}"


def test_the_document_tells_the_places_of_a_body() -> None:
    places = dict(OPERATIONS["preview_roadmap"].places)
    assert places["roadmap", "wanted"] == {"array"}
    assert places["sheet", "answers"] == {"map"}
    assert places["roadmap", "phases", "*", "until_month"] == {"number"}
    assert "string" in places["sheet", "enterprise", "name"]
    taking = [operation for operation in OPERATIONS.values() if operation.takes_body]
    assert len(taking) >= 18 and all(operation.places for operation in taking)
    assert "If-Match" in OPERATIONS["change_assessment"].headers
    assert "text" in OPERATIONS["list_packages"].query


@pytest.mark.parametrize("name", ["preview_roadmap", "add_roadmap_progress", "create_chain"])
def test_a_body_is_right_but_for_a_place(name: str) -> None:
    operation = with_full_form(OPERATIONS[name])
    bodies = list(placed_bodies(operation, NAMES))
    assert len({body.name for body in bodies}) == len(bodies)
    longest = {place[0] for place, _ in operation.places}
    for body in bodies:
        assert len(body.content) < MOST_SENT, body.name
        if "4,300" in body.name or "fraction of a million" in body.name:
            continue
        value = json.loads(body.content)
        assert set(value) <= longest
        assert set(operation.example) <= set(value), body.name


def test_a_value_is_put_where_nothing_was() -> None:
    assert put({"a": 1}, ("b", "*", "c"), 2) == {"a": 1, "b": [{"c": 2}]}
    assert put({"b": [{"d": 1}, 5]}, ("b", "*", "c"), 2) == {"b": [{"d": 1, "c": 2}]}
    assert put(None, (), 3) == 3


def test_lines_are_as_long_as_the_server_reads_them() -> None:
    lines = list(hostile_lines(OPERATIONS["list_packages"], "/v1/packages"))
    lengths = [len(f"GET {line.address} HTTP/1.1") for line in lines]
    assert LINE - 20 < max(lengths) <= LINE
    headers = [
        len(f"{name}: {value}") for line in lines for name, value in (line.headers or {}).items()
    ]
    assert HEADER - 20 < max(headers) <= HEADER


def test_a_breach_is_told_and_a_plan_may_cost_more() -> None:
    assert list(BODY_LIMITS.breaches(a_cost())) == []
    assert list(BODY_LIMITS.breaches(a_cost(cpu_seconds=1.01))) == ["1.01 s CPU"]
    assert list(BODY_LIMITS.breaches(a_cost(memory_bytes=201 * MEGABYTE))) == ["201 MB"]
    assert list(BODY_LIMITS.breaches(a_cost(answer_bytes=300_001))) == ["300,001 B"]
    assert list(BODY_LIMITS.breaches(a_cost(status=500))) == ["status 500"]
    assert list(BODY_LIMITS.breaches(a_cost(status=503))) == []
    assert list(PLAN_LIMITS.breaches(a_cost(cpu_seconds=1.9, answer_bytes=MEGABYTE))) == []
    planning, other = OPERATIONS["preview_roadmap"], OPERATIONS["create_chain"]
    assert Attempt(planning, "x", a_cost(status=200)).limits is PLAN_LIMITS
    assert Attempt(planning, "x", a_cost(status=422)).limits is BODY_LIMITS
    assert Attempt(other, "x", a_cost(status=201)).limits is BODY_LIMITS


def test_the_report_names_the_worst_by_measure() -> None:
    operation = OPERATIONS["create_chain"]
    attempts = [
        Attempt(operation, "slow", a_cost(cpu_seconds=1.5)),
        Attempt(operation, "large", a_cost(memory_bytes=7 * MEGABYTE)),
        Attempt(operation, "long", a_cost(answer_bytes=1234)),
    ]
    assert worst_rows(attempts) == [
        ["`create_chain`", "3", "1.50 s (slow)", "7 MB (large)", "1,234 B (long)"]
    ]
    assert breach_lines(attempts) == ["create_chain, slow: 1.50 s CPU (status 422)"]
    assert "3 requests, 1 beyond a limit." in report(attempts, Held(), "command", "machine")


def test_what_is_kept_for_good_is_judged() -> None:
    assert Held(10 * MEGABYTE, 110 * MEGABYTE).breaches == ()
    assert Held(10 * MEGABYTE, 111 * MEGABYTE).breaches == ("101 MB kept for good",)


def test_it_runs_for_an_operation_with_a_body_and_for_one_without() -> None:
    operations = [OPERATIONS["create_park"], OPERATIONS["get_package"]]
    held = Held()
    attempts = list(run(operations, free_port(), held, only="unknown"))
    assert {attempt.operation.id for attempt in attempts} == {"create_park", "get_package"}
    assert len(attempts) > 5
    assert all(attempt.cost.status in range(200, 500) for attempt in attempts)
    assert all(attempt.cost.answer_bytes < 300_000 for attempt in attempts)
    assert held.after >= held.before > MEGABYTE
