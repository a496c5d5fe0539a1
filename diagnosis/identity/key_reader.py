"""Who asks with a key: one indexed look-up, remembered for five seconds."""

import hmac
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from diagnosis.identity.api_keys import KeyMint, prefix_of
from diagnosis.identity.recent import Recent
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.keys import KeyRecord, KeyStore

USE_NOTED_EVERY = timedelta(hours=1)
_NO_DIGEST = "0" * 64


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
        self._recent: Recent[Asker] = Recent(clock)

    def has_met(self, text: str) -> bool:
        """Return whether a text is a key that was valid when it was last looked up here."""
        return self._recent.has_met(self._mint.digest(text))

    def read(self, text: str, now: datetime) -> Asker | None:
        """Return who asks with a key, None of what is none, has expired or was revoked.

        Raises
        ------
        StoreUnavailable
            When it has to be looked up and the store cannot be reached.

        """
        prefix = prefix_of(text)
        if prefix is None:
            return None
        digest = self._mint.digest(text)
        remembered = self._recent.get(digest)
        if remembered is not None and remembered.key is not None:
            return remembered if remembered.key.counts_at(now) else None
        return self._look_up(prefix, digest, now)

    def _look_up(self, prefix: str, digest: str, now: datetime) -> Asker | None:
        until = self._recent.start()
        record = self._store.key_of(prefix)
        # What is compared takes as long where there is no such key.
        kept = _NO_DIGEST if record is None else record.digest
        is_same = hmac.compare_digest(kept, digest)
        if record is None or not is_same or not record.counts_at(now):
            self._recent.drop(digest)
            return None
        self._note_use(record, now)
        asker = Asker(record.principal, record)
        self._recent.keep(digest, asker, until)
        return asker

    def _note_use(self, record: KeyRecord, now: datetime) -> None:
        last = record.last_used_at
        if last is None or now - last >= USE_NOTED_EVERY:
            with suppress(StoreUnavailable):  # the next look-up tries again
                self._store.note_use(record, now)
