"""What the processes of a server hold: memory, threads, open files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.memory import ALLOWED_GROWTH, Held, held_by
from tests.journeys.server import Server

ALLOWED_THREADS, ALLOWED_FILES = 2, 12
"""How many more there may be in the end: a thread and two connections of each worker's pools,
three files each with SQLite, which the first minutes may not have asked for."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What was held after so many seconds of traffic and so many requests, at rest."""

    seconds: float
    requests: int
    held: Held
    threads: int
    files: int


def sampled(server: Server, seconds: float, requests: int) -> Sample:
    """Return what a server holds after a rest."""
    held = held_by(server)
    folders = [Path(f"/proc/{pid}") for pid in (server.process.pid, *server.workers())]
    return Sample(
        seconds=seconds,
        requests=requests,
        held=held,
        threads=sum(len(list((folder / "task").iterdir())) for folder in folders),
        files=sum(len(list((folder / "fd").iterdir())) for folder in folders),
    )


def growth(samples: Sequence[Sample], warm_seconds: float) -> tuple[Sample, Sample] | None:
    """Return the first sample of a warm server and the last; None where there are not two."""
    warm = [sample for sample in samples if sample.seconds >= warm_seconds]
    return (warm[0], warm[-1]) if len(warm) > 1 else None


def growth_faults(samples: Sequence[Sample], warm_seconds: float) -> list[str]:
    """Return what has grown since the server was warm: memory, threads, open files."""
    ends = growth(samples, warm_seconds)
    if ends is None:
        return []
    first, last = ends
    faults = []
    if last.held.resident > first.held.resident * (1 + ALLOWED_GROWTH):
        faults.append(f"memory: {first.held.resident:.1f} MB, then {last.held.resident:.1f} MB")
    if last.threads > first.threads + ALLOWED_THREADS:
        faults.append(f"threads: {first.threads}, then {last.threads}")
    if last.files > first.files + ALLOWED_FILES:
        faults.append(f"open files: {first.files}, then {last.files}")
    return faults
