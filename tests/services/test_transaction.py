"""A request that is sent twice acts once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from diagnosis.services.errors import KeyReused, NotThere, StillRunning
from diagnosis.services.ports.records import EnterpriseRecord
from diagnosis.services.ports.store import IdempotencyKey, Work
from diagnosis.services.transaction import (
    LOOKED_EVERY,
    MOST_FORGOTTEN,
    RESERVED_FOR,
    Caller,
    KeyRetention,
    Made,
    made_before,
    require,
    run_once,
    run_reserved,
)
from tests.ports.records import an_enterprise_record

KEY = IdempotencyKey("k", "f")
OTHER = IdempotencyKey("k", "another request")


def counting() -> tuple[list[int], Callable[[Work], str]]:
    """Return how often an action ran, and the action."""
    runs: list[int] = []

    def action(work: Work) -> str:
        runs.append(1)
        return f"made-{len(runs)}"

    return runs, action


def test_require_returns_what_is_there_and_refuses_nothing() -> None:
    assert require(0) == 0
    with pytest.raises(NotThere):
        require(None)


def test_without_a_key_every_request_acts(ask: Callable[..., Caller]) -> None:
    _, action = counting()
    made = [run_once(ask(), None, str, action) for _ in range(2)]
    assert made == [Made("made-1", False), Made("made-2", False)]


def test_a_key_acts_once(ask: Callable[..., Caller]) -> None:
    runs, action = counting()
    assert made_before(ask(), KEY) is None
    assert run_once(ask(), KEY, str, action) == Made("made-1", False)
    assert run_once(ask(), KEY, str, action) == Made("made-1", True)
    assert made_before(ask(), KEY) == "made-1"
    assert len(runs) == 1


def test_a_key_of_another_request_is_refused(ask: Callable[..., Caller]) -> None:
    run_once(ask(), KEY, str, counting()[1])
    for repeat in (
        lambda: made_before(ask(), OTHER),
        lambda: run_once(ask(), OTHER, str, counting()[1]),
        lambda: run_reserved(ask(), OTHER, dict, lambda _work, _value: "x"),
        lambda: run_once(ask(), KEY, EnterpriseRecord, lambda _work: an_enterprise_record()),
    ):
        with pytest.raises(KeyReused):
            repeat()


def test_a_key_of_another_owner_is_free(ask: Callable[..., Caller]) -> None:
    run_once(ask("one"), KEY, str, counting()[1])
    assert made_before(ask("two"), OTHER) is None


def test_an_action_that_fails_leaves_its_key_free(ask: Callable[..., Caller]) -> None:
    def fail(_work: Work) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_once(ask(), KEY, str, fail)
    assert run_once(ask(), KEY, str, counting()[1]) == Made("made-1", False)


def test_long_work_is_done_once(ask: Callable[..., Caller]) -> None:
    prepared: list[int] = []

    def prepare() -> int:
        prepared.append(1)
        return len(prepared)

    first = run_reserved(ask(), KEY, prepare, lambda _work, value: f"plan-{value}")
    again = run_reserved(ask(), KEY, prepare, lambda _work, value: f"plan-{value}")
    free = run_reserved(ask(), None, prepare, lambda _work, value: f"plan-{value}")
    assert (first, again, free) == (
        Made("plan-1", False), Made("plan-1", True), Made("plan-2", False)
    )  # fmt: skip


def test_the_same_request_meanwhile_is_told_to_wait(ask: Callable[..., Caller]) -> None:
    first, second = ask(), ask()

    def prepare() -> str:
        with pytest.raises(StillRunning):
            run_reserved(second, KEY, lambda: "twice", lambda _work, value: value)
        assert made_before(second, KEY) is None
        return "once"

    assert run_reserved(first, KEY, prepare, lambda _work, value: value) == Made("once", False)


def test_a_key_whose_work_failed_is_free_again(ask: Callable[..., Caller]) -> None:
    def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_reserved(ask(), KEY, fail, lambda _work, value: value)
    assert made_before(ask(), OTHER) is None
    assert run_reserved(ask(), KEY, lambda: "x", lambda _work, value: value).replayed is False


def test_a_request_that_was_lost_is_taken_over(ask: Callable[..., Caller]) -> None:
    """A process dies while it plans: its key is free once the reservation is old enough."""
    lost = ask()
    with lost.store.begin(lost.principal) as work:
        work.claim(KEY, lost.now)
    soon, late = ask(), ask()
    with pytest.raises(StillRunning):
        run_reserved(soon, KEY, lambda: "x", lambda _work, value: value)
    assert late.now - lost.now >= RESERVED_FOR
    assert run_reserved(late, KEY, lambda: "x", lambda _work, value: value) == Made("x", False)


def test_work_that_lost_its_key_is_not_kept(ask: Callable[..., Caller]) -> None:
    slow = ask()

    def prepare() -> str:
        with slow.store.begin(slow.principal) as work:
            work.claim_again(KEY, slow.now + timedelta(hours=1))
        return "too late"

    kept: list[str] = []
    with pytest.raises(StillRunning):
        run_reserved(slow, KEY, prepare, lambda _work, value: kept.append(value) or value)
    assert made_before(ask(), KEY) is None


def test_a_key_stamped_by_a_clock_far_ahead_is_taken_over(ask: Callable[..., Caller]) -> None:
    caller = ask()
    ahead = replace(caller, now=caller.now + timedelta(days=40))
    with ahead.store.begin(ahead.principal) as work:
        work.claim(KEY, ahead.now)
    assert run_once(caller, KEY, str, counting()[1]) == Made("made-1", False)


def test_requests_with_a_key_forget_old_keys_now_and_then(ask: Callable[..., Caller]) -> None:
    caller = ask()
    kept = timedelta(days=30)
    caller = replace(caller, retention=KeyRetention(kept))

    def send(name: str, now: object) -> None:
        asking = replace(caller, now=now)
        run_once(asking, IdempotencyKey(name, "f"), str, counting()[1])

    def known(*names: str) -> list[str]:
        with caller.store.read(caller.principal) as reader:
            return [name for name in names if reader.key_use(name) is not None]

    send("first", caller.now)
    later = caller.now + kept + timedelta(hours=1)
    send("second", later)
    assert known("first", "second") == ["first", "second"]
    after_a_day = later + timedelta(days=1)
    send("third", after_a_day)
    assert known("first", "second", "third") == ["second", "third"]
    old = after_a_day - timedelta(days=90)
    with caller.store.begin(caller.principal) as work:
        for number in range(MOST_FORGOTTEN + 1):
            work.claim(IdempotencyKey(f"old-{number}", "f"), old + timedelta(seconds=number))
    send("within the hour", after_a_day + LOOKED_EVERY / 2)
    assert known("old-0")
    send("after an hour", after_a_day + LOOKED_EVERY)
    assert known("old-0", f"old-{MOST_FORGOTTEN}") == [f"old-{MOST_FORGOTTEN}"]
    send("right after", after_a_day + LOOKED_EVERY + timedelta(seconds=1))
    assert not known(f"old-{MOST_FORGOTTEN}")


def test_a_repeated_request_forgets_nothing(ask: Callable[..., Caller]) -> None:
    caller = replace(ask(), retention=KeyRetention(timedelta(days=1)))
    run_once(caller, KEY, str, counting()[1])
    much_later = replace(caller, now=caller.now + timedelta(days=400))
    assert run_once(much_later, KEY, str, counting()[1]).replayed


def test_old_keys_of_some_owners_are_forgotten_or_counted_alone(
    ask: Callable[..., Caller],
) -> None:
    """Two owners have 501 and 2 old keys, and one key each that is kept still."""
    kept = timedelta(days=30)
    numbers = {"first": MOST_FORGOTTEN + 1, "second": 2}
    callers = {owner: ask(owner) for owner in numbers}
    now = max(caller.now for caller in callers.values())
    for owner, number in numbers.items():
        caller = callers[owner]
        with caller.store.begin(caller.principal) as work:
            for each in range(number):
                work.claim(IdempotencyKey(f"old-{each}", "f"), now - timedelta(days=90))
            work.claim(IdempotencyKey("young", "f"), now - timedelta(days=29))
    retention, store = KeyRetention(kept), callers["first"].store
    for only_count, expected in ((True, 503), (True, 503), (False, 503), (False, 0)):
        counted = retention.forget_of_all(store, numbers, now, only_count=only_count)
        assert counted == expected
    for caller in callers.values():
        with caller.store.read(caller.principal) as reader:
            known = [reader.key_use(name) is not None for name in ("old-0", "old-1", "young")]
        assert known == [False, False, True]
