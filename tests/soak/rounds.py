"""A soak: users at work for a time, with rests in which what the server holds is measured."""

import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.journeys.server import serving
from tests.soak.measures import Sample, growth_faults, sampled
from tests.soak.traffic import take_turn
from tests.soak.users import Tally, World, a_world

SENDERS = 4
CROWD, CROWD_SECONDS = 24, 3.0
CRASH = re.compile(r'Traceback|"event": ?"crash"')
"""What a crash leaves in the log."""


@dataclass(kw_only=True)
class Soak:
    """What a soak came to."""

    database: str
    tally: Tally
    samples: list[Sample] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Return whether nothing was wrong."""
        return not (self.faults or self.tally.error_count)


def _send(world: World, chance: Random, until: float) -> None:
    try:
        while time.monotonic() < until:
            take_turn(world, chance)
    except Exception as error:  # a thread that ends unseen would make the soak shorter
        world.nobody.tally.blame(f"a sender ended: {error!r}")


def _work(world: World, chances: Sequence[Random], seconds: float) -> None:
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=_send, args=(world, each, until)) for each in chances]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _fill_pools(world: World, seed: int) -> None:
    """Ask so much at once that every thread and connection of the workers begins its work."""
    _work(world, [Random(f"{seed} crowd {number}") for number in range(CROWD)], CROWD_SECONDS)


def a_soak(
    folder: Path,
    *,
    database: str,
    url: str | None,
    seconds: float,
    seed: int,
    rests: int,
    warm_seconds: float,
) -> Soak:
    """Let users work for some seconds, with so many rests; return what it came to.

    What the server holds at the end is held against the first rest after `warm_seconds`.
    """  # fmt: skip
    with serving(folder, url=url) as server:
        world = a_world(server.url, url or folder / "data" / "diagnosis.db")
        soak = Soak(database=database, tally=world.nobody.tally)
        chances = [Random(f"{seed} {sender}") for sender in range(SENDERS)]
        workers = server.workers()
        _fill_pools(world, seed)
        for rest in range(1, rests + 1):
            _work(world, chances, seconds / rests)
            sample = sampled(server, rest * seconds / rests, soak.tally.requests)
            soak.samples.append(sample)
            print(sample, f"errors: {soak.tally.error_count}", flush=True)
        soak.faults += server.replaced(workers)
        crashes = len(CRASH.findall(server.log.read_text(errors="replace")))
        if crashes:
            soak.faults.append(f"{crashes} crashes in the server's log")
    soak.faults += growth_faults(soak.samples, warm_seconds)
    return soak
