"""A line of the log is written whole, or dropped and counted; it never quotes a request."""

import json
import logging
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from flask import Flask

from diagnosis.web import observe
from diagnosis.web.log_lines import LibraryLines, LogLines

SECRET = "东莞某某模具厂"


class Dropped:
    """Counts what it is called for."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def dropped() -> Dropped:
    """Return a counter."""
    return Dropped()


@contextmanager
def standard_error(path: Path) -> Iterator[None]:
    """Let standard error be a file; pytest puts its own there before each test."""
    before = sys.stderr
    with path.open("w") as sys.stderr:
        yield
    sys.stderr = before


def test_a_line_that_a_pipe_may_not_take_whole_is_dropped(
    tmp_path: Path, dropped: Dropped
) -> None:
    log_file = tmp_path / "log"
    with standard_error(log_file):
        lines = LogLines(dropped)
        lines.write(b"a" * 4095 + b"\n")
        lines.write(b"a" * 4096 + b"\n")
    assert (dropped.count, log_file.stat().st_size) == (1, 4096)


def test_after_a_line_that_was_cut_off_the_next_begins_anew(
    tmp_path: Path, dropped: Dropped
) -> None:
    log_file = tmp_path / "log"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with standard_error(log_file):
        lines = LogLines(dropped)
        lines.write(b"whole\n")
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        try:
            lines.write(b"cut off\n")
            lines.write(b"not at all\n")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        lines.write(b"whole again\n")
    assert log_file.read_bytes() == b"whole\ncut \nwhole again\n"
    assert dropped.count == 2


@pytest.mark.parametrize("stream", [None, object()])
def test_without_standard_error_every_line_is_dropped(
    stream: object, dropped: Dropped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    LogLines(dropped).write(b"x\n")
    assert dropped.count == 1


def test_a_descriptor_that_was_closed_costs_a_line(dropped: Dropped) -> None:
    reads, writes = os.pipe()
    with os.fdopen(writes, "w") as sink, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", sink)
        lines = LogLines(dropped)
    os.close(reads)
    lines.write(b"x\n")
    assert dropped.count == 1


def logged(level: int, message: str, *values: object, error: Exception | None = None) -> None:
    logger = logging.Logger("library")
    logger.addHandler(LibraryLines())
    logger.log(level, message, *values, exc_info=error)


def log_as_libraries_do() -> None:
    observe.set_up_logging("debug")
    try:
        logged(logging.WARNING, "Worker (pid:%s) was sent %s!", 17, "SIGKILL")
        logged(logging.DEBUG, "Ignored: %s", ValueError(SECRET))
        logged(logging.DEBUG, "%s %s took %d", "GET", f"/{SECRET}", 7)
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            logged(logging.ERROR, "Error handling request %s", f"/{SECRET}", error=error)
        logged(logging.ERROR, "wrong %d places", SECRET)
    finally:
        structlog.reset_defaults()


def test_a_line_of_a_library_quotes_no_error(tmp_path: Path) -> None:
    with standard_error(tmp_path / "log"):
        log_as_libraries_do()
    text = (tmp_path / "log").read_text()
    first, second, address, third = map(json.loads, text.splitlines())
    assert first["message"] == "Worker (pid:17) was sent SIGKILL!"
    assert second["message"] == "Ignored: ValueError"
    assert address["message"] == "… … took 7"
    assert (third["error"], third["message"]) == ("KeyError", "Error handling request %s")
    assert third["frames"]
    assert SECRET not in text and json.dumps(SECRET)[1:-1] not in text


def test_an_answer_outlives_counters_that_fail(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    meters = app.extensions[observe.METERS]
    monkeypatch.setattr(meters, "count_answer", lambda *_: 1 / 0)
    answer = app.test_client().get("/health/live", headers={"X-Request-ID": "a"})
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (200, "a")
