"""What a firm must be warned of beside an instrument: filing, windows, levels, thresholds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from diagnosis.domain.retrofit.support.eligibility import (
    OF_THE_PLAN,
    WORTH_WAN,
    Offer,
    PlannedPackage,
    conditions_with,
    counted_money,
)
from diagnosis.domain.retrofit.support.groups import deadline
from diagnosis.domain.retrofit.support.instrument import Instrument, Standing
from diagnosis.domain.retrofit.support.likelihood import days_until, is_soon
from diagnosis.domain.retrofit.support.rule import Answer

FILINGS = ("filed-renovation",)
"""Declarations that the work has been filed with the authorities before it starts."""

FILING_TAKES = timedelta(days=30)
"""So long a filing is taken to need (basis: ours)."""

THRESHOLDS = ("equipment_at_least_wan", "spend_at_least_wan")
"""Conditions that ask for a least spending."""
_WITHOUT_DAYS = (Standing.RULES_IN_FORCE, Standing.CHECK_CURRENT_YEAR)
_OPEN = (Standing.OPEN, Standing.NO_FILING)


@dataclass(frozen=True, slots=True)
class FileBeforeStart:
    """Work has to be filed before it starts; `first` is the first package that counts.

    `too_soon` are those that start before a filing can be done, in the order of their start.
    """

    code: ClassVar[str] = "file-before-start"
    first: PlannedPackage | None
    too_soon: tuple[PlannedPackage, ...] = ()


@dataclass(frozen=True, slots=True)
class StartedBeforeFiling:
    """A package had started before the date; such spending as a rule does not count."""

    code: ClassVar[str] = "started-before-filing"
    first: PlannedPackage


@dataclass(frozen=True, slots=True)
class NotOpen:
    """An application cannot be made at the date, or has to be looked up: days are known of it."""

    standing: Standing

    @property
    def code(self) -> str:
        """Return the standing."""
        return str(self.standing)


@dataclass(frozen=True, slots=True)
class PaidAfterwards:
    """The firm pays all of it first, and is paid on acceptance."""

    code: ClassVar[str] = "paid-afterwards"


@dataclass(frozen=True, slots=True)
class EndsTooLate:
    """Packages that end after the last day, so that they do not count."""

    code: ClassVar[str] = "ends-too-late"
    packages: tuple[PlannedPackage, ...]


@dataclass(frozen=True, slots=True)
class TooLateToStart:
    """A retrofit that starts now cannot be finished by the day that the rule sets.

    `days_left` are those until it, 0 where it is over; `declaration` undoes it.
    """

    code: ClassVar[str] = "too-late-to-start"
    day: date
    days_left: int
    declaration: str


@dataclass(frozen=True, slots=True)
class StartsTooEarly:
    """Packages that start before the instrument does, so that they do not count."""

    code: ClassVar[str] = "starts-too-early"
    packages: tuple[PlannedPackage, ...]


@dataclass(frozen=True, slots=True)
class LevelAfter:
    """Paid from a tested level on; `reached` is what the simulation says, None without a plan.

    `by_plan` is the level that the plan reaches by the last day `day`, None where not known.
    """

    code: ClassVar[str] = "level-after"
    standard: str
    level: int
    reached: bool | None
    by_plan: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class NextLevel:
    """The cap (万元) would rise at a higher level."""

    code: ClassVar[str] = "next-level"
    level: int
    cap_wan: float
    higher_cap_wan: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """A least spending (万元) that is not met or not known.

    `operator` is the rule's; `most_wan` the most that counts of the counted packages, None where
    none does.
    """

    code: ClassVar[str] = "threshold"
    operator: str
    at_least_wan: float
    most_wan: float | None


@dataclass(frozen=True, slots=True)
class OneFundPerItem:
    """One investment draws only one of these instruments."""

    code: ClassVar[str] = "one-fund-per-item"
    others: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class TooSmall:
    """At most this much (万元), which is not worth an application."""

    code: ClassVar[str] = "too-small"
    most_wan: float


@dataclass(frozen=True, slots=True)
class LongShotForSize:
    """Firms of this size hardly ever get it, or have no use for it; the instrument says why."""

    code: ClassVar[str] = "long-shot"


@dataclass(frozen=True, slots=True)
class MayBeOver:
    """It probably takes no more firms; the instrument says why."""

    code: ClassVar[str] = "may-be-over"


@dataclass(frozen=True, slots=True)
class EndsSoon:
    """Its last day is near: `days_left` are those until it."""

    code: ClassVar[str] = "ends-soon"
    day: date
    days_left: int


SupportWarning = (
    FileBeforeStart
    | StartedBeforeFiling
    | NotOpen
    | PaidAfterwards
    | EndsTooLate
    | TooLateToStart
    | StartsTooEarly
    | LevelAfter
    | NextLevel
    | Threshold
    | OneFundPerItem
    | TooSmall
    | LongShotForSize
    | MayBeOver
    | EndsSoon
)


def warnings(offer: Offer, others: Iterable[Offer], on: date) -> tuple[SupportWarning, ...]:
    """Return what a firm must be warned of beside an instrument at a date.

    Parameters
    ----------
    others
        All offers, among which those of the same overlap class are looked for.

    """
    return (
        *_likelihood(offer),
        *_filing(offer, on),
        *_not_open(offer),
        *_afterwards(offer),
        *_outside(offer, on),
        *_level(offer),
        *_thresholds(offer),
        *_one_fund(offer, others),
        *_worth(offer),
    )


def _likelihood(offer: Offer) -> Iterator[SupportWarning]:
    """Yield what stands in the way of getting it, where it may still be applied for."""
    if not offer.is_open_to:
        return
    if offer.is_long_shot:
        yield LongShotForSize()
    if offer.instrument.may_be_over is not None:
        yield MayBeOver()
    day = deadline(offer)
    left = days_until(day, offer.on)
    if day is not None and left is not None and is_soon(day, offer.on):
        yield EndsSoon(day, left)


def must_be_filed(offer: Offer) -> bool:
    """Return whether an instrument asks for a filing before work starts that is not known of."""
    filings = [
        condition
        for condition in conditions_with(offer.instrument, "declared")
        if condition.operand in FILINGS
    ]
    unmet = (*offer.unknown, *offer.failing)
    return any(condition in unmet for condition in filings)


def _filing(offer: Offer, on: date) -> Iterator[SupportWarning]:
    if not must_be_filed(offer):
        return
    if not offer.counted:
        yield FileBeforeStart(None)
        return
    in_order = sorted(offer.counted, key=lambda plan: (plan.start, plan.package.id))
    first = in_order[0]
    if first.start < on:
        yield StartedBeforeFiling(first)
    else:
        soon = tuple(plan for plan in in_order if plan.start < on + FILING_TAKES)
        yield FileBeforeStart(first, soon)


def _not_open(offer: Offer) -> Iterator[SupportWarning]:
    """Yield that it is not open where days are known of it; else the standing says it all."""
    has_days = offer.standing not in _WITHOUT_DAYS or offer.instrument.window is not None
    if offer.standing not in _OPEN and has_days:
        yield NotOpen(offer.standing)


def _afterwards(offer: Offer) -> Iterator[SupportWarning]:
    if offer.instrument.timing == "after-the-fact" and offer.counted:
        yield PaidAfterwards()


def _outside(offer: Offer, on: date) -> Iterator[SupportWarning]:
    finish = offer.instrument.finish_by
    if offer.too_late and finish is not None:
        yield TooLateToStart(finish.day, max(0, (finish.day - on).days), finish.declaration)
    if offer.instrument.pays.base not in OF_THE_PLAN:
        return
    if offer.late:
        yield EndsTooLate(offer.late)
    if offer.early:
        yield StartsTooEarly(offer.early)


def _level(offer: Offer) -> Iterator[SupportWarning]:
    gates = conditions_with(offer.instrument, "level_after_at_least")
    if gates:
        failed = any(gate in offer.failing for gate in gates)
        unknown = any(gate in offer.unknown for gate in gates)
        reached = False if failed else None if unknown else True
        lowest = min((gate.operand for gate in gates), key=lambda operand: int(operand["level"]))
        standard, level = lowest["standard"], lowest["level"]
        by_plan = offer.levels.get(standard)
        yield LevelAfter(standard, level, reached, by_plan, offer.instrument.last_day)
    rows = sorted(offer.instrument.by_level, key=lambda row: row.level)
    higher = [row for row in rows if offer.level is not None and row.level > offer.level]
    if higher and offer.answer is not Answer.NO:
        yield NextLevel(higher[0].level, offer.cap_wan or 0, higher[0].cap_wan)


def _thresholds(offer: Offer) -> Iterator[SupportWarning]:
    most = counted_money(offer.instrument, offer.counted).high if offer.counted else None
    for operator in THRESHOLDS:
        for condition in conditions_with(offer.instrument, operator):
            if condition in (*offer.unknown, *offer.failing):
                yield Threshold(operator, condition.operand, most)


def _one_fund(offer: Offer, others: Iterable[Offer]) -> Iterator[SupportWarning]:
    instrument = offer.instrument
    if instrument.overlap_class is None or not offer.may_pay:
        return
    same = tuple(
        other.instrument
        for other in others
        if other.instrument.overlap_class == instrument.overlap_class
        and other.instrument.id != instrument.id
        and other.may_pay
    )
    if same:
        yield OneFundPerItem(same)


def _worth(offer: Offer) -> Iterator[SupportWarning]:
    if offer.estimate is not None and offer.estimate.high < WORTH_WAN:
        yield TooSmall(offer.estimate.high)
