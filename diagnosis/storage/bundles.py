"""Pinned content: the only rows that belong to nobody."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from diagnosis.storage.diagnosis_tables import content_bundle

_IS_PINNED = select(content_bundle.c.digest).where(content_bundle.c.digest == bindparam("digest"))


def find(connection: Connection, digest: str) -> bytes | None:
    """Return the packed content of a digest, None where it was never pinned."""
    column = content_bundle.c
    query = select(column.bundle).where(column.digest == digest)
    bundle: bytes | None = connection.execute(query).scalar_one_or_none()
    return bundle


def pin(connection: Connection, digest: str, bundle: bytes, at: datetime) -> None:
    """Keep the packed content of a digest, where it is not kept yet."""
    if connection.execute(_IS_PINNED, {"digest": digest}).first() is not None:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    query = dialect.insert(content_bundle).on_conflict_do_nothing()
    connection.execute(query, {"digest": digest, "bundle": bundle, "created_at": at})
