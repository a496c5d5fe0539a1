"""How much memory the processes of a server hold."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.server import Server

SETTLE_SECONDS = 2.0
"""How long a server rests before it is measured."""
ALLOWED_GROWTH = 0.10
EARLY, LATE = 500, 5_000
"""After how many requests memory is measured, and may have grown by no more than is allowed."""
_PART = r"^{}:\s+(\d+) kB"


@dataclass(frozen=True, kw_only=True)
class Held:
    """Megabytes that the processes of a server hold.

    `resident` (RSS) counts a page that processes share in each of them, `proportional` (PSS)
    divides it among them: that also moves when a worker writes to what it got from its parent,
    and when another program that shares a library begins or ends.
    """

    resident: float
    proportional: float


def held_by(server: Server) -> Held:
    """Return what the processes of a server hold after a rest."""
    time.sleep(SETTLE_SECONDS)
    texts = [
        Path(f"/proc/{process}/smaps_rollup").read_text()
        for process in (server.process.pid, *server.workers())
    ]
    resident, proportional = (
        sum(int(re.findall(_PART.format(part), text, re.MULTILINE)[0]) for text in texts) / 1024
        for part in ("Rss", "Pss")
    )
    return Held(resident=resident, proportional=proportional)


def growth(held: Mapping[int, Held], part: str) -> float | None:
    """Return by which share memory has grown between the two moments, None without one of them."""
    if EARLY not in held or LATE not in held:
        return None
    return float(getattr(held[LATE], part) / getattr(held[EARLY], part)) - 1


def has_grown(held: Mapping[int, Held]) -> bool:
    """Return whether resident memory has grown by more than is allowed."""
    return (growth(held, "resident") or 0) > ALLOWED_GROWTH
