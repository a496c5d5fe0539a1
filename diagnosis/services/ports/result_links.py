"""The port of result links: each shows the result of one sheet to whoever has its text.

A link is read and nothing else. Nobody can read its text out of what is kept.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from diagnosis.services.ports.scope import AccessRole, GrantState, Principal, state_of_grant


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLink:
    """A link as it is kept: the result of which sheet, for whom, how long.

    `recipient` is whoever it is for, in the owner's words, such as a bank; `digest` the
    HMAC-SHA-256 of its text in hexadecimal digits.
    """

    id: str
    owner: str
    digest: str = field(repr=False)
    enterprise_id: str
    assessment_id: str
    recipient: str
    created_at: datetime
    ends_at: datetime
    created_by: str
    revoked_at: datetime | None = None

    @property
    def principal(self) -> Principal:
        """Return who asks with this link."""
        return Principal(self.owner, self.recipient, AccessRole.VIEWER)

    def state_at(self, moment: datetime) -> GrantState:
        """Return whether the link shows anything at a moment."""
        return state_of_grant(self.revoked_at, self.ends_at, moment)


class ResultLinkWork(Protocol):
    """What a transaction does to links to results."""

    def add_result_link(self, record: ResultLink) -> None:
        """Keep a new link."""

    def revoke_result_link(self, link_id: str, at: datetime) -> None:
        """Revoke a link, unless it is already."""
