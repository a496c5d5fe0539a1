"""A PostgreSQL of the tests' own, from Debian's programs: started, killed and started again."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 60
"""How long it may take to start, after a kill too, on a slow and busy machine."""


def children_of(process: int) -> list[int]:
    """Return the ids of the processes that a process has started."""
    with suppress(FileNotFoundError):
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
        return [int(child) for child in text.split()]
    return []


@dataclass(kw_only=True)
class Cluster:
    """A cluster in a folder: its rows in `rows_folder`, its socket in `folder`.

    `options` are its settings, `variables` those of its environment.
    """

    programs: Path
    folder: Path
    rows_folder: Path
    options: Sequence[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the URL of its database `postgres`."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _who(self) -> dict[str, Any]:
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self.variables}
        who: dict[str, Any] = {"cwd": self.folder, "env": environment}
        if os.geteuid() == 0:
            keeper = pwd.getpwnam("postgres")
            who |= {"user": keeper.pw_uid, "group": keeper.pw_gid, "extra_groups": [keeper.pw_gid]}
        return who

    def make(self) -> None:
        """Make its files; they belong to `postgres` where root makes them."""
        if os.geteuid() == 0:
            keeper = pwd.getpwnam("postgres")
            for folder in {self.folder, self.rows_folder.parent}:
                os.chown(folder, keeper.pw_uid, keeper.pw_gid)
        subprocess.run(
            [self.programs / "initdb", "-D", self.rows_folder, "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"],
            check=True, capture_output=True, **self._who(),
        )  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        words = [word for option in self.options for word in ("-c", option)]
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.rows_folder, "-c", "listen_addresses=",
             "-k", self.folder, "-c", "max_connections=60", *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._who(),
        )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("PostgreSQL did not start")

    def is_running(self) -> bool:
        """Return whether its first process lives."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Kill all its processes at once, as a power cut would."""
        if self.process is None or not self.is_running():
            return
        # Stopped, it starts no other while its children are looked up.
        os.kill(self.process.pid, signal.SIGSTOP)
        for process in (*children_of(self.process.pid), self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop it, at once where it does not within ten seconds."""
        if self.process is None or not self.is_running():
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
