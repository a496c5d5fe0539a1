"""The command line in a process of its own, as a user starts it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.builders import EXAMPLES

ROOT = EXAMPLES.parent


@dataclass(frozen=True, slots=True)
class Run:
    """A way to run `python -m diagnosis` with some settings, beside those of the environment."""

    settings: Mapping[str, str]

    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "diagnosis", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=ROOT,
            env=os.environ | self.settings | environment,
            timeout=240,
            check=False,
        )


def loaded(result: subprocess.CompletedProcess[bytes]) -> Any:
    """Return the one JSON value that stdout is."""
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)
