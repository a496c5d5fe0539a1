"""The counters: exact over threads and processes, and whatever is asked of them."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from diagnosis.web.meters import Meters

ROUTES = {"/a": ("GET", "HEAD"), "/b/<id>": ("POST",)}
ENDED = 0


def shown(meters: Meters) -> dict[str, float]:
    """Return every sample by its name and labels."""
    lines = meters.shown().decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def in_a_child(column: int, meters: Meters, work: Callable[[], None]) -> None:
    """Do some work in a forked process that counts in a column; wait until it has ended."""
    process = os.fork()
    if process == 0:
        meters.count_in(column)
        work()
        os._exit(ENDED)
    assert os.waitpid(process, 0)[1] == ENDED


def count_answers(meters: Meters, times: int = 1) -> None:
    for _ in range(times):
        meters.count_answer("GET", "/a", 200, 0.002)


def test_answers_are_counted_by_method_route_and_status() -> None:
    meters = Meters(ROUTES)
    meters.count_answer("GET", "/a", 200, 0.004)
    meters.count_answer("GET", "/a", 404, 0.004)
    meters.count_answer("POST", "/b/<id>", 201, 3.0)
    assert {k: v for k, v in shown(meters).items() if k.startswith("diagnosis_requests")} == {
        'diagnosis_requests_total{method="GET",route="/a",status="200"}': 1,
        'diagnosis_requests_total{method="GET",route="/a",status="404"}': 1,
        'diagnosis_requests_total{method="POST",route="/b/<id>",status="201"}': 1,
    }


@pytest.mark.parametrize(
    ("method", "route", "status", "labels"),
    [
        ("GET", None, 404, 'method="GET",route="none",status="404"'),
        ("GET", "/not/there", 404, 'method="GET",route="none",status="404"'),
        ("BREW", None, 418, 'method="other",route="none",status="418"'),
        ("PATCH", "/a", 405, 'method="other",route="/a",status="405"'),
        ("GET", "/a", 299, 'method="GET",route="/a",status="other"'),
        ("BREW", "/not/there", 999, 'method="other",route="none",status="other"'),
    ],
)
def test_what_no_route_has_is_counted_too(
    method: str, route: str | None, status: int, labels: str
) -> None:
    meters = Meters(ROUTES)
    meters.count_answer(method, route, status, 0.1)
    assert shown(meters)[f"diagnosis_requests_total{{{labels}}}"] == 1


@pytest.mark.parametrize(
    ("seconds", "first"), [(0.0, "0.001"), (0.001, "0.001"), (0.0011, "0.0025"), (60.0, "+Inf")]
)
def test_seconds_fall_into_the_first_bucket_that_takes_them(seconds: float, first: str) -> None:
    meters = Meters(ROUTES)
    meters.count_answer("GET", "/a", 200, seconds)
    buckets = re.findall(r'_bucket{le="([^"]+)",route="/a"} 1.0', meters.shown().decode())
    assert buckets[0] == first and buckets[-1] == "+Inf"
    assert shown(meters)['diagnosis_request_seconds_sum{route="/a"}'] == seconds
    assert shown(meters)['diagnosis_request_seconds_count{route="/a"}'] == 1


def test_no_answer_of_many_threads_is_lost() -> None:
    meters = Meters(ROUTES)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: count_answers(meters, 500), range(8)))
    (total,) = [v for k, v in shown(meters).items() if k.startswith("diagnosis_requests_total")]
    assert total == 4000


def test_processes_are_summed_and_a_later_one_goes_on_where_one_ended() -> None:
    meters = Meters(ROUTES, columns=3)
    count_answers(meters)
    name = 'diagnosis_requests_total{method="GET",route="/a",status="200"}'
    first, second = meters.reserve(), meters.reserve()
    assert {0, first, second} == {0, 1, 2}
    in_a_child(first, meters, lambda: count_answers(meters, 10))
    in_a_child(second, meters, lambda: count_answers(meters, 100))
    in_a_child(second, meters, meters.count_dropped_line)
    assert shown(meters)[name] == 111
    meters.release(first)
    assert meters.reserve() == first
    in_a_child(first, meters, lambda: count_answers(meters, 1000))
    assert shown(meters)[name] == 1111
    assert shown(meters)["diagnosis_log_lines_dropped_total"] == 1


def test_a_process_too_many_counts_with_the_first() -> None:
    meters = Meters(ROUTES, columns=1)
    column = meters.reserve()
    assert column == 0
    in_a_child(column, meters, lambda: count_answers(meters))
    meters.release(column)
    assert meters.reserve() == 0
    assert sum(v for k, v in shown(meters).items() if "requests_total" in k) == 1
