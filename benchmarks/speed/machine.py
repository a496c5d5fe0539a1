"""What the numbers were measured on, and with which versions of the rivals."""

import os
import platform
import re
import sqlite3
import subprocess
from datetime import UTC, datetime

from benchmarks.servers import ROOT

PINS = ROOT / "benchmarks/requirements-rivals.txt"
SHOWN = ("fastapi", "pydantic", "uvicorn", "mlflow", "scikit-learn")


def pins(text: str) -> dict[str, str]:
    """Return the pinned version of each package of a requirements file.

    Examples
    --------
    >>> pins("numpy==2.4.6 \\\\\\n    --hash=sha256:ab\\n")
    {'numpy': '2.4.6'}

    """
    return dict(re.findall(r"^([a-z][a-z0-9-]*)==(\S+)", text, re.MULTILINE))


def describe_machine() -> str:
    """Return the day, the commit, the versions and the cores."""
    versions = pins(PINS.read_text(encoding="utf-8"))
    rivals = ", ".join(f"{name} {versions[name]}" for name in SHOWN)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit or 'unknown'}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} shared cores; {rivals}"
    )
