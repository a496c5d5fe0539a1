"""The lock that writers queue for: in turn, with a deadline, gone with whoever held it."""

import errno
import fcntl
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.database import Database
from diagnosis.storage.engine import Timeouts
from diagnosis.storage.sqlite.file_lock import Contended, FileLock, ThreadQueue

LONG = 60.0
"""Seconds that a test is given on a slow and busy machine."""
HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def lock(tmp_path: Path) -> FileLock:
    """Return a lock on a file of its own."""
    return FileLock(tmp_path / "x.lock", neighbour=tmp_path / "x")


@contextmanager
def a_holder(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Yield another process that holds the lock of a file until it is killed."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdin is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        yield holder
    finally:
        holder.kill()
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()


def test_threads_hold_it_by_turns(lock: FileLock) -> None:
    inside, most = [], []
    together = Barrier(8)

    def enter(thread: int) -> None:
        together.wait()
        for _ in range(20):
            with lock.held(LONG):
                inside.append(thread)
                most.append(len(inside))
                inside.remove(thread)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(enter, range(8)))
    assert (len(most), max(most)) == (160, 1)


def test_threads_get_it_in_the_order_they_asked() -> None:
    queue, order = ThreadQueue(), []
    assert queue.enter(0)
    with ThreadPoolExecutor(4) as pool:
        for thread in range(4):

            def enter(thread: int = thread) -> None:
                assert queue.enter(LONG)
                order.append(thread)
                queue.leave()

            pool.submit(enter)
            while len(queue._waiting) <= thread:
                pass
        queue.leave()
    assert order == [0, 1, 2, 3]


def test_a_thread_that_gave_up_is_passed_over() -> None:
    queue = ThreadQueue()
    assert queue.enter(0)
    assert not queue.enter(0.01)
    queue.leave()
    assert queue.enter(0)


def test_it_has_a_deadline_and_is_free_when_its_process_is_killed(
    lock: FileLock, tmp_path: Path
) -> None:
    with a_holder(tmp_path / "x.lock") as holder:
        with pytest.raises(Contended), lock.held(0.05):
            pass
        holder.kill()
        holder.wait()
        with lock.held(LONG):
            pass


def test_an_error_inside_frees_it(lock: FileLock) -> None:
    with pytest.raises(KeyError), lock.held(LONG):
        raise KeyError
    with lock.held(0):
        pass


def test_a_forked_child_does_not_hold_it(lock: FileLock, tmp_path: Path) -> None:
    start, wake = os.pipe()
    with lock.held(LONG):
        child = os.fork()
        if child == 0:  # it lives on after its parent has let go
            os.close(wake)
            os.read(start, 1)
            os._exit(0)
    os.close(start)
    other = FileLock(tmp_path / "x.lock", neighbour=tmp_path / "x")
    try:
        with other.held(LONG):  # the child may need a moment to let go
            pass
    finally:
        os.close(wake)
        os.waitpid(child, 0)


def test_a_forked_child_does_not_free_it_for_its_parent(lock: FileLock, tmp_path: Path) -> None:
    other = FileLock(tmp_path / "x.lock", neighbour=tmp_path / "x")
    with lock.held(LONG):
        child = os.fork()
        if child == 0:
            try:
                with lock.held(0):
                    os._exit(1)
            except Contended:
                os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        with pytest.raises(Contended), other.held(0):
            pass


def test_where_there_is_no_flock_threads_still_queue(
    lock: FileLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int, _kind: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with lock.held(0) as descriptor:
        assert descriptor is None
        with pytest.raises(Contended), lock.held(0):
            pass


def test_a_lock_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "none" / "x.lock", neighbour=tmp_path)
    with pytest.raises(StoreUnavailable, match=r"none/x\.lock"), lock.held(0):
        pass


def test_only_its_owner_reads_it(lock: FileLock, tmp_path: Path) -> None:
    with lock.held(0):
        pass
    assert stat.S_IMODE((tmp_path / "x.lock").stat().st_mode) == 0o600


def test_a_transaction_inside_another_ends_at_its_deadline(tmp_path: Path) -> None:
    """A thread of a pool that is waited for inside a transaction: an error, and no deadlock."""
    database = Database(f"sqlite:///{tmp_path / 'x.db'}", timeouts=Timeouts(lock_ms=100))
    database.migrate()

    def write() -> None:
        with database.begin(Principal("a", "a")):
            pass

    with ThreadPoolExecutor(1) as pool:
        with database.begin(Principal("a", "a")), pytest.raises(StoreUnavailable):
            pool.submit(write).result(LONG)
        pool.submit(write).result(LONG)
    database.close()
