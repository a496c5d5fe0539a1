"""Fault rounds: break something in traffic, again and again, and count after.

Long run: `.venv/bin/python -m tests.faults.rounds --rounds 20 --seconds 4 \
--report docs/reports/faults.md`
"""

import argparse
import os
import platform
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests import asking as requests
from tests.databases import a_postgres, migrated_database
from tests.faults.kinds import FAULTS, POSTGRESQL, SQLITE, STRIKES_AFTER_SECONDS, Fault
from tests.faults.races import RACES, Race, a_race, a_track
from tests.faults.stream import SENDERS, Stream, feed_of
from tests.journeys.server import free_port

CRASH = re.compile(r'Traceback|"event": ?"crash"')
"""What a crash leaves in the log."""
COUNTED = (
    "strikes", "sent", "acknowledged", "repeated", "broken", "refused", "reads", "lost", "twice",
    "feed",
)  # fmt: skip
"""The columns of the report."""


@dataclass(kw_only=True)
class Outcome:
    """What one round came to; `feed` counts what is wrong with the feed of changes."""

    kind: str
    database: str
    counts: Counter[str]
    wrong: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Return whether nothing acknowledged was lost and nothing stored twice."""
        bad = sum(self.counts[name] for name in ("lost", "twice", "feed"))
        return not (bad or self.wrong) and self.counts["acknowledged"] > 0


def stored(url: str) -> list[dict[str, Any]]:
    """Return every stored diagnosis' line."""
    rows: list[dict[str, Any]] = []
    following: str | None = "/v1/diagnoses?limit=200"
    while following:
        page = requests.get(url + following, timeout=60).json()
        rows += page["items"]
        following = page["next"]
    return rows


def feed_faults(stream: Stream) -> int:
    """Return how many changes were skipped, are out of order, or are missing."""
    feed = feed_of(stream.url)
    numbers = [number for number, _, _ in feed]
    faults = sum(later <= earlier for earlier, later in pairwise(numbers))
    seen = stream.followed + feed_of(stream.url, stream.followed[-1][0] if stream.followed else 0)
    faults += len(set(feed) ^ set(seen)) + abs(len(feed) - len(seen))
    times = Counter(thing for _, kind, thing in feed if kind == "diagnosis-stored")
    return faults + sum(times[diagnosis] != 1 for diagnosis in stream.acknowledged.values())


def _counts(stream: Stream, strikes: int) -> Counter[str]:
    rows = stored(stream.url)
    ids = {row["id"] for row in rows}
    references = [row["reference"] for row in rows]
    counts = {
        name: getattr(stream, name) for name in ("sent", "repeated", "broken", "refused", "reads")
    }
    return Counter(
        counts,
        strikes=strikes,
        acknowledged=len(stream.acknowledged),
        lost=sum(diagnosis not in ids for diagnosis in stream.acknowledged.values()),
        twice=len(references) - len(set(references)) + len(rows) - len(ids),
        feed=feed_faults(stream),
    )


def a_round(
    kind: str, folder: Path, *, database: str, url: str | None, seconds: float, seed: int
) -> Outcome:
    """Run one round of a kind of `FAULTS` and count.

    `url` is a database for kinds that bring none of their own; None is a file.
    """
    fault = FAULTS[kind](folder, database, url)
    with fault.stack:
        return _run(kind, fault, seconds, seed)


def _run(kind: str, fault: Fault, seconds: float, seed: int) -> Outcome:
    chance, strikes = Random(seed), 0
    server = fault.start(free_port())
    stream = Stream(url=server.url, seed=seed)
    stream.begin()
    try:
        stream.await_more("acknowledged")  # so that there is something to read
        until = time.monotonic() + seconds
        while time.monotonic() < until or not strikes:
            time.sleep(chance.uniform(*STRIKES_AFTER_SECONDS))
            fault.strike(stream, chance)
            strikes += 1
        if not stream.await_more("acknowledged"):
            stream.blame("nothing was acknowledged in the end")
        stream.end()
        if fault.reads_go_on and stream.reads_refused + stream.reads_broken:
            stream.blame(f"refused readers: {stream.reads_refused}, {stream.reads_broken} broken")
        counts = _counts(stream, strikes)
        crashes = len(CRASH.findall(server.log.read_text(errors="replace")))
        if crashes:
            stream.blame(f"{crashes} crashes in the log")
    finally:
        stream.end()
        if fault.running().process.poll() is None:
            fault.running().stop()
    return Outcome(kind=kind, database=fault.database, counts=counts, wrong=stream.wrong)


