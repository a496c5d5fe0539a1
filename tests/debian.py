"""Debian's packages that tests need: installed where root may, once for all that run at a time."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

_LOCK = Path(tempfile.gettempdir()) / "diagnosis-tests-apt.lock"


def may_install() -> bool:
    """Return whether packages can be installed here: by root, with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_line(*packages: str) -> str:
    """Return the command that installs packages, for a person."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(*packages: str, is_there: Callable[[], object]) -> None:
    """Install packages where root may and they are not there; else do nothing.

    Workers of the tests and other runs on the machine do so one after the other, and look when it
    is their turn: a package that another unpacks just now is not there yet.

    Raises
    ------
    subprocess.CalledProcessError
        Where apt fails; its `stderr` says why.

    """
    if not may_install():
        return
    with _LOCK.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_there():
            return
        silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", *packages],
        ):
            subprocess.run(
                ["apt-get", *step], env=silent, check=True, capture_output=True, text=True
            )
