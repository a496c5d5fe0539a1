"""What reports are checked by, looked up by the hash of a code or a file: it is nobody's."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from diagnosis.services.ports.reports import ReportCheck, ReportRecord
from diagnosis.storage.access.who import look_up
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.reports.report_tables import report_check, report_check_file
from diagnosis.storage.rows import Columns

_CODE = "code"
_OF_DIGEST = select(report_check).where(report_check.c.digest == bindparam("digest"))
_FILES = select(report_check_file).where(report_check_file.c.digest == bindparam("digest"))
_OF_FILE = (
    select(report_check_file.c.digest)
    .where(report_check_file.c.sha256 == bindparam("sha256"))
    .order_by(report_check_file.c.digest)
    .limit(1)
)


def check_of(connection: Connection, digest: str) -> ReportCheck | None:
    """Return what the report of a code is checked by."""
    look_up(connection, _CODE, digest)
    row = connection.execute(_OF_DIGEST, {"digest": digest}).one_or_none()
    if row is None:
        return None
    files = connection.execute(_FILES, {"digest": digest})
    return ReportCheck(
        digest=row.digest,
        day=row.day,
        pins=tuple(row.pins.splitlines()),
        files={each.format: each.sha256 for each in files},
        withdrawn_at=row.withdrawn_at,
    )


def check_of_file(connection: Connection, sha256: str) -> ReportCheck | None:
    """Return what the report is checked by that has a file of these bytes."""
    look_up(connection, _CODE, sha256)
    digest = connection.execute(_OF_FILE, {"sha256": sha256}).scalar()
    return None if digest is None else check_of(connection, digest)


def add_check(connection: Connection, record: ReportRecord) -> None:
    """Keep what a report is checked by: nothing of it says whose it is."""
    digest = record.code_digest
    look_up(connection, _CODE, digest)
    pins = "\n".join(record.pins)
    insert_rows(connection, report_check, [{"digest": digest, "day": record.day, "pins": pins}])
    files: list[Columns] = [
        {"digest": digest, "format": file.format, "sha256": file.sha256} for file in record.files
    ]
    insert_rows(connection, report_check_file, files)


def withdraw_checks(connection: Connection, digests: Iterable[str], at: datetime) -> None:
    """Let whoever checks some reports be told that they are withdrawn, unless they are already."""
    column = report_check.c
    for digest in digests:
        look_up(connection, _CODE, digest)
        query = update(report_check).where(column.digest == digest, column.withdrawn_at.is_(None))
        connection.execute(query.values(withdrawn_at=at))
