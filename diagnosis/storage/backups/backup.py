"""Backups of a SQLite database: made in one piece while it is written to, and checked."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from diagnosis.storage.backups.refusal import BackupRefused
from diagnosis.storage.sqlite.database_file import beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup: where it is, the migration it is at, how many bytes it has."""

    path: Path
    migration: str
    size: int


def back_up(database: Path, target: Path, *, force: bool = False) -> Backup:
    """Return the backup of a database that was written to a file.

    The database may be in use: the backup is what it held at one moment. It is one file, with
    no write-ahead log, and only its owner may read it.

    Parameters
    ----------
    force
        Whether a file that is there already may be replaced.

    Raises
    ------
    BackupRefused
        When there is no database of ours, the target is there already or cannot be written, or
        the copy is not whole.

    """
    if not database.is_file():
        raise BackupRefused(f"{database}: there is no database yet")
    if target.exists() and (not force or target.samefile(database)):
        raise BackupRefused(f"{target} exists already; --force replaces it, if it is a backup")
    with copied(database, target, is_live=True) as copy:
        try:
            migration = checked_migration(copy)
        except BackupRefused as error:
            raise BackupRefused(f"{database} is not backed up: {error}") from error
        copy.replace(target)
        sync_folder(target)
    return Backup(path=target, migration=migration, size=target.stat().st_size)


@contextmanager
def copied(database: Path, target: Path, *, is_live: bool) -> Iterator[Path]:
    """Yield a copy of a database in a file beside the target; it is gone in the end.

    Raises
    ------
    BackupRefused
        When it cannot be made; the message says why.

    """
    copy = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with (
            closing(sqlite3.connect(address_of(database, is_live=is_live), uri=True)) as origin,
            closing(sqlite3.connect(copy)) as destination,
        ):
            origin.backup(destination)
            as_one_file(destination)
        sync(copy)
        yield copy
    except sqlite3.Error as error:
        is_damaged = error.sqlite_errorcode == sqlite3.SQLITE_CORRUPT
        words = f"it is damaged: {error}" if is_damaged else str(error)
        raise BackupRefused(f"{database}: {words}") from error
    except OSError as error:
        is_ours = error.filename is None or str(error.filename) == str(copy)
        file = target if is_ours else error.filename
        raise BackupRefused(f"{file}: {error.strerror}") from error
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                beside(copy, suffix).unlink()


def address_of(database: Path, *, is_live: bool) -> str:
    """Return the URI to read a database by; a file that nobody writes to is not touched at all."""
    log = beside(database, "-wal")
    mode = "rw" if is_live else "ro"
    has_log = log.exists() and log.stat().st_size > 0
    how = f"mode={mode}" if is_live or has_log else "immutable=1"
    return f"file://{quote(os.fsencode(database.absolute()))}?{how}"


def as_one_file(connection: sqlite3.Connection) -> None:
    """Bring a database to a form that needs no file beside it, so that it is read anywhere."""
    connection.execute("PRAGMA journal_mode=DELETE").close()


def checked_migration(database: Path) -> str:
    """Return the migration that a whole database of ours is at.

    Raises
    ------
    BackupRefused
        When it is damaged, or not one of ours.

    """
    with closing(sqlite3.connect(address_of(database, is_live=False), uri=True)) as connection:
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise BackupRefused(f"it is damaged: {verdict}")
        try:
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        except sqlite3.OperationalError:
            rows = []
    if len(rows) != 1:
        raise BackupRefused("it is no database of this service")
    return str(rows[0][0])


def sync(path: Path) -> None:
    """Have what was written to a file, or a folder, reach the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Have the name of a file written to the disk."""
    sync(path.absolute().parent)
