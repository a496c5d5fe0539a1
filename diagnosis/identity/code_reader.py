"""Who asks with a resume code, a section link or a result link: the dead are dead at once."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from diagnosis.identity.resume_codes import CodeMint
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.codes import CodeRecord, CodeStore
from diagnosis.services.ports.links import LinkRecord
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.scope import GrantState

_MOST_MET = 1_000
AnyLink = TypeVar("AnyLink", LinkRecord, ResultLink)


class CodeReader:
    """Reads resume codes, section links and result links."""

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
        self._meet(digest)
        return record

    def has_met_link(self, text: str) -> bool:
        """Return whether a text is a link that was valid when it was last looked up here."""
        return self._mint.link_digest(text) in self._met

    def read_link(self, text: str, now: datetime) -> LinkRecord | None:
        """Return the section link of a text, None where it opens nothing.

        Raises
        ------
        StoreUnavailable
            When the store cannot be reached.

        """
        digest = self._mint.link_digest(text)
        return self._open(self._store.link_of(digest), digest, now)

    def has_met_result_link(self, text: str) -> bool:
        """Return whether a text is a result link that was valid when last looked up here."""
        return self._mint.result_link_digest(text) in self._met

    def read_result_link(self, text: str, now: datetime) -> ResultLink | None:
        """Return the result link of a text, None where it shows nothing.

        Raises
        ------
        StoreUnavailable
            When the store cannot be reached.

        """
        digest = self._mint.result_link_digest(text)
        return self._open(self._store.result_link_of(digest), digest, now)

    def _open(self, link: AnyLink | None, digest: str, now: datetime) -> AnyLink | None:
        """Return a link that opens something now, and keep that its text was met."""
        if link is None or link.state_at(now) is not GrantState.ACTIVE:
            self._met.discard(digest)
            return None
        self._meet(digest)
        return link

    def _meet(self, digest: str) -> None:
        if len(self._met) >= _MOST_MET:
            self._met.clear()
        self._met.add(digest)
