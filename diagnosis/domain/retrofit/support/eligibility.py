"""Which support a firm may get for a plan at a date, and about how much.

An estimate rests on what was published: a rate of the money that counts, up to a cap. Money counts
as far as it builds packages that the instrument pays for, in the parts that it pays for: an award
for equipment pays for hardware. Rates and caps are ceilings. Whatever is not known, of the firm,
the plan or the rule, makes the low end 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from diagnosis.domain.retrofit.catalogue.amounts import Money, Range, total_of
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.support.instrument import (
    Instrument,
    LevelCap,
    Standing,
    eligibility,
)
from diagnosis.domain.retrofit.support.rule import (
    Answer,
    Condition,
    FirmFacts,
    PlanFacts,
    conditions,
    evaluate,
)

APPLICABLE = (
    Standing.OPEN,
    Standing.RULES_IN_FORCE,
    Standing.BEFORE_WINDOW,
    Standing.NOT_YET,
    Standing.CHECK_CURRENT_YEAR,
)
"""Standings at which money may still be hoped for."""

OF_THE_PLAN = ("project-cost", "equipment", "compute-rent", "model-purchase", "data-purchase",
               "consulting")  # fmt: skip
"""Bases that are money to build packages, in whole or in part."""

MANUFACTURER = "manufacturer"
WORTH_WAN = 1.0
"""Below this an application costs more than it brings (basis: ours); not in any sum."""

SHORTEST_RETROFIT = timedelta(days=90)
"""Least time from a start to a retrofit that is accepted and tested (basis: ours)."""


@dataclass(frozen=True, slots=True)
class PlannedPackage:
    """A package of a plan: what it costs to build (万元), to run (万元 a year), and its days."""

    package: Package
    build: Money
    run: Money
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class LevelsAt:
    """The levels by standard that a plan reaches at a day; by simulation, not by a test."""

    day: date
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """A plan as support sees it: its packages and the levels over time, oldest first.

    `equipment_wan` and `interest_wan` are what the firm says it will spend on new equipment and
    pay in interest (万元), None where it has not said.
    """

    packages: tuple[PlannedPackage, ...]
    levels: tuple[LevelsAt, ...] = ()
    equipment_wan: float | None = None
    interest_wan: float | None = None

    def levels_by(self, day: date | None) -> Mapping[str, int]:
        """Return the levels reached by a day, the last ones for None, else those of today."""
        reached: Mapping[str, int] = self.levels[0].levels if self.levels else {}
        for state in self.levels:
            if day is None or state.day <= day:
                reached = state.levels
        return reached


@dataclass(frozen=True, slots=True)
class SupportEstimate:
    """What an instrument may pay for a plan, 万元; `mid` is None where only a ceiling is known.

    `is_sure` where the firm is eligible, it is open, and rate and base are known.
    """

    low: float
    mid: float | None
    high: float
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An instrument as it applies to one firm and its plan.

    `counted` are the plan's packages whose money counts, `late` those that would if they ended in
    time, `early` those that would if they did not start before it is in force. `level` is the
    level that the money is graded by: that of the plan, without one the first that pays and is
    not below today's; None where not graded or not known. `levels` are those that the plan
    reaches by the last day, by standard, `final_levels` those that it ever reaches.
    `for_other_roles` where everything depends on a role, other than manufacturer, that the firm
    has not claimed; `elsewhere` where its place alone refuses; `too_late` where a retrofit that
    starts now cannot be done in time; `misses_end` where nothing that it would pay for is done by
    its last day; `is_long_shot` where firms of this size hardly ever get it. `on` is the date.
    """

    instrument: Instrument
    answer: Answer
    failing: tuple[Condition, ...]
    unknown: tuple[Condition, ...]
    standing: Standing
    counted: tuple[PlannedPackage, ...] = ()
    late: tuple[PlannedPackage, ...] = ()
    early: tuple[PlannedPackage, ...] = ()
    level: int | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    final_levels: Mapping[str, int] = field(default_factory=dict)
    estimate: SupportEstimate | None = None
    equipment_wan: float | None = None
    for_other_roles: bool = False
    elsewhere: bool = False
    too_late: bool = False
    misses_end: bool = False
    is_long_shot: bool = False
    on: date | None = None

    @property
    def most_wan(self) -> float | None:
        """Return the cap at the level reached, 万元; None where it has none that is confirmed."""
        return self.cap_wan if self.instrument.is_amount_confirmed else None

    @property
    def is_open_to(self) -> bool:
        """Return whether the firm may hope for it in the roles that it has."""
        usable = self.answer is not Answer.NO and self.standing in APPLICABLE
        return usable and not self.for_other_roles

    @property
    def may_pay(self) -> bool:
        """Return whether money for the plan is possible in the roles that the firm has."""
        enough = self.estimate is not None and self.estimate.high >= WORTH_WAN
        return self.is_open_to and enough

    def amount(self, basis: float) -> float:
        """Return what it pays at most where so much money counts (万元), never more than that."""
        pays = self.instrument.pays
        if pays.base == "equipment" and self.equipment_wan is not None:
            basis = min(basis, self.equipment_wan)
        paid = basis if pays.rate_pct is None else basis * pays.rate_pct / 100
        cap = self.cap_wan
        return paid if cap is None else min(paid, cap)

    @property
    def next_paying(self) -> LevelCap | None:
        """Return the first level that pays, at or above that of the plan; None where not graded.

        Of a plan above all levels it is the highest.
        """
        rows = sorted(self.instrument.by_level, key=lambda row: row.level)
        paying = (row for row in rows if row.level >= (self.level or 0))
        return next(paying, rows[-1] if rows else None)

    @property
    def cap_wan(self) -> float | None:
        """Return the cap for the level reached; for an unknown level the highest."""
        rows = self.instrument.by_level
        if not rows:
            return self.instrument.pays.cap_wan
        if self.level is None:
            return max(row.cap_wan for row in rows)
        return max((row.cap_wan for row in rows if row.level <= self.level), default=0.0)


