"""Resume codes and links, looked up before anybody is known."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.ports.links import LinkRecord
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.storage.access.link_rows import link_record
from diagnosis.storage.access.result_link_rows import result_link_record
from diagnosis.storage.access_tables import result_link, resume_code, section_link

_OF_DIGEST = select(resume_code).where(resume_code.c.digest == bindparam("digest"))
_OF_LINK = select(section_link).where(section_link.c.digest == bindparam("digest"))

_OF_RESULT_LINK = select(result_link).where(result_link.c.digest == bindparam("digest"))


def code_of(connection: Connection, digest: str) -> CodeRecord | None:
    """Return the code of a digest, whosever it is."""
    row = connection.execute(_OF_DIGEST, {"digest": digest}).one_or_none()
    return None if row is None else code_record(row)


def link_of(connection: Connection, digest: str) -> LinkRecord | None:
    """Return the section link of a digest, whosever it is."""
    row = connection.execute(_OF_LINK, {"digest": digest}).one_or_none()
    return None if row is None else link_record(row)


def result_link_of(connection: Connection, digest: str) -> ResultLink | None:
    """Return the result link of a digest, whosever it is."""
    row = connection.execute(_OF_RESULT_LINK, {"digest": digest}).one_or_none()
    return None if row is None else result_link_record(row)


def note_visit(connection: Connection, record: CodeRecord, on_day: date) -> None:
    """Keep the day on which a code was last used."""
    column = resume_code.c
    query = update(resume_code).where(column.owner_id == record.owner, column.visited_on < on_day)
    connection.execute(query.values(visited_on=on_day))


def unvisited(connection: Connection, before: date, limit: int) -> tuple[CodeRecord, ...]:
    """Return codes that were last used before a day, whosever they are, the oldest first."""
    column = resume_code.c
    query = select(resume_code).where(column.visited_on < before)
    query = query.order_by(column.visited_on, column.owner_id).limit(limit)
    return tuple(code_record(row) for row in connection.execute(query))


def code_record(row: Row[Any]) -> CodeRecord:
    """Return the code of a row."""
    return CodeRecord(
        owner=row.owner_id,
        digest=row.digest,
        assessment_id=row.assessment_id,
        opened_on=row.opened_on,
        visited_on=row.visited_on,
    )
