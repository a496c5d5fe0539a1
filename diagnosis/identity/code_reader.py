"""Who asks with a resume code: one indexed look-up a request, so that a dead code is dead."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

from diagnosis.identity.resume_codes import CodeMint
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.codes import CodeRecord, CodeStore

_MOST_MET = 1_000


class CodeReader:
    """Reads resume codes."""

    def __init__(self, store: CodeStore, mint: CodeMint) -> None:
        self._store = store
        self._mint = mint
        self._met: set[str] = set()

    def has_met(self, text: str) -> bool:
        """Return whether a text is a code that was valid when it was last looked up here.

        Raises
        ------
        MistypedCode
            When it is none.

        """
        return self._mint.digest(text) in self._met

    def read(self, text: str, today: date) -> CodeRecord | None:
        """Return the code of a text, None where it is dead or never was; its visit is noted.

        Raises
        ------
        MistypedCode
            When it is none.
        StoreUnavailable
            When the store cannot be reached.

        """
        digest = self._mint.digest(text)
        record = self._store.code_of(digest)
        if record is None:
            self._met.discard(digest)
            return None
        if record.visited_on < today:
            with suppress(StoreUnavailable):  # the next request tries again
                self._store.note_visit(record, today)
            record = replace(record, visited_on=today)
        if len(self._met) >= _MOST_MET:
            self._met.clear()
        self._met.add(digest)
        return record