def match_support(
    instruments: Iterable[Instrument],
    firm: FirmFacts,
    work: PlannedWork | None,
    on: date,
    levels_now: Mapping[str, int] | None = None,
) -> tuple[Offer, ...]:
    """Return every instrument as it applies to a firm and its plan at a date, in their order.

    Parameters
    ----------
    levels_now
        The levels by standard that the firm stands at today, as far as they are known.

    """
    return tuple(
        _without_plan(instrument, firm, on, levels_now or {})
        if work is None
        else _offer(instrument, firm, work, on)
        for instrument in instruments
    )


def _without_plan(
    instrument: Instrument, firm: FirmFacts, on: date, levels_now: Mapping[str, int]
) -> Offer:
    too_late = _is_too_late(instrument, firm, on)
    judged = _judged(instrument, firm, PlanFacts(), on, too_late=too_late)
    rows = instrument.by_level
    if not rows:
        return judged
    first = min(row.level for row in rows)
    return replace(judged, level=max(first, levels_now.get(rows[0].standard, first)))


def _offer(instrument: Instrument, firm: FirmFacts, work: PlannedWork, on: date) -> Offer:
    paid = [plan for plan in work.packages if instrument.pays_for(plan.package)]
    start, end = instrument.valid.start, instrument.last_day
    late = tuple(plan for plan in paid if end is not None and plan.end > end)
    early = tuple(plan for plan in paid if start is not None and plan.start < start)
    counted = tuple(plan for plan in paid if plan not in late and plan not in early)
    levels = work.levels_by(end)
    begun = min((plan.start for plan in paid), default=on)
    in_time = bool(counted) and not late
    too_late = not in_time and _is_too_late(instrument, firm, min(on, begun))
    basis = counted_money(instrument, counted)
    facts = replace(
        _plan_facts(counted, basis, work, levels),
        started=min((plan.start for plan in paid or work.packages), default=None),
    )
    if in_time:
        firm = _finishing(instrument, firm, in_time=True)
    offer = replace(
        _judged(instrument, firm, facts, on, too_late=too_late),
        counted=counted,
        late=late,
        early=early,
        level=levels.get(instrument.by_level[0].standard) if instrument.by_level else None,
        levels=levels,
        final_levels=work.levels_by(None),
        equipment_wan=work.equipment_wan,
    )
    return _estimated(_without_what_is_late(offer, firm), basis)


def _without_what_is_late(offer: Offer, firm: FirmFacts) -> Offer:
    """Return an offer, refused where all that it would pay for ends after its last day."""
    finish, is_paid_work = offer.instrument.finish_by, offer.instrument.pays.base in OF_THE_PLAN
    is_under_way = finish is not None and firm.declared.get(finish.declaration, False)
    can_be_had = is_paid_work and offer.standing in APPLICABLE
    if not can_be_had or is_under_way or not offer.late or offer.counted or offer.early:
        return offer
    return replace(offer, answer=Answer.NO, misses_end=True)


def _is_too_late(instrument: Instrument, firm: FirmFacts, begun: date) -> bool:
    """Return whether what starts at a day misses the day to finish, if the firm did not say."""
    finish = instrument.finish_by
    if finish is None or finish.declaration in firm.declared:
        return False
    return begun + SHORTEST_RETROFIT > finish.day


