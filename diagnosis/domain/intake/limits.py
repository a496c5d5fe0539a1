"""What the fields of a sheet may hold: the table that readers and published schemas share.

Source of the forms of codes: GB 32100-2015 (credit code), GB/T 4754-2017 (divisions C13 to C43),
GB/T 2260 and the statistical codes of towns (place). The other limits are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.domain.intake.form import ProductionType


@dataclass(frozen=True, slots=True)
class TextLimit:
    """A text: its most characters, and its form where it has a certain one.

    `pattern` is a regular expression for the whole text, read alike by Python and by ECMA 262.
    """

    most: int
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class NumberLimit:
    """A number from low to high."""

    low: float
    high: float

    @property
    def ends(self) -> tuple[float, float]:
        """Return the least and the largest number."""
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class WholeLimit:
    """A whole number from low to high."""

    low: int
    high: int

    @property
    def ends(self) -> tuple[int, int]:
        """Return the least and the largest number."""
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class ChoiceLimit:
    """One of some values."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagLimit:
    """True or false."""


@dataclass(frozen=True, slots=True)
class ListLimit:
    """Some different ids: the most of them, and the values that each is one of.

    Where the content lists the values, there are none here, but the `pattern` that all of them
    have: a regular expression for the whole id, read alike by Python and by ECMA 262.
    """

    most: int
    values: tuple[str, ...] = ()
    pattern: str | None = None


Limit = TextLimit | NumberLimit | WholeLimit | ChoiceLimit | FlagLimit | ListLimit

NAME = TextLimit(200)
CREDIT_CODE = TextLimit(18, "^[0-9A-HJ-NP-RT-UW-Y]{18}$")
SITE = TextLimit(100)
INDUSTRY = TextLimit(5, "^C(1[3-9]|[23][0-9]|4[0-3])[0-9]{0,2}$")
PLACE = TextLimit(9, "^44[0-9]{4}([0-9]{3})?$")
EMPLOYEES = WholeLimit(0, 5_000_000)
REVENUE_WAN = NumberLimit(0, 100_000_000)
"""Revenue of a year, 万元; whatever is larger is a slip of the pen (yuan for 万元)."""
PRODUCTION_TYPE = ChoiceLimit(tuple(map(str, ProductionType)))
CHAIN = TextLimit(200)
PARK = TextLimit(200)

FACT_LIMITS: Mapping[str, Limit] = {
    "name": NAME,
    "credit_code": CREDIT_CODE,
    "site": SITE,
    "industry": INDUSTRY,
    "city": PLACE,
    "employees": EMPLOYEES,
    "revenue_wan": REVENUE_WAN,
    "production_type": PRODUCTION_TYPE,
    "chain": CHAIN,
    "park": PARK,
}
"""The facts of an enterprise, by field."""

PAINS = ListLimit(
    3,
    (
        "late-delivery",
        "wrong-stock",
        "shortages",
        "defects",
        "complaints",
        "quoting",
        "changeovers",
        "idle-machines",
        "hiring",
        "know-how-leaves",
        "energy",
        "unknown-cost",
        "cash-in",
        "customer-audits",
    ),
)
"""What hurts most, the worst first."""
GOALS = ListLimit(5, pattern="^scene:[a-z0-9-]+$")
"""Scenes of smart manufacturing that the firm wants to have."""
PRODUCTION_FOR = ChoiceLimit(("to-order", "to-stock", "both"))
SELLS = ChoiceLimit(("own-brand", "contract-work", "both"))
YES_OR_NO = FlagLimit()
YEARLY_BUDGET_WAN = REVENUE_WAN
"""What the firm would spend on digital work and AI in the next twelve months, 万元."""
PERCENT = NumberLimit(0, 100)
"""A part of the cost of a year, per cent; all parts together are no more than the whole."""

BUSINESS_LIMITS: Mapping[str, Limit] = {
    "pains": PAINS,
    "traits.production_for": PRODUCTION_FOR,
    "traits.sells": SELLS,
    "traits.own_transport": YES_OR_NO,
    "traits.duty_to_service": YES_OR_NO,
    "traits.lead_firm_platform": YES_OR_NO,
    "traits.exports": YES_OR_NO,
    "yearly_budget_wan": YEARLY_BUDGET_WAN,
    "goals": GOALS,
    "cost_percent.material": PERCENT,
    "cost_percent.labour": PERCENT,
    "cost_percent.energy": PERCENT,
    "cost_percent.outside_work": PERCENT,
    "cost_percent.overhead": PERCENT,
}
"""What a firm says of its business, by field; a dot leads to a field of an object."""

PERIOD = WholeLimit(2000, 2100)
"""The year that answers stand for."""
REFERENCE = TextLimit(200)
"""A caller's own name for a sheet."""
PROFILE_LIMITS: Mapping[str, Limit] = {
    **FACT_LIMITS,
    **BUSINESS_LIMITS,
    "period": PERIOD,
    "reference": REFERENCE,
}
"""Everything that a form asks beside its items, by the id of the question."""

LINE_ID = TextLimit(200)
"""A caller's own id of a line of many sheets, where it is a text."""
LINE_NUMBER = WholeLimit(-(2**53) + 1, 2**53 - 1)
"""The same where it is a number: as large as any reader of JSON can hold."""
SHARE_NUMBER = NumberLimit(0, 1e12)
"""The part or the whole of a share: what it counts is never more."""
