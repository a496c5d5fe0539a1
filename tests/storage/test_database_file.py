"""The file of a SQLite database that is moved, replaced, removed or copied over while in use."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.backups.backup import back_up
from diagnosis.storage.database import Database
from tests.journeys.server import ROOT
from tests.ports.records import an_enterprise_record

OWNER = Principal("local", "somebody")
MIGRATE = """
import sys
from diagnosis.storage.database import Database
sys.stdin.readline()
database = Database(sys.argv[1])
database.migrate()
print(database.trouble())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database lies."""
    return tmp_path / "x.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """Yield a migrated database."""
    database = Database(f"sqlite:///{path}")
    database.migrate()
    yield database
    database.engine.dispose()


def register(database: Database, site: str) -> None:
    """Register an enterprise."""
    with database.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record(site=site))


def sites(database: Database) -> list[str]:
    """Return the sites of the enterprises, in order."""
    with database.read(OWNER) as reader:
        return sorted(str(firm.facts.site) for firm in reader.enterprises({}, None, 100).items)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_their_owner_reads_the_files(database: Database, path: Path) -> None:
    register(database, "a")
    for suffix in ("", "-wal", "-shm", ".lock"):
        assert mode(path.with_name(path.name + suffix)) == 0o600, suffix


def test_a_file_of_more_rights_keeps_them(path: Path) -> None:
    path.touch(0o640)
    database = Database(f"sqlite:///{path}")
    database.migrate()
    assert mode(path) == 0o640
    database.close()


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def remove(path: Path) -> None:
    path.unlink()


def remove_all(path: Path) -> None:
    for each in path.parent.glob(path.name + "*"):
        each.unlink()


@pytest.mark.parametrize("strike", [move, remove, remove_all])
def test_a_file_that_is_gone_is_noticed_and_not_made_anew(
    database: Database, path: Path, strike: Callable[[Path], None]
) -> None:
    register(database, "a")
    strike(path)
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="removed"):
            register(database, "b")
        with pytest.raises(StoreUnavailable):
            sites(database)
        assert database.trouble() == "database"
    assert not path.exists()


def test_a_file_that_comes_back_is_used_again(database: Database, path: Path) -> None:
    register(database, "a")
    away = path.with_name("away.db")
    path.rename(away)
    with pytest.raises(StoreUnavailable):
        register(database, "b")
    away.rename(path)
    register(database, "c")
    assert sites(database) == ["a", "c"]


def test_a_new_file_does_not_take_the_log_of_one_that_was_moved(path: Path) -> None:
    log = path.with_name("x.db-wal")
    log.write_bytes(b"a log that belongs to the file that was moved")
    database = Database(f"sqlite:///{path}")
    database.migrate()
    assert path.with_name("x.db.replaced-wal").read_bytes().startswith(b"a log")
    database.close()


@pytest.mark.parametrize("reads_first", [False, True])
def test_a_backup_moved_over_the_file_is_used_without_the_log_of_the_old(
    database: Database, path: Path, reads_first: bool
) -> None:
    other = Database(f"sqlite:///{path}")
    register(database, "a")
    register(other, "b")
    backup = back_up(path, path.with_name("backup.db")).path
    register(database, "lost")
    backup.replace(path)
    assert database.trouble() is None
    if reads_first:
        assert sites(other) == ["a", "b"]
    register(other, "c")
    register(database, "d")
    assert sites(database) == sites(other) == ["a", "b", "c", "d"]
    assert path.with_name("x.db.replaced-wal").stat().st_size > 0
    for each in (database, other):
        each.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_of_another_migration_is_refused(database: Database, path: Path) -> None:
    older = Database(f"sqlite:///{path.with_name('older.db')}")
    older.migrate("0001")
    older.close()
    path.with_name("older.db").replace(path)
    with pytest.raises(StoreUnavailable, match="migration"):
        register(database, "a")
    assert database.trouble() == "migrations"
    database.migrate()
    register(database, "a")
    assert sites(database) == ["a"]


def test_a_file_replaced_during_a_transaction_is_not_acknowledged(
    database: Database, path: Path
) -> None:
    register(database, "a")
    backup = back_up(path, path.with_name("backup.db")).path
    with pytest.raises(StoreUnavailable), database.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record(site="b"))
        backup.replace(path)
    assert sites(database) == ["a"]


def test_a_file_that_was_copied_over_takes_no_more(database: Database, path: Path) -> None:
    register(database, "a")
    backup = back_up(path, path.with_name("backup.db")).path
    register(database, "b")
    shutil.copyfile(backup, path)
    with pytest.raises(StoreUnavailable, match="restore a backup"):
        register(database, "c")
    assert database.trouble() == "database"


def test_a_file_that_was_copied_over_without_a_log_is_used(database: Database, path: Path) -> None:
    register(database, "a")
    backup = back_up(path, path.with_name("backup.db")).path
    register(database, "b")
    database.close()
    shutil.copyfile(backup, path)
    register(database, "c")
    assert sites(database) == ["a", "c"]


def test_a_turn_that_was_cut_off_leaves_nothing_to_compare(database: Database, path: Path) -> None:
    """A kill during a checkpoint: the file differs from what was kept, and is ours."""
    register(database, "a")
    lock = path.with_name("x.db.lock")
    lock.write_bytes(b"-" + lock.read_bytes()[1:])
    os.utime(path)
    register(database, "b")
    assert sites(database) == ["a", "b"]


def test_a_log_is_not_read_into_a_file_replaced_before_a_start(path: Path) -> None:
    """The server was killed, a backup moved to its place, the log forgotten."""
    script = (
        "import os, sys; from tests.storage.test_database_file import *;"
        "database = Database(f'sqlite:///{sys.argv[1]}'); database.migrate();"
        "register(database, 'a'); back_up(Path(sys.argv[1]), Path(sys.argv[1] + '.backup'));"
        "register(database, 'lost'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, path], cwd=ROOT, check=True, timeout=120)
    assert path.with_name("x.db-wal").stat().st_size > 0
    path.with_name("x.db.backup").replace(path)
    database = Database(f"sqlite:///{path}")
    database.migrate()
    assert sites(database) == ["a"]
    database.close()


def test_closed_the_file_alone_is_everything(database: Database, path: Path) -> None:
    register(database, "a")
    assert path.with_name("x.db-wal").stat().st_size > 0
    database.close()
    assert not path.with_name("x.db-wal").exists()
    copy = shutil.copyfile(path, path.with_name("copy.db"))
    other = Database(f"sqlite:///{copy}")
    assert sites(other) == ["a"]
    other.close()


def test_a_file_that_is_no_database_is_unavailable(path: Path) -> None:
    path.write_bytes(b"not a database at all, whatever its name may say" * 50)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable):
        sites(database)
    assert database.trouble() == "database"


def test_servers_that_start_at_the_same_moment_all_start(path: Path) -> None:
    command = [sys.executable, "-c", MIGRATE, f"sqlite:///{path}"]
    starters = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write(b"\n")
        starter.stdin.flush()
    answers = [starter.communicate(timeout=120)[0].strip() for starter in starters]
    assert answers == [b"None"] * 6
