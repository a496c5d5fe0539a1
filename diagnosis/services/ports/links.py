"""The port of section links, and of who answered what through them.

A link opens a single section of one draft. Nobody can read its text out of what is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from diagnosis.domain.intake.answer import Value
from diagnosis.services.ports.scope import AccessRole, GrantState, Principal, state_of_grant


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecord:
    """A link as it is kept: which section of which draft, for whom, how long.

    `respondent` is the function of whoever answers, such as an accountant; `digest` the
    HMAC-SHA-256 of its text in hexadecimal digits.
    """

    id: str
    owner: str
    digest: str = field(repr=False)
    enterprise_id: str
    assessment_id: str
    section: str
    respondent: str
    created_at: datetime
    ends_at: datetime
    created_by: str
    revoked_at: datetime | None = None

    @property
    def principal(self) -> Principal:
        """Return who asks with this link."""
        return Principal(self.owner, self.respondent, AccessRole.RESPONDENT)

    def state_at(self, moment: datetime) -> GrantState:
        """Return whether the link opens anything at a moment."""
        return state_of_grant(self.revoked_at, self.ends_at, moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNote:
    """What a respondent last answered to an item through a link, and when.

    It `entered` where the sheet took it over; `settled_at` is when the owner decided on the item,
    None where that was not since then.
    """

    id: str
    enterprise_id: str
    assessment_id: str
    item: str
    link_id: str
    respondent: str
    value: Value
    entered: bool
    answered_at: datetime
    settled_at: datetime | None = None


class LinkWork(Protocol):
    """What a transaction does to links and to what was answered through them."""

    def add_link(self, record: LinkRecord) -> None:
        """Keep a new link."""

    def revoke_link(self, link_id: str, at: datetime) -> None:
        """Revoke a link, unless it is already."""

    def keep_note(self, note: AnswerNote) -> None:
        """Keep what a respondent answered, in the place of what it answered to the item before."""

    def drop_note(self, note_id: str) -> None:
        """Forget what a respondent answered and takes back."""

    def enter_answers(self, link: LinkRecord, items: Iterable[str], at: datetime) -> None:
        """Enter in the audit which items were answered through a link, whatever became of it."""

    def settle_item(self, assessment_id: str, item: str, at: datetime) -> None:
        """Keep that the owner decided on an item that respondents had answered."""
