"""What may happen to a service in traffic: each kind is a row of `FAULTS`."""

import os
import shutil
import signal
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from tests.cluster import Cluster
from tests.databases import debian_programs
from tests.faults.clock import HOUR_SECONDS, JumpingClock
from tests.faults.expiry import Expiry
from tests.faults.small_disk import SmallDisk, limit_files, small_disk
from tests.faults.stream import Stream
from tests.journeys.server import Server, start

SQLITE, POSTGRESQL = "sqlite", "postgresql"
STRIKES_AFTER_SECONDS = (0.2, 0.8)
_DISK_MEGABYTES = {SQLITE: 48, POSTGRESQL: 200}
_LAST_FRAMES_BYTES = 8_192
"""A file may grow to this: room for the head of a log and its first page, no more."""


class NoPostgres(Exception):
    """Debian's PostgreSQL is not there, and cannot be installed."""


class Fault:
    """Something that happens again and again; the service stands on `url` and `settings`.

    A kind that needs a ground of its own lays it when it is made; `stack` clears it away.
    """

    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)
    reads_go_on = False
    """Whether whoever reads is answered all the time."""

    def __init__(self, folder: Path, database: str, postgres: str | None) -> None:
        self.folder, self.database, self.url = folder, database, postgres
        self.settings: dict[str, str] = {}
        self.stack = ExitStack()
        self.server: Server | None = None

    def start(self, port: int) -> Server:
        """Start the server, for the first time or again."""
        self.server = start(self.folder, port=port, url=self.url, settings=self.settings)
        return self.server

    def running(self) -> Server:
        """Return the server, which was started."""
        assert self.server is not None
        return self.server

    def strike(self, stream: Stream, chance: Random) -> None:
        """Break something, and mend it where the service does not do so itself."""
        raise NotImplementedError

    def open_folder(self) -> Path:
        """Return a fresh folder that other users may enter; it is gone in the end."""
        folder = Path(mkdtemp(prefix="fault-", dir="/tmp"))
        folder.chmod(0o755)
        self.stack.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def open_cluster(self, rows_folder: Path | None = None, **more: Mapping[str, str]) -> Cluster:
        """Return a running PostgreSQL that writes to the disk before it says so (fsync)."""
        programs = debian_programs()
        if programs is None:
            raise NoPostgres
        folder = self.open_folder()
        cluster = Cluster(
            programs=programs, folder=folder, rows_folder=rows_folder or folder / "cluster",
            options=["fsync=on", "synchronous_commit=on"], **more,
        )  # fmt: skip
        cluster.make()
        self.stack.callback(cluster.stop)
        cluster.start()
        self.url = cluster.url
        return cluster


class KilledServer(Fault):
    """`kill -9` of the server with its workers; it is started again."""

    def strike(self, stream: Stream, chance: Random) -> None:
        """Kill, and start again."""
        server = self.running()
        server.kill()
        self.start(server.port)


class KilledWorker(Fault):
    """`kill -9` of one of the workers; gunicorn starts another."""

    def strike(self, stream: Stream, chance: Random) -> None:
        """Kill one."""
        workers = self.running().workers()
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)


class KilledPostgres(Fault):
    """`kill -9` of PostgreSQL, all its processes; it is started again, the service is not."""

    databases = (POSTGRESQL,)

    def __init__(self, folder: Path, database: str, postgres: str | None) -> None:
        super().__init__(folder, database, postgres)
        self._cluster = self.open_cluster()

    def strike(self, stream: Stream, chance: Random) -> None:
        """Kill it, wait until somebody was refused, and start it again."""
        self._cluster.kill()
        if not stream.await_more("refused"):
            stream.blame("nobody was refused without a database")
        time.sleep(chance.uniform(0, 1))
        self._cluster.start()
        if not stream.await_more("acknowledged"):
            stream.blame("nothing was acknowledged after PostgreSQL was started again")


