"""The counters of the service: in memory that its processes share, where no disk can lose them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from itertools import accumulate
from mmap import mmap
from threading import Lock

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
"""The upper bounds, in s, of all but the last bucket of a histogram."""
_BUCKETS = len(_BOUNDS) + 1
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
OTHER = "other"
NO_ROUTE = "none"
_STATUSES = (*[str(status.value) for status in HTTPStatus if status >= 200], OTHER)
_DROPPED_LINES = 0
"""The place of the counter of dropped lines; the others follow."""

Labels = tuple[str, str, str]
"""The method, route and status that answers are counted by."""


class Meters:
    """Counts answers, their seconds, and the lines that the log had to drop.

    The memory belongs to no file: it cannot be full, and nobody can remove it. Each process
    counts in a column of its own, so that none waits for another, and what is shown is the sum.
    A column that a process leaves passes to a later one with what is in it: no counter falls.

    Parameters
    ----------
    routes
        The methods of each route; whatever else is asked counts as the route `none`.
    columns
        How many processes may count at once, this one among them; it counts in the first.

    """

    def __init__(self, routes: Mapping[str, Iterable[str]], *, columns: int = 1) -> None:
        routes = {**routes, NO_ROUTE: METHODS}
        labels: list[Labels] = [
            (method, route, status)
            for route, methods in routes.items()
            for method in (*sorted(methods), OTHER)
            for status in _STATUSES
        ]
        self._counts = {label: place for place, label in enumerate(labels, _DROPPED_LINES + 1)}
        start, step = len(labels) + 1, _BUCKETS + 1  # after the buckets stands the sum in s
        self._seconds = {route: start + step * place for place, route in enumerate(routes)}
        self._width = start + step * len(routes)
        self._values = memoryview(mmap(-1, self._width * columns * 8)).cast("d")
        self._free = list(range(columns - 1, 0, -1))
        self._column = 0
        self._lock = Lock()

    def reserve(self) -> int:
        """Return a free column for a process that is about to be forked; the first if none is."""
        return self._free.pop() if self._free else 0

    def release(self, column: int) -> None:
        """Let a later process have the column of one that ended."""
        if column:
            self._free.append(column)

    def count_in(self, column: int) -> None:
        """Count in a column from now on: in a process that was just forked."""
        self._column, self._lock = column, Lock()

    def count_answer(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Count an answer; `route` is None where there was no such address."""
        route = route if route in self._seconds else NO_ROUTE
        count = self._counts.get((method, route, str(status)))
        if count is None:
            count = self._counts[self._known(method, route, status)]
        bucket = self._seconds[route]
        start, values = self._column * self._width, self._values
        with self._lock:
            values[start + count] += 1
            values[start + bucket + bisect_left(_BOUNDS, seconds)] += 1
            values[start + bucket + _BUCKETS] += seconds

    def count_dropped_line(self) -> None:
        """Count a line of the log that was not written."""
        with self._lock:
            self._values[self._column * self._width + _DROPPED_LINES] += 1

    def shown(self) -> bytes:
        """Return all counters as Prometheus reads them, summed over the processes."""
        registry = CollectorRegistry()
        registry.register(self)
        shown: bytes = generate_latest(registry)
        return shown

    def collect(self) -> Iterator[Metric]:
        """Yield each kind of counter with its values: what a registry of Prometheus asks for."""
        width = self._width
        columns = [self._values[start : start + width] for start in self._starts()]
        totals = [sum(values) for values in zip(*columns, strict=True)]
        answers = CounterMetricFamily(
            "diagnosis_requests", "Requests answered.", labels=("method", "route", "status")
        )
        for labels, place in self._counts.items():
            if totals[place]:
                answers.add_metric(labels, totals[place])
        yield answers
        seconds = HistogramMetricFamily(
            "diagnosis_request_seconds", "Seconds to an answer.", labels=("route",)
        )
        bounds = [*map(str, map(float, _BOUNDS)), "+Inf"]
        for route, place in self._seconds.items():
            counts = list(accumulate(totals[place : place + _BUCKETS]))
            if counts[-1]:
                buckets = list(zip(bounds, counts, strict=True))
                seconds.add_metric((route,), buckets, totals[place + _BUCKETS])
        yield seconds
        yield CounterMetricFamily(
            "diagnosis_log_lines_dropped",
            "Lines of the log that could not be written.",
            value=totals[_DROPPED_LINES],
        )

    def _starts(self) -> range:
        return range(0, len(self._values), self._width)

    def _known(self, method: str, route: str, status: int) -> Labels:
        """Return labels that are counted, for what no route has."""
        labels = (method, route, str(status) if str(status) in _STATUSES else OTHER)
        return labels if labels in self._counts else (OTHER, *labels[1:])
