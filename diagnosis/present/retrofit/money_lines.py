"""What public money a plan may be paid, in a few lines: the sum, what may pay, free help."""

from collections.abc import Callable, Iterator

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import (
    deadline,
    is_free_help,
    pays_money,
    usefulness,
)
from diagnosis.domain.retrofit.support.instrument import Standing
from diagnosis.domain.retrofit.support.rule import Condition
from diagnosis.domain.retrofit.support.total import SupportSum
from diagnosis.domain.text import Text
from diagnosis.present.names import STANDINGS
from diagnosis.present.numbers import amount
from diagnosis.present.retrofit.support_offer import rule_text
from diagnosis.services.retrofit.support import SupportMatch

OFFERS_LISTED = 2
"""So many instruments that may pay are named, the most useful first."""
_NO_MONEY = Text(
    "照读到的规定，眼下没有一笔补助算得出数：建设费 {cost} 万元，先按自己全出来打算{unknown}。",
    "By the rules as read no support can be reckoned now: count on paying the {cost} 万元 to "
    "build yourself{unknown}.",
)
_PERHAPS = Text(
    "建设费 {cost} 万元，补助眼下没有一分拿得准：不是申报通知还没出，就是条件没定、比例没读到；"
    "条件全部符合的话，大约 {possible} 万元{unknown}。",
    "Of {cost} 万元 to build no support is sure yet: no call is open, a condition is, or the "
    "rate was not read; where all of it holds about {possible} 万元{unknown}.",
)
_NO_COST = Text(
    "这份计划不花钱，没有补助可算。", "This plan costs nothing: there is no support to reckon."
)
_SURE = Text(
    "建设费 {cost} 万元，拿得准的补助约 {sure} 万元；条件全部符合的话，大约 {possible} 万元"
    "{unknown}。",
    "Of {cost} 万元 to build about {sure} 万元 of support can be counted on; where every "
    "condition holds about {possible} 万元{unknown}.",
)
_UNKNOWN = Text(
    "；另有 {count} 项可能给钱，给多少没写明", "; {count} more may pay, how much is not stated"
)
_NOTHING = Text("", "")
_MAY_PAY = Text(
    "可能给钱：{name}（{standing}{day}）。{rule}", "May pay: {name} ({standing}{day}). {rule}"
)
_DAY = Text("，期限 {day}", ", deadline {day}")
_MISSED = Text(
    "赶不上：{name}。要在 {day} 前做完，计划里对得上它的，最早 {first} 才做完，这笔钱没有算。",
    "Too late for this plan: {name}. All must be done by {day}, the first package is done on "
    "{first}: none of it is counted.",
)
_FREE = Text("免费：{name}。{offer}", "Free: {name}. {offer}")
_ALL = Text(
    "全部政策和条件：`support` 命令。", "All of it with its conditions: the command `support`."
)


def sum_in_words(total: SupportSum, in_digits: Callable[[float], str] = amount) -> Text:
    """Return what a plan may be paid, as a sentence; also where that is nothing."""
    sure, possible = total.sure.total.mid, total.possible.total.mid
    if not total.cost.mid:
        return _NO_COST
    text = _SURE if sure else _PERHAPS if possible else _NO_MONEY
    unknown = _UNKNOWN.fill(count=len(total.unknown)) if total.unknown else _NOTHING
    return text.fill(
        cost=in_digits(total.cost.mid),
        sure=in_digits(sure),
        possible=in_digits(possible),
        unknown=unknown,
    )


def money_lines(match: SupportMatch) -> Iterator[Text]:
    """Yield the sum of a plan's support, what may pay, what it is too late for, free help.

    Seven lines at the most.
    """
    if match.total is None:
        return
    yield sum_in_words(match.total)
    hoped = sorted((offer for offer in match.offers if offer.is_open_to), key=usefulness)
    paying = [offer for offer in hoped if offer.counted and pays_money(offer)]
    yield from (_may_pay(offer) for offer in paying[:OFFERS_LISTED])
    missed = sorted((offer for offer in match.offers if is_missed(offer)), key=usefulness)
    yield from (_too_late(offer) for offer in missed[:OFFERS_LISTED])
    free = next((offer.instrument for offer in hoped if is_free_help(offer.instrument)), None)
    if free is not None:
        yield _FREE.fill(name=free.name, offer=free.offer)
    yield _ALL


def is_missed(offer: Offer) -> bool:
    """Return whether an instrument would pay money for the plan, were it done in time."""
    is_ours = not offer.elsewhere and not offer.for_other_roles
    is_late = bool(offer.late) and not offer.counted and offer.standing is not Standing.ENDED
    return (
        is_ours
        and is_late
        and pays_money(offer)
        and all(_is_of_time(offer, each) for each in offer.failing)
    )


def _is_of_time(offer: Offer, failing: Condition) -> bool:
    """Return whether a condition fails since the plan is too late: for the day, or a level."""
    finish = offer.instrument.finish_by
    if failing.operator == "declared":
        return finish is not None and failing.operand == finish.declaration
    return failing.operator == "level_after_at_least"


def _too_late(offer: Offer) -> Text:
    first = min(planned.end for planned in offer.late)
    return _MISSED.fill(
        name=offer.instrument.name,
        day=(offer.instrument.last_day or first).isoformat(),
        first=first.isoformat(),
    )


def _may_pay(offer: Offer) -> Text:
    day = deadline(offer)
    return _MAY_PAY.fill(
        name=offer.instrument.name,
        rule=rule_text(offer),
        standing=STANDINGS[offer.standing],
        day=_NOTHING if day is None else _DAY.fill(day=day.isoformat()),
    )
