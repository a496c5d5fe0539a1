"""The stores that the suites of this folder run on: the fake, SQLite and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnosis.storage.database import Database
from tests.databases import migrated_database, migrated_file
from tests.fakes.store import FakeStore


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Yield an empty store of each kind in turn."""
    if request.param == "fake":
        yield FakeStore()
        return
    if request.param == "sqlite":
        url = migrated_file(tmp_path / "test.db")
    else:
        url = migrated_database(request.getfixturevalue("postgres"))
    database = Database(url)
    yield database
    database.engine.dispose()
