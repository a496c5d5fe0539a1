"""What operators see of the service: request ids, one log line a request, metrics.

A log line holds ids, routes, statuses and times: no answers, no names, no codes, no query.
"""

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from time import perf_counter
from typing import BinaryIO
from uuid import uuid4

import orjson
import structlog
from flask import Flask, Response, current_app, has_request_context, request

from diagnosis.web.log_lines import LibraryLines, LogLines, frames_of
from diagnosis.web.meters import METHODS, NO_ROUTE, OTHER, Meters

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_STARTED = "diagnosis.started"
_REQUEST = "diagnosis.request_id"
METERS = "diagnosis.meters"
"""The name of the `Meters` among the extensions of an app."""
STOPPING = "diagnosis.stopping"
"""The name of an extension that is there once the process stops."""
_REASON_LENGTH = 500

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


def set_up_logging(level: str, dropped: Callable[[], None] = lambda: None) -> None:
    """Write log lines as JSON to stderr, from this level upwards.

    `dropped` is called for each line that cannot be written.
    """
    least = logging.getLevelName(level.upper())
    file: BinaryIO = LogLines(dropped)  # type: ignore[assignment]
    lines = structlog.BytesLogger(file)
    _request_lines.open(lines if least <= logging.INFO else None)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.BytesLoggerFactory(file),
        cache_logger_on_first_use=True,
    )


def log_libraries() -> None:
    """Have what libraries log written as lines of the log, without what requests hold."""
    for name in ("", "gunicorn.error"):  # the second passes nothing on to the root
        logging.getLogger(name).addHandler(LibraryLines())


def _begin() -> None:
    environment = request.environ
    wanted = environment.get("HTTP_X_REQUEST_ID", "")
    environment[_REQUEST] = wanted if _ID.fullmatch(wanted) else uuid4().hex
    environment[_STARTED] = perf_counter()


def _end(response: Response) -> Response:
    """Count and log an answer. Nothing that goes wrong here may cost the answer."""
    with suppress(Exception):
        environment = request.environ
        response.headers["X-Request-ID"] = environment.get(_REQUEST, "")
        route = request.url_rule.rule if request.url_rule else None
        spent = perf_counter() - environment.get(_STARTED, perf_counter())
        _note(current_app.extensions[METERS], route, response.status_code, spent)
    return response


def _note(meters: Meters, route: str | None, status: int, spent: float) -> None:
    method = request.method if request.method in METHODS else OTHER
    meters.count_answer(method, route, status, spent)
    _request_lines.write(
        {
            "request_id": request.environ.get(_REQUEST, ""),
            "method": method,
            "route": route or NO_ROUTE,
            "status": status,
            "ms": round(spent * 1000, 2),
        }
    )


def note_refusal(app: Flask, status: int, error: Exception) -> None:
    """Count and log a request that the server refused before the application saw it."""
    with suppress(Exception):
        app.extensions[METERS].count_answer(OTHER, None, status, 0.0)
        log.info("refused", status=status, error=type(error).__name__)


def log_crash(incident: str, error: Exception) -> None:
    """Log where a request crashed: the frames and the kind of error, never its text."""
    cause = getattr(error, "original_exception", None)
    error = cause if isinstance(cause, Exception) else error
    with suppress(Exception):
        log.error(
            "crash",
            incident=incident,
            request_id=_request_id(),
            error=type(error).__name__,
            frames=frames_of(error),
        )


def log_unavailable(error: Exception) -> None:
    """Log why the store could not serve a request; the reason names files and kinds of errors."""
    with suppress(Exception):
        reason = str(error)[:_REASON_LENGTH]
        log.warning("unavailable", request_id=_request_id(), reason=reason)


def _request_id() -> str:
    return str(request.environ.get(_REQUEST, "")) if has_request_context() else ""


def observe(app: Flask) -> None:
    """Number, time, count and log every request of an app."""
    app.before_request(_begin)
    app.after_request(_end)


def add_meters(app: Flask, columns: int) -> Meters:
    """Return the counters of an app that has all its routes; see `Meters`."""
    routes: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        routes.setdefault(rule.rule, set()).update(rule.methods or ())
    meters = Meters(routes, columns=columns)
    app.extensions[METERS] = meters
    return meters