def _told(arguments: argparse.Namespace) -> list[str]:
    return [
        "# Fault rounds", "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} "
        f"cores. Command: `.venv/bin/python -m tests.faults.rounds --rounds {arguments.rounds} "
        f"--seconds {arguments.seconds:g} --seed {arguments.seed} --report {arguments.report}`.",
        "",
        f"{SENDERS} senders submit sheets, each under its own Idempotency-Key and again until it "
        "is acknowledged; now and then they repeat one that was acknowledged. Others read what "
        "was acknowledged and follow the feed of changes. Meanwhile, at random moments, something "
        "is broken (a row of `tests/faults/kinds.py` each):", "",
        "- `server`, `worker`: `kill -9` of the server with both its workers, or of one of them.",
        "- `postgresql`: `kill -9` of all its processes, with `fsync` on; started again later.",
        "- `disk`: a small file system of its own is filled until somebody is refused: that of "
        "data and temporary files with SQLite, that of all files of PostgreSQL.",
        "- `file-limit`: no file of the service may grow (`RLIMIT_FSIZE`), as under a quota.",
        "- `clock`: the clock of the service and of PostgreSQL jumps by up to 12 hours, forwards "
        "or backwards, and back again (libfaketime).", "",
        "Afterwards every acknowledged diagnosis must be there, no reference and no id twice, "
        "each repeat have got the id of the first, and the feed as it was followed be the "
        "feed as it is. A request is answered 201, or 503 with Retry-After (*refused*) and sent "
        "again; whatever else is an *other answer*. With a full disk of SQLite no reader is "
        "refused. SQLite: WAL, synchronous=FULL. Under `server` and `worker` PostgreSQL has fsync "
        "off: it was not killed there.", "",
    ]  # fmt: skip


def _report(outcomes: list[Outcome], races: list[Race], arguments: argparse.Namespace) -> str:
    lines = _told(arguments)
    lines.append("| what | database | rounds | " + " | ".join(COUNTED) + " | other answers |")
    lines.append("|---" * (len(COUNTED) + 4) + "|")
    for kind in FAULTS:
        for database in (SQLITE, POSTGRESQL):
            rounds = [o for o in outcomes if (o.kind, o.database) == (kind, database)]
            if rounds:
                sums = " | ".join(str(sum(o.counts[name] for o in rounds)) for name in COUNTED)
                wrong = sum(len(o.wrong) for o in rounds)
                lines.append(f"| {kind} | {database} | {len(rounds)} | {sums} | {wrong} |")
    lines += [
        "", "## Racing writers", "",
        "Each is tried again and again, all writers at the same moment over two workers "
        "(`tests/faults/races.py`):", "",
        "| race | database | tried | answers | wrong |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for race in races:
        answers = ", ".join(
            f"{count} × {status}" for status, count in sorted(race.answers.items())
        )
        lines.append(
            f"| {race.what} | {race.database} | {race.tried} | {answers} | {len(race.wrong)} |"
        )
    return "\n".join(lines) + "\n"


def _fault_rounds(arguments: argparse.Namespace, postgres: str) -> list[Outcome]:
    outcomes = []
    for number in range(arguments.rounds):
        for kind in arguments.kinds:
            for database in FAULTS[kind].databases:
                with TemporaryDirectory() as folder:
                    url = None if database == SQLITE else migrated_database(postgres)
                    outcome = a_round(
                        kind, Path(folder), database=database, url=url,
                        seconds=arguments.seconds, seed=arguments.seed + number,
                    )  # fmt: skip
                print(outcome, flush=True)
                outcomes.append(outcome)
    return outcomes


def _all_races(arguments: argparse.Namespace, postgres: str) -> list[Race]:
    races = []
    for database in (SQLITE, POSTGRESQL):
        url = None if database == SQLITE else migrated_database(postgres)
        with TemporaryDirectory() as folder, a_track(Path(folder), url) as track:
            for what in RACES:
                race = a_race(what, track, database=database, times=arguments.races)
                print(race, flush=True)
                races.append(race)
    return races


def main() -> int:
    """Run many rounds and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--races", type=int, default=50, help="how often each race is tried")
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", choices=tuple(FAULTS), default=tuple(FAULTS))
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    with a_postgres() as postgres:
        outcomes = _fault_rounds(arguments, postgres)
        races = _all_races(arguments, postgres)
    text = _report(outcomes, races, arguments)
    print(text)
    if arguments.report:
        arguments.report.parent.mkdir(parents=True, exist_ok=True)
        arguments.report.write_text(text, encoding="utf-8")
    is_good = all(outcome.is_good for outcome in outcomes) and not any(
        race.wrong for race in races
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
