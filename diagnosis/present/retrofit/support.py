"""Support for a firm and its plan at a date: who may get it, about how much, with what caution."""

from datetime import date

from diagnosis.domain.retrofit.support.eligibility import Offer, PlannedProject
from diagnosis.domain.retrofit.support.groups import (
    HiddenReason,
    SupportGroup,
    deadline,
    sort_support,
)
from diagnosis.domain.retrofit.support.rule import Answer
from diagnosis.domain.retrofit.support.total import (
    DisplacedInstrument,
    Draw,
    SupportChoice,
    SupportSum,
)
from diagnosis.domain.retrofit.support.warnings import TooLateToStart, warnings
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.catalogue.instrument import ADVICE, show_instrument
from diagnosis.present.catalogue.rule import show_condition
from diagnosis.present.retrofit.support_warnings import show_warning, warning_text
from diagnosis.present.say import Say, Shown, joined
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

ELIGIBLE = {
    Answer.YES: ("eligible", Text("符合", "eligible")),
    Answer.UNKNOWN: ("perhaps", Text("可能符合，有条件没说清", "perhaps: something is not known")),
    Answer.NO: ("not", Text("不符合", "not eligible")),
}
CEILING = Text(
    "比例和上限都是封顶数，实际以审核为准；「可能」一栏假设所有没说清的条件都对贵企业有利。",
    "Rates and caps are ceilings and the authority decides; “possible” takes every open question "
    "as answered in the firm's favour.",
)
COUNTED_SINGLY = Text(
    "一个项目只按一项政策计入，同类政策只计一项，不重复计算；有的政策允许叠加，这里没有计。",
    "Each project counts for one instrument and each class of instruments once; some rules allow "
    "more, which is not counted here.",
)
SIMULATED = Text(
    "改造后的级别由模拟得出，不是评测结果。",
    "Levels after the plan are simulated, not tested.",
)
ASSUMED_ROLE = Text(
    "行业属制造业，按制造企业匹配；其他身份没有说明，按未知处理。",
    "Taken as a manufacturer, by its industry; other roles were not stated and stay unknown.",
)
NO_PLAN = Text(
    "没有计划，只看资格，不估金额。", "Without a plan only eligibility is shown, no amounts."
)
_LEFT = {
    "same-class": Text(
        "同类只能拿一项，计入更多的那项", "one of its class only: the larger counts"
    ),
    "same-projects": Text("同样的项目已按另一项计入", "the same projects count for another"),
}


