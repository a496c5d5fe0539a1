"""What a check between answers and facts reads: a sheet, and the year in which it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from diagnosis.domain.intake.answer import NotApplicable, Share
from diagnosis.domain.intake.business import business_fact
from diagnosis.domain.intake.limits import BUSINESS_LIMITS
from diagnosis.domain.intake.sheet import Sheet

Pointers = tuple[str, ...]
"""Where the values that contradict one another stand in the sheet; none where nothing does."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check reads: a sheet, and the year in which it is read, None where not known."""

    sheet: Sheet
    year: int | None = None

    def position(self, item: str) -> float | None:
        """Return the ladder position of an item, None where it has none."""
        value = self.sheet.answers.get(item)
        return value if isinstance(value, float) else None

    def chosen(self, item: str) -> tuple[str, ...]:
        """Return the options chosen of an item, none where it is blank."""
        value = self.sheet.answers.get(item)
        if isinstance(value, str):
            return (value,)
        return value if isinstance(value, tuple) else ()

    def share(self, item: str) -> Share | None:
        """Return the share of an item, None where it has none."""
        value = self.sheet.answers.get(item)
        return value if isinstance(value, Share) else None

    def reason(self, item: str) -> str | None:
        """Return the reason for which an item is not applicable, None where it is."""
        value = self.sheet.answers.get(item)
        return value.reason if isinstance(value, NotApplicable) else None

    def fact(self, name: str) -> object:
        """Return a fact of the enterprise or of its business, None where it is not known."""
        if name in BUSINESS_LIMITS:
            return business_fact(self.sheet.business, name)
        return getattr(self.sheet.enterprise, name)

    def amount(self, name: str) -> float | None:
        """Return a number among the facts, None where it is not known."""
        value = self.fact(name)
        return value if isinstance(value, int | float) else None


Rule = Callable[[Evidence], Pointers]
"""Returns where the values that trip a check stand; nothing where they do not."""
