"""Who asks with a key: one indexed look-up, remembered for five seconds."""

import hmac
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from diagnosis.identity.api_keys import KeyMint, prefix_of
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.keys import KeyRecord, KeyStore

REMEMBERED_SECONDS = 5.0
"""So long a key may still be used by this process after it was revoked."""
MOST_REMEMBERED = 1_000
USE_NOTED_EVERY = timedelta(hours=1)
_NO_DIGEST = "0" * 64


class _Remembered(NamedTuple):
    record: KeyRecord
    until: float


class KeyReader:
    """Reads keys.

    Parameters
    ----------
    clock
        Tells seconds that never go back, for what is remembered.

    """

    def __init__(self, store: KeyStore, mint: KeyMint, clock: Callable[[], float]) -> None:
        self._store = store
        self._mint = mint
        self._clock = clock
        self._remembered: dict[str, _Remembered] = {}

    def has_met(self, text: str) -> bool:
        """Return whether a text is a key that was valid when it was last looked up here."""
        return self._mint.digest(text) in self._remembered

    def read(self, text: str, now: datetime) -> KeyRecord | None:
        """Return the key of a text, None of what is none, has expired or was revoked.

        Raises
        ------
        StoreUnavailable
            When it has to be looked up and the store cannot be reached.

        """
        prefix = prefix_of(text)
        if prefix is None:
            return None
        digest = self._mint.digest(text)
        remembered = self._remembered.get(digest)
        if remembered is not None and self._clock() < remembered.until:
            return remembered.record if remembered.record.counts_at(now) else None
        return self._look_up(prefix, digest, now)

    def _look_up(self, prefix: str, digest: str, now: datetime) -> KeyRecord | None:
        until = self._clock() + REMEMBERED_SECONDS
        record = self._store.key_of(prefix)
        # What is compared takes as long where there is no such key.
        kept = _NO_DIGEST if record is None else record.digest
        is_same = hmac.compare_digest(kept, digest)
        if record is None or not is_same or not record.counts_at(now):
            self._remembered.pop(digest, None)
            return None
        self._note_use(record, now)
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[digest] = _Remembered(record, until)
        return record

    def _note_use(self, record: KeyRecord, now: datetime) -> None:
        last = record.last_used_at
        if last is None or now - last >= USE_NOTED_EVERY:
            with suppress(StoreUnavailable):  # the next look-up tries again
                self._store.note_use(record, now)
