"""Backups of a SQLite file, and what may be put in its place."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.storage import migrate
from diagnosis.storage.backups.archive import back_up_database, restore_database
from diagnosis.storage.backups.backup import back_up
from diagnosis.storage.backups.refusal import BackupRefused
from diagnosis.storage.backups.restore import restore
from diagnosis.storage.database import Database
from diagnosis.storage.tables import metadata
from tests.ports.records import NOW, an_enterprise_record, open_nameless_sheet

OWNER = Principal("local", "somebody")
NEWEST = migrate.newest()
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database lies."""
    return tmp_path / "x.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """Yield a migrated database with an enterprise."""
    database = Database(f"sqlite:///{path}")
    database.migrate()
    register(database, "a")
    yield database
    database.close()


def register(database: Database, site: str) -> None:
    """Register an enterprise."""
    with database.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record(site=site))


def sites(path: Path) -> list[str]:
    """Return the sites of the enterprises in a file, in order."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT site FROM enterprise_identity ORDER BY site"
        return [row[0] for row in connection.execute(query)]


def around(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()}


def test_a_backup_is_one_file_of_everything(database: Database, path: Path) -> None:
    before = around(path)
    backup = back_up(path, path.with_name("backup.db"))
    assert around(path) == before | {"backup.db"}
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert (backup.migration, backup.size) == (migrate.newest(), backup.path.stat().st_size)
    assert sites(backup.path) == ["a"]


def test_a_backup_is_what_one_moment_held(database: Database, path: Path) -> None:
    with database.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record(site="b"))
        backup = back_up(path, path.with_name("backup.db"))
    assert sites(backup.path) == ["a"]


def test_a_file_that_is_there_is_replaced_by_force_alone(database: Database, path: Path) -> None:
    target = path.with_name("backup.db")
    target.write_bytes(b"mine")
    with pytest.raises(BackupRefused, match="exists"):
        back_up(path, target)
    assert target.read_bytes() == b"mine"
    back_up(path, target, force=True)
    assert sites(target) == ["a"]
    with pytest.raises(BackupRefused, match="exists"):
        back_up(path, path, force=True)


def test_a_backup_of_nothing_is_refused(path: Path) -> None:
    with pytest.raises(BackupRefused, match="no database yet"):
        back_up(path, path.with_name("backup.db"))
    assert not path.exists()


def test_a_folder_that_is_missing_is_named(database: Database, path: Path) -> None:
    target = path.parent / "none" / "backup.db"
    with pytest.raises(BackupRefused) as refused:
        back_up(path, target)
    assert str(refused.value) == f"{target}: No such file or directory"


def test_a_database_that_is_damaged_anywhere_is_not_backed_up(
    database: Database, path: Path
) -> None:
    database.close()
    content, before = path.read_bytes(), around(path)
    for start in range(PAGE, len(content), PAGE):
        path.write_bytes(content[:start] + b"\xff" * PAGE + content[start + PAGE :])
        with pytest.raises(BackupRefused, match="damaged"):
            back_up(path, path.with_name("backup.db"))
        assert around(path) == before
    path.write_bytes(content)


def test_a_damaged_schema_is_a_store_that_is_not_available(database: Database, path: Path) -> None:
    database.close()
    content = path.read_bytes()
    table = b"CREATE TABLE feedback"
    assert table in content
    path.write_bytes(content.replace(table, b"\xff" * len(table)))
    with pytest.raises(StoreUnavailable):
        database.close()
    path.write_bytes(content)


def damage(path: Path) -> None:
    """Overwrite a page in the middle of a database."""
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + b"\xff" * PAGE + content[middle + PAGE :])


