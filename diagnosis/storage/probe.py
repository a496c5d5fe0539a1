"""Asks a database whether it can serve: on a connection of its own, and never for long."""

from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from threading import Lock, Thread
from time import monotonic

from sqlalchemy.engine import URL

from diagnosis.services.errors import StoreUnavailable
from diagnosis.storage.engine import Timeouts, open_engine
from diagnosis.storage.readiness import StoreReadiness, examine
from diagnosis.storage.sqlite.database_file import DatabaseFile, NoFile
from diagnosis.storage.sqlite.file_lock import Contended
from diagnosis.storage.store_errors import store_errors

LOOKS = 80
_PAUSE_SECONDS = 0.01
"""Together less than the second in which an answer is due."""
LONGEST_SECONDS = 2.5
"""How long a process that is busy may take for them; a health check of Docker waits 3 seconds."""
RECENT_SECONDS = 30
"""How old what was last seen may be, where a process is too busy to look."""
_LOCK_MS = 400


class Probe:
    """Looks at a database, in one thread at a time.

    Who asks while an answer is still awaited waits for that one: a database that hangs costs one
    thread, not one each time.
    """

    def __init__(
        self, url: URL, file: DatabaseFile | NoFile, *, requires_row_security: bool = False
    ) -> None:
        limits = Timeouts(lock_ms=_LOCK_MS, statement_ms=_LOCK_MS)
        self._file = file
        self._requires_row_security = requires_row_security
        self._engine = open_engine(url, file, timeouts=limits, threads=1)
        self.forget()

    def forget(self) -> None:
        """Begin anew, in a process that was just forked."""
        self._engine.dispose(close=False)
        self._guard = Lock()
        self._awaited: Future[StoreReadiness] | None = None
        self._seen, self._seen_at = StoreReadiness(), float("-inf")

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

    def answer(self) -> StoreReadiness:
        """Return what holds of the database; nothing, where it does not answer in time.

        Looks for the answer are counted, and not seconds: where other threads keep the processor,
        this one is as late to look as the other is to ask the database, which is not to blame for
        that. A process too busy for either says what it saw last.
        """
        with self._guard:
            awaited = self._awaited
            if awaited is None or awaited.done():
                awaited = self._awaited = Future()
                Thread(target=self._run, args=(awaited,), daemon=True).start()
        until = monotonic() + LONGEST_SECONDS
        for _ in range(LOOKS):
            try:
                return awaited.result(_PAUSE_SECONDS)
            except NoAnswer:
                if monotonic() >= until:
                    return self._last_seen()
        return StoreReadiness()

    def _last_seen(self) -> StoreReadiness:
        is_recent = monotonic() - self._seen_at < RECENT_SECONDS
        return self._seen if is_recent else StoreReadiness()

    def _run(self, awaited: Future[StoreReadiness]) -> None:
        try:
            seen = self._look()
            self._seen, self._seen_at = seen, monotonic()
            awaited.set_result(seen)
        except BaseException as error:
            awaited.set_exception(error)

    def _look(self) -> StoreReadiness:
        try:
            with store_errors():
                self._follow_file()
                with self._engine.begin() as connection:
                    required = self._requires_row_security
                    return examine(connection, self._file.path, requires_row_security=required)
        except StoreUnavailable:
            return StoreReadiness()
        finally:
            # The last connection to a file writes its log back as it is closed, and may do so
            # only in its turn: there it stays open.
            if isinstance(self._file, NoFile):
                self._engine.dispose()

    def _follow_file(self) -> None:
        """Notice a file that was replaced or copied over, though nobody has written since."""
        try:
            with self._file.turn(_LOCK_MS / 1000):
                pass
        except Contended:
            self._file.look()
