"""Fault rounds: kill the server or a worker during a stream of submissions, and count after.

Long run: `.venv/bin/python -m tests.faults.rounds --rounds 20 --seconds 4 \
--report docs/reports/faults.md`
"""

import argparse
import os
import platform
import random
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests import asking as requests
from tests.builders import a_submission, an_enterprise
from tests.databases import a_postgres, fresh_database
from tests.journeys.server import Server, free_port, start

SENDERS = 4


@dataclass(kw_only=True)
class Stream:
    """What was sent, and what was acknowledged: reference → id of the diagnosis."""

    url: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    broken: int = 0
    wrong: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def submit(self, reference: str) -> None:
        """Send one sheet until it is acknowledged; every try has the same key."""
        sheet = a_submission(
            enterprise=an_enterprise(site=reference[-1]),
            answers={"ai-plan": 1, "strategy-plan": 2},
            reference=reference,
        )
        with self.lock:
            self.sent += 1
        while not self.stopping.is_set():
            try:
                answer = requests.post(
                    f"{self.url}/v1/diagnoses", json=sheet, timeout=15,
                    headers={"Idempotency-Key": reference},
                )  # fmt: skip
            except requests.RequestException:
                with self.lock:
                    self.broken += 1
                time.sleep(0.05)
                continue
            with self.lock:
                if answer.status_code == 201:
                    self.acknowledged[reference] = answer.json()["id"]
                elif answer.status_code != 503:
                    self.wrong.append(f"{answer.status_code} {answer.text[:200]}")
            if answer.status_code != 503:
                return

    def wait_for(self, acknowledged: int, *, seconds: float = 60) -> None:
        """Wait until so many sheets are acknowledged; give up after some seconds."""
        until = time.monotonic() + seconds
        while len(self.acknowledged) < acknowledged and time.monotonic() < until:
            time.sleep(0.1)

    def run(self, sender: int) -> None:
        """Submit one sheet after another."""
        number = 0
        while not self.stopping.is_set():
            number += 1
            self.submit(f"{sender}-{number}")


@dataclass(kw_only=True)
class Outcome:
    """What one round came to."""

    kind: str
    database: str
    sent: int
    acknowledged: int
    broken: int
    kills: int
    lost: int
    twice: int
    wrong: list[str]

    @property
    def is_good(self) -> bool:
        """Return whether nothing acknowledged was lost and nothing stored twice."""
        return not (self.lost or self.twice or self.wrong) and self.acknowledged > 0


def stored(url: str) -> list[dict[str, Any]]:
    """Return every stored diagnosis' line."""
    rows: list[dict[str, Any]] = []
    following: str | None = "/v1/diagnoses?limit=200"
    while following:
        page = requests.get(url + following, timeout=60).json()
        rows += page["items"]
        following = page["next"]
    return rows


def _strike(server: Server, kind: str, chance: random.Random) -> None:
    if kind == "server":
        server.kill()
    else:
        workers = server.workers()
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)


def a_round(
    kind: str, folder: Path, *, database: str, url: str | None, seconds: float, seed: int
) -> Outcome:
    """Run one round and count.

    Parameters
    ----------
    kind
        `server` (killed and started again) or `worker` (gunicorn starts another).

    """
    chance = random.Random(seed)
    port = free_port()
    server = start(folder, port=port, url=url)
    stream = Stream(url=server.url)
    threads = [threading.Thread(target=stream.run, args=(n,)) for n in range(SENDERS)]
    for thread in threads:
        thread.start()
    kills, until = 0, time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.2, 0.8))
            _strike(server, kind, chance)
            kills += 1
            if kind == "server":
                server = start(folder, port=port, url=url)
        stream.wait_for(len(stream.acknowledged) + 1)
        stream.stopping.set()
        for thread in threads:
            thread.join(60)
        rows = stored(server.url)
    finally:
        stream.stopping.set()
        if server.process.poll() is None:
            server.stop()
    references = [row["reference"] for row in rows]
    ids = {row["id"] for row in rows}
    return Outcome(
        kind=kind,
        database=database,
        sent=stream.sent,
        acknowledged=len(stream.acknowledged),
        broken=stream.broken,
        kills=kills,
        lost=sum(diagnosis not in ids for diagnosis in stream.acknowledged.values()),
        twice=len(references) - len(set(references)),
        wrong=stream.wrong,
    )


def _report(outcomes: list[Outcome], arguments: argparse.Namespace) -> str:
    lines = [
        "# Fault rounds", "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} "
        f"cores. Command: `.venv/bin/python -m tests.faults.rounds --rounds {arguments.rounds} "
        f"--seconds {arguments.seconds:g} --seed {arguments.seed} --report {arguments.report}`.",
        "",
        f"{SENDERS} senders submit sheets, each under its own Idempotency-Key and again until it "
        "is acknowledged, while `kill -9` takes the whole server (then started again) or one of "
        "its two workers at random moments. Afterwards every acknowledged diagnosis must be "
        "there and no reference twice. SQLite: WAL, synchronous=FULL; PostgreSQL: fsync off (the "
        "machine was not cut off, only our processes).", "",
        "| what is killed | database | rounds | kills | sent | acknowledged | broken off | lost "
        "| twice | other answers |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for kind in ("server", "worker"):
        for database in ("sqlite", "postgresql"):
            rounds = [o for o in outcomes if (o.kind, o.database) == (kind, database)]
            sums = [
                sum(getattr(outcome, name) for outcome in rounds)
                for name in ("kills", "sent", "acknowledged", "broken", "lost", "twice")
            ]
            wrong = sum(len(outcome.wrong) for outcome in rounds)
            lines.append(
                f"| {kind} | {database} | {len(rounds)} | "
                + " | ".join(map(str, sums))
                + f" | {wrong} |"
            )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run many rounds and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    outcomes = []
    with a_postgres() as postgres:
        for number in range(arguments.rounds):
            for kind in ("server", "worker"):
                for database in ("sqlite", "postgresql"):
                    with TemporaryDirectory() as folder:
                        url = None if database == "sqlite" else fresh_database(postgres)
                        outcome = a_round(
                            kind, Path(folder), database=database, url=url,
                            seconds=arguments.seconds, seed=arguments.seed + number,
                        )  # fmt: skip
                    print(outcome, flush=True)
                    outcomes.append(outcome)
    text = _report(outcomes, arguments)
    print(text)
    if arguments.report:
        arguments.report.parent.mkdir(parents=True, exist_ok=True)
        arguments.report.write_text(text, encoding="utf-8")
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


if __name__ == "__main__":
    raise SystemExit(main())
