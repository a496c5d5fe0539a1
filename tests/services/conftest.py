"""Who asks the verbs in these tests: a caller over the store in memory, without HTTP."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diagnosis.services.ports.content import Content
from diagnosis.services.ports.scope import Principal
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.transaction import Caller
from diagnosis.storage.identifiers import new_id
from tests.fakes.estimator import FakeEstimator
from tests.fakes.solver import FakeSolver
from tests.fakes.store import FakeStore
from tests.fakes.versions import FakeVersions

START = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
FEW = ("prj-5s-visual", "prj-eam-light", "prj-iot-gateway", "prj-coding-light", "prj-mes-light")
"""A few projects of the catalogue: as many as the fake solver can try."""


@pytest.fixture
def store() -> FakeStore:
    """Return an empty store."""
    return FakeStore()


@pytest.fixture
def ask(store: FakeStore) -> Callable[..., Caller]:
    """Return what makes a caller, each a minute after the one before."""
    moments = _minutes()

    def ask(owner: str = "local") -> Caller:
        return Caller(
            store=store, principal=Principal(owner, owner), now=next(moments), new_id=new_id
        )

    return ask


def _minutes() -> Iterator[datetime]:
    moment = START
    while True:
        yield moment
        moment += timedelta(minutes=1)


@pytest.fixture(scope="session")
def small(content: Content) -> Content:
    """Return the content with a few projects alone; one of them needs another."""
    projects = {
        name: replace(content.projects[name], stands_in_for=(), excludes=()) for name in FEW
    }
    needs = replace(projects["prj-mes-light"].needs, projects=("prj-coding-light",))
    projects["prj-mes-light"] = replace(projects["prj-mes-light"], needs=needs)
    return replace(content, projects=projects)


@pytest.fixture
def diagnosing(content: Content) -> Diagnosing:
    """Return what sheets are diagnosed with here."""
    return Diagnosing(contents=FakeVersions(content), estimator=FakeEstimator())


@pytest.fixture
def planning(small: Content) -> Planning:
    """Return what sheets are planned with here."""
    return Planning(contents=FakeVersions(small), solver=FakeSolver())
