"""A database of many diagnoses, filled by the service's own verbs and kept for the next time.

Every row is written by the code that serves requests, but in transactions of many sheets. Five
firms, the oldest, have facts that no other has; their diagnoses are withdrawn.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from benchmarks.firms import RARE
from benchmarks.servers import ROOT
from benchmarks.sheets import Sheets
from diagnosis.bootstrap import LOCAL, Container, wire
from diagnosis.config.settings import read_settings
from diagnosis.services.intake.drafts import begin_draft
from diagnosis.services.ports.records import Register, RegisterEntry
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import Work
from diagnosis.services.scoring.currency import withdraw_diagnosis
from diagnosis.services.scoring.submissions import submit_sheet
from diagnosis.services.transaction import Caller
from diagnosis.storage.database import Database
from tests.keys import PEPPERED

BATCH = 500
DRAFT_EVERY = 20
FIRST = datetime(2023, 1, 1, tzinfo=UTC)
APART = timedelta(minutes=15)
"""The time between two sheets: 100,000 of them take not quite three years."""


@dataclass(frozen=True)
class OpenStore:
    """A store whose every transaction is a part of the same open one."""

    work: Work

    @contextmanager
    def read(self, principal: Principal) -> Iterator[Work]:
        """Yield the open transaction."""
        yield self.work

    @contextmanager
    def begin(self, principal: Principal) -> Iterator[Work]:
        """Yield the open transaction."""
        yield self.work

    def trouble(self) -> str | None:
        """Return nothing: it is open."""
        return None


def container_of(url: str) -> Container:
    """Return the container of a database."""
    return wire(read_settings({**PEPPERED, "DIAGNOSIS_DATABASE_URL": url}))


def register(folder: Path, rows: int) -> Path:
    """Return the SQLite file with as many diagnoses, filled where it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"register-{rows}-{_digest()}.db"
    if not path.exists():
        for stale in folder.glob(f"register-{rows}-*"):
            stale.unlink()
        unfinished = folder / f"register-{rows}-unfinished.db"
        fill(container_of(f"sqlite:///{unfinished}"), rows)
        unfinished.rename(path)
    return path


def _digest() -> str:
    """Return what a filled database depends on: the content, and the code that makes the rows."""
    paths = [Path(__file__), *(ROOT / "benchmarks" / name for name in ("firms.py", "sheets.py"))]
    for room in ("storage", "services/scoring", "services/intake", "domain/intake"):
        paths += sorted((ROOT / "diagnosis" / room).rglob("*.py"))
    digest = sha256(container_of("sqlite://").content.digest.encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def fill(container: Container, rows: int) -> None:
    """Fill a database with as many diagnoses."""
    store, filler = container.store, Filler(container)
    store.migrate()
    began = time.monotonic()
    with _filling_index(store):
        for start in range(0, rows, BATCH):
            with store.begin(LOCAL) as work:
                for number in range(start, min(start + BATCH, rows)):
                    filler.keep(work, number)
            if start and start % (20 * BATCH) == 0:
                spent = time.monotonic() - began
                print(f"  {start:,} of {rows:,} diagnoses, {spent:.0f} s", flush=True)
    store.close()


@contextmanager
def _filling_index(store: Database) -> Iterator[None]:
    """Index what a site has submitted while a database is filled.

    Without it the time of a stored call may grow with the rows there are, and that of filling
    with their square; whether it does is for `growth` to say.
    """
    columns = "owner_id, enterprise_id, form_id, id"
    _execute(store, f"CREATE INDEX filling ON diagnosis ({columns})")
    try:
        yield
    finally:
        _execute(store, "DROP INDEX filling")


def _execute(store: Database, statement: str) -> None:
    """Run a statement in the turn of a writer: who writes without it counts as a stranger."""
    writing = store.engine.execution_options(writes=True)
    with store.file.turn(), writing.begin() as connection:
        connection.exec_driver_sql(statement)


class Filler:
    """Stores simulated sheets by the service's verbs."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._sheets = Sheets(container.content)
        self._registered: set[tuple[Register, str]] = set()

    def keep(self, work: Work, number: int) -> None:
        """Store the sheet of a number; every twentieth firm has a draft beside it."""
        container = self._container
        caller = Caller(
            store=OpenStore(work),
            principal=LOCAL,
            now=FIRST + number * APART,
            new_id=container.new_id,
        )
        sheet = self._sheets.sheet(number)
        self._register(caller, work, Register.CHAIN, sheet.firm.chain)
        self._register(caller, work, Register.PARK, sheet.firm.park)
        raw = sheet.plain()
        stored = submit_sheet(container.diagnosing, caller, raw, None).stored
        if number < RARE:
            withdraw_diagnosis(container.content, caller, stored.row.id, {"reason": "填错了厂区"})
        if number % DRAFT_EVERY == 0:
            begin_draft(container.content, caller, raw, None)

    def _register(self, caller: Caller, work: Work, kind: Register, name: str | None) -> None:
        """Register a chain or park where it is new: firms that state its name belong to it."""
        if name is None or (kind, name) in self._registered:
            return
        self._registered.add((kind, name))
        entry = RegisterEntry(id=caller.make_id(), name=name, city=None, created_at=caller.now)
        work.add_register_entry(kind, entry)