GROUPS = {
    SupportGroup.GET_MONEY: Text("拿钱", "Money to get"),
    SupportGroup.SAVE_MONEY: Text("省钱", "Money to save"),
    SupportGroup.BORROW_MONEY: Text("借钱", "Money to borrow"),
    SupportGroup.FIND_HELP: Text("找人帮", "People who help"),
}
HIDDEN = {
    HiddenReason.ANOTHER_PLACE: Text(
        "只给别的地区的企业，没有列出；在 /v1/support 里都能看到。",
        "For firms of other places, so not listed; all are in /v1/support.",
    ),
    HiddenReason.ANOTHER_ROLE: Text(
        "给研究机构、服务商、平台、软件或人工智能企业等别的单位，没有列出；贵企业若是这类单位，"
        "请说明身份。在 /v1/support 里都能看到。",
        "For others, such as research bodies, providers, platforms, software or AI firms, so not "
        "listed: state your role if you are such. All are in /v1/support.",
    ),
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
_TAKES_ALL = Text(
    "；项目投入里有多少算这一类不清楚，按全部计的最高数估",
    "; what part of the projects' cost is such is not known: the ceiling takes all",
)


def show_support(content: Content, support: SupportMatch, say: Say) -> Shown:
    """Return every instrument as it applies to a firm at a date, and the sums for its plan.

    What the firm may have stands in groups; what nobody applies for, what has ended and what its
    rule refuses is listed briefly, the last with the conditions that fail; what is for other
    firms is counted, with the reason.
    """
    arranged = sort_support(support.offers)
    return {
        "date": support.on.isoformat(),
        "groups": [
            {
                "id": str(group),
                "name": say(GROUPS[group]),
                "instruments": [_offer(content, offer, support, say) for offer in offers],
            }
            for group, offers in arranged.groups.items()
        ],
        "context": [_context(offer, say) for offer in arranged.context],
        "ended": [_brief(content, offer, say) for offer in arranged.ended],
        "refused": [_brief(content, offer, say) for offer in arranged.refused],
        "hidden": [
            {
                "why": str(reason),
                "why_text": say(HIDDEN[reason]),
                "count": len(offers),
                "instruments": sorted(offer.instrument.id for offer in offers),
            }
            for reason, offers in arranged.hidden.items()
        ],
        "plan": support.total and _total(content, support.total, say),
        "notices": [say(text) for text in notices(support)],
    }


def _context(offer: Offer, say: Say) -> Shown:
    instrument = offer.instrument
    return {
        "id": instrument.id,
        "name": say(instrument.name),
        "offer": say(instrument.offer),
        "note": instrument.note and say(instrument.note),
    }


def notices(support: SupportMatch) -> list[Text]:
    """Return what must be known of a match, sentences."""
    of_plan = [COUNTED_SINGLY, SIMULATED] if support.total else [NO_PLAN]
    return [ADVICE, CEILING, *of_plan, *([ASSUMED_ROLE] if support.role_assumed else [])]


def _offer(content: Content, offer: Offer, support: SupportMatch, say: Say) -> Shown:
    """Return an instrument for a firm: eligibility, open questions, estimate, warnings."""
    instrument, estimate = offer.instrument, offer.estimate
    return {
        "instrument": show_instrument(content, instrument, say, on=support.on),
        **_answer(offer, say),
        "open_questions": [
            show_condition(content, instrument, condition, say) for condition in offer.unknown
        ],
        "level": offer.level,
        "most_wan": numbers.wan(offer.most_wan),
        "deadline": _day(deadline(offer)),
        "counted": [_planned(project, say) for project in offer.counted],
        "too_late": [_planned(project, say) for project in offer.late],
        "too_early": [_planned(project, say) for project in offer.early],
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
    }


def _answer(offer: Offer, say: Say) -> Shown:
    name, text = ELIGIBLE[offer.answer]
    return {"eligible": name, "eligible_name": say(text)}


def _brief(content: Content, offer: Offer, say: Say) -> Shown:
    instrument = offer.instrument
    return {
        "id": instrument.id,
        "name": say(instrument.name),
        **_answer(offer, say),
        "status": str(offer.standing),
        "failing": [
            show_condition(content, instrument, condition, say) for condition in offer.failing
        ],
        "too_late": (late := too_late_text(offer)) and say(late),
    }


def too_late_text(offer: Offer) -> Text | None:
    """Return why a retrofit that starts now is refused; None where it can be done in time."""
    finish = offer.instrument.finish_by
    if not offer.too_late or finish is None:
        return None
    return warning_text(offer, TooLateToStart(finish.day))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _planned(plan: PlannedProject, say: Say) -> Shown:
    return {
        "id": plan.project.id,
        "name": say(plan.project.name),
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
    }


def rule_text(offer: Offer) -> Text:
    """Return how the money is worked out, in words."""
    pays, cap = offer.instrument.pays, offer.most_wan
    base = names.PAY_BASES[pays.base]
    if not offer.instrument.is_amount_confirmed:
        return joined([_UNCONFIRMED, _STOP], _NOTHING)
    if pays.rate_pct is not None:
        parts = [_RATE.fill(base=base, rate=numbers.number(pays.rate_pct))]
    elif pays.base in ("none", "loan-interest"):
        parts = [_without_rate(offer)]
    else:
        parts = [_RATE_UNREAD.fill(base=base)]
    if cap is not None:
        parts.append(_AT_MOST.fill(most=numbers.amount(cap)))
    if offer.level is not None:
        parts.append(_AT_LEVEL.fill(level=offer.level))
    if pays.base in ("equipment", "compute-rent", "model-purchase", "data-purchase"):
        known = pays.base == "equipment" and offer.equipment_wan is not None
        if not known and offer.estimate is not None:
            parts.append(_TAKES_ALL)
    return joined([*parts, _STOP], _NOTHING)


def _without_rate(offer: Offer) -> Text:
    kind = offer.instrument.kind
    if offer.most_wan is None and kind in _NO_SUM:
        return _NO_SUM[kind]
    return _NO_RATE.fill(kind=names.KINDS[kind])


def _total(content: Content, total: SupportSum, say: Say) -> Shown:
    """Return a plan's cost before and after support, 万元."""
    after_sure = {"cost_after_wan": numbers.wan_ends(total.after_sure)}
    after_possible = {"cost_after_wan": numbers.wan_ends(total.after_possible)}
    return {
        "cost_wan": numbers.wan_ends(total.cost),
        "sure": _drawn(content, total.sure, say) | after_sure,
        "possible": _drawn(content, total.possible, say) | after_possible,
    }


def _drawn(content: Content, drawn: SupportChoice, say: Say) -> Shown:
    return {
        "support_wan": numbers.wan_ends(drawn.total),
        "draws": [_draw(content, draw, say) for draw in drawn.draws],
        "left_out": [_left(content, left, say) for left in drawn.left],
    }


def _draw(content: Content, draw: Draw, say: Say) -> Shown:
    return {
        "id": draw.instrument,
        "name": say(content.instruments[draw.instrument].name),
        "projects": list(draw.projects),
        "support_wan": numbers.wan_ends(draw),
    }


def _left(content: Content, left: DisplacedInstrument, say: Say) -> Shown:
    return {
        "id": left.instrument,
        "name": say(content.instruments[left.instrument].name),
        "instead": left.instead,
        "why": left.why,
        "why_text": say(_LEFT[left.why]),
    }
