"""What the country has decided that a firm should know of, with nothing to apply for."""

from dataclasses import dataclass
from datetime import date

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextCard:
    """A decision in a few words: what it says, and what it means for a firm.

    `issued` is a day, a month or a year as ISO 8601; `until` is the last day of its term, None
    where it has none.
    """

    id: str
    name: Text
    issued: str
    until: date | None
    says: Text
    means: Text
    mark: Mark
