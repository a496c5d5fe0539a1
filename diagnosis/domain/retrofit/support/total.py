"""A plan's cost before and after support; no cost is counted twice.

In the sum a package draws one instrument only, and a class of instruments that exclude one another
pays once. Some rules allow more (a city's money beside the province's); the sum stays on the safe
side, and what was left out is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.amounts import Money, total_of
from diagnosis.domain.retrofit.support.eligibility import (
    Offer,
    PlannedPackage,
    PlannedWork,
    counted_money,
)
from diagnosis.domain.retrofit.support.groups import (
    pays_money,
    usefulness,
)

ENDS = ("low", "mid", "high")


@dataclass(frozen=True, slots=True)
class Draw:
    """What one instrument pays in the sum, for which packages; 万元 at low, mid and high cost."""

    instrument: str
    packages: tuple[str, ...]
    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class DisplacedInstrument:
    """An instrument that is not in the sum, and the one that took its place."""

    instrument: str
    instead: str
    why: str


@dataclass(frozen=True, slots=True)
class SupportChoice:
    """A choice of instruments that pay together, and those that were displaced."""

    draws: tuple[Draw, ...] = ()
    left: tuple[DisplacedInstrument, ...] = ()

    @property
    def total(self) -> Money:
        """Return the sum of the draws, as they are shown."""
        return total_of(self.draws)


@dataclass(frozen=True, slots=True)
class SupportSum:
    """A plan's cost, what support is sure by the rules as read, and what is possible at best.

    `possible` takes every open question as answered in the firm's favour; it is never below
    `sure`. `unknown` are the instruments that may pay for packages of the plan where no amount
    can be stated: their rate or their base was not read, at most a cap; they are in no sum.
    """

    cost: Money
    sure: SupportChoice
    possible: SupportChoice
    unknown: tuple[str, ...] = ()

    @property
    def after_sure(self) -> Money:
        """Return the cost after the support that is sure."""
        return self.cost.less(self.sure.total)

    @property
    def after_possible(self) -> Money:
        """Return the cost after everything that is possible."""
        return self.cost.less(self.possible.total)


def sum_support(offers: Iterable[Offer], work: PlannedWork) -> SupportSum:
    """Return a plan's cost before and after support."""
    offers = tuple(offers)
    payers = [offer for offer in offers if offer.may_pay and not _is_ceiling(offer)]
    certain = [offer for offer in payers if offer.estimate and offer.estimate.is_sure]
    sure, possible = _best(certain), _best(payers)
    if any(getattr(possible.total, end) < getattr(sure.total, end) for end in ENDS):
        # Drawing what is sure first, in the same order, is never below it.
        by_id = {offer.instrument.id: offer for offer in certain}
        first = [by_id[draw.instrument] for draw in sure.draws]
        possible = _draw([*first, *sorted(payers, key=_by_amount)])
    silent = sorted(filter(_pays_unknown, offers), key=usefulness)
    unknown = tuple(offer.instrument.id for offer in silent)
    return SupportSum(total_of(plan.build for plan in work.packages), sure, possible, unknown)


def _pays_unknown(offer: Offer) -> bool:
    """Return whether it may pay for something of the plan, and nobody can say how much."""
    may_pay = bool(offer.counted) and offer.is_open_to and pays_money(offer)
    return may_pay and (offer.estimate is None or (offer.may_pay and _is_ceiling(offer)))


def _is_ceiling(offer: Offer) -> bool:
    """Return whether no more is known of what it pays than what it never exceeds."""
    return offer.estimate is not None and offer.estimate.mid is None


def _best(offers: list[Offer]) -> SupportChoice:
    """Return the choice that comes to most at high cost: by amount or by share of the cost."""
    drawn = [_draw(sorted(offers, key=rank)) for rank in (_by_amount, _by_share)]
    return max(drawn, key=lambda choice: choice.total.high)


def _by_amount(offer: Offer) -> tuple[float, str]:
    return (-_standing_alone(offer), offer.instrument.id)


def _by_share(offer: Offer) -> tuple[float, str]:
    cost = sum(plan.build.high for plan in offer.counted)
    return (-_standing_alone(offer) / cost if cost else 0.0, offer.instrument.id)


def _draw(offers: list[Offer]) -> SupportChoice:
    """Return which instruments pay for what, taken in an order; each is asked once."""
    classes: dict[str, str] = {}
    taken: dict[str, str] = {}
    draws: list[Draw] = []
    left: list[DisplacedInstrument] = []
    for offer in {offer.instrument.id: offer for offer in offers}.values():
        name, overlap = offer.instrument.id, offer.instrument.overlap_class
        if overlap is not None and overlap in classes:
            left.append(DisplacedInstrument(name, classes[overlap], "same-class"))
            continue
        free = [plan for plan in offer.counted if plan.package.id not in taken]
        if not free:
            instead = taken[offer.counted[0].package.id]
            left.append(DisplacedInstrument(name, instead, "same-packages"))
            continue
        draws.append(_pay(offer, free))
        taken.update(dict.fromkeys(draws[-1].packages, name))
        if overlap is not None:
            classes[overlap] = name
    return SupportChoice(tuple(draws), tuple(left))


def _pay(offer: Offer, plans: list[PlannedPackage]) -> Draw:
    """Return what an instrument pays for some packages, where they cost low, mid and high.

    It is never more than their costs as they are shown, each to the cent.
    """
    basis = counted_money(offer.instrument, plans)
    shown = total_of(plan.build for plan in plans)
    low, mid, high = (min(offer.amount(getattr(basis, end)), getattr(shown, end)) for end in ENDS)
    packages = tuple(plan.package.id for plan in plans)
    return Draw(offer.instrument.id, packages, low, mid, high)


def _standing_alone(offer: Offer) -> float:
    return offer.estimate.high if offer.estimate else 0.0
