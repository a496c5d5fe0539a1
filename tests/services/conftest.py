"""Who asks the verbs in these tests: a caller over the store in memory, without HTTP."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diagnosis.domain.retrofit.catalogue.trade import Trade, Trades
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
FEW = (
    "pkg-drawings",
    "pkg-erp",
    "pkg-item-codes",
    "pkg-orders-stock",
    "pkg-quoting",
    "pkg-scan-store",
    "pkg-security-base",
    "pkg-start",
    "pkg-work-reporting",
)
"""A few packages of the catalogue, two of them grades of one: as many as the fake solver tries."""


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
    """Return the content with a few packages alone, in its trades too."""
    return with_packages(content, FEW)


def with_packages(content: Content, names: Iterable[str]) -> Content:
    """Return the content with some packages alone: nothing in it names another one."""
    packages = {name: content.packages[name] for name in names}
    earlier = {name: each for name, each in content.earlier.items() if each.package in packages}
    trades = {name: _within(trade, packages) for name, trade in content.trades.by_id.items()}
    return replace(content, packages=packages, earlier=earlier, trades=Trades(trades))


def _within(trade: Trade, packages: Container[str]) -> Trade:
    """Return a trade whose spine and uses of AI have some packages alone."""
    steps = [
        replace(step, packages=tuple(name for name in step.packages if name in packages))
        for step in trade.spine
    ]
    return replace(
        trade,
        spine=tuple(step for step in steps if step.packages),
        ai_uses=tuple(use for use in trade.ai_uses if use.package in packages),
    )


@pytest.fixture
def diagnosing(content: Content) -> Diagnosing:
    """Return what sheets are diagnosed with here."""
    return Diagnosing(contents=FakeVersions(content), estimator=FakeEstimator())


@pytest.fixture
def planning(small: Content) -> Planning:
    """Return what sheets are planned with here."""
    return Planning(contents=FakeVersions(small), solver=FakeSolver())
