"""Who is asking, and how a request that is sent twice acts once."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from diagnosis.domain.intake.currency import china_day
from diagnosis.services.errors import KeyReused, NotThere, StillRunning
from diagnosis.services.ports.evidence import EvidenceFiles
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import (
    IdempotencyKey,
    KeyUse,
    NewId,
    Outcome,
    Store,
    Work,
)

T = TypeVar("T")
M = TypeVar("M", bound=Outcome)

RESERVED_FOR = timedelta(minutes=2)
"""How long a reserved key waits for its request; after that the request is taken for lost."""
LOOKED_EVERY = timedelta(hours=1)
"""How often a process looks for old keys."""
MOST_FORGOTTEN = 500
"""Keys that one request forgets: a few milliseconds. Where there are more, the next goes on."""


class _CountedAlone(Exception):
    """Undoes what was done to count."""


class KeyRetention:
    """How long idempotency keys are kept, and when a request forgets old ones on its way."""

    def __init__(self, kept: timedelta) -> None:
        self.kept = kept
        self._looked_at: dict[str, datetime] = {}

    def forget_all(self, work: Work, now: datetime) -> int:
        """Forget every old key of the caller; return how many there were."""
        forgotten = 0
        while number := work.forget_keys(now, self.kept, MOST_FORGOTTEN):
            forgotten += number
        return forgotten

    def forget_of_all(
        self, store: Store, owners: Iterable[str], now: datetime, *, only_count: bool = False
    ) -> int:
        """Forget every old key of some owners, or count them alone; return how many."""
        forgotten = 0
        for owner in sorted(owners):
            with suppress(_CountedAlone), store.begin(Principal(owner, "command line")) as work:
                forgotten += self.forget_all(work, now)
                if only_count:
                    raise _CountedAlone
        return forgotten

    def forget(self, work: Work, owner: str, now: datetime) -> None:
        """Forget some old keys of the caller, where that was not done within the hour."""
        looked_at = self._looked_at.get(owner)
        if looked_at is not None and abs(now - looked_at) < LOOKED_EVERY:
            return
        self._looked_at.pop(owner, None)
        if work.forget_keys(now, self.kept, MOST_FORGOTTEN) < MOST_FORGOTTEN:
            self._looked_at[owner] = now


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is asking, at what time, with which store and id generator.

    Where there is a `retention`, requests with a key forget old ones; `files` is where the bytes
    of files to answers lie, None where there are none.
    """

    store: Store
    principal: Principal
    now: datetime
    new_id: NewId
    retention: KeyRetention | None = None
    files: EvidenceFiles | None = None

    @property
    def today(self) -> date:
        """Return the day that it is in China, where the firms are."""
        return china_day(self.now)

    def make_id(self) -> str:
        """Return a new id of this moment."""
        return self.new_id(self.now)


class Made(NamedTuple, Generic[M]):
    """What a request made, and whether an earlier request with its key made it."""

    value: M
    replayed: bool


def require(value: T | None) -> T:
    """Return the value.

    Raises
    ------
    NotThere
        Where it is None.

    """
    if value is None:
        raise NotThere
    return value


def made_before(caller: Caller, key: IdempotencyKey | None) -> str | None:
    """Return the id of what an earlier request with this key made, None where there was none.

    It only reads, so that a request which is sent again costs no work.

    Raises
    ------
    KeyReused
        When the key was used for another request.

    """
    if key is None:
        return None
    with caller.store.read(caller.principal) as reader:
        return _made(reader.key_use(key.key), key, str)


def run_once(
    caller: Caller, key: IdempotencyKey | None, kind: type[M], action: Callable[[Work], M]
) -> Made[M]:
    """Run the action in one transaction; return what it made, of a kind.

    If its idempotency key was used before, the action is not run and what was made then is
    returned, as it was then.

    Raises
    ------
    KeyReused, StillRunning
        When the key was used for another request, or by one that is still being worked on.

    """
    with caller.store.begin(caller.principal) as work:
        earlier = _claim(caller, key, work, kind)
        if earlier is not None:
            return Made(earlier, True)
        made = action(work)
        if key is not None:
            work.settle(key, made, caller.now)
    return Made(made, False)


def run_reserved(
    caller: Caller,
    key: IdempotencyKey | None,
    prepare: Callable[[], T],
    action: Callable[[Work, T], str],
) -> Made[str]:
    """Prepare something that takes long, then run the action on it in one transaction.

    The key is reserved first, so that the same request, sent again meanwhile, does not do the
    long work a second time. It is released where preparing fails.

    Raises
    ------
    KeyReused, StillRunning
        When the key was used for another request, or by one that is still being worked on.

    """
    if key is None:
        value = prepare()
        return run_once(caller, None, str, lambda work: action(work, value))
    with caller.store.begin(caller.principal) as work:
        earlier = _claim(caller, key, work, str)
    if earlier is not None:
        return Made(earlier, True)
    try:
        value = prepare()
        with caller.store.begin(caller.principal) as work:
            made = action(work, value)
            if not work.settle(key, made, caller.now):
                raise StillRunning
    except BaseException:
        with caller.store.begin(caller.principal) as work:
            work.release(key, caller.now)
        raise
    return Made(made, False)


def _claim(caller: Caller, key: IdempotencyKey | None, work: Work, kind: type[M]) -> M | None:
    """Take a request's key; return what an earlier request made where there was one."""
    if key is None:
        return None
    use = work.claim(key, caller.now)
    if use is None:
        if caller.retention is not None:
            caller.retention.forget(work, caller.principal.owner, caller.now)
        return None
    earlier = _made(use, key, kind)
    if earlier is not None:
        return earlier
    # Stamped far ahead by a clock that was wrong, it is lost as well.
    if abs(caller.now - use.claimed_at) < RESERVED_FOR:
        raise StillRunning
    work.claim_again(key, caller.now)
    return None


def _made(use: KeyUse | None, key: IdempotencyKey, kind: type[M]) -> M | None:
    if use is None or (use.made is None and use.fingerprint == key.fingerprint):
        return None
    if use.fingerprint != key.fingerprint or not isinstance(use.made, kind):
        raise KeyReused
    return use.made
