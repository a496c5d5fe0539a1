"""Files are opened in a child process with limits, one at a time of all workers on a machine."""

import json
import subprocess
import sys
from pathlib import Path

import diagnosis
from diagnosis.files.evidence.sniffed import has_archive, sniffed_kind
from diagnosis.files.turns import MachineTurns
from diagnosis.services.errors import FilesBusy
from diagnosis.services.ports.evidence import CleanFile, FileKind, FileRefused

SECONDS = 20
"""How long a child may take, waiting included; the time that it computes is limited further."""
QUEUE_SECONDS = 1.0
"""How long a request waits for the one before it."""
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
        self._turn = MachineTurns((turn,), FilesBusy, wait_seconds=wait_seconds)

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
        with self._turn():
            return _cleaned(content, kind)


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
