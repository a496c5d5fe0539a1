"""How much memory the processes of a server hold."""

import re
import time
from pathlib import Path

from tests.journeys.server import Server

SETTLE_SECONDS = 2.0
"""How long a server rests before it is measured."""
ALLOWED_GROWTH = 0.10
EARLY, LATE = 500, 5_000
"""After how many requests memory is measured, and may have grown by no more than is allowed."""
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def held_mb(server: Server) -> float:
    """Return the megabytes (PSS: shared pages divided) that a server's processes hold."""
    time.sleep(SETTLE_SECONDS)
    total = 0
    for process in (server.process.pid, *server.workers()):
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
        (kilobytes,) = _PSS.findall(text)
        total += int(kilobytes)
    return total / 1024


def has_grown(held: dict[int, float]) -> bool:
    """Return whether memory late in a round is beyond what the early one allows."""
    if EARLY not in held or LATE not in held:
        return False
    return held[LATE] > held[EARLY] * (1 + ALLOWED_GROWTH)
