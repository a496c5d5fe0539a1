"""Rounds of raw requests against a running server: sent, judged, counted."""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from diagnosis.services.ports.scope import AccessRole
from tests import asking as requests
from tests.fuzz.cases import VALID_EVERY, Case, make_case
from tests.fuzz.exchange import Exchange, exchange
from tests.fuzz.memory import EARLY, LATE, Held, has_grown, held_by
from tests.fuzz.published import Published
from tests.fuzz.stock import Stock, renew, take_stock
from tests.fuzz.tenants import LOCAL, Planted, Sender, a_sender, leaks, let_in_all, plant_all
from tests.fuzz.verdicts import breaks_of
from tests.journeys.server import Server
from tests.provider.server import OpenIdProvider

BATCH = 100
"""How many cases share a firm, a draft, a chain and a park."""
SENDERS = 3
LIMIT_SECONDS = 30.0
"""What takes longer hangs; gunicorn's own limits and the longest plan are below it."""
ENOUGH_VALID = 10
"""So many valid requests of each operation have to bring a success at least."""
CRASH = re.compile(r'Traceback|"event": ?"crash"')
"""What a crash leaves in the log."""
MOVED = "301"
"""What an address of earlier catalogues answers where all is well."""
MOST_FINDINGS = 50
"""How many findings are kept with their requests; all are counted."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A case that broke something, with as few of its mutations as it takes."""

    database: str
    seed: int
    sender: str
    case: Case
    breaks: tuple[str, ...]
    kept: tuple[int, ...]
    """The numbers of the mutations that are needed."""


@dataclass(kw_only=True)
class Round:
    """What a round came to."""

    database: str
    seed: int
    sender: str = LOCAL.name
    mutated: int = 0
    valid: int = 0
    seconds: float = 0
    statuses: Counter[str] = field(default_factory=Counter)
    mutations: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    """Answers of 2xx, or of what moved, by operation."""
    slowest: float = 0
    slowest_case: str = ""
    broken: int = 0
    hangs: int = 0
    findings: list[Finding] = field(default_factory=list)
    faults_of_round: list[str] = field(default_factory=list)
    """What is wrong with the round as a whole."""
    held: dict[int, Held] = field(default_factory=dict)
    """Memory by the number of requests that were sent before."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_good(self) -> bool:
        """Return whether nothing broke."""
        return not (self.broken or self.faults_of_round or has_grown(self.held))

    def add(self, case: Case, result: Exchange, breaks: list[str]) -> None:
        """Count a case and what became of it."""
        with self.lock:
            self.mutated += bool(case.mutations)
            self.valid += not case.mutations
            self.mutations.update(case.mutations)
            first = str(result.answers[0].status) if result.answers else result.ending
            self.statuses[first] += 1
            if first.startswith(("2", MOVED)):
                self.reached[case.operation] += not case.mutations
            if result.seconds > self.slowest:
                self.slowest = result.seconds
                self.slowest_case = f"{case.operation} ({case.index})"
            self.broken += bool(breaks)
            self.hangs += result.ending == "hang"


@dataclass(kw_only=True)
class Runner:
    """Sends the cases of a seed to a server, from several threads."""

    server: Server
    published: Published
    stock: Stock
    outcome: Round

    def judge(self, case: Case) -> tuple[Exchange, list[str]]:
        """Return what the server does with a case, and what is wrong with that."""
        result = exchange(
            self.server.port, case.wire, limit_seconds=LIMIT_SECONDS, pieces=case.pieces
        )
        breaks = breaks_of(case.wire, result, self.published)
        return result, breaks + leaks(result, self.stock.sender.unseen)

    def run(self, first: int, end: int) -> None:
        """Send the cases from the first number to before the last."""
        numbers = count(first // BATCH)
        threads = [
            threading.Thread(target=self._send_batches, args=(numbers, first, end))
            for _ in range(SENDERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send_batches(self, numbers: Iterator[int], first: int, end: int) -> None:
        try:
            while (number := next(numbers)) * BATCH < end:
                stock = renew(self.server.url, self.stock)
                cases = range(max(first, number * BATCH), min(end, (number + 1) * BATCH))
                for index in cases:
                    self._send(index, stock)
        except Exception as error:  # a thread that ends unseen would make the round shorter
            with self.outcome.lock:
                self.outcome.faults_of_round.append(f"a sender ended: {error!r}")

    def _send(self, index: int, stock: Stock) -> None:
        case = make_case(self.outcome.seed, index, self.published, stock)
        result, breaks = self.judge(case)
        self.outcome.add(case, result, breaks)
        if breaks and len(self.outcome.findings) < MOST_FINDINGS:
            self.outcome.findings.append(self._reduced(case, breaks, stock))

    def _reduced(self, case: Case, breaks: list[str], stock: Stock) -> Finding:
        """Return a finding with as few of the case's mutations as still break something."""
        kept = list(range(len(case.mutations)))
        for number in list(kept):
            fewer = frozenset(kept) - {number}
            if not fewer:
                break
            smaller = make_case(self.outcome.seed, case.index, self.published, stock, fewer)
            _, still = self.judge(smaller)
            if still:
                kept.remove(number)
                case, breaks = smaller, still
        return Finding(
            database=self.outcome.database,
            seed=self.outcome.seed,
            sender=self.outcome.sender,
            case=case,
            breaks=tuple(breaks),
            kept=tuple(kept),
        )


