"""What every test may ask for: the real content, loaded once, and where it lies."""

from pathlib import Path

import pytest
from hypothesis import settings

from diagnosis.config import read_settings
from diagnosis.content.library import load_versions
from diagnosis.content.versions import Versions
from diagnosis.services.ports.content import Content
from tests.databases import database, database_url, postgres  # noqa: F401

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def content_dir() -> Path:
    """Return the folder of the content under test."""
    return read_settings().content_dir


@pytest.fixture(scope="session")
def versions(content_dir: Path) -> Versions:
    """Return the content under test with its bundle, through all gates."""
    return load_versions(content_dir)


@pytest.fixture(scope="session")
def content(versions: Versions) -> Content:
    """Return the content under test."""
    return versions.current
