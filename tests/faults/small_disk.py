"""Room that runs out: a small file system of its own, and a limit on the size of files."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

_PIECES = (65_536, 4_096, 256, 1)


class CannotMount(Exception):
    """This machine does not let us mount a file system."""


class SmallDisk:
    """A file system in memory that holds so many megabytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Take all the room there is."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in _PIECES:
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    continue

    def free(self) -> None:
        """Give all of it back."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """Yield a small file system, mounted where every user may come; it is gone in the end.

    Raises
    ------
    CannotMount
        Where nothing may be mounted.

    """
    folder = Path(mkdtemp(prefix="small-", dir="/tmp"))
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", folder]
    try:
        made = subprocess.run(mounting, check=False, capture_output=True)
        if made.returncode:
            raise CannotMount(made.stderr.decode())
        try:
            yield SmallDisk(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
    finally:
        folder.rmdir()


def limit_files(processes: list[int], most: int | None) -> None:
    """Let running processes write no file beyond so many bytes; None lets them again."""
    for process in processes:
        _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (hard if most is None else most, hard))
