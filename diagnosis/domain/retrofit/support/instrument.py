"""A support instrument: who may get it, what it pays, and whether it is open at a date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.support.likelihood import LongShot
from diagnosis.domain.retrofit.support.paid_packages import PaidPackages
from diagnosis.domain.retrofit.support.rule import (
    Answer,
    Condition,
    FirmFacts,
    PlanFacts,
    Rule,
    evaluate,
    lies_in,
)
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.source import STALE_AFTER_DAYS
from diagnosis.domain.text import Text


class InstrumentKind(StrEnum):
    """The kinds of support; a policy goal is nothing that a firm can apply for."""

    GRANT = "grant"
    VOUCHER = "voucher"
    INTEREST_SUBSIDY = "interest-subsidy"
    LOAN = "loan"
    EQUITY = "equity"
    AWARD = "award"
    TAX = "tax"
    SERVICE = "service"
    PILOT = "pilot"
    INFRASTRUCTURE = "infrastructure"
    POLICY_GOAL = "policy-goal"


class Standing(StrEnum):
    """Where an instrument stands at a date; open only inside a filing window that is known.

    In force with no window known, it may or may not take applications: no call was seen.
    """

    OPEN = "open"
    RULES_IN_FORCE = "rules-in-force"
    NOT_YET = "not-yet"
    BEFORE_WINDOW = "before-window"
    WINDOW_CLOSED = "window-closed"
    ENDED = "ended"
    CHECK_CURRENT_YEAR = "check-current-year"
    NO_FILING = "no-filing"


class Stated(StrEnum):
    """What the source said of an instrument on the day it was checked.

    `open` says that a call was read, so that its filing window is known.
    """

    OPEN = "open"
    IN_FORCE = "in-force"
    CHECK_CURRENT_YEAR = "check-current-year"
    MOSTLY_EXPIRED = "mostly-expired"
    EXPIRED_REFERENCE = "expired-reference"


@dataclass(frozen=True, slots=True)
class Period:
    """A period, both days included; None = not known or open-ended."""

    start: date | None
    end: date | None
    mark: Mark

    @property
    def is_known(self) -> bool:
        """Return whether at least one end is known."""
        return self.start is not None or self.end is not None

    @property
    def is_bounded(self) -> bool:
        """Return whether both ends are known."""
        return self.start is not None and self.end is not None


@dataclass(frozen=True, slots=True)
class Pays:
    """What it pays: rate in per cent of `base`, cap and pool in 万元; None = not said."""

    rate_pct: float | None
    cap_wan: float | None
    pool_wan: float | None
    base: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class LevelCap:
    """The cap (万元) that holds for a level of a standard reached after the retrofit."""

    standard: str
    level: int
    cap_wan: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class FinishBy:
    """The day by which a retrofit must be finished, and the declaration that it will be."""

    day: date
    declaration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A support instrument. `declarations` are facts that only the firm knows, with their text.

    `finish_by` is None where no day to finish is known; `paid` says what of a plan counts. One
    investment draws one instrument of an `overlap_class`. `long_shot` is None where no firm that
    meets the rule is unlikely to get it; `may_be_over` says why it probably takes no more firms,
    None where nothing does.
    """

    id: str
    name: Text
    kind: str
    level: str
    codes: tuple[str, ...]
    offer: Text
    eligible: Rule
    declarations: Mapping[str, Text]
    pays: Pays
    by_level: tuple[LevelCap, ...]
    paid: PaidPackages
    timing: str
    valid: Period
    window: Period | None
    finish_by: FinishBy | None
    overlap_class: str | None
    route: Text | None
    stated: Stated
    read_in: str
    measures: tuple[str, ...]
    marks: Mapping[str, Mark]
    sources: tuple[str, ...]
    confidence: str
    checked: str
    checked_on: date
    note: Text | None
    long_shot: LongShot | None = None
    may_be_over: Text | None = None

    @property
    def is_amount_confirmed(self) -> bool:
        """Return whether rate and caps were read somewhere, so that they may be reckoned with."""
        marks = (self.pays.mark, *(row.mark for row in self.by_level))
        return not any(mark.is_unconfirmed for mark in marks)

    @property
    def last_day(self) -> date | None:
        """Return the day by which what it pays for must be done; None where none is known."""
        days = (self.valid.end, None if self.finish_by is None else self.finish_by.day)
        return min((day for day in days if day is not None), default=None)

    def pays_for(self, package: Package) -> bool:
        """Return whether anything of the money to build a package may count."""
        return self.paid.share_of(package) > 0

    def covers(self, place: str | None) -> Answer:
        """Return whether the jurisdiction covers a place."""
        return lies_in(place, self.codes)

    def standing(self, on: date) -> Standing:
        """Return where the instrument stands at a date.

        The dates decide first. Without an end date, what the source called expired has ended.
        Only a filing window with both days known, and the date in it, makes it open.
        """
        if self.valid.start is not None and on < self.valid.start:
            return Standing.NOT_YET
        if self.valid.end is not None and on > self.valid.end:
            return Standing.ENDED
        if self.stated is Stated.EXPIRED_REFERENCE and self.valid.end is None:
            return Standing.ENDED
        if self.kind == "policy-goal":
            return Standing.NO_FILING
        window = self.window
        if window is not None and window.start is not None and on < window.start:
            return Standing.BEFORE_WINDOW
        # A yearly call is likely to return, but only a check can tell.
        unsure = self.stated in (Stated.CHECK_CURRENT_YEAR, Stated.MOSTLY_EXPIRED)
        if window is not None and window.end is not None and on > window.end:
            return Standing.CHECK_CURRENT_YEAR if unsure else Standing.WINDOW_CLOSED
        if window is not None and window.is_bounded:
            return Standing.OPEN
        return Standing.CHECK_CURRENT_YEAR if unsure else Standing.RULES_IN_FORCE

    def is_open(self, on: date) -> bool:
        """Return whether it is known to take applications at a date."""
        return self.standing(on) is Standing.OPEN

    def is_stale(self, on: date) -> bool:
        """Return whether it was checked more than a year before a date."""
        return (on - self.checked_on).days > STALE_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a firm with a plan may get an instrument, and where that stands at a date."""

    instrument: Instrument
    answer: Answer
    failing: tuple[Condition, ...]
    unknown: tuple[Condition, ...]
    standing: Standing


def eligibility(
    instrument: Instrument, firm_facts: FirmFacts, plan_facts: PlanFacts, on: date
) -> Eligibility:
    """Return whether a firm with a plan is eligible, perhaps (unknown) or not, at a date.

    The answer is by the rule alone; `standing` says whether it can be applied for then.
    """
    result = evaluate(instrument.eligible, firm_facts, plan_facts)
    return Eligibility(
        instrument, result.answer, result.failing, result.unknown, instrument.standing(on)
    )
