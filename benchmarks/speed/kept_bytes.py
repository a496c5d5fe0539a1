"""P4: how many bytes a diagnosis keeps, table by table, read from the pages of a SQLite file."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_PAGES = """
    SELECT coalesce(s.tbl_name, d.name), coalesce(s.type, 'table') = 'index',
           sum(d.pgsize), sum(d.unused)
    FROM dbstat AS d LEFT JOIN sqlite_schema AS s ON s.name = d.name
    GROUP BY 1, 2
"""
BUNDLES = "content_bundle"
"""The table of pinned content: a row for each state of the content, however many diagnoses."""


@dataclass(frozen=True)
class TableBytes:
    """What a table keeps: bytes of its pages and of its indexes' pages, unused ones among them."""

    table: str
    rows: int
    data: int
    indexes: int
    unused: int

    @property
    def total(self) -> int:
        """Return the bytes of all its pages."""
        return self.data + self.indexes


@dataclass(frozen=True)
class KeptBytes:
    """What a file keeps: how many diagnoses, and each table, the largest first."""

    diagnoses: int
    tables: tuple[TableBytes, ...]

    @property
    def per_diagnosis(self) -> float:
        """Return the bytes of all pages in use ÷ diagnoses, without the pinned content."""
        return sum(each.total for each in self.tables if each.table != BUNDLES) / self.diagnoses


def kept_bytes(path: Path) -> KeptBytes:
    """Return what a file keeps."""
    data: dict[str, int] = {}
    indexes: dict[str, int] = {}
    unused: dict[str, int] = {}
    with closing(sqlite3.connect(path)) as connection:
        for table, is_index, size, free in connection.execute(_PAGES):
            pages = indexes if is_index else data
            pages[table] = pages.get(table, 0) + size
            unused[table] = unused.get(table, 0) + free
        tables = [
            TableBytes(
                table=table,
                rows=_rows(connection, table),
                data=data.get(table, 0),
                indexes=indexes.get(table, 0),
                unused=unused[table],
            )
            for table in unused
        ]
    tables.sort(key=lambda each: each.total, reverse=True)
    diagnoses = next(each.rows for each in tables if each.table == "diagnosis")
    return KeptBytes(diagnoses, tuple(tables))


def _rows(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
