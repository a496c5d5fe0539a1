"""Starts what is measured over HTTP on cores of its own, and reads the CPU that it uses."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.keys import PEPPERED

TICKS = os.sysconf("SC_CLK_TCK")
QUIET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
"""Every server runs with one thread of OpenMP and BLAS, and with the same order of sets."""
ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of its processes that still run, to 10 ms."""
        return sum(map(_cpu_seconds, _process_tree(self.pid)))

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection to it."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        connection.connect()
        return connection


def _process_tree(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    tree = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            tree += _process_tree(int(child))
    return tree


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def gunicorn(app: str, port: int, *, workers: int = 1) -> list[str]:
    """Return the command that serves one of `benchmarks.apps` as `serve` serves the service."""
    return [
        sys.executable, "-m", "gunicorn", "--workers", str(workers), "--threads", "4",
        "--worker-class", "diagnosis.web.worker.HealthFirstWorker", "--preload",
        "--no-control-socket", "--keep-alive", "30", "--bind", f"{HOST}:{port}",
        "--log-level", "warning", f"benchmarks.apps:{app}()",
    ]  # fmt: skip


@contextmanager
def serving(
    command: Sequence[str],
    port: int,
    log: Path,
    *,
    cores: str = "0",
    environment: Mapping[str, str] | None = None,
    ready: str = "/health/live",
) -> Iterator[Server]:
    """Yield the server that a command starts, once it answers; it is stopped in the end.

    Parameters
    ----------
    ready
        The address that is asked until it is answered, with whatever status.

    """
    with log.open("wb") as lines:
        process = subprocess.Popen(
            ["taskset", "-c", cores, *command],
            env={**os.environ, **QUIET, **PEPPERED, **(environment or {})},
            cwd=ROOT, stdout=lines, stderr=lines, start_new_session=True,
        )  # fmt: skip
        try:
            _await(process, port, ready, log)
            yield Server(port, process.pid)
        finally:
            _stop(process)


def _await(process: "subprocess.Popen[bytes]", port: int, ready: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=2)
            connection.request("GET", ready)
            connection.getresponse().read()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(log.read_text(errors="replace"))


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop a server with all that it started: it leads a group of processes of its own."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    except ProcessLookupError:
        process.wait()
