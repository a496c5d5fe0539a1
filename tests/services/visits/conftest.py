"""A firm that may be visited, in SQLite, and in PostgreSQL where a test is `IN_BOTH`."""

import pytest

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.storage.database import Database
from tests.fakes.estimator import FakeEstimator
from tests.services.visits.visiting import Visiting


@pytest.fixture(scope="session")
def trained() -> Estimator:
    """Return the estimator with the current models."""
    estimator = wire(read_settings({})).estimator
    assert estimator is not None
    return estimator


@pytest.fixture
def kept_in(request: pytest.FixtureRequest) -> str:
    """Return what keeps the database: SQLite unless a test asks for each in turn."""
    kind: str = getattr(request, "param", "sqlite")
    return kind


@pytest.fixture
def diagnosing(versions: Versions) -> Diagnosing:
    """Return what sheets and visits are read with: the real content."""
    return Diagnosing(contents=versions, estimator=FakeEstimator())


@pytest.fixture
def visiting(database: Database, diagnosing: Diagnosing) -> Visiting:
    """Return a firm that may be visited."""
    return Visiting(database, diagnosing)
