"""Support for a firm and its plan at a date: who may get it, about how much, with what caution."""

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import (
    HiddenReason,
    SupportGroup,
    hidden_reason,
    sort_support,
)
from diagnosis.domain.retrofit.support.instrument import Standing
from diagnosis.domain.retrofit.support.total import (
    DisplacedInstrument,
    Draw,
    SupportChoice,
    SupportSum,
)
from diagnosis.domain.retrofit.support.warnings import LongShotForSize
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.catalogue.instrument import ADVICE
from diagnosis.present.retrofit.money_lines import sum_in_words
from diagnosis.present.retrofit.support_offer import show_brief, show_offer
from diagnosis.present.say import Say, Shown, named
from diagnosis.present.shorten import Spared, bytes_of, shorten
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

CEILING = Text(
    "比例和上限都是封顶数，实际以审核为准；「可能」一栏假设所有没说清的条件都对贵厂有利。",
    "Rates and caps are ceilings and the authority decides; “possible” takes every open question "
    "as answered in the firm's favour.",
)
COUNTED_SINGLY = Text(
    "一个包只按一项政策计入，同类政策只计一项，不重复计算；有的政策允许叠加，这里没有计。",
    "Each package counts for one instrument and each class of instruments once; some rules allow "
    "more, which is not counted here.",
)
NO_AMOUNT = Text(
    "这几项可能给计划里的包出钱，但比例或金额没有读到，最多只知道上限，没有计入合计，"
    "请直接问主管部门。",
    "These may pay for packages of the plan, but no rate or amount was read, at most a ceiling: "
    "in no sum, ask the office.",
)
SIMULATED = Text(
    "改造后的级别由模拟得出，不是评测结果。",
    "Levels after the plan are simulated, not tested.",
)
ASSUMED_ROLE = Text(
    "行业属制造业，按制造企业匹配；其他身份没有说明，按未知处理。",
    "Taken as a manufacturer, by its industry; other roles were not stated and stay unknown.",
)
SHORTENED = Text(
    "`in_full` 为 false 的只列要点，其余用 details=true 再查，或看 /v1/support/{id}。",
    "Where `in_full` is false the main points alone stand: ask with details=true, or see "
    "/v1/support/{id}, for the rest.",
)
SUPPORT_BYTES = 19_800
"""What a match may weigh without details, so that with the ids beside it it is 20 kB at most."""
NO_PLAN = Text(
    "这里只看贵厂够不够资格；能拿多少钱，要排了路线图（roadmap）才估得出。",
    "This tells whether the firm is eligible; what it comes to takes a roadmap.",
)
_LEFT = {
    "same-class": Text(
        "同类只能拿一项，计入更多的那项", "one of its class only: the larger counts"
    ),
    "same-packages": Text("同样的包已按另一项计入", "the same packages count for another"),
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
        "给研究机构、服务商、平台、软件或人工智能企业等别的单位，没有列出；贵厂若是这类单位，"
        "请说明身份。在 /v1/support 里都能看到。",
        "For others, such as research bodies, providers, platforms, software or AI firms, so not "
        "listed: state your role if you are such. All are in /v1/support.",
    ),
}


def show_support(
    content: Content, support: SupportMatch, say: Say, *, details: bool = False
) -> Shown:
    """Return every instrument as it applies to a firm at a date, and the sums for its plan.

    What the firm may have stands in groups; what nobody applies for, what has ended and what its
    rule refuses is listed briefly, the last with the reasons; what is for other firms is
    counted, with the reason. With `details` each instrument stands in full beside its offer;
    without, what matters least is left out of the last ones until all is `SUPPORT_BYTES` at most.
    """
    shown = _matches(content, support, say, details=details)
    if not details and bytes_of(shown) > SUPPORT_BYTES:
        shown["notices"].append(say(SHORTENED))
        offers = [offer for group in shown["groups"] for offer in group["instruments"]]
        offers.sort(key=_is_long_shot)
        unlikely = [offer for offer in offers if _is_long_shot(offer)]
        refused = shown["refused"]
        stages = (
            Spared(unlikely, {"open_questions": []}),
            Spared(refused, {"failing": []}),
            Spared(offers, {"open_questions": []}),
            Spared(offers, {"to_settle": [], "warnings": []}),
            Spared(refused, {"reasons": []}),
        )
        shorten(shown, SUPPORT_BYTES, stages)
    return shown


def _is_long_shot(shown: Shown) -> bool:
    return any(warning["code"] == LongShotForSize.code for warning in shown["warnings"])


def _matches(content: Content, support: SupportMatch, say: Say, *, details: bool) -> Shown:
    """Return every instrument as it applies to a firm, whatever it weighs."""
    arranged = sort_support(support.offers)
    return {
        "date": support.on.isoformat(),
        "statuses": named(names.STANDINGS, _statuses(support), say),
        "groups": [
            {
                "id": str(group),
                "name": say(GROUPS[group]),
                "instruments": [
                    show_offer(content, offer, support, say, details=details) for offer in offers
                ],
            }
            for group, offers in arranged.groups.items()
        ],
        "context": [_context(offer, say, details=details) for offer in arranged.context],
        "ended": [show_brief(content, offer, support, say) for offer in arranged.ended],
        "refused": [show_brief(content, offer, support, say) for offer in arranged.refused],
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


def _statuses(support: SupportMatch) -> list[str]:
    """Return where instruments stand that are not hidden, each standing once."""
    standings = {offer.standing for offer in support.offers if hidden_reason(offer) is None}
    return [str(standing) for standing in Standing if standing in standings]


def _context(offer: Offer, say: Say, *, details: bool) -> Shown:
    instrument = offer.instrument
    return {
        "id": instrument.id,
        "name": say(instrument.name),
        "offer": say(instrument.offer),
        "note": say(instrument.note) if details and instrument.note else None,
    }


def notices(support: SupportMatch) -> list[Text]:
    """Return what must be known of a match, sentences."""
    of_plan = [COUNTED_SINGLY, SIMULATED] if support.total else [NO_PLAN]
    return [ADVICE, CEILING, *of_plan, *([ASSUMED_ROLE] if support.role_assumed else [])]


def _total(content: Content, total: SupportSum, say: Say) -> Shown:
    """Return a plan's cost before and after support, 万元."""
    after_sure = {"cost_after_wan": numbers.wan_ends(total.after_sure)}
    after_possible = {"cost_after_wan": numbers.wan_ends(total.after_possible)}
    return {
        "in_words": say(sum_in_words(total)),
        "cost_wan": numbers.wan_ends(total.cost),
        "sure": _drawn(content, total.sure, say) | after_sure,
        "possible": _drawn(content, total.possible, say) | after_possible,
        "unknown": {
            "count": len(total.unknown),
            "instruments": [
                {"id": name, "name": say(content.instruments[name].name)} for name in total.unknown
            ],
            "note": say(NO_AMOUNT) if total.unknown else None,
        },
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
        "packages": list(draw.packages),
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
