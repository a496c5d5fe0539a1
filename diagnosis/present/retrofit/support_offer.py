"""An instrument as it applies to a firm: briefly, with details on request, or why it does not."""

from datetime import date

from diagnosis.domain.retrofit.catalogue.package import CostPart
from diagnosis.domain.retrofit.support.eligibility import Offer, PlannedPackage, counted_money
from diagnosis.domain.retrofit.support.groups import deadline
from diagnosis.domain.retrofit.support.instrument import Standing
from diagnosis.domain.retrofit.support.rule import Answer
from diagnosis.domain.retrofit.support.warnings import warnings
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.catalogue.instrument import show_instrument
from diagnosis.present.catalogue.rule import show_condition
from diagnosis.present.retrofit.support_reasons import open_questions, reasons
from diagnosis.present.retrofit.support_warnings import show_warning
from diagnosis.present.say import Say, Shown, joined
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

ELIGIBLE = {
    Answer.YES: ("eligible", Text("符合", "eligible")),
    Answer.UNKNOWN: ("perhaps", Text("可能符合，有条件没说清", "perhaps: something is not known")),
    Answer.NO: ("not", Text("不符合", "not eligible")),
}
_NOTHING = Text("", "")
_STOP = Text("。", ".")
_RATE = Text("{base}的 {rate}%", "{rate} % of {base}")
_NO_RATE = Text("{kind}，不按投入的比例给钱", "{kind}: not paid as a share of spending")
_NO_SUM = {
    "loan": Text("贷款，要还", "a loan, to be paid back"),
    "equity": Text("入股投资，不是补贴", "an investment for a share of the firm, no grant"),
    "service": Text("公共服务，不发钱", "a public service, no money"),
    "infrastructure": Text("公用设施，不发钱", "public infrastructure, no money"),
    "pilot": Text("试点，没看到写明给多少钱", "a pilot; no sum was seen"),
}
"""What kinds that name no sum give, where a share of the spending was never to be expected."""
_RATE_UNREAD = Text("按{base}，比例未读到", "by {base}; the rate was not read")
_AT_MOST = Text("，最高 {most} 万元", ", at most {most} 万元")
_UNCONFIRMED = Text(
    "看到的比例和金额没有核实，不计算，请问主管部门",
    "the rate and amounts seen are not confirmed and not reckoned with: ask the office",
)
_AT_LEVEL = Text("（按改造后 {level} 级）", " (at level {level} afterwards)")
_PARTS_ALONE = Text("；只算{parts}的钱", "; {parts} alone counts")
_TAKES_ALL = Text(
    "；计划的钱里这一类占多少不清楚，全按这一类算，最高就是这个数",
    "; what part of the money that counts is such is not known: the ceiling takes all",
)


def show_offer(
    content: Content, offer: Offer, support: SupportMatch, say: Say, *, details: bool
) -> Shown:
    """Return an instrument for a firm: eligibility, open questions, money, what to mind.

    With `details` the instrument stands in full beside it, and the packages that count or do not.
    """
    instrument, estimate = offer.instrument, offer.estimate
    return {
        "id": instrument.id,
        "name": say(instrument.name),
        "kind": instrument.kind,
        "status": str(offer.standing),
        "eligible": ELIGIBLE[offer.answer][0],
        "in_full": True,
        "open_questions": [
            show_condition(content, instrument, condition, say) for condition in offer.unknown
        ],
        "to_settle": [say(text) for text in open_questions(content, offer)],
        "level": offer.level,
        "most_wan": numbers.wan(offer.most_wan),
        "deadline": _day(deadline(offer)),
        "counted_wan": numbers.wan_ends(counted_money(instrument, offer.counted))
        if offer.counted
        else None,
        "estimate_wan": estimate
        and {
            "low": numbers.wan(estimate.low),
            "mid": numbers.wan(estimate.mid),
            "high": numbers.wan(estimate.high),
            "is_sure": estimate.is_sure,
        },
        "rule": say(rule_text(offer)),
        "warnings": [
            show_warning(offer, warning, say)
            for warning in warnings(offer, support.offers, support.on)
        ],
        "details": _details(content, offer, support, say) if details else None,
    }


def _details(content: Content, offer: Offer, support: SupportMatch, say: Say) -> Shown:
    return {
        "instrument": show_instrument(content, offer.instrument, say, on=support.on),
        "counted": [_planned(package, say) for package in offer.counted],
        "too_late": [_planned(package, say) for package in offer.late],
        "too_early": [_planned(package, say) for package in offer.early],
    }


def show_brief(content: Content, offer: Offer, support: SupportMatch, say: Say) -> Shown:
    """Return an instrument that has ended or refuses the firm, with the reasons."""
    instrument, paying = offer.instrument, offer.next_paying
    most = offer.most_wan if paying is None else paying.cap_wan
    has_ended = offer.standing is Standing.ENDED
    return {
        "id": instrument.id,
        "name": say(instrument.name),
        "eligible": ELIGIBLE[offer.answer][0],
        "status": str(offer.standing),
        "level": paying and paying.level,
        "most_wan": numbers.wan(most if instrument.is_amount_confirmed else None),
        "in_full": True,
        "reasons": []
        if has_ended
        else [say(text) for text in reasons(content, offer, support.on)],
        "failing": []
        if has_ended
        else [show_condition(content, instrument, condition, say) for condition in offer.failing],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _planned(plan: PlannedPackage, say: Say) -> Shown:
    return {
        "id": plan.package.id,
        "name": say(plan.package.name),
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
    }


def rule_text(offer: Offer) -> Text:
    """Return how the money is worked out, in words."""
    pays, cap = offer.instrument.pays, offer.most_wan
    pays_base = names.PAY_BASES[pays.base]
    if not offer.instrument.is_amount_confirmed:
        return joined([_UNCONFIRMED, _STOP], _NOTHING)
    if pays.rate_pct is not None:
        parts = [_RATE.fill(base=pays_base, rate=numbers.number(pays.rate_pct))]
    elif pays.base in ("none", "loan-interest"):
        parts = [_without_rate(offer)]
    else:
        parts = [_RATE_UNREAD.fill(base=pays_base)]
    if cap is not None:
        parts.append(_AT_MOST.fill(most=numbers.amount(cap)))
    if offer.level is not None:
        parts.append(_AT_LEVEL.fill(level=offer.level))
    return joined([*parts, *_parts_alone(offer), _STOP], _NOTHING)


def _parts_alone(offer: Offer) -> list[Text]:
    """Return what alone counts, where an estimate rests on it."""
    paid, pays_base = offer.instrument.paid, offer.instrument.pays.base
    if offer.estimate is None:
        return []
    counted = [names.COST_PARTS[part] for part in CostPart if part in paid.parts]
    texts = [] if len(counted) == len(CostPart) else [_PARTS_ALONE.fill(parts=joined(counted))]
    is_unclear = pays_base in ("compute-rent", "model-purchase", "data-purchase")
    return [*texts, _TAKES_ALL] if is_unclear else texts


def _without_rate(offer: Offer) -> Text:
    kind = offer.instrument.kind
    if offer.most_wan is None and kind in _NO_SUM:
        return _NO_SUM[kind]
    return _NO_RATE.fill(kind=names.KINDS[kind])
