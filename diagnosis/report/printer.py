"""Reports are printed in a child process with limits, few at a time on a machine."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import diagnosis
from diagnosis.report.child import MISSING
from diagnosis.report.document import ReportDocument
from diagnosis.report.file_format import FileFormat
from diagnosis.report.wire import written
from diagnosis.services.errors import PrinterMissing

AT_ONCE = 2
"""So many children run at once."""
TURN_SECONDS = 5.0
"""How long a request waits for those before it."""
CHILD_SECONDS = 90
"""How long a child may take; the time that it computes is limited further."""
_CHILD = "diagnosis.report.child"
_ROOT = Path(diagnosis.__file__).resolve().parent.parent
Turn = Callable[[], AbstractContextManager[None]]


class ChildPrinter:
    """Prints documents in a child process.

    Parameters
    ----------
    turn
        Waits for a turn, so that the memory of few children is all that is used; raises where
        it does not come.

    """

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def __call__(
        self, document: ReportDocument, formats: Sequence[FileFormat]
    ) -> dict[FileFormat, bytes]:
        """Return the files of a document, by format.

        Raises
        ------
        PrinterMissing
            When a library of the system is not installed.
        RuntimeError
            When the child ended without a file: a fault of ours.

        """
        with self._turn(), TemporaryDirectory(prefix="diagnosis-report-") as folder:
            return _printed(document, formats, folder)


def _printed(
    document: ReportDocument, formats: Sequence[FileFormat], folder: str
) -> dict[FileFormat, bytes]:
    """Return what a child makes of a document.

    The child gets nothing of this process but the document: no environment, in which secrets are.
    It writes the fonts into the folder, for Pango to read.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-m", _CHILD, *formats],
            input=written(document),
            capture_output=True,
            cwd=_ROOT,
            env={"TMPDIR": folder, "HOME": folder, "LANG": "C.UTF-8"},
            timeout=CHILD_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise RuntimeError(f"no report: {_last_line(error)}") from error
    head, _, rest = child.stdout.partition(b"\n")
    lengths = json.loads(head)
    if MISSING in lengths:
        raise PrinterMissing(lengths[MISSING])
    files = {}
    for name, length in lengths.items():
        files[FileFormat(name)], rest = rest[:length], rest[length:]
    return files


def _last_line(error: subprocess.SubprocessError) -> str:
    lines = (getattr(error, "stderr", None) or b"").decode(errors="replace").splitlines()
    return lines[-1] if lines else str(error)
