"""Support for a firm as a page shows it: what to get, how much, until when, where to ask."""

from datetime import date

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import (
    SupportGroup,
    deadline,
    group_of,
    pays_money,
    sort_support,
    usefulness,
)
from diagnosis.domain.retrofit.support.warnings import warnings
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.catalogue.instrument import cautions
from diagnosis.present.marks import cited
from diagnosis.present.moments import day_words
from diagnosis.present.retrofit.money_lines import sum_in_words
from diagnosis.present.retrofit.spoken import rough
from diagnosis.present.retrofit.support import GROUPS, NO_PLAN, notices
from diagnosis.present.retrofit.support_offer import ELIGIBLE, rule_text
from diagnosis.present.retrofit.support_reasons import open_questions, reasons
from diagnosis.present.retrofit.support_warnings import warning_text
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

MOST_NAMED = 3
"""So many instruments stand on the first screen."""
_FOR_PLAN = Text("照这份计划，约 {low}–{high} 万元", "about {low}–{high} 万元 for this plan")
_UP_TO = Text("照这份计划，最多 {high} 万元", "{high} 万元 at most for this plan")
_MOST = Text("最高 {most} 万元", "{most} 万元 at most")
_NO_AMOUNT = Text("给多少没写明", "no amount stated")
_NO_GRANTS = (SupportGroup.BORROW_MONEY, SupportGroup.FIND_HELP)
_UNTIL = Text("{day}为止", "until {day}")
_NO_DAY = Text("没看到截止日，先打电话问", "no deadline seen: ask first")
_CONFIDENCE = {
    "high": Text("读过官方原文", "read in the official text"),
    "medium": Text("读自一处，申报前请核对原文", "read in one place: check the text first"),
    "low": Text("没有核实，只作线索", "not confirmed: a lead alone"),
}
_UNCONFIRMED = "unconfirmed"
_SOURCE = Text("{publisher}《{title}》", "{publisher}: {title}")
_OFFICE = Text(
    "先问当地工信部门。", "Ask the local bureau of industry and information technology first."
)


def show_money_to_get(content: Content, match: SupportMatch, say: Say) -> list[Shown]:
    """Return the most useful of what gives or saves money, for the first screen."""
    possible = [offer for offer in match.offers if offer.is_open_to and not offer.elsewhere]
    paying = sorted((offer for offer in possible if pays_money(offer)), key=usefulness)
    return [_row(content, offer, match, say) for offer in paying[:MOST_NAMED]]


def show_support_page(content: Content, match: SupportMatch, say: Say) -> Shown:
    """Return support in its groups, each in the order of usefulness; context apart."""
    arranged = sort_support(match.offers)
    total = match.total
    return {
        "day": say(day_words(match.on)),
        "sum": say(NO_PLAN_HERE if total is None else sum_in_words(total)),
        "groups": [
            {
                "id": str(group),
                "name": say(GROUPS[group]),
                "offers": [_row(content, offer, match, say) for offer in offers],
            }
            for group, offers in arranged.groups.items()
        ],
        "context": [_brief(offer, say) for offer in arranged.context],
        "refused": [
            _brief(offer, say) | {"why": [say(text) for text in reasons(content, offer, match.on)]}
            for offer in arranged.refused
        ],
        "ended": [_brief(offer, say) for offer in arranged.ended],
        "notices": [say(text) for text in notices(match) if text is not NO_PLAN],
    }


NO_PLAN_HERE = Text(
    "这里只看贵厂够不够资格；能拿多少钱，要排了计划才估得出。",
    "This tells whether the firm is eligible; what it comes to takes a plan.",
)


def _brief(offer: Offer, say: Say) -> Shown:
    return {"name": say(offer.instrument.name), "offer": say(offer.instrument.offer)}


def _row(content: Content, offer: Offer, match: SupportMatch, say: Say) -> Shown:
    instrument, group = offer.instrument, group_of(offer)
    sources = [content.sources[name] for name in cited(instrument.sources, instrument.marks)]
    confidence = "low" if instrument.checked == _UNCONFIRMED else instrument.confidence
    return {
        **_brief(offer, say),
        "group": None if group is None else say(GROUPS[group]),
        "amount": say(_amount(offer)),
        "rule": say(rule_text(offer)),
        "chance": say(ELIGIBLE[offer.answer][1]),
        "is_sure": not offer.unknown,
        "standing": say(names.STANDINGS[offer.standing]),
        "conditions": [say(text) for text in open_questions(content, offer)],
        "deadline": say(_until(deadline(offer))),
        "office": say(instrument.route or _OFFICE),
        "warnings": [
            say(warning_text(offer, each)) for each in warnings(offer, match.offers, match.on)
        ],
        "confidence": say(_CONFIDENCE[confidence]),
        "is_doubtful": confidence == "low",
        "cautions": [say(text) for text in cautions(instrument, match.on)],
        "note": None if instrument.note is None else say(instrument.note),
        "sources": [
            {
                "name": say(_SOURCE.fill(publisher=each.publisher, title=each.title)),
                "link": None if each.link is None else each.link.url,
            }
            for each in sources
        ],
    }


def _amount(offer: Offer) -> Text:
    """Return what it comes to for this firm: by its plan, else the ceiling that is known."""
    estimate = offer.estimate
    if estimate is not None and estimate.high:
        low, high = rough(estimate.low), rough(estimate.high)
        if estimate.mid is None or low in ("0", high):
            return _UP_TO.fill(high=high)
        return _FOR_PLAN.fill(low=low, high=high)
    if offer.most_wan is not None:
        return _MOST.fill(most=rough(offer.most_wan))
    if group_of(offer) in _NO_GRANTS:
        rule = rule_text(offer)
        return Text(rule.zh.rstrip("。"), rule.en.rstrip("."))
    return _NO_AMOUNT


def _until(day: date | None) -> Text:
    return _NO_DAY if day is None else _UNTIL.fill(day=day_words(day))