class FullDisk(Fault):
    """The disk of the database is full, with SQLite of temporary files too; then there is room."""

    def __init__(self, folder: Path, database: str, postgres: str | None) -> None:
        super().__init__(folder, database, postgres)
        self.reads_go_on = database == SQLITE
        self._disk: SmallDisk = self.stack.enter_context(small_disk(_DISK_MEGABYTES[database]))
        self._cluster: Cluster | None = None
        if database == SQLITE:
            self.settings["DIAGNOSIS_DATA_DIR"] = str(self._disk.folder / "data")
            self.settings["TMPDIR"] = str(self._disk.folder)
        else:
            self._cluster = self.open_cluster(self._disk.folder / "cluster")

    def strike(self, stream: Stream, chance: Random) -> None:
        """Fill the disk until somebody is refused, look whether reading goes on, make room."""
        until = time.monotonic() + 60
        before = stream.refused
        while stream.refused == before and time.monotonic() < until:
            self._disk.fill()
            time.sleep(0.1)
        if stream.refused == before:
            stream.blame("nobody was refused with a full disk")
        # PostgreSQL stops where it cannot write its log; as long as it runs it is read.
        if not stream.await_more("reads") and self._is_up():
            stream.blame("nothing was read with a full disk")
        time.sleep(chance.uniform(0, 1))
        self._disk.free()
        if self._cluster is not None and not self._is_up():
            self._cluster.start()
        if not stream.await_more("acknowledged"):
            stream.blame("nothing was acknowledged after there was room again")

    def _is_up(self) -> bool:
        return self._cluster is None or self._cluster.is_running()


class FileLimit(Fault):
    """No file may grow (RLIMIT_FSIZE), as under a quota; then files may again."""

    databases = (SQLITE,)
    reads_go_on = True

    def strike(self, stream: Stream, chance: Random) -> None:
        """Limit every process until somebody is refused and something read."""
        server = self.running()
        processes = [server.process.pid, *server.workers()]
        limit_files(processes, _LAST_FRAMES_BYTES)
        try:
            for name in ("refused", "reads"):
                if not stream.await_more(name):
                    stream.blame(f"nothing was {name} where no file may grow")
            time.sleep(chance.uniform(0, 1))
        finally:
            limit_files(processes, None)
        if not stream.await_more("acknowledged"):
            stream.blame("nothing was acknowledged after files might grow again")


class JumpedClock(Fault):
    """The clock of the service and of PostgreSQL jumps by hours, forwards and backwards."""

    def __init__(self, folder: Path, database: str, postgres: str | None) -> None:
        super().__init__(folder, database, postgres)
        self._clock = JumpingClock(self.open_folder() / "clock")
        self.settings |= self._clock.variables
        if database == POSTGRESQL:
            self.open_cluster(variables=self._clock.variables)
        self._expiry: Expiry | None = None

    def strike(self, stream: Stream, chance: Random) -> None:
        """Put the clock somewhere else; see that keys, grants and repeated requests follow."""
        server = self.running()
        if self._expiry is None:
            file = self.folder / "data" / "diagnosis.db"
            self._expiry = Expiry.prepared(server.url, self.url or file)
        hours = chance.choice((-11, -3, -1, 1, 2, 5, 12))
        for seconds in (hours * HOUR_SECONDS, 0):
            self._clock.set(seconds)
            for fault in self._expiry.faults_at(seconds):
                stream.blame(fault)
            earlier = next(iter(stream.acknowledged), None)
            if earlier is not None:
                stream.repeat(earlier)
            if not stream.await_more("acknowledged"):
                stream.blame(f"nothing was acknowledged after a jump to {seconds} s")


FAULTS: Mapping[str, type[Fault]] = {
    "server": KilledServer,
    "worker": KilledWorker,
    "postgresql": KilledPostgres,
    "disk": FullDisk,
    "file-limit": FileLimit,
    "clock": JumpedClock,
}
"""Every kind by its name, in the order of the report."""