def test_what_was_restored_is_what_was_backed_up(database: Database, path: Path) -> None:
    backup = back_up(path, path.with_name("backup.db")).path
    content = backup.read_bytes()
    register(database, "b")
    database.close()
    result = restore(backup, path)
    assert (sites(path), sites(path.with_name("x.db.before-restore"))) == (["a"], ["a", "b"])
    assert (result.kept, result.migration) == (path.with_name("x.db.before-restore"), NEWEST)
    assert backup.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    register(database, "c")
    assert restore(backup, path).kept == path.with_name("x.db.before-restore-2")
    assert sites(path.with_name("x.db.before-restore-2")) == ["a", "c"]


def test_a_database_that_was_killed_is_kept_with_its_log(path: Path) -> None:
    child = os.fork()
    if child == 0:
        database = Database(f"sqlite:///{path}")
        database.migrate()
        register(database, "a")
        back_up(path, path.with_name("backup.db"))
        register(database, "b")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert path.with_name("x.db-wal").stat().st_size > 0
    kept = restore(path.with_name("backup.db"), path).kept
    assert kept is not None
    assert not path.with_name("x.db-wal").exists()
    assert not path.with_name("x.db-shm").exists()
    assert (sites(path), sites(kept)) == (["a"], ["a", "b"])


def test_a_backup_is_restored_where_there_is_no_database(database: Database, path: Path) -> None:
    backup = back_up(path, path.with_name("backup.db")).path
    other = path.parent / "new" / "y.db"
    assert restore(backup, other).kept is None
    assert sites(other) == ["a"]


def test_an_older_backup_is_brought_to_the_newest_migration(path: Path) -> None:
    older = Database(f"sqlite:///{path.with_name('older.db')}")
    older.migrate("0001")
    older.close()
    result = restore(path.with_name("older.db"), path)
    assert (result.backup_migration, result.migration) == ("0001", NEWEST)
    database = Database(f"sqlite:///{path}")
    assert database.trouble() is None
    database.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"no database, and longer than the head of one would be" * 50)


def empty(path: Path) -> None:
    path.touch()


def another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (name)")


def same_migration_other_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [NEWEST])
        connection.commit()


