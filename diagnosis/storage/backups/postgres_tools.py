"""How a PostgreSQL database is backed up and restored: by PostgreSQL's own tools."""

import sys
from pathlib import Path
from shlex import quote

from sqlalchemy.engine import URL

_ALL_ROWS = "PGOPTIONS='-c diagnosis.owner=*'"
"""Row-level security hides every row from whoever does not say whose rows are wanted."""

_SECRET = ("password", "sslpassword")
"""Options of a URL that are never repeated."""


def backup_lines(url: URL, file: Path) -> tuple[str, ...]:
    """Return the lines for a shell that back a database up to a file, without its password.

    The tools ask for the password, or take it from `PGPASSWORD` or `~/.pgpass`.
    """
    return (
        f"{_ALL_ROWS} pg_dump --enable-row-security --format=custom --no-owner --no-privileges "
        f"--file={quote(str(file))} {_address(url)}",
    )


def restore_lines(url: URL, file: Path) -> tuple[str, ...]:
    """Return the lines for a shell that restore such a file, and keep the database before.

    What was deleted before is listed first, and deleted again last. `migrate` grants anew what
    the role of the service may: rights are not part of a backup.
    """
    command = f"{quote(sys.executable)} -m diagnosis"
    listed = quote(f"{file}.deleted")
    name = str(url.database)
    elsewhere = _address(url, database="postgres")
    rename = f'ALTER DATABASE "{name}" RENAME TO "{name}_before_restore"'
    return (
        f"{command} deletions list > {listed}",
        f"psql --command={quote(rename)} {elsewhere}",
        f"createdb --maintenance-db={elsewhere} --template=template0 {quote(name)}",
        "pg_restore --no-owner --no-privileges --exit-on-error --single-transaction "
        f"--dbname={_address(url)} {quote(str(file))}",
        f"{command} migrate",
        f"{command} deletions apply {listed}",
    )


def _address(url: URL, *, database: str | None = None) -> str:
    plain = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=database or url.database,
        query={name: value for name, value in url.query.items() if name not in _SECRET},
    )
    return quote(plain.render_as_string())
