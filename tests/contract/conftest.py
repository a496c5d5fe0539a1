"""The application, model and all, over an empty SQLite database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from diagnosis.bootstrap import container
from tests.web.service import a_service, an_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Yield the application over an empty database."""
    service = a_service(container().versions, tmp_path, estimator=container().estimator)
    yield an_app(service)
    service.store.engine.dispose()
