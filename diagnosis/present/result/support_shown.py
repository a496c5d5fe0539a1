"""Support for a firm as a page shows it: what to get, how much, until when, where to ask."""

from datetime import date

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import (
    SupportGroup,
    deadline,
    group_of,
    is_free_help,
    is_no_lead,
    is_vague,
    pays_money,
    sort_support,
    usefulness,
)
from diagnosis.domain.retrofit.support.total import SupportSum
from diagnosis.domain.retrofit.support.warnings import (
    EndsSoon,
    LongShotForSize,
    MayBeOver,
    warnings,
)
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.catalogue.instrument import cautions
from diagnosis.present.marks import cited
from diagnosis.present.moments import day_words
from diagnosis.present.numbers import number
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
_FOR_PLAN = Text("照这份计划，约 {mid} 万元", "about {mid} 万元 for this plan")
_IF_ALL_HOLDS = Text(
    "照这份计划，条件全部符合的话，大约 {mid} 万元",
    "about {mid} 万元 for this plan, where every condition holds",
)
_UP_TO = Text("照这份计划，最多 {high} 万元", "{high} 万元 at most for this plan")
_MOST = Text("最高 {most} 万元", "{most} 万元 at most")
_NO_AMOUNT = Text("给多少没写明", "no amount stated")
_SHARE = Text("{base}的 {rate}%", "{rate} % of {base}")
_NO_CHARGE = Text("免费", "free of charge")
_UNSTATED = {
    "interest-subsidy": Text(
        "补一部分贷款利息，比例没写明", "a part of a loan's interest, the share is not stated"
    ),
    "tax": Text("少交税，多少看研发费用", "less tax, by what is spent on development"),
}
_NO_GRANTS = (SupportGroup.BORROW_MONEY, SupportGroup.FIND_HELP)
_UNTIL = Text("{day}为止", "until {day}")
_NO_DAY = Text("没看到截止日", "no deadline seen")
_CONFIDENCE = {
    "original": Text("读过官方原文", "read in the official text"),
    "repost": Text(
        "读的是转载，申报前请核对原文", "read in a re-post: check the official text first"
    ),
}
_LEAD_ALONE = Text("没有核实，只作线索", "not confirmed: a lead alone")
_UNCONFIRMED = "unconfirmed"
_SOURCE = Text("{publisher}《{title}》", "{publisher}: {title}")
_OFFICE = Text(
    "没写找谁的，都先问厂所在区县或镇街管工业的部门；电话我们没有查到。没写截止日的，也问它。",
    "Where no office is named, ask the one for industry of your district or town first, also for "
    "deadlines that were not seen; no telephone number was found.",
)
_NONE_BUT_HARD = Text(
    "眼下没有容易拿到的；很难拿到的在下面「难度很大，先知道」里。",
    "Nothing is easy to get now; what is hard to get stands below, “Hard to get, to know of”.",
)
_NONE = Text("没有查到能用的。", "Nothing of use was found.")
_FIRST = (LongShotForSize, MayBeOver, EndsSoon)
"""What stands before everything else that is said of an instrument."""
_NOT_TO_BE_ADDED = Text(
    "下面各项是一项一项算的；同一笔投入只能拿一项，不能相加，所以加起来和上面这个数不一样。",
    "What each pays is worked out alone; one investment draws one of them, so they do not add up "
    "to the sum above.",
)


def show_money_to_get(content: Content, match: SupportMatch, say: Say) -> list[Shown]:
    """Return the most useful of what gives or saves money, for the first screen.

    Free help at the door is among them; what hardly any firm of this size gets is not.
    """
    possible = [
        offer
        for offer in sorted(match.offers, key=usefulness)
        if offer.is_open_to and not offer.elsewhere and not offer.is_long_shot
    ]
    free = [offer for offer in possible if is_free_help(offer.instrument)][:1]
    paying = [offer for offer in possible if pays_money(offer)]
    leading = [offer for offer in paying if not is_no_lead(offer) and not is_vague(offer)]
    behind = [offer for offer in paying if offer not in leading]
    reckoned = [offer for offer in leading if offer.may_pay]
    others = [offer for offer in leading if offer not in reckoned]
    room = MOST_NAMED - len(free)
    chosen = [*reckoned[:room], *free, *others, *behind][:MOST_NAMED]
    return [_row(content, offer, match, say) for offer in chosen]


def show_support_page(content: Content, match: SupportMatch, say: Say) -> Shown:
    """Return support in its groups, each in the order of usefulness; context apart."""
    arranged = sort_support(match.offers)
    total = match.total
    grouped = [offer for offers in arranged.groups.values() for offer in offers]
    return {
        "day": say(day_words(match.on)),
        "sum": say(NO_PLAN_HERE if total is None else sum_in_words(total, rough)),
        "sum_note": say(_NOT_TO_BE_ADDED) if _differ(grouped, total) else None,
        "groups": [
            {
                "id": str(group),
                "name": say(GROUPS[group]),
                "nothing": say(_NONE_BUT_HARD if offers else _NONE),
                "offers": [
                    _row(content, offer, match, say) for offer in offers if not offer.is_long_shot
                ],
            }
            for group, offers in arranged.groups.items()
        ],
        "office": say(_OFFICE),
        "long_shots": [
            _row(content, offer, match, say) for offer in grouped if offer.is_long_shot
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
    is_doubtful = instrument.checked == _UNCONFIRMED or instrument.confidence == "low"
    known = warnings(offer, match.offers, match.on)
    first = [each for each in known if isinstance(each, _FIRST)]
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
        "ends_soon": any(isinstance(each, EndsSoon) for each in first),
        "first": [say(warning_text(offer, each)) for each in first],
        "office": None if instrument.route is None else say(instrument.route),
        "warnings": [say(warning_text(offer, each)) for each in known if each not in first],
        "confidence": say(_LEAD_ALONE if is_doubtful else _CONFIDENCE[instrument.read_in]),
        "is_doubtful": is_doubtful,
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


def _differ(offers: list[Offer], total: SupportSum | None) -> bool:
    """Return whether what each pays, added up, is not what the sum at the top says."""
    alone = [
        offer.estimate.high if offer.estimate.mid is None else offer.estimate.mid
        for offer in offers
        if offer.estimate and offer.may_pay
    ]
    return (
        bool(alone) and total is not None and rough(sum(alone)) != rough(total.possible.total.mid)
    )


def _amount(offer: Offer) -> Text:
    """Return what it comes to for this firm: by its plan, else the ceiling that is known."""
    estimate = offer.estimate
    if estimate is not None and estimate.high:
        if estimate.mid is None:
            return _UP_TO.fill(high=rough(estimate.high))
        text = _FOR_PLAN if estimate.low else _IF_ALL_HOLDS
        return text.fill(mid=rough(estimate.mid))
    if offer.most_wan is not None:
        return _MOST.fill(most=rough(offer.most_wan))
    rate = offer.instrument.pays.rate_pct
    if rate is not None and offer.instrument.is_amount_confirmed:
        return _SHARE.fill(base=names.PAY_BASES[offer.instrument.pays.base], rate=number(rate))
    if is_free_help(offer.instrument):
        return _NO_CHARGE
    if offer.instrument.kind in _UNSTATED:
        return _UNSTATED[offer.instrument.kind]
    if group_of(offer) in _NO_GRANTS:
        rule = rule_text(offer)
        return Text(rule.zh.rstrip("。"), rule.en.rstrip("."))
    return _NO_AMOUNT


def _until(day: date | None) -> Text:
    return _NO_DAY if day is None else _UNTIL.fill(day=day_words(day))