def of_a_newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (no_database, "not a database"),
        (empty, "no database of this service"),
        (another_program, "no database of this service"),
        (same_migration_other_tables, "tables are not those"),
        (of_a_newer_version, "9999"),
        (damage, "damaged"),
    ],
)
def test_what_is_none_of_ours_is_not_restored(
    database: Database, path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    backup = path.with_name("backup.db")
    if spoil in (of_a_newer_version, damage):
        back_up(path, backup)
    database.close()
    spoil(backup)
    before, names = path.read_bytes(), around(path)
    with pytest.raises(BackupRefused, match=reason):
        restore(backup, path)
    assert path.read_bytes() == before
    assert around(path) == names | {"x.db.serving"}


def test_a_file_that_is_missing_or_the_database_itself(database: Database, path: Path) -> None:
    for file, reason in ((path.with_name("none"), "no such file"), (path, "itself")):
        with pytest.raises(BackupRefused, match=reason):
            restore(file, path)


def test_a_database_that_is_served_is_not_replaced(database: Database, path: Path) -> None:
    backup = back_up(path, path.with_name("backup.db")).path
    ready, stop = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        Database(f"sqlite:///{path}").occupy()
        os.write(ready[1], b"x")
        os.read(stop[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    with pytest.raises(BackupRefused, match="stop it"):
        restore(backup, path)
    os.write(stop[1], b"x")
    os.waitpid(child, 0)
    assert restore(backup, path).kept is not None
    for end in (*ready, *stop):
        os.close(end)


def test_a_restore_knows_every_table() -> None:
    """Also in the process of the command, which imports no reader of rows."""
    script = (
        "from diagnosis.storage.backups import archive; from diagnosis.storage.tables import *;"
        "print(*metadata.tables)"
    )
    printed = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert set(printed.stdout.decode().split()) == set(metadata.tables)


def test_postgresql_is_told_of_its_own_tools() -> None:
    url = "postgresql://user:secret@host:5433/portal?sslmode=require&password=secret"
    url += "&sslpassword=secret"
    for refuse in (
        lambda: back_up_database(url, Path("to here"), force=False),
        lambda: restore_database(url, Path("to here")),
    ):
        with pytest.raises(BackupRefused) as refused:
            refuse()
        assert "secret" not in str(refused.value)
        assert "'to here'" in str(refused.value)
        assert "postgresql://user@host:5433/portal?sslmode=require" in str(refused.value)


def test_a_database_in_memory_has_no_backup() -> None:
    with pytest.raises(BackupRefused, match="memory"):
        back_up_database("sqlite://", Path("x"), force=False)


@pytest.mark.parametrize("url", ["postgresql://u:secret@h:port/d", "mysql://u:secret@h/d"])
def test_what_is_no_database_is_refused_without_its_password(url: str) -> None:
    for refuse in (
        lambda: back_up_database(url, Path("x"), force=False),
        lambda: restore_database(url, Path("x")),
    ):
        with pytest.raises(BackupRefused) as refused:
            refuse()
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize("name", ["a?b=c#d", "a%41", "é\udcff"], ids=ascii)
def test_a_backup_is_of_the_path_that_was_given(name: str, tmp_path: Path) -> None:
    database = tmp_path / name / "diagnosis.db"
    store = Database(database)
    store.migrate()
    store.close()
    made = back_up_database(database, tmp_path / "backup.db", force=False)
    assert restore_database(database, made.path).database == database.resolve()


def test_a_firm_that_was_deleted_is_not_brought_back(database: Database, path: Path) -> None:
    register(database, "b")
    backup = back_up(path, path.with_name("backup.db")).path
    gone = removed(database, "a")
    result = restore(backup, path)
    assert (result.deleted_again, result.knows_deleted) == (1, True)
    assert sites(path) == ["b"]
    again = Database(path)
    assert [firm.id for firm in again.deleted_firms()] == [gone]
    with again.audit(Principal("operator", "x", AccessRole.ADMIN)) as rows:
        assert rows.first_break(None) is None
        last = rows.entries({}, None, 1).items[0]
    assert (last.kind, last.subject_id) == ("enterprise-deleted", gone)
    again.close()
    # The list is in what was restored: a second restore of the same backup heeds it too.
    assert restore(backup, path).deleted_again == 1
    assert sites(path) == ["b"]


def test_a_nameless_sheet_that_was_deleted_is_not_brought_back(
    database: Database, path: Path
) -> None:
    code, firm, _ = open_nameless_sheet(database)
    backup = back_up(path, path.with_name("backup.db")).path
    with database.begin(code.principal) as work:
        work.erase(NOW)
    with database.audit(Principal("operator", "x", AccessRole.ADMIN)) as rows:
        last = rows.entries({}, None, 1).items[0]
    assert (last.kind, last.subject_id, last.about) == ("enterprise-deleted", firm.id, code.owner)
    assert restore(backup, path).deleted_again == 1
    again = Database(path)
    assert again.code_of(code.digest) is None
    with again.read(code.principal) as reader:
        assert reader.enterprise(firm.id) is None
    again.close()


def test_a_restore_says_where_it_cannot_know_what_was_deleted(
    database: Database, path: Path
) -> None:
    backup = back_up(path, path.with_name("backup.db")).path
    gone = removed(database, "a")
    listed = database.deleted_firms()
    database.close()
    path.write_bytes(b"no database at all" * 99)
    result = restore(backup, path)
    assert (result.deleted_again, result.knows_deleted) == (0, False)
    assert sites(path) == ["a"]
    again = Database(path)
    assert again.delete_firms_again(listed) == 1
    assert again.delete_firms_again(listed) == 0
    assert [firm.id for firm in again.deleted_firms()] == [gone]
    again.close()
    assert sites(path) == []


def removed(database: Database, site: str) -> str:
    """Delete the firm of a site; return its id."""
    with database.begin(OWNER) as work:
        firms = work.enterprises({"site": site}, None, 9).items
        assert len(firms) == 1
        work.remove_enterprise(firms[0], NOW)
    return firms[0].id
