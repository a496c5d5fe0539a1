"""The application over an empty SQLite database, and a client of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.content.versions import Versions
from tests.web.service import a_service, an_app


@pytest.fixture
def app(versions: Versions, tmp_path: Path) -> Iterator[Flask]:
    """Yield the application over an empty database."""
    service = a_service(versions, tmp_path)
    yield an_app(service)
    service.store.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application."""
    return app.test_client()
