"""Backups of the database of a URL: by us for SQLite, by its own tools for PostgreSQL."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from sqlalchemy.engine import URL

from diagnosis.storage.backups.backup import Backup, back_up
from diagnosis.storage.backups.postgres_tools import backup_lines, restore_lines
from diagnosis.storage.backups.refusal import BackupRefused
from diagnosis.storage.backups.restore import Restored, restore
from diagnosis.storage.engine import BadDatabaseUrl, database_path, read_url


def back_up_database(database: str | Path, target: Path, *, force: bool) -> Backup:
    """Return the backup of a database that was written to a file.

    Parameters
    ----------
    database
        Its URL, or the path of a file of SQLite.
    force
        Whether a file that is there already may be replaced.

    Raises
    ------
    BackupRefused
        When it cannot be made, or is to be made by PostgreSQL's own tools.

    """
    url = _url(database)
    return back_up(_file_of(url, partial(backup_lines, url, target)), target, force=force)


def restore_database(database: str | Path, backup: Path) -> Restored:
    """Put a backup in the place of a database.

    Raises
    ------
    BackupRefused
        When it cannot be restored, or is to be restored by PostgreSQL's own tools.

    """
    url = _url(database)
    return restore(backup, _file_of(url, partial(restore_lines, url, backup)))


def _url(database: str | Path) -> URL:
    try:
        return read_url(database)
    except BadDatabaseUrl as error:
        raise BackupRefused(f"the database cannot be used: {error}") from error


def _file_of(url: URL, lines: Callable[[], Iterable[str]]) -> Path:
    """Return the file of a SQLite database.

    Raises
    ------
    BackupRefused
        Where there is none; it names the lines for a shell that do the same on PostgreSQL.

    """
    path = database_path(url)
    if path is not None:
        return path
    if url.get_backend_name() == "sqlite":
        raise BackupRefused("a database behind a URI has no backup")
    steps = "\n".join(f"  {line}" for line in lines())
    raise BackupRefused(
        f"PostgreSQL has tools of its own for this (docs/operations.md). Run:\n{steps}"
    )
