"""A source of the bibliography: who published what, and how far it was checked."""

import datetime
from dataclasses import dataclass

from diagnosis.domain.text import Text

STALE_AFTER_DAYS = 365


@dataclass(frozen=True, slots=True)
class Link:
    """A web address, what it answered, and on which day it was asked."""

    url: str
    status: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication.

    `date` is as precise as it is known (2024, 2024-09, 2024-09-26); `checked` is two-sources,
    one-source or unconfirmed; `link` goes to original offices or firms only.
    """

    id: str
    publisher: Text
    title: Text
    date: str | None
    kind: str
    licence: str
    checked: str
    checked_on: datetime.date
    link: Link | None

    def is_stale(self, on: datetime.date) -> bool:
        """Return whether it was checked more than a year before a date."""
        return (on - self.checked_on).days > STALE_AFTER_DAYS
