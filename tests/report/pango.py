"""Debian's Pango, which sets the text of reports: installed where root may.

WeasyPrint's wheel calls these libraries; it brings none along.
"""

import subprocess
from ctypes import CDLL

from tests.debian import apt_line, install, may_install

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


class NoPango(Exception):
    """Pango is missing and cannot be installed; the text says what to do."""


def let_pango_be_there() -> None:
    """Install Pango where it is missing and root may.

    Raises
    ------
    NoPango
        Where it is not there in the end.

    """
    reason = ""
    try:
        install(*PACKAGES, is_there=_is_there)
    except subprocess.CalledProcessError as failed:
        reason = f" apt said: {failed.stderr.strip()}"
    if not _is_there():
        by_whom = "Not even root could install it" if may_install() else "Not root, or no apt"
        raise NoPango(f"Pango is missing. {by_whom}. Run: {apt_line(*PACKAGES)}{reason}")


def _is_there() -> bool:
    try:
        for library in _LIBRARIES:
            CDLL(library)
    except OSError:
        return False
    return True
