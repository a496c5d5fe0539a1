"""Support as a firm looks for it: money to get, to save, to borrow, or people who help.

What is nothing to apply for is context; what is for other firms is set apart, with the reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from diagnosis.domain.retrofit.support.eligibility import APPLICABLE, WORTH_WAN, Offer
from diagnosis.domain.retrofit.support.instrument import (
    Instrument,
    InstrumentKind,
    Standing,
)
from diagnosis.domain.retrofit.support.likelihood import is_soon
from diagnosis.domain.retrofit.support.rule import Answer


class SupportGroup(StrEnum):
    """What an instrument does for a firm."""

    GET_MONEY = "get-money"
    SAVE_MONEY = "save-money"
    BORROW_MONEY = "borrow-money"
    FIND_HELP = "find-help"


class HiddenReason(StrEnum):
    """Why an instrument is not for a firm: the first that holds, in this order."""

    ANOTHER_PLACE = "another-place"
    ANOTHER_ROLE = "another-role"


GROUP_OF_KIND: Mapping[str, SupportGroup] = {
    InstrumentKind.GRANT: SupportGroup.GET_MONEY,
    InstrumentKind.AWARD: SupportGroup.GET_MONEY,
    InstrumentKind.VOUCHER: SupportGroup.SAVE_MONEY,
    InstrumentKind.INTEREST_SUBSIDY: SupportGroup.SAVE_MONEY,
    InstrumentKind.TAX: SupportGroup.SAVE_MONEY,
    InstrumentKind.LOAN: SupportGroup.BORROW_MONEY,
    InstrumentKind.EQUITY: SupportGroup.BORROW_MONEY,
    InstrumentKind.SERVICE: SupportGroup.FIND_HELP,
    InstrumentKind.PILOT: SupportGroup.FIND_HELP,
    InstrumentKind.INFRASTRUCTURE: SupportGroup.FIND_HELP,
}
"""The group of each kind; a policy goal has none, as there is nothing to apply for."""

_NEAREST = ("district", "city", "province", "country")
_HALF_A_YEAR = timedelta(days=183)
_ORDER = {Answer.YES: 0, Answer.UNKNOWN: 1, Answer.NO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedSupport:
    """Every offer in one place.

    `groups` holds what the firm may have, every group in its order; `context` what nobody applies
    for; `ended` what is over; `refused` what its rule refuses for another reason than place or
    role; `hidden` what is for firms of another place or role.
    """

    groups: Mapping[SupportGroup, tuple[Offer, ...]]
    context: tuple[Offer, ...]
    ended: tuple[Offer, ...]
    refused: tuple[Offer, ...]
    hidden: Mapping[HiddenReason, tuple[Offer, ...]]


def sort_support(offers: Iterable[Offer]) -> SortedSupport:
    """Return offers by what they do for the firm, each list the most useful first.

    Their order is that of `usefulness`, but free help at the door opens its group; of what is
    refused, the nearest miss comes first.
    """
    ranked = sorted(offers, key=usefulness)
    hidden = {
        reason: tuple(offer for offer in ranked if hidden_reason(offer) is reason)
        for reason in HiddenReason
    }
    meant = [offer for offer in ranked if hidden_reason(offer) is None]
    running = [offer for offer in meant if offer.standing is not Standing.ENDED]
    possible = [offer for offer in running if offer.answer is not Answer.NO]
    refused = [offer for offer in running if offer.answer is Answer.NO]
    return SortedSupport(
        groups={
            group: tuple(
                sorted(
                    (offer for offer in possible if group_of(offer) is group),
                    key=lambda offer: not is_free_help(offer.instrument),
                )
            )
            for group in SupportGroup
        },
        context=tuple(offer for offer in possible if group_of(offer) is None),
        ended=tuple(offer for offer in meant if offer.standing is Standing.ENDED),
        refused=tuple(sorted(refused, key=lambda offer: len(offer.failing))),
        hidden=hidden,
    )


def group_of(offer: Offer) -> SupportGroup | None:
    """Return what an instrument does for a firm; None for what nobody applies for.

    Free help that comes to the door saves what one would pay for it.
    """
    if is_free_help(offer.instrument):
        return SupportGroup.SAVE_MONEY
    return GROUP_OF_KIND.get(offer.instrument.kind)


def hidden_reason(offer: Offer) -> HiddenReason | None:
    """Return why an instrument is not for the firm; None where it is."""
    if offer.elsewhere:
        return HiddenReason.ANOTHER_PLACE
    return HiddenReason.ANOTHER_ROLE if offer.for_other_roles else None


def deadline(offer: Offer) -> date | None:
    """Return the next day that the firm must not miss: to file, to finish, or its last day."""
    instrument = offer.instrument
    if offer.standing in (Standing.OPEN, Standing.BEFORE_WINDOW) and instrument.window is not None:
        return instrument.window.end
    return instrument.finish_by.day if instrument.finish_by is not None else instrument.valid.end


def usefulness(offer: Offer) -> tuple[object, ...]:
    """Return what offers are ordered by, the most useful lowest.

    First comes what can still be applied for; what hardly any firm of this size gets, and what
    may be over, ends soon or is a rumour, come behind. Honours, which crown what was done and pay
    for no work, follow what brings money for this firm or its plan or pays for its packages; what
    names neither money nor a day follows what does. Then the likeliest (eligible, fewest open
    questions), what is due within half a year, the most money, the nearest government (a city's
    money is nearer than the country's), the nearest deadline.
    """
    day = deadline(offer)
    return (
        offer.standing not in APPLICABLE,
        offer.is_long_shot,
        is_no_lead(offer),
        not _money(offer),
        is_honour(offer.instrument),
        is_vague(offer),
        not offer.counted,
        _ORDER[offer.answer],
        len(offer.unknown),
        not _is_due(day, offer.on),
        -_money(offer),
        _NEAREST.index(offer.instrument.level),
        not _names_money(offer),
        day or date.max,
        offer.instrument.id,
    )


def is_no_lead(offer: Offer) -> bool:
    """Return whether it ends soon, is probably over, or is no more than a rumour."""
    instrument = offer.instrument
    is_rumour = instrument.confidence == "low"
    return is_rumour or instrument.may_be_over is not None or is_soon(deadline(offer), offer.on)


def is_vague(offer: Offer) -> bool:
    """Return whether it pays money, and neither says how much nor until when."""
    return pays_money(offer) and not _names_money(offer) and deadline(offer) is None


def _is_due(day: date | None, on: date | None) -> bool:
    return day is not None and on is not None and day - on <= _HALF_A_YEAR


def is_free_help(instrument: Instrument) -> bool:
    """Return whether it is a service of the firm's own city or district that does packages."""
    is_near = instrument.level in _NEAREST[:2]
    does_work = bool(instrument.paid.packages)
    return instrument.kind == InstrumentKind.SERVICE and is_near and does_work


def pays_money(offer: Offer) -> bool:
    """Return whether it gives or saves money; free help at the door does neither."""
    is_money = group_of(offer) in (SupportGroup.GET_MONEY, SupportGroup.SAVE_MONEY)
    return is_money and not is_free_help(offer.instrument)


def is_honour(instrument: Instrument) -> bool:
    """Return whether it rewards a title, and neither a level reached nor money spent."""
    is_award = instrument.kind == InstrumentKind.AWARD
    return is_award and not instrument.by_level and instrument.pays.base == "none"


def _money(offer: Offer) -> float:
    """Return the most for this firm, 万元: for its plan, or by the level that it reaches.

    What is not worth an application is no money.
    """
    if offer.estimate is not None:
        return offer.estimate.high if offer.estimate.high >= WORTH_WAN else 0.0
    graded = offer.most_wan if offer.level is not None else None
    return graded or 0.0


def _names_money(offer: Offer) -> bool:
    has_rate = offer.instrument.pays.rate_pct is not None
    return offer.instrument.is_amount_confirmed and (has_rate or offer.cap_wan is not None)
