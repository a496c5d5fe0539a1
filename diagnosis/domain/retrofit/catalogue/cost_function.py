"""What a package costs: a sum of smooth functions of what drives the cost, with no steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text

FIXED = "fixed"
"""The driver of a term that does not grow."""
PEOPLE_AT = 60
"""The headcount that the counts of drivers are stated at."""

Counts = Mapping[str, float]
"""How many there are of each driver, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """Something that costs grow with: people, machines, users … and how many a firm has of it.

    A firm of n people is taken to have `at_60_people` × (n / 60) ^ `exponent` of it, and at least
    one, where it has not said how many: a rule of thumb of ours.
    """

    id: str
    name: Text
    at_60_people: float
    exponent: float
    mark: Mark

    def count(self, headcount: float) -> float:
        """Return how many a firm of so many people (> 0) has, at least 1 and not rounded.

        The smallest plant that buys a camera station or a label printer buys a whole one.

        Examples
        --------
        >>> from diagnosis.domain.scoring.standard import Mark
        >>> ours = Mark("estimated", "not-applicable", ())
        >>> name = Text("机台", "machines")
        >>> machines = Driver(id="machines", name=name, at_60_people=15, exponent=1, mark=ours)
        >>> machines.count(120)
        30.0
        >>> machines.count(2)
        1.0
        """
        scale: float = (headcount / PEOPLE_AT) ** self.exponent
        return max(1.0, self.at_60_people * scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostTerm:
    """One part of a cost: `amount` at `at` of the driver, growing with a power of its count.

    The exponent is above 0 and at most 1, so one per cent more of the driver never adds more than
    one per cent. A fixed term does not grow.
    """

    driver: str
    at: float
    exponent: float
    amount: Money
    mark: Mark

    def scale(self, counts: Counts) -> float:
        """Return what the amount is multiplied by.

        Raises
        ------
        KeyError
            When the driver is not counted.

        """
        if self.driver == FIXED:
            return 1.0
        scale: float = (counts[self.driver] / self.at) ** self.exponent
        return scale


@dataclass(frozen=True, slots=True)
class CostFunction:
    """A sum of terms, 万元 (or the firm's own people-months)."""

    terms: tuple[CostTerm, ...] = ()

    def at(self, counts: Counts) -> Money:
        """Return low, middle and high for so many of each driver.

        The middle is that of the market as far as it is known, low and high what firms of one size
        may meet; all three grow alike.
        """
        low = mid = high = 0.0
        for term in self.terms:
            amount, scale = term.amount, term.scale(counts)
            low += amount.low * scale
            mid += amount.mid * scale
            high += amount.high * scale
        return Money(low, mid, high)


def counts_for(
    drivers: Iterable[Driver], headcount: float, known: Counts | None = None
) -> dict[str, float]:
    """Return how many of each driver a firm has: as it said, else by its headcount (> 0).

    Where a driver stands twice, the later one counts: that is how a trade has counts of its own.
    """
    return {driver.id: driver.count(headcount) for driver in drivers} | dict(known or {})
