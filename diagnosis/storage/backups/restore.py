"""Puts a backup in the place of a SQLite database, while no server has it."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.deletions import DeletedFirm
from diagnosis.storage.backups.backup import (
    as_one_file,
    checked_migration,
    copied,
    sync,
    sync_folder,
)
from diagnosis.storage.backups.deletions import delete_all_again, deleted_in_file
from diagnosis.storage.backups.refusal import BackupRefused
from diagnosis.storage.engine import Timeouts, open_engine
from diagnosis.storage.migrate import migrate, newest
from diagnosis.storage.readiness import examine
from diagnosis.storage.sqlite.database_file import SERVING, NoFile, beside
from diagnosis.storage.sqlite.file_lock import (
    Contended,
    FileLock,
    NoFlock,
    give_to_owner_of,
    open_private,
    take,
)

_WRITER_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did.

    `kept` is where the database from before is, None where there was none; the migrations are
    those of the backup and of the database now. `deleted_again` firms were in the backup and had
    been deleted since; where the database before cannot be read, `knows_deleted` is false: those
    that were deleted since the backup are back.
    """

    database: Path
    backup_migration: str
    migration: str
    kept: Path | None
    deleted_again: int = 0
    knows_deleted: bool = True


def restore(backup: Path, database: Path) -> Restored:
    """Put a backup in the place of a database; one of an earlier migration is brought up first.

    The backup itself is only read. The database before is kept beside it; what was deleted there
    is deleted from what is restored.

    Raises
    ------
    BackupRefused
        When the backup is none of this service, damaged, or of a newer version; when a server
        has the database; when a file cannot be written.

    """
    if not backup.is_file():
        raise BackupRefused(f"{backup}: no such file")
    database = database.resolve()
    if database.exists() and backup.samefile(database):
        raise BackupRefused(f"{backup} is the database itself")
    database.parent.mkdir(parents=True, exist_ok=True)
    with _alone(database), copied(backup, database, is_live=False) as copy:
        try:
            migration = checked_migration(copy)
            deleted = deleted_in_file(database) if database.exists() else ()
            again = _bring_up(copy, deleted or ())
        except (BackupRefused, StoreUnavailable) as error:
            raise BackupRefused(f"{backup} cannot be restored: {error}") from error
        except DBAPIError as error:
            raise BackupRefused(f"{backup} cannot be restored: {error.orig}") from error
        sync(copy)
        give_to_owner_of(database, copy)
        kept = _set_aside(database) if database.exists() else None
        copy.replace(database)
        sync_folder(database)
    return Restored(
        database=database,
        backup_migration=migration,
        migration=newest(),
        kept=kept,
        deleted_again=again,
        knows_deleted=deleted is not None,
    )


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Keep servers away from a database, and wait for other writers."""
    try:
        descriptor = open_private(beside(database, SERVING), neighbour=database)
        try:
            _keep_servers_away(descriptor, database)
            with FileLock(beside(database, ".lock"), neighbour=database).held(_WRITER_SECONDS):
                yield
        finally:
            os.close(descriptor)
    except StoreUnavailable as error:
        raise BackupRefused(str(error)) from error


def _keep_servers_away(descriptor: int, database: Path) -> None:
    try:
        take(descriptor, until=time.monotonic())
    except Contended:
        raise BackupRefused(f"a server is using {database}: stop it, then restore") from None
    except NoFlock:
        raise BackupRefused(
            f"the filesystem of {database} has no locks (flock), so it is not known whether a "
            "server uses it; stop all servers and put the file in its place by hand"
        ) from None


def _bring_up(copy: Path, deleted: Sequence[DeletedFirm]) -> int:
    """Bring a copy to the newest migration, and make sure that it has our tables.

    Returns how many of some deleted firms it had; it has them no more.
    """
    url = URL.create("sqlite", database=str(copy))
    engine = open_engine(url, NoFile(), timeouts=Timeouts(), threads=1)
    try:
        migrate(engine.execution_options(writes=True))
        with engine.begin() as connection:
            has_tables = examine(connection, None).tables
        again = 0
        if has_tables:
            with engine.execution_options(writes=True).begin() as connection:
                again = delete_all_again(connection, deleted)
    finally:
        engine.dispose()
    if not has_tables:
        raise BackupRefused("its tables are not those of this service")
    with closing(sqlite3.connect(copy)) as connection:
        as_one_file(connection)
    return again


def _set_aside(database: Path) -> Path:
    """Return where a database is kept from now on, with its write-ahead log if it has one."""
    kept = beside(database, ".before-restore")
    number = 1
    while kept.exists():
        number += 1
        kept = beside(database, f".before-restore-{number}")
    try:
        kept.hardlink_to(database)  # so that there is a database at every moment
    except OSError:
        database.rename(kept)
    with suppress(FileNotFoundError):
        log = beside(database, "-wal")
        if log.stat().st_size:
            log.rename(beside(kept, "-wal"))
        else:
            log.unlink()
    with suppress(FileNotFoundError):
        beside(database, "-shm").unlink()
    return kept
