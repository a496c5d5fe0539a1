"""The port of the audit: who did what to which row, when; ids and names of fields, no values.

An entry names nobody: whoever acted is the id of a key, whatever was acted on an id too. It stays
when the firm it is about is deleted.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import Page, Where

LEAST_AUDIT_DAYS = 183
"""How long an entry is kept at the least, in days.

Cybersecurity Law of the PRC (网络安全法), article 21(3): logs are kept no less than six months;
183 days are the longest six months.
"""
LEAST_AUDIT_AGE = timedelta(days=LEAST_AUDIT_DAYS)


class ActKind(StrEnum):
    """What was done that is no change of a firm's rows, as the audit names it."""

    KEY_ISSUED = "key-issued"
    KEY_ENDED = "key-ended"
    KEY_REVOKED = "key-revoked"
    KEYS_ABANDONED = "keys-abandoned"
    SESSION_OPENED = "session-opened"
    SESSION_ENDED = "session-ended"
    LOGIN_FAILED = "login-failed"
    ACCESS_REFUSED = "access-refused"
    FIRM_READ = "firm-read"
    FIRM_EXPORTED = "firm-exported"
    SHEET_ATTACHED = "sheet-attached"
    CODE_RENEWED = "code-renewed"
    SECTION_ANSWERED = "section-answered"
    GRANT_FORGOTTEN = "grant-forgotten"
    RESULT_LINK_FORGOTTEN = "result-link-forgotten"
    REPORT_FORGOTTEN = "report-forgotten"
    AUDIT_CUT = "audit-cut"


class AuditOutcome(StrEnum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act: its number, without gaps, and its link, which no other entries lead to.

    `organisation` acted in a `role`, with the key of an id (None: a command of the machine, or
    somebody whom the identity provider knows); `about` is the organisation whose firm or key it
    was, `operation` the id of the operation of the API or the name of the command. `fields` are
    the names of what was changed, empty where a row was made, removed or read as a whole. `link`
    is the SHA-256 over the link before and the entry, 64 hexadecimal digits.
    """

    number: int
    organisation: str
    about: str
    role: str
    key_id: str | None
    operation: str
    kind: str
    subject_id: str
    enterprise_id: str | None
    fields: tuple[str, ...]
    noted_at: datetime
    outcome: AuditOutcome
    link: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last entry of the chain: its number, 0 before the first, and its link."""

    number: int
    link: str


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first entry at which the chain does not hold, and what is wrong there."""

    number: int
    what: str


class AuditReader(Protocol):
    """What a principal may read of the audit: an admin all, others what is about their own."""

    def entries(self, where: Where, after: int | None, limit: int) -> Page[AuditEntry]:
        """Return a page of entries, newest first, that equal `where`.

        `noted_after` is the moment that they must be younger than.
        """

    def head(self) -> AuditHead:
        """Return the last entry of the chain."""

    def first_break(self, expected: AuditHead | None) -> ChainBreak | None:
        """Return where the chain does not hold first, None where it is whole.

        With an `expected` head, which was kept elsewhere, also whether it still leads there.
        """


class AuditStore(Protocol):
    """Where the audit is kept."""

    def audit(self, principal: Principal) -> AbstractContextManager[AuditReader]:
        """Return a reader of what a principal may read of the audit."""
