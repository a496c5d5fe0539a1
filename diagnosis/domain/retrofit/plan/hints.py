"""What a firm should know beside its plan: money, people, a cheaper way to the same level."""

from dataclasses import dataclass

from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason

REVENUE_SHARE = 0.05
"""Beyond this share of a year's revenue what a plan costs in a year is warned about."""
CHEAPER = 0.9
"""A plan to the same level that costs less than this share of the plan is told."""


@dataclass(frozen=True, slots=True)
class DearForTheFirm:
    """What is paid in a year (万元) is more than `REVENUE_SHARE` of a year's revenue (万元).

    `year` is the dearest of the plan, from 1; None where the money is that of the whole plan, as
    earlier releases had it.
    """

    money_wan: float
    revenue_wan: float
    year: int | None = None


@dataclass(frozen=True, slots=True)
class SizeAssumed:
    """Headcount or revenue is missing: the firm is planned for as small, of `people` people."""

    people: int


@dataclass(frozen=True, slots=True)
class BudgetFromYearly:
    """No budget was given: three times what the firm would spend in a year, 万元.

    `yearly_wan` is what it would spend in a year; where a year of the plan takes more, `year` is
    the dearest, from 1, and `year_wan` what is paid in it. 0 where that is not kept.
    """

    budget_wan: float
    yearly_wan: float = 0.0
    year: int = 0
    year_wan: float = 0.0


@dataclass(frozen=True, slots=True)
class NothingAnswered:
    """Nothing that the target scores and packages raise was answered: there is nothing to plan."""


@dataclass(frozen=True, slots=True)
class FewAnswered:
    """Less of what the target scores was answered (`coverage`) than a level needs, both 0–1."""

    coverage: float
    needed: float


@dataclass(frozen=True, slots=True)
class CheaperPlan:
    """A cheaper plan reaches the same level: its cost (万元) and how many packages it takes."""

    level: int
    cost_wan: float
    packages: int


@dataclass(frozen=True, slots=True)
class SpineShort:
    """First steps of the trade's spine are not in the plan.

    `packages` would do them, one for each, in the order of the trade. `objective` is what comes
    before them: the level at the least cost, points or pains; of a balanced plan it is `level`
    (None: the limits leave no room).
    """

    packages: tuple[str, ...]
    level: int | None = None
    objective: Objective = Objective.BALANCED


@dataclass(frozen=True, slots=True)
class LevelOnPaper:
    """The points of a plan come to a level, but it leaves the whole spine open: not promised."""

    level: int


@dataclass(frozen=True, slots=True)
class WishWaits:
    """Fewer than half of what begins in the first 12 months serve the firm's pains and goals.

    `serving` of `begun` do: the spine goes first, or the catalogue has no more for them.
    """

    serving: int
    begun: int


@dataclass(frozen=True, slots=True)
class CarriesMoreFrom:
    """So many packages at once and in 36 months are what a firm of this size carries.

    `busiest` is how many the plan works on at once at the most, those counted that only name who
    does it all and take no hands: it may be more. `half_year` is how many may begin in six
    months. Both are 0 where that is not kept.
    """

    at_once: int
    in_all: int
    busiest: int = 0
    half_year: int = 0


@dataclass(frozen=True, slots=True)
class WishUnserved:
    """No package of the plan serves these pains and goals.

    `are_on_offer`: there are packages for them that the firm could begin.
    """

    wishes: tuple[str, ...]
    are_on_offer: bool


@dataclass(frozen=True, slots=True)
class NothingAffordable:
    """The budget buys no package; the cheapest that could be begun costs so much, 万元."""

    least_wan: float


@dataclass(frozen=True, slots=True)
class MoneyLeft:
    """So much of the budget, 万元, is not spent, and why: hands, phases, or little worth.

    `in_all` is how many packages a firm of this size carries in three years, where the plan has as
    many; else 0. `open_for` are named pains and goals for which what could still be had is dear
    beside what a firm of this size spends.
    """

    left_wan: float
    why: LeftOutReason
    in_all: int = 0
    open_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpineRefused:
    """The firm refuses packages that open steps of the trade's spine stand on."""

    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelThere:
    """The level asked for is there already; `plans_more` that the plan goes on all the same."""

    level: int
    plans_more: bool = True


@dataclass(frozen=True, slots=True)
class CountsDone:
    """So many packages that are done raise the answers; no new assessment has verified it."""

    packages: int


@dataclass(frozen=True, slots=True)
class CountsRunning:
    """So many packages are in hand: not bought again, counted once they end (`months`)."""

    packages: int
    months: float


@dataclass(frozen=True, slots=True)
class SearchCutShort:
    """A search ended with the time of a request: there may be a better plan."""


Hint = (
    DearForTheFirm
    | SizeAssumed
    | BudgetFromYearly
    | NothingAnswered
    | FewAnswered
    | CheaperPlan
    | SpineShort
    | LevelOnPaper
    | WishWaits
    | CarriesMoreFrom
    | WishUnserved
    | NothingAffordable
    | MoneyLeft
    | SpineRefused
    | LevelThere
    | CountsDone
    | CountsRunning
    | SearchCutShort
)
