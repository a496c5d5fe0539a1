"""A worker takes a signal to stop, even one that came while it started."""

import signal
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from diagnosis.web.worker import HealthFirstWorker


@pytest.fixture
def worker() -> Iterator[HealthFirstWorker]:
    """Return a worker that has not taken its signals yet."""
    numbers = HealthFirstWorker.SIGNALS
    before = {number: signal.getsignal(number) for number in numbers}
    config = Config()
    made = HealthFirstWorker(1, 0, [], None, 30, config, Logger(config))
    made.PIPE = (0, -1)
    made.method_queue.init()
    yield made
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)
    made.method_queue.close()
    made.tmp.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGQUIT])
def test_a_signal_to_stop_that_came_before_is_heeded(
    worker: HealthFirstWorker, number: signal.Signals
) -> None:
    worker.missed = SimpleQueue()
    worker.missed.put(signal.SIGCHLD)
    worker.missed.put(number)
    worker.init_signals()
    assert not worker.alive


def test_a_signal_that_is_not_to_stop_is_none_of_its_business(worker: HealthFirstWorker) -> None:
    worker.missed = SimpleQueue()
    worker.missed.put(signal.SIGCHLD)
    worker.init_signals()
    assert worker.alive
