"""How much change a firm of a size can carry: packages at once, in a year, in all, and people."""

from dataclasses import dataclass
from math import ceil

from diagnosis.domain.intake.enterprise import SizeClass

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much change a firm can carry: packages at once, begun in 12 months, in all, and people.

    The counts are ours: a firm of 60 people lands three to five things a year.
    """

    at_once: int
    a_year: int
    in_all: int
    people_months_per_month: float

    @property
    def pace(self) -> tuple[tuple[float, int], ...]:
        """Return how many packages may begin within so many months."""
        return ((MONTHS_A_YEAR / 2, ceil(self.a_year / 2)), (MONTHS_A_YEAR, self.a_year))

    def most_begun(self, months: float) -> int:
        """Return how many packages may begin in so many months, the end taken in, at the most.

        Examples
        --------
        >>> carries = Capacity(at_once=2, a_year=5, in_all=10, people_months_per_month=1.2)
        >>> [carries.most_begun(months) for months in (-1, 0, 6, 12, 33)]
        [0, 3, 5, 8, 10]
        """
        if months < 0:
            return 0
        years, rest = divmod(months, MONTHS_A_YEAR)
        half_year, half_most = self.pace[0]
        begun = int(years) * self.a_year + (half_most if rest < half_year else self.a_year)
        return min(self.in_all, begun)

    @property
    def for_wishes(self) -> int:
        """Return how many packages serve a wish at the least, where there are so many: half."""
        return ceil(self.a_year / 2)


PACKAGES_AT_ONCE = {
    SizeClass.MICRO: 1,
    SizeClass.SMALL: 2,
    SizeClass.MEDIUM: 4,
    SizeClass.LARGE: 8,
}
PACKAGES_IN_ALL = {
    SizeClass.MICRO: 6,
    SizeClass.SMALL: 10,
    SizeClass.MEDIUM: 15,
    SizeClass.LARGE: 30,
}
YEARLY_PART = 0.5
"""Of the packages in 36 months, so many may begin within any 12; half of those within any 6."""
OWN_PEOPLE_SHARE = 0.02
LEAST_PEOPLE_MONTHS = 0.3


def capacity_of(size: SizeClass, headcount: float) -> Capacity:
    """Return what a firm of a size class and so many people can carry.

    Examples
    --------
    >>> capacity_of(SizeClass.SMALL, 60)
    Capacity(at_once=2, a_year=5, in_all=10, people_months_per_month=1.2)
    """
    people_months = max(LEAST_PEOPLE_MONTHS, OWN_PEOPLE_SHARE * headcount)
    in_all = PACKAGES_IN_ALL[size]
    return Capacity(PACKAGES_AT_ONCE[size], ceil(YEARLY_PART * in_all), in_all, people_months)
