"""The log on standard error: a line is written at once, or dropped and counted."""

import logging
import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from traceback import format_exception

import structlog

_LONGEST = select.PIPE_BUF
"""The bytes that a pipe with room takes whole: no other process writes into such a line."""
_FRAMES = 12
_HIDDEN = "…"


class LogLines:
    """Standard error as a binary file of lines, which no request ever waits for or breaks on.

    A reader that went away or stands still, and a disk that is full, cost the line: it is passed
    to `dropped`, to be counted, and the next one is tried anew.
    """

    def __init__(self, dropped: Callable[[], None]) -> None:
        self._dropped = dropped
        self._lock = Lock()
        self._is_cut = False
        self._descriptor = _standard_error()
        self._room = select.poll()
        if self._descriptor is not None:
            self._room.register(self._descriptor, select.POLLOUT)

    def write(self, line: bytes) -> None:
        """Write a line, which ends in a newline."""
        with self._lock:
            is_written = self._is_written(line)
        if not is_written:
            self._dropped()

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def _is_written(self, line: bytes) -> bool:
        if self._is_cut:
            line = b"\n" + line
        if self._descriptor is None or len(line) > _LONGEST:
            return False
        try:
            if not self._room.poll(0):
                return False
            count = os.write(self._descriptor, line)
        except OSError:
            return False
        self._is_cut = count < len(line)
        return not self._is_cut


def _standard_error() -> int | None:
    """Return the descriptor of standard error; None where the process began without one."""
    try:
        return sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):
        return None


class LibraryLines(logging.Handler):
    """Writes what libraries log, gunicorn above all, as lines of the log.

    Neither the text of an error nor what a message holds of a request is written: both may quote
    what was sent.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; whatever goes wrong, who logged it goes on."""
        with suppress(Exception):
            structlog.get_logger().log(record.levelno, "server", **_fields(record))


def _fields(record: logging.LogRecord) -> dict[str, str | list[str]]:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {"logger": record.name, "message": _plain_message(record)}
    return {
        "logger": record.name,
        "message": str(record.msg),
        "error": type(error).__name__,
        "frames": frames_of(error),
    }


def _plain_message(record: logging.LogRecord) -> str:
    """Return a message with its numbers and names; an error in it is named by its kind.

    What is told to find faults has no texts: gunicorn tells the address of each request there.
    """
    if not isinstance(record.args, tuple):
        return str(record.msg)
    hides = record.levelno <= logging.DEBUG
    values = [
        type(value).__name__
        if isinstance(value, BaseException)
        else _HIDDEN
        if hides and isinstance(value, str)
        else value
        for value in record.args
    ]
    return str(record.msg) % tuple(values) if values else str(record.msg)


def frames_of(error: BaseException) -> list[str]:
    """Return where an error was raised, the last frames, without any text of it."""
    lines = [line.strip() for line in format_exception(error) if line.startswith("  File ")]
    return [line.split("\n")[0] for line in lines][-_FRAMES:]
