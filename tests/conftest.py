"""What every test may ask for: the real content, loaded once, and where it lies."""

from pathlib import Path

import pytest
from hypothesis import settings

from diagnosis.config.settings import read_settings
from diagnosis.content.library import load_versions
from diagnosis.content.versions import Versions
from diagnosis.services.ports.content import Content
from diagnosis.storage import probe
from tests.builders import two_screenings
from tests.databases import database, database_url, kept_in, postgres  # noqa: F401

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def content_dir() -> Path:
    """Return the folder of the content under test."""
    return read_settings().content_dir


@pytest.fixture(scope="session")
def compiled_dir() -> Path:
    """Return the folder that keeps content that passed all gates, for this run and the next."""
    return read_settings().compiled_dir


@pytest.fixture(scope="session")
def versions(content_dir: Path, compiled_dir: Path) -> Versions:
    """Return the content under test with its bundle, through all gates."""
    return load_versions(content_dir, compiled_dir)


@pytest.fixture(scope="session")
def content(versions: Versions) -> Content:
    """Return the content under test."""
    return versions.current


@pytest.fixture(scope="session")
def two_versions_dir(content_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of content with two versions of the screening, both in use."""
    return two_screenings(content_dir, tmp_path_factory.mktemp("two-versions"))


@pytest.fixture(scope="session")
def withdrawn_dir(content_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of content with two versions of the screening, the first withdrawn."""
    return two_screenings(content_dir, tmp_path_factory.mktemp("withdrawn"), withdrawn=True)


@pytest.fixture(scope="session")
def both_in_use(two_versions_dir: Path, compiled_dir: Path) -> Versions:
    """Return content with two versions of the screening, both in use, through all gates."""
    return load_versions(two_versions_dir, compiled_dir / "both-in-use")


@pytest.fixture(scope="session")
def one_withdrawn(withdrawn_dir: Path, compiled_dir: Path) -> Versions:
    """Return content with two versions of the screening, the first withdrawn, with its bundle."""
    return load_versions(withdrawn_dir, compiled_dir / "one-withdrawn")


@pytest.fixture(scope="session")
def two_versions(both_in_use: Versions) -> Content:
    """Return content with two versions of the screening, both in use."""
    return both_in_use.current


@pytest.fixture(scope="session")
def after_withdrawal(one_withdrawn: Versions) -> Content:
    """Return content with two versions of the screening, the first withdrawn."""
    return one_withdrawn.current


@pytest.fixture(autouse=True)
def patient_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a database on a busy machine answer late: what it says is tested here, not how soon."""
    monkeypatch.setattr(probe, "LOOKS", 25 * probe.LOOKS)
    monkeypatch.setattr(probe, "LONGEST_SECONDS", 20.0)


@pytest.fixture
def unmeasured_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let servers that a test starts run without branch coverage: others reach what they run."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
