"""The port of resume codes: each owns a single sheet of a firm that nobody has named.

Nobody can read a code out of what is kept: that is a keyed hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from diagnosis.services.ports.links import LinkRecord
from diagnosis.services.ports.records import AssessmentRecord, EnterpriseRecord, RegisterEffect
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.scope import AccessRole, Principal

OWNERS_OF_SHEETS = "code:"
"""What the owners of nameless sheets begin with; no id of an organisation has a colon."""


def owner_of_sheet(sheet_id: str) -> str:
    """Return the owner of the rows of a nameless sheet."""
    return f"{OWNERS_OF_SHEETS}{sheet_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRecord:
    """A code as it is kept; the days are days in China.

    `digest` is the HMAC-SHA-256 of the code in hexadecimal digits, `assessment_id` its sheet,
    `visited_on` the day on which it was last used.
    """

    owner: str
    digest: str = field(repr=False)
    assessment_id: str
    opened_on: date
    visited_on: date

    @property
    def principal(self) -> Principal:
        """Return who asks with this code."""
        return Principal(self.owner, "holder", AccessRole.HOLDER)


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A code that was just made: its text, which is shown and never kept, and what is kept."""

    text: str = field(repr=False)
    digest: str = field(repr=False)


class CodeMaker(Protocol):
    """Makes codes with the pepper of keys; `check` tells the pepper from others."""

    @property
    def check(self) -> str:
        """Return the keyed hash of a constant, 64 hexadecimal digits."""

    def __call__(self) -> FreshCode:
        """Return a code of 128 random bits that nobody has had before."""

    def link(self) -> FreshCode:
        """Return the text of a section link, of 256 random bits that nobody has had before."""

    def result_link(self) -> FreshCode:
        """Return the text of a result link, of 256 random bits that nobody has had before."""

    def report_seed(self) -> str:
        """Return 128 random bits that nobody has had before, for the check code of a report."""

    def report_code(self, seed: str) -> FreshCode:
        """Return the check code of a report by its seed: 80 bits, random without the pepper."""

    def report_digest(self, text: str) -> str:
        """Return the keyed hash of a check code as it was typed, 64 hexadecimal digits.

        Raises
        ------
        MistypedCode
            When it is none.

        """


class CodeWork(Protocol):
    """What a transaction does to the code of its owner, and to all that is of it."""

    def keep_check(self, check: str) -> str:
        """Keep what tells the pepper, unless one is kept already; return what is kept."""

    def open_code(self, record: CodeRecord) -> None:
        """Keep the code of a sheet that was added."""

    def code(self) -> CodeRecord | None:
        """Return the owner's code, which nobody else ends until this transaction does."""

    def replace_code(self, old: str, following: str) -> bool:
        """Let a code have another digest; return False where it no longer has the old one."""

    def enter_renewal(self, record: AssessmentRecord, at: datetime) -> None:
        """Enter in the audit that the sheet of a code has another code."""

    def enter_attachment(self, record: AssessmentRecord, at: datetime) -> None:
        """Enter in the audit that a nameless sheet became this owner's, under its firm's name."""

    def erase(self, at: datetime, *, is_forgotten: bool = False) -> None:
        """Delete every row of the owner, in every table; its firm is entered as deleted.

        Whoever checks a report of it is told that it is withdrawn, unless it `is_forgotten`: what
        is left alone for long is not taken back.
        """

    def take_over(self, owner: str) -> bool:
        """Let all rows of a nameless sheet, by its owner, be those of this owner; end its code.

        Return False where the code has ended already. Its changes come last in this owner's feed.
        """

    def name_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store who a nameless firm is, its next version; False where code and site are taken."""

    def name_sheet(self, record: AssessmentRecord) -> None:
        """Keep whose sheet an assessment is that did not say so before."""

    def join_enterprise(
        self, nameless_id: str, firm: EnterpriseRecord, effect: RegisterEffect
    ) -> None:
        """Let all that is of a nameless firm be of a registered one; the nameless one is gone.

        `effect` is what the register took from its diagnosis, where there is one.
        """


class CodeStore(Protocol):
    """Where codes are kept."""

    def code_of(self, digest: str) -> CodeRecord | None:
        """Return the code of a digest: nobody is known before it is read."""

    def link_of(self, digest: str) -> LinkRecord | None:
        """Return the section link of a digest: nobody is known before it is read."""

    def result_link_of(self, digest: str) -> ResultLink | None:
        """Return the result link of a digest: nobody is known before it is read."""

    def note_visit(self, record: CodeRecord, on_day: date) -> None:
        """Keep the day on which a code was last used; nobody waits for it.

        Raises
        ------
        StoreUnavailable
            When the store is busy.

        """

    def unvisited(self, before: date, limit: int) -> Sequence[CodeRecord]:
        """Return codes that were last used before a day, whosever they are, the oldest first."""
