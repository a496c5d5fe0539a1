"""Files are opened in a child process with limits, one at a time of all workers on a machine."""

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

import diagnosis
from diagnosis.files.evidence.sniffed import has_archive, sniffed_kind
from diagnosis.services.errors import FilesBusy
from diagnosis.services.ports.evidence import CleanFile, FileKind, FileRefused

SECONDS = 20
"""How long a child may take, waiting included; the time that it computes is limited further."""
QUEUE_SECONDS = 1.0
"""How long a request waits for the one before it."""
_PAUSE_SECONDS = 0.02
_CHILD = "diagnosis.files.evidence.child"
_ROOT = Path(diagnosis.__file__).resolve().parent.parent


class ChildCleaner:
    """Looks into files in a child process, and makes clean ones of them.

    Parameters
    ----------
    turn
        The file whose lock is held meanwhile, so that the memory of one child is all that is used.

    """

    def __init__(self, turn: Path, *, wait_seconds: float = QUEUE_SECONDS) -> None:
        self._turn = turn
        self._thread = BoundedSemaphore(1)
        self._wait_seconds = wait_seconds

    def __call__(self, content: bytes, stated: FileKind) -> CleanFile:
        """Return the clean file of some bytes that are stated to be of a kind.

        Raises
        ------
        FileRefused
            When they are of another kind, broken, active, encrypted or too large to look into.
        FilesBusy
            When another file is being looked into.

        """
        if not content:
            raise FileRefused("empty-file")
        kind = sniffed_kind(content)
        if kind is None:
            raise FileRefused("unknown-kind")
        if kind is not stated:
            raise FileRefused("other-kind", stated=stated.value, kind=kind.value)
        if has_archive(content):
            raise FileRefused("archive-in-file")
        with self._alone():
            return _cleaned(content, kind)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for the turn among threads, then among processes, where these have flock."""
        until = time.monotonic() + self._wait_seconds
        if not self._thread.acquire(timeout=self._wait_seconds):
            raise FilesBusy
        try:
            self._turn.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._turn, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _take(descriptor, until)
                yield
            finally:
                os.close(descriptor)
        finally:
            self._thread.release()


def _take(descriptor: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise FilesBusy from None
            time.sleep(_PAUSE_SECONDS)
        except OSError:
            return
        else:
            return


def _cleaned(content: bytes, kind: FileKind) -> CleanFile:
    """Return what a child makes of a file.

    The child gets nothing of this process but the file: no environment, in which secrets are.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-m", _CHILD, kind.value],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={},
            timeout=SECONDS,
            check=True,
        )
        head, _, made = child.stdout.partition(b"\n")
        outcome = json.loads(head)
    except (subprocess.SubprocessError, ValueError) as error:  # its limits ended it
        raise FileRefused("too-complex-file") from error
    if "code" in outcome:
        raise FileRefused(outcome["code"], **outcome["values"])
    return CleanFile(FileKind(outcome["kind"]), made)