def a_runner(server: Server, database: str, seed: int, sender: Sender) -> Runner:
    """Return a runner over the document that a server publishes, with a stock of its own."""
    spec = requests.get(f"{server.url}/docs/openapi.json", timeout=60).json()
    published = Published(spec)
    stock = take_stock(server.url, published, sender)
    outcome = Round(database=database, seed=seed, sender=sender.name)
    return Runner(server=server, published=published, stock=stock, outcome=outcome)


def beside_others(
    server: Server, name: str, provider: OpenIdProvider | None = None
) -> tuple[Sender, tuple[Planted, ...]]:
    """Return a sender, and the rows of others that were planted beside it."""
    let_in_all(server.database)
    planted = plant_all(server.url)
    return a_sender(name, planted, provider), planted


def a_round(
    server: Server,
    *,
    database: str,
    seed: int,
    mutated: int,
    sender: str,
    provider: OpenIdProvider | None = None,
) -> Round:
    """Send at least so many mutated requests, and the valid ones between them.

    Who sends, by its name, is beside two organisations whose rows hold words that are searched
    for in every answer to it, in the log and in the counters; its requests may change none of
    those rows.
    """
    total = -(-mutated * VALID_EVERY // (VALID_EVERY - 1))
    who, planted = beside_others(server, sender, provider)
    runner = a_runner(server, database, seed, who)
    outcome = runner.outcome
    before = [rows.shown(server.url) for rows in planted]
    workers = server.workers()
    done = 0
    for until in sorted({min(EARLY, total), min(LATE, total), total}):
        started = time.monotonic()
        runner.run(done, until)
        outcome.seconds += time.monotonic() - started
        outcome.held[until] = held_by(server)
        done = until
    outcome.faults_of_round += server.replaced(workers)
    outcome.faults_of_round += _written_down(server, planted)
    for rows, shown in zip(planted, before, strict=True):
        outcome.faults_of_round += _changed(rows, shown, rows.shown(server.url), who)
    if outcome.valid >= ENOUGH_VALID * len(runner.published.operations):
        outcome.faults_of_round += [
            f"no valid request of {operation.id} succeeded"
            for operation in runner.published.operations
            if who.may(operation.id) and not outcome.reached[operation.id]
        ]
    return outcome


def _written_down(server: Server, planted: tuple[Planted, ...]) -> Iterator[str]:
    """Yield what is wrong with what a server wrote and counts."""
    log, counters = server.log.read_text(errors="replace"), server.metrics()
    crashes = len(CRASH.findall(log))
    if crashes:
        yield f"{crashes} crashes in the server's log"
    for each in sorted(word for rows in planted for word in rows.words):
        for place, text in (("log", log), ("counters", counters)):
            if each.decode() in text:
                yield f"the {place} holds {each.decode()}"


def _changed(
    rows: Planted, before: Mapping[str, str], after: Mapping[str, str], who: Sender
) -> Iterator[str]:
    """Yield the rows of others that were changed.

    Keys are an admin's to revoke, and a diagnosis shows what its consultant verified.
    """
    for path, text in before.items():
        is_of_admin = path == "/v1/keys" and who.name == AccessRole.ADMIN
        is_of_visit = path.startswith("/v1/diagnoses") and who.name == AccessRole.CONSULTANT
        if after[path] != text and not is_of_admin and not is_of_visit:
            yield f"{path} of {rows.organisation} was changed by another"
