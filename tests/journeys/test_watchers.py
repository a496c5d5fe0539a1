"""What watches the server cannot break it: its log and its counters cost no answer."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

import pytest

from tests import asking as requests
from tests.journeys.server import Server, serving

_F_SETPIPE_SZ = 1031
_SMALLEST_PIPE = 4096


def ask(server: Server, path: str) -> requests.Response:
    """Ask on a connection of its own, so that every worker gets its turn."""
    return requests.get(server.url + path, timeout=20, headers={"Connection": "close"})


def counter(server: Server, name: str) -> float:
    """Return the sum of a counter over its labels, as its metrics show it."""
    values = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", server.metrics(), re.MULTILINE)
    return sum(map(float, values))


def malformed(server: Server) -> bytes:
    """Return the answer to what is no HTTP: gunicorn itself logs that."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(b"NONSENSE\r\n\r\n")
        return line.recv(65536)


@contextmanager
def reader_gone(folder: Path) -> Iterator[Server]:
    """Yield a server whose log was read by a program that has ended."""
    reads, writes = os.pipe()
    with serving(folder, errors=writes) as server:
        os.close(writes)
        os.close(reads)
        yield server


@contextmanager
def reader_stands_still(folder: Path) -> Iterator[Server]:
    """Yield a server whose log goes to a program that no longer reads it."""
    reads, writes = os.pipe()
    fcntl.fcntl(writes, _F_SETPIPE_SZ, _SMALLEST_PIPE)
    with serving(folder, errors=writes) as server:
        os.close(writes)
        yield server
    os.close(reads)


@contextmanager
def socket_stands_still(folder: Path) -> Iterator[Server]:
    """Yield a server whose log goes to a socket, as systemd makes it, that nobody reads."""
    reads, writes = socket.socketpair()
    writes.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    with reads, serving(folder, errors=writes.fileno()) as server:
        writes.close()
        yield server


@contextmanager
def disk_full(folder: Path) -> Iterator[Server]:
    """Yield a server whose log goes to a disk that was full from the start."""
    full = os.open("/dev/full", os.O_WRONLY)
    with serving(folder, errors=full) as server:
        os.close(full)
        yield server


@contextmanager
def no_standard_error(folder: Path) -> Iterator[Server]:
    """Yield a server that began without standard streams."""
    with serving(folder, shell='exec "$@" <&- 2>&-') as server:
        yield server


@pytest.mark.parametrize(
    "away",
    [reader_gone, reader_stands_still, socket_stands_still, disk_full, no_standard_error],
    ids=lambda away: away.__name__,
)
def test_a_log_that_cannot_be_written_costs_no_answer(
    away: Callable[[Path], Iterator[Server]], tmp_path: Path
) -> None:
    with away(tmp_path) as server:  # type: ignore[attr-defined]
        for number in range(3):
            assert server.submit(str(number))
        for _ in range(60):
            assert ask(server, "/health/live").status_code == 200
            assert malformed(server).startswith(b"HTTP/1.1 400 ")
        assert len(ask(server, "/v1/diagnoses").json()["items"]) == 3
        dropped = counter(server, "diagnosis_log_lines_dropped_total")
        assert dropped > 0
        server.replace_worker()
        assert server.submit("after")
        assert counter(server, "diagnosis_log_lines_dropped_total") >= dropped
        assert server.stop() == 0
    written = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert b'"event":"request"' not in b"".join(written)


def test_a_reader_that_comes_back_is_written_to_again(tmp_path: Path) -> None:
    reads, writes = os.pipe()
    fcntl.fcntl(writes, _F_SETPIPE_SZ, _SMALLEST_PIPE)
    with serving(tmp_path, errors=writes, workers=1) as server:
        os.close(writes)
        while counter(server, "diagnosis_log_lines_dropped_total") == 0:
            ask(server, "/health/live")
        os.set_blocking(reads, False)
        with suppress(BlockingIOError):
            while os.read(reads, 65536):
                pass
        ask(server, "/v1/standards")
        assert b'"route":"/v1/standards"' in os.read(reads, 65536)
    os.close(reads)


def test_counters_outlive_temporary_files_and_workers(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(tmp_path, settings={"TMPDIR": str(temporary)}) as server:
        for _ in range(20):
            ask(server, "/health/live")
        shutil.rmtree(temporary)
        assert ask(server, "/v1/standards").status_code == 200  # a route not counted before
        before = counter(server, "diagnosis_requests_total")
        assert before >= 21
        for _ in range(3):
            server.replace_worker()
            assert ask(server, "/v1/measures").status_code == 200
            now = counter(server, "diagnosis_requests_total")
            assert now > before
            before = now
        shown = server.metrics()
        assert 'route="/v1/measures",status="200"} 3.0' in shown
        assert server.submit("x")


def test_it_starts_without_a_folder_for_temporary_files(tmp_path: Path) -> None:
    with serving(tmp_path, settings={"TMPDIR": str(tmp_path / "none")}) as server:
        assert server.submit("x")
        assert counter(server, "diagnosis_requests_total") > 0


def small_disk(folder: Path) -> Path:
    """Return a folder of temporary files that takes no byte; skip where none can be mounted."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=3", "tmpfs", str(folder)],
        check=False, capture_output=True,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    with suppress(OSError):
        (folder / "full").write_bytes(b"x" * 65_536)
    return folder


def read_only(folder: Path) -> Path:
    """Return a folder of temporary files that nobody may write into."""
    small_disk(folder)
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    return folder


def cleaned(folder: Path) -> Path:
    """Return a folder of temporary files that is taken away as soon as the server runs."""
    folder.mkdir()
    return folder


@pytest.mark.parametrize("made", [small_disk, read_only, cleaned], ids=lambda made: made.__name__)
def test_downloads_and_all_else_need_no_temporary_file(
    made: Callable[[Path], Path], tmp_path: Path
) -> None:
    temporary = made(tmp_path / "temporary")
    try:
        with serving(tmp_path, workers=1, settings={"TMPDIR": str(temporary)}) as server:
            if made is cleaned:
                shutil.rmtree(temporary)
            made_of = server.submit("x")
            diagnosis = ask(server, f"/v1/diagnoses/{made_of}").json()
            plans = f"{server.url}/v1/assessments/{diagnosis['assessment_id']}/roadmaps"
            plan = requests.post(plans, json={"budget_wan": 60}, timeout=60)
            assert plan.status_code == 201
            for kind in ("csv", "xlsx"):
                table = ask(server, f"/v1/roadmaps/{plan.json()['id']}/table.{kind}")
                assert table.status_code == 200, table.text
            assert zipfile.is_zipfile(BytesIO(table.content))
            assert server.metrics()
            server.replace_worker()
            assert server.submit("y")
            assert server.stop() == 0
    finally:
        subprocess.run(["umount", str(temporary)], check=False, capture_output=True)