def _finishing(instrument: Instrument, firm: FirmFacts, *, in_time: bool) -> FirmFacts:
    """Return a firm that is done by the day to finish or is not, unless it said otherwise."""
    finish = instrument.finish_by
    if finish is None:
        return firm
    return replace(firm, declared={finish.declaration: in_time, **firm.declared})


def _judged(
    instrument: Instrument, firm: FirmFacts, plan: PlanFacts, on: date, *, too_late: bool
) -> Offer:
    """Return an instrument with its answer; open questions leave out roles that were not said."""
    if too_late:
        firm = _finishing(instrument, firm, in_time=False)
    judged = eligibility(instrument, firm, plan, on)
    silent = {
        role: False
        for condition in conditions(instrument.eligible)
        if condition.operator == "role_in"
        for role in condition.operand
        if role not in firm.roles and role != MANUFACTURER
    }
    plain = eligibility(instrument, replace(firm, roles={**silent, **firm.roles}), plan, on)
    depends = judged.answer is Answer.UNKNOWN and plain.answer is Answer.NO
    unknown = plain.unknown if plain.answer is Answer.UNKNOWN else judged.unknown
    return Offer(
        instrument=instrument,
        answer=judged.answer,
        failing=judged.failing,
        unknown=unknown,
        standing=judged.standing,
        for_other_roles=depends or _refuses(instrument, FirmFacts(roles=firm.roles)),
        elsewhere=_refuses(instrument, FirmFacts(place=firm.place, roles={})),
        too_late=too_late,
        is_long_shot=_is_long_shot(instrument, firm, judged.answer),
        on=on,
    )


def _is_long_shot(instrument: Instrument, firm: FirmFacts, answer: Answer) -> bool:
    """Return whether a firm of this size hardly ever gets it: not where it was picked already."""
    shot = instrument.long_shot
    if shot is None or not shot.holds_for(firm.size):
        return False
    marks = ("declared", "listed_in")
    picked = any(each.operator in marks for each in conditions(instrument.eligible))
    return answer is not Answer.YES or not picked


def _refuses(instrument: Instrument, firm: FirmFacts) -> bool:
    """Return whether a rule refuses a firm of which only this is known."""
    return evaluate(instrument.eligible, firm, PlanFacts()).answer is Answer.NO


def counted_money(instrument: Instrument, packages: Iterable[PlannedPackage]) -> Money:
    """Return the money of some packages that counts for an instrument, 万元.

    Of the money to build each it is the parts that the instrument pays for, to the cent.
    """
    shares = ((each.build, instrument.paid.share_of(each.package)) for each in packages)
    return total_of(Money().plus(build, share) for build, share in shares)


def _plan_facts(
    counted: tuple[PlannedPackage, ...], basis: Money, work: PlannedWork, levels: Mapping[str, int]
) -> PlanFacts:
    equipment = work.equipment_wan
    return PlanFacts(
        packages=tuple(plan.package for plan in counted),
        spend_wan=Range(basis.low, basis.high),
        interest_wan=work.interest_wan,
        # Not said: no more than everything that counts can be equipment.
        equipment_wan=Range(0, basis.high) if equipment is None else min(equipment, basis.high),
        levels_after=levels,
    )


def _estimated(offer: Offer, basis: Money) -> Offer:
    """Return the offer with what it may pay for the plan; None where nothing can be said."""
    pays = offer.instrument.pays
    no_figure = pays.rate_pct is None and offer.cap_wan is None
    no_figure = no_figure or not offer.instrument.is_amount_confirmed
    foreign = pays.base not in OF_THE_PLAN or not offer.counted
    if offer.answer is Answer.NO or foreign or no_figure:
        return offer
    # What an instrument pays for by parts of the money is known as well as the parts are.
    is_known_base = pays.base in ("project-cost", "equipment")
    is_graded = not offer.instrument.by_level or offer.level is not None
    exact = is_known_base and is_graded and pays.rate_pct is not None
    is_stated = pays.base != "equipment" or offer.equipment_wan is not None
    is_applicable = offer.answer is Answer.YES and offer.standing is Standing.OPEN
    is_sure = exact and is_stated and is_applicable
    estimate = SupportEstimate(
        offer.amount(basis.low) if is_sure else 0.0,
        offer.amount(basis.mid) if exact else None,
        offer.amount(basis.high),
        is_sure,
    )
    return replace(offer, estimate=estimate)


def conditions_with(instrument: Instrument, operator: str) -> tuple[Condition, ...]:
    """Return the conditions of a rule that ask for something, refusals left out."""
    return tuple(
        condition
        for condition in conditions(instrument.eligible)
        if condition.operator == operator and not condition.negated
    )
