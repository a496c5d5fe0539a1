"""What operators see of the service: request ids, one log line a request, metrics.

A log line holds ids, routes, statuses and times: no answers, no names, no codes, no query.
"""

import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from traceback import format_exception
from uuid import uuid4

import orjson
import structlog
from flask import Flask, Response, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

from diagnosis.config import metrics_folder

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_STARTED = "diagnosis.started"
_REQUEST = "diagnosis.request_id"
_COUNT = Counter("diagnosis_requests_total", "Requests answered.", ("method", "route", "status"))
_SECONDS = Histogram(
    "diagnosis_request_seconds",
    "Seconds to an answer.",
    ("route",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
_meters: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
"""The meters of each method, route and status; looking them up by labels is slow."""
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))

log = structlog.get_logger()


class RequestLines:
    """Writes the line of a request with the fields and in the order that structlog writes them.

    It is the line of every request: the way through structlog's processors takes longer than all
    the rest of it.
    """

    def __init__(self) -> None:
        self._lines: structlog.BytesLogger | None = None

    def open(self, lines: structlog.BytesLogger | None) -> None:
        """Write from now on to these lines, or nowhere."""
        self._lines = lines

    def write(self, fields: dict[str, str | int | float]) -> None:
        """Write the line of a request."""
        if self._lines is None or not structlog.is_configured():
            return
        moment = datetime.now(UTC).isoformat().removesuffix("+00:00")
        fields.update(event="request", level="info", timestamp=moment + "Z")
        self._lines.msg(orjson.dumps(fields))


_request_lines = RequestLines()


def set_up_logging(level: str) -> None:
    """Write log lines as JSON to stderr, from this level upwards."""
    least = logging.getLevelName(level.upper())
    lines = structlog.BytesLogger(sys.stderr.buffer)
    _request_lines.open(lines if least <= logging.INFO else None)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def _begin() -> None:
    environment = request.environ
    wanted = environment.get("HTTP_X_REQUEST_ID", "")
    environment[_REQUEST] = wanted if _ID.fullmatch(wanted) else uuid4().hex
    environment[_STARTED] = perf_counter()


def _end(response: Response) -> Response:
    environment = request.environ
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in _METHODS else "other"
    spent = perf_counter() - environment.get(_STARTED, perf_counter())
    status = response.status_code
    key = (method, route, status)
    meters = _meters.get(key)
    if meters is None:
        meters = (_COUNT.labels(method, route, str(status)), _SECONDS.labels(route))
        _meters[key] = meters
    meters[0].inc()
    meters[1].observe(spent)
    request_id = environment.get(_REQUEST, "")
    response.headers["X-Request-ID"] = request_id
    _request_lines.write(
        {
            "request_id": request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(spent * 1000, 2),
        }
    )
    return response


def log_crash(incident: str, error: Exception) -> None:
    """Log where a request crashed: the frames and the kind of error, never its text."""
    cause = getattr(error, "original_exception", None)
    error = cause if isinstance(cause, Exception) else error
    frames = [line for line in format_exception(error) if line.startswith("  File ")]
    log.error(
        "crash",
        incident=incident,
        request_id=request.environ.get(_REQUEST, ""),
        error=type(error).__name__,
        frames=[frame.strip().split("\n")[0] for frame in frames][-12:],
    )


def log_unavailable(error: Exception) -> None:
    """Log why the store could not serve a request; the reason names files and kinds of errors."""
    log.warning("unavailable", request_id=request.environ.get(_REQUEST, ""), reason=str(error))


def observe(app: Flask) -> None:
    """Number, time, count and log every request of an app."""
    app.before_request(_begin)
    app.after_request(_end)


def metrics() -> Response:
    """Return the metrics of all worker processes as Prometheus reads them."""
    if metrics_folder() is None:
        shown = generate_latest()
    else:
        registry = CollectorRegistry()
        collect: Callable[[CollectorRegistry], object] = multiprocess.MultiProcessCollector
        collect(registry)
        shown = generate_latest(registry)
    return Response(shown, content_type=CONTENT_TYPE_LATEST)
