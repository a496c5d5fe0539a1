"""Which groups and classes of manufacturing there are, by two editions of GB/T 4754.

A division has two digits (C39), a group three (C399), a class four (C3990). Firms still carry
codes of the edition before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from diagnosis.domain.text import Text

DIVISION = 3
"""The characters of the code of a division, its letter among them."""


class Listing(StrEnum):
    """What the lists say of a code."""

    CURRENT = "current"
    EARLIER = "earlier"
    UNLISTED = "unlisted"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeName:
    """What people call a trade, and the class of the current edition that it usually is.

    `words` are other names for it and what it makes, in either language.
    """

    code: str
    name: Text
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassList:
    """The Chinese names of groups and classes by code, as a list of each edition has them.

    Empty lists know nothing: every code is taken then.
    """

    current: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, str] = field(default_factory=dict)

    def listing(self, code: str) -> Listing:
        """Return what the lists say of the code of a division, group or class.

        A code in neither list is impossible where both have the same codes beside it: the group,
        or the division, is complete by two lists. Elsewhere it is merely not listed.
        """
        if len(code) <= DIVISION or code in self.current or not self.current:
            return Listing.CURRENT
        if code in self.earlier:
            return Listing.EARLIER
        parent = code[:-1]
        if len(parent) > DIVISION and self.listing(parent) is Listing.IMPOSSIBLE:
            return Listing.IMPOSSIBLE
        beside = self.beside(code)
        is_complete = beside and beside == _inside(parent, self.earlier)
        return Listing.IMPOSSIBLE if is_complete else Listing.UNLISTED

    def beside(self, code: str) -> tuple[str, ...]:
        """Return the codes that the current list has in the same group, or division."""
        return _inside(code[:-1], self.current)


def _inside(parent: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of one more digit than a code, in their order."""
    length = len(parent) + 1
    return tuple(sorted(code for code in names if len(code) == length and code[:-1] == parent))
