"""Nothing waits without end: locks, statements and idle transactions end as StoreUnavailable."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.database import Database
from diagnosis.storage.engine import Timeouts
from tests.databases import fresh_database
from tests.ports.records import an_enterprise_record

OWNER = Principal("local", "somebody")
SHORT = Timeouts(lock_ms=200, statement_ms=200, idle_ms=200)


@pytest.fixture
def portal(postgres: str) -> Iterator[Database]:
    """Yield a store on PostgreSQL with little patience."""
    database = Database(fresh_database(postgres), timeouts=SHORT)
    database.migrate()
    yield database
    database.close()


def plain_url(database: Database) -> str:
    """Return the URL that psycopg takes."""
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


def test_a_lock_of_another_process_on_the_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}", timeouts=SHORT)
    database.migrate()
    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable), database.begin(OWNER):
            pass
        with database.read(OWNER) as reader:
            assert reader.enterprises({}, None, 1).items == ()
        other.execute("ROLLBACK")
    with database.begin(OWNER) as work:
        assert work.add_enterprise(an_enterprise_record())
    database.close()


def test_a_lock_on_a_table(portal: Database) -> None:
    with psycopg.connect(plain_url(portal)) as admin:
        admin.execute("LOCK TABLE enterprise")
        with pytest.raises(StoreUnavailable), portal.read(OWNER) as reader:
            reader.enterprises({}, None, 1)
        assert portal.trouble() == "tables"
        admin.rollback()
    with portal.read(OWNER) as reader:
        assert reader.enterprises({}, None, 1).items == ()
    assert portal.trouble() is None


def test_a_row_that_another_transaction_changes(portal: Database) -> None:
    firm = an_enterprise_record()
    with portal.begin(OWNER) as work:
        work.add_enterprise(firm)
    with psycopg.connect(plain_url(portal)) as admin:
        admin.execute("SELECT id FROM enterprise FOR UPDATE")
        with pytest.raises(StoreUnavailable), portal.begin(OWNER) as work:
            work.enterprise(firm.id)


def test_a_statement_that_takes_too_long(portal: Database) -> None:
    with pytest.raises(StoreUnavailable), portal.read(OWNER) as reader:
        reader._connection.execute(text("SELECT pg_sleep(60)"))


def test_a_transaction_that_does_nothing(portal: Database) -> None:
    with (
        psycopg.connect(plain_url(portal), autocommit=True) as admin,
        pytest.raises(StoreUnavailable),
        portal.begin(OWNER) as work,
    ):
        work.add_enterprise(an_enterprise_record())
        while admin.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND state = 'idle in transaction'"
        ).fetchone():
            admin.execute("SELECT pg_sleep(0.05)")
        work.enterprises({}, None, 1)
    with portal.read(OWNER) as reader:
        assert reader.enterprises({}, None, 1).items == ()


def test_a_migration_waits_longer(portal: Database) -> None:
    with psycopg.connect(plain_url(portal)) as admin, ThreadPoolExecutor(1) as pool:
        admin.execute("LOCK TABLE enterprise")
        migrating = pool.submit(portal.migrate, "base")
        admin.execute("SELECT pg_sleep(0.6)")
        admin.rollback()
        migrating.result()
    portal.migrate()
    assert portal.trouble() is None


def test_the_url_has_the_last_word_on_connecting(postgres: str) -> None:
    database = Database(fresh_database(postgres) + "&connect_timeout=7")
    assert database.trouble() == "migrations"
    database.close()
