"""The rows of SQLite files in a PostgreSQL that is started for it, to measure its lists too."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import insert, select, text

from benchmarks.speed.register import container_of
from diagnosis.bootstrap import Container
from diagnosis.storage.tables import metadata
from tests.databases import a_postgres, fresh_database

CHUNK = 2_000


@contextmanager
def copies(paths: list[Path]) -> Iterator[list[Container]]:
    """Yield the containers of databases on PostgreSQL with the rows of SQLite files."""
    with ExitStack() as stack:
        server = stack.enter_context(a_postgres())
        containers = []
        for path in paths:
            container = container_of(fresh_database(server))
            stack.callback(container.store.close)
            _copy(container_of(f"sqlite:///{path}"), container)
            containers.append(container)
        yield containers


def _copy(source: Container, target: Container) -> None:
    """Copy every row, table by table; then let PostgreSQL look at what there is."""
    target.store.migrate()
    engine = target.store.engine.execution_options(writes=True)
    with source.store.engine.connect() as reading, engine.begin() as writing:
        for table in metadata.sorted_tables:
            rows = reading.execution_options(yield_per=CHUNK).execute(select(table))
            for part in rows.mappings().partitions():
                writing.execute(insert(table), [dict(row) for row in part])
        writing.execute(text("ANALYZE"))
