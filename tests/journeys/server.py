"""The real server as its users start it: `python -m diagnosis serve` in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.exc import IntegrityError

from diagnosis.storage.database import Database
from tests import asking as requests
from tests.builders import a_submission
from tests.keys import PEPPERED, let_in

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
    metrics_port: int = 0
    database: str = ""
    """The address of its database."""

    @property
    def url(self) -> str:
        """Return the address."""
        return f"http://127.0.0.1:{self.port}"

    def metrics(self) -> str:
        """Return what its counters show."""
        shown = requests.get(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=20,
                             headers={"Connection": "close"})  # fmt: skip
        assert shown.status_code == 200, shown.text
        return shown.text

    def workers(self) -> list[int]:
        """Return the process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text().split()]

    def replaced(self, before: Sequence[int]) -> list[str]:
        """Return what is wrong where other workers run, with what the log says of it."""
        now = self.workers()
        if now == before:
            return []
        lines = self.log.read_text(errors="replace").splitlines()
        told = [line for line in lines if "orker" in line and '"level":"info"' not in line]
        return [f"workers {before} became {now}: {told[-3:]}"]

    def submit(self, reference: str) -> str:
        """Submit a sheet; return the id of its diagnosis."""
        sheet = a_submission(answers={"ai-plan": 1}, reference=reference)
        answer = requests.post(f"{self.url}/v1/diagnoses", json=sheet, timeout=60)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def await_refusal(self, seconds: float) -> bool:
        """Return whether nobody listens at the port any more within so many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except ConnectionRefusedError:
                return True
            time.sleep(0.05)
        return False

    def replace_worker(self) -> None:
        """Kill a worker, and wait until the server has another one in its place."""
        before = self.workers()
        os.kill(before[0], signal.SIGKILL)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            now = self.workers()
            if len(now) == len(before) and before[0] not in now:
                return
            time.sleep(0.05)
        raise RuntimeError("no worker came in its place")

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
    errors: int | None = None,
    shell: str | None = None,
) -> Server:
    """Return the server of a checkout over a data folder or database, once it is ready.

    `settings` are variables of its environment, `errors` is the descriptor that its standard
    error goes to, if not into its log; `shell` is a line that runs it as `"$@"`.
    """
    log = folder / "server.log"
    metrics_port = next(other for other in iter(free_port, 0) if other != port)
    environment = {
        **os.environ,
        "DIAGNOSIS_DATA_DIR": str(folder / "data"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "DIAGNOSIS_METRICS_PORT": str(metrics_port),
        **PEPPERED,
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
            command if shell is None else ["sh", "-c", shell, "sh", *command],
            cwd=checkout, env=environment, stdout=sink,
            stderr=sink if errors is None else errors, start_new_session=True,
        )  # fmt: skip
    database = environment.get("DIAGNOSIS_DATABASE_URL")
    database = database or f"sqlite:///{environment['DIAGNOSIS_DATA_DIR']}/diagnosis.db"
    server = Server(process, port, log, metrics_port, database)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            if requests.get(f"{server.url}/health/ready", timeout=30).status_code == 200:
                if shell is None and len(server.workers()) < workers:
                    continue  # the first is ready before gunicorn has begun the others
                if (checkout / "diagnosis" / "identity").is_dir():
                    _let_tests_in(database)
                return server
        except requests.ConnectionError:
            time.sleep(0.1)
    server.kill()
    raise RuntimeError(f"not ready in {START_SECONDS} s: " + log.read_text())


def _let_tests_in(url: str) -> None:
    """Keep the key of tests in the database of a server, which has migrated it."""
    database = Database(url)
    with suppress(IntegrityError):  # another server of the same database was let in as well
        let_in(database)
    database.engine.dispose()


@contextmanager
def serving(
    folder: Path,
    *,
    url: str | None = None,
    workers: int = 2,
    settings: Mapping[str, str] = MappingProxyType({}),
    errors: int | None = None,
    shell: str | None = None,
) -> Iterator[Server]:
    """Yield a running server; it is gone in the end."""
    server = start(
        folder,
        port=free_port(), url=url, workers=workers, settings=settings, errors=errors, shell=shell,
    )  # fmt: skip
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
        with suppress(ProcessLookupError):  # a shell that ran it ended before it
            os.killpg(server.process.pid, signal.SIGKILL)
