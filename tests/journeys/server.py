"""The real server as its users start it: `python -m diagnosis serve` in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import requests

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
"""How long a server may take to start, on a slow and busy machine."""


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        """Return the address."""
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """Return the process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text().split()]

    def kill(self) -> None:
        """Kill the server and its workers at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask the server to stop; return its exit status."""
        self.process.terminate()
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


def start(
    folder: Path,
    *,
    port: int,
    url: str | None = None,
    workers: int = 2,
    checkout: Path = ROOT,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Server:
    """Return the server of a checkout over a data folder or database, once it is ready.

    `settings` are variables of its environment.
    """
    log = folder / "server.log"
    environment = {
        **os.environ,
        "DIAGNOSIS_DATA_DIR": str(folder / "data"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **settings,
    }
    if url is not None:
        environment["DIAGNOSIS_DATABASE_URL"] = url
    python = checkout / ".venv/bin/python"
    command = [
        str(python) if python.exists() else sys.executable,
        *("-m", "diagnosis", "serve", "--port", str(port), "--workers", str(workers)),
    ]
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command,
            cwd=checkout, env=environment, stdout=sink, stderr=sink, start_new_session=True,
        )  # fmt: skip
    server = Server(process, port, log)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            if requests.get(f"{server.url}/health/ready", timeout=30).status_code == 200:
                return server
        except requests.ConnectionError:
            time.sleep(0.1)
    server.kill()
    raise RuntimeError(f"not ready in {START_SECONDS} s: " + log.read_text())


@contextmanager
def serving(
    folder: Path,
    *,
    url: str | None = None,
    workers: int = 2,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """Yield a running server; it is gone in the end."""
    server = start(folder, port=free_port(), url=url, workers=workers, settings=settings)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
