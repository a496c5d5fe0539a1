"""Traffic while something is broken: what is sent, acknowledged, read and followed, and judged."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests import asking as requests
from tests.builders import a_submission, an_enterprise

SENDERS = 4
TRY_SECONDS = 15
PAUSE_SECONDS = 0.05
MOST_WRONG = 20
"""How many wrong answers are kept in full."""


def sheet_of(reference: str) -> Any:
    """Return the sheet that is sent under a reference."""
    return a_submission(
        enterprise=an_enterprise(site=reference[-1]),
        answers={"ai-plan": 1, "strategy-plan": 2},
        reference=reference,
    )


def feed_of(url: str, after: int = 0) -> list[tuple[int, str, str]]:
    """Return the number, the kind and the id of every change after a number."""
    changes: list[tuple[int, str, str]] = []
    while True:
        page = requests.get(f"{url}/v1/changes?limit=200&after={after}", timeout=60)
        if page.status_code != 200:
            raise requests.RequestException(f"{page.status_code} {page.text[:200]}")
        read = page.json()
        changes += [(each["number"], each["kind"], each["id"]) for each in read["items"]]
        after = read["after"]
        if not read["more"]:
            return changes


@dataclass(kw_only=True)
class Stream:
    """What was sent and what was acknowledged: reference → id of the diagnosis.

    `broken` connections and `refused` requests (503 with Retry-After) are sent again; every other
    answer is `wrong`. `reads` are answers to readers of what was acknowledged (`reads_refused`
    with 503, `reads_broken` without one), `followed` is the feed as it was read meanwhile.
    """

    url: str
    seed: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    repeated: int = 0
    broken: int = 0
    refused: int = 0
    reads: int = 0
    reads_refused: int = 0
    reads_broken: int = 0
    followed: list[tuple[int, str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    threads: list[threading.Thread] = field(default_factory=list)

    def blame(self, what: str) -> None:
        """Keep what is wrong."""
        with self.lock:
            self.wrong.append(what[:300])

    def count(self, name: str) -> None:
        """Count something by its name."""
        with self.lock:
            setattr(self, name, getattr(self, name) + 1)

    def _answer_to(self, reference: str) -> str | None:
        """Return the id that a sheet got, None where it is to be sent again."""
        try:
            answer = requests.post(
                f"{self.url}/v1/diagnoses", json=sheet_of(reference), timeout=TRY_SECONDS,
                headers={"Idempotency-Key": reference},
            )  # fmt: skip
        except requests.RequestException:
            self.count("broken")
            time.sleep(PAUSE_SECONDS)
            return None
        if answer.status_code == 201:
            return str(answer.json()["id"])
        if answer.status_code == 503 and answer.headers.get("Retry-After"):
            self.count("refused")
            time.sleep(PAUSE_SECONDS)
        else:
            self.blame(f"{answer.status_code} {answer.headers} {answer.text}")
        return None

    def submit(self, reference: str) -> None:
        """Send one sheet until it is acknowledged; every try has the same key."""
        self.count("sent")
        while not self.stopping.is_set() and len(self.wrong) < MOST_WRONG:
            diagnosis = self._answer_to(reference)
            if diagnosis is not None:
                with self.lock:
                    self.acknowledged[reference] = diagnosis
                return

    def repeat(self, reference: str) -> None:
        """Send an acknowledged sheet again: it has to get the id that it got."""
        diagnosis = self._answer_to(reference)
        if diagnosis is not None:
            self.count("repeated")
            if diagnosis != self.acknowledged[reference]:
                self.blame(f"{reference} was {self.acknowledged[reference]}, now {diagnosis}")

    def _one_of(self, chance: Random) -> str | None:
        with self.lock:
            return chance.choice(list(self.acknowledged)) if self.acknowledged else None

    def _send(self, sender: int) -> None:
        chance = Random(f"{self.seed} {sender}")
        number = 0
        while not self.stopping.is_set():
            number += 1
            self.submit(f"{sender}-{number}")
            earlier = self._one_of(chance)
            if earlier is not None and chance.random() < 0.25:
                self.repeat(earlier)

    def _read(self) -> None:
        chance = Random(self.seed)
        while not self.stopping.is_set():
            time.sleep(PAUSE_SECONDS)
            reference = self._one_of(chance)
            if reference is None:
                continue
            path = f"/v1/diagnoses/{self.acknowledged[reference]}/summary"
            try:
                answer = requests.get(self.url + path, timeout=TRY_SECONDS)
            except requests.RequestException:
                self.count("reads_broken")
                continue
            if answer.status_code == 200:
                self.count("reads")
            elif answer.status_code == 503:
                self.count("reads_refused")
            else:
                self.blame(f"reading {reference}: {answer.status_code} {answer.text}")

    def _follow(self) -> None:
        while not self.stopping.is_set():
            time.sleep(PAUSE_SECONDS)
            after = self.followed[-1][0] if self.followed else 0
            try:
                self.followed += feed_of(self.url, after)
            except requests.RequestException:
                continue

    def begin(self) -> None:
        """Let the senders, a reader and somebody who follows the feed begin."""
        jobs: list[Callable[[], None]] = [lambda n=n: self._send(n) for n in range(SENDERS)]
        for job in (*jobs, self._read, self._follow):
            thread = threading.Thread(target=self._guarded, args=(job,))
            thread.start()
            self.threads.append(thread)

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:  # a thread that ends unseen would make the round shorter
            self.blame(f"a thread ended: {error!r}")

    def await_more(self, name: str, *, seconds: float = 60) -> bool:
        """Return whether one more is acknowledged, refused or read within some seconds."""
        before, until = self._counted(name), time.monotonic() + seconds
        while time.monotonic() < until:
            if self._counted(name) > before:
                return True
            time.sleep(PAUSE_SECONDS)
        return False

    def _counted(self, name: str) -> int:
        value = getattr(self, name)
        return value if isinstance(value, int) else len(value)

    def end(self) -> None:
        """Let everybody stop, and wait until they have."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)
