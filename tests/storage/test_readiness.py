"""Whether a database can serve: what is looked at, and that the answer comes in time."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.scope import Principal
from diagnosis.storage import probe, readiness
from diagnosis.storage.database import Database
from diagnosis.storage.readiness import StoreReadiness
from tests.databases import OWNER, a_postgres, fresh_database, postmaster, reopened

READY = StoreReadiness(
    database=True, migrations=True, writable=True, row_security=True, tables=True
)
NOTHING = StoreReadiness()
SERVED_LOOKS, SERVED_SECONDS = probe.LOOKS, probe.LONGEST_SECONDS


def write(database: Database) -> None:
    """Write something."""
    with database.begin(Principal("local", "local")) as work:
        work.pin("digest", b"bundle", datetime(2026, 11, 26, tzinfo=UTC))


def test_a_migrated_database_is_ready(database: Database) -> None:
    assert database.readiness() == READY
    assert READY.trouble is None


def test_a_table_that_is_missing(database: Database) -> None:
    with reopened(database, OWNER) as owned, owned.engine.begin() as connection:
        connection.execute(text("ALTER TABLE feedback RENAME TO elsewhere"))
    assert database.trouble() == "tables"


def test_a_column_that_is_missing(database: Database) -> None:
    with reopened(database, OWNER) as owned, owned.engine.begin() as connection:
        connection.execute(text("ALTER TABLE feedback RENAME COLUMN created_at TO elsewhere"))
    assert database.trouble() == "tables"


def test_an_earlier_migration(database: Database) -> None:
    with reopened(database, OWNER) as owned:
        owned.migrate("0001")
    # The service has rights on the newest tables alone.
    is_file = database.engine.dialect.name == "sqlite"
    seen = StoreReadiness(database=True, writable=is_file, row_security=True)
    assert database.readiness() == seen


def test_a_pool_that_is_exhausted(database: Database) -> None:
    held = [database.engine.connect() for _ in range(6)]
    assert database.readiness() == READY
    for connection in held:
        connection.close()


def test_a_disk_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    database.migrate()
    monkeypatch.setattr(readiness, "_SPARE_BYTES", 1 << 60)
    assert database.trouble() == "writable"
    database.close()


@pytest.fixture
def portal(postgres: str) -> Iterator[Database]:
    """Yield a store on PostgreSQL."""
    database = Database(fresh_database(postgres))
    database.migrate()
    yield database
    database.close()


def test_a_replica_that_only_reads(portal: Database) -> None:
    with portal.engine.begin() as connection:
        name = portal.url.database
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    reader = Database(portal.url.render_as_string(hide_password=False))
    assert reader.readiness() == replace(READY, writable=False)
    with pytest.raises(StoreUnavailable, match="read-only"):
        write(reader)
    reader.close()


@pytest.mark.parametrize("setting", ["DateStyle = 'German'", "TimeZone = 'Asia/Shanghai'"])
def test_a_database_that_writes_moments_in_its_own_way(portal: Database, setting: str) -> None:
    with portal.engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {portal.url.database} SET {setting}"))
    other = Database(portal.url.render_as_string(hide_password=False))
    moment = datetime(2026, 11, 26, tzinfo=UTC)
    with other.engine.begin() as connection:
        written = text("SELECT CAST('2026-11-26 00:00:00+00' AS timestamptz)")
        assert connection.execute(written).scalar_one() == moment
    other.close()


def test_a_right_that_was_taken_away(portal: Database, postgres: str) -> None:
    with portal.engine.begin() as connection:
        for statement in (
            "CREATE ROLE little LOGIN",
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO little",
            "GRANT INSERT ON ALL TABLES IN SCHEMA public TO little",
            "REVOKE INSERT ON diagnosis, content_bundle FROM little",
        ):
            connection.execute(text(statement))
    url = portal.url.set(username="little").render_as_string(hide_password=False)
    little = Database(url)
    assert little.trouble() == "writable"
    with pytest.raises(StoreUnavailable, match="denied"):
        write(little)
    with portal.engine.begin() as connection:
        connection.execute(text("GRANT INSERT ON diagnosis, content_bundle TO little"))
        connection.execute(text("REVOKE SELECT ON progress FROM little"))
    assert little.trouble() == "tables"
    little.close()
    with portal.engine.begin() as connection:
        connection.execute(text("DROP OWNED BY little"))
        connection.execute(text("DROP ROLE little"))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a database have the time that it has when served."""
    monkeypatch.setattr(probe, "LOOKS", SERVED_LOOKS)
    monkeypatch.setattr(probe, "LONGEST_SECONDS", SERVED_SECONDS)


@pytest.mark.usefixtures("impatient")
def test_a_process_that_computes_says_nothing_of_its_database(database: Database) -> None:
    """Twelve threads keep the processor; each step of a look waits for all of them."""
    assert database.readiness() == READY
    done = threading.Event()

    def compute() -> None:
        while not done.is_set():
            sum(number * number for number in range(100_000))

    with ThreadPoolExecutor(12) as pool:
        for _ in range(12):
            pool.submit(compute)
        try:
            answers = [database.readiness() for _ in range(4)]
        finally:
            done.set()
    assert answers == [READY] * 4


@pytest.mark.usefixtures("impatient")
def test_what_was_seen_last_is_said_by_a_busy_process_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_postgres() as url:
        database = Database(fresh_database(url))
        database.migrate()
        assert database.readiness() == READY
        os.kill(postmaster(url), signal.SIGSTOP)
        try:
            began = monotonic()
            assert database.readiness() == NOTHING
            assert monotonic() - began >= SERVED_LOOKS * 0.01
            monkeypatch.setattr(probe, "LONGEST_SECONDS", 0.0)  # as if looking had taken long
            assert database.readiness() == READY
            monkeypatch.setattr(probe, "RECENT_SECONDS", 0.0)
            assert database.readiness() == NOTHING
        finally:
            os.kill(postmaster(url), signal.SIGCONT)
        database.close()


@pytest.mark.usefixtures("impatient")
def test_a_database_that_hangs_costs_one_thread() -> None:
    with a_postgres() as url:
        database = Database(fresh_database(url))
        database.migrate()
        assert database.readiness() == READY
        before = threading.active_count()
        os.kill(postmaster(url), signal.SIGSTOP)  # it takes connections, and answers none
        try:
            assert [database.readiness() for _ in range(3)] == [NOTHING] * 3
            assert threading.active_count() <= before + 1
        finally:
            os.kill(postmaster(url), signal.SIGCONT)
        while database.readiness() != READY:
            threading.Event().wait(0.05)
        database.close()
