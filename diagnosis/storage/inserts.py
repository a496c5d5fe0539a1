"""Insert rows by statements compiled a single time: a submission writes eight of them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Table, insert

from diagnosis.storage.rows import Columns


class _Statement(NamedTuple):
    """A statement as the driver takes it: where its values go, and how each is written."""

    text: str
    places: tuple[str, ...] | None
    writers: dict[str, Callable[[Any], Any]]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Columns]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    prepared = _prepare(connection.dialect, table, tuple(rows[0]))
    values = [_values(prepared, row) for row in rows]
    connection.exec_driver_sql(prepared.text, values[0] if len(values) == 1 else values)


@lru_cache(maxsize=200)
def _prepare(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Statement:
    compiled = insert(table).inline().compile(dialect=dialect, column_keys=list(names))
    places = tuple(compiled.positiontup or ()) if compiled.positional else None
    types = {name: table.c[name].type.dialect_impl(dialect) for name in names}
    writers = {name: kind.bind_processor(dialect) for name, kind in types.items()}
    return _Statement(
        str(compiled), places, {name: write for name, write in writers.items() if write}
    )


def _values(prepared: _Statement, row: Columns) -> Any:
    """Return the values of a row as the driver takes them: in order, or by name."""
    written = dict(row)
    for name, write in prepared.writers.items():
        written[name] = write(written[name])
    if prepared.places is None:
        return written
    return tuple(written[name] for name in prepared.places)
