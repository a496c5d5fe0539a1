"""Support for a firm and its plan at a date: who may get it, about how much, with what caution."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.retrofit.catalogue.project import Money
from diagnosis.domain.retrofit.support.eligibility import (
    Offer,
    PlannedProject,
    PlannedWork,
    match_support,
)
from diagnosis.domain.retrofit.support.instrument import Standing
from diagnosis.domain.retrofit.support.rule import Answer
from diagnosis.domain.retrofit.support.total import (
    DisplacedInstrument,
    Draw,
    SupportChoice,
    SupportSum,
    sum_support,
)
from diagnosis.domain.retrofit.support.warnings import warnings
from diagnosis.domain.text import Say, Text
from diagnosis.present import names
from diagnosis.present.catalogue.instrument import ADVICE, render_instrument
from diagnosis.present.catalogue.rule import render_condition
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_facts import ASSUMED_ROLE, Said, firm_facts

Shown = dict[str, Any]

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
ONCE = Text(
    "一个项目只按一项政策计入，同类政策只计一项，不重复计算；有的政策允许叠加，这里没有计。",
    "Each project counts for one instrument and each class of instruments once; some rules allow "
    "more, which is not counted here.",
)
SIMULATED = Text(
    "改造后的级别由模拟得出，不是评测结果。",
    "Levels after the plan are simulated, not tested.",
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


def find_support_for(
    content: Content,
    own: Enterprise,
    said: Said,
    say: Say,
    *,
    on: date,
    work: PlannedWork | None = None,
) -> Shown:
    """Return every instrument beside a firm at a date as JSON values, and the sums for its plan.

    Instruments that have ended, or whose rule refuses, are listed briefly; the latter with the
    conditions that fail.
    """
    facts = firm_facts(content, own, said)
    offers = match_support(content.instruments.values(), facts, work, on)
    notices = [ADVICE, CEILING] + ([ONCE, SIMULATED] if work else [NO_PLAN])
    if own.division is not None and not said.roles:
        notices.append(ASSUMED_ROLE)
    return {
        "date": on.isoformat(),
        "instruments": [
            render_offer(content, one, offers, say, on=on)
            for one in offers
            if one.answer is not Answer.NO and one.standing is not Standing.ENDED
        ],
        "ended": [
            _refused(content, one, say)
            for one in offers
            if one.answer is not Answer.NO and one.standing is Standing.ENDED
        ],
        "refused": [_refused(content, one, say) for one in offers if one.answer is Answer.NO],
        "plan": None if work is None else render_sum(content, sum_support(offers, work), say),
        "notices": [say(text) for text in notices],
    }


def render_offer(
    content: Content, offer: Offer, others: Sequence[Offer], say: Say, *, on: date
) -> Shown:
    """Return an instrument beside a firm: eligibility, open questions, estimate, warnings."""
    own = offer.instrument
    return {
        "instrument": render_instrument(content, own, say, on=on),
        **_answer(offer, say),
        "open_questions": [render_condition(content, own, one, say) for one in offer.unknown],
        "hangs_on_another_role": offer.for_other_roles,
        "counted": [_planned(one, say) for one in offer.counted],
        "too_late": [_planned(one, say) for one in offer.late],
        "too_early": [_planned(one, say) for one in offer.early],
        "estimate_wan": offer.estimate
        and {
            "low": round(offer.estimate.low, 2),
            "mid": None if offer.estimate.mid is None else round(offer.estimate.mid, 2),
            "high": round(offer.estimate.high, 2),
            "is_sure": offer.estimate.is_sure,
        },
        "rule": say(rule_text(offer)),
        "warnings": [
            {"code": one.code, "text": say(one.text)} for one in warnings(offer, others, on)
        ],
    }


def _answer(offer: Offer, say: Say) -> Shown:
    name, text = ELIGIBLE[offer.answer]
    return {"eligible": name, "eligible_name": say(text)}


def _refused(content: Content, offer: Offer, say: Say) -> Shown:
    own = offer.instrument
    return {
        "id": own.id,
        "name": say(own.name),
        **_answer(offer, say),
        "status": str(offer.standing),
        "failing": [render_condition(content, own, one, say) for one in offer.failing],
    }


def _planned(plan: PlannedProject, say: Say) -> Shown:
    return {
        "id": plan.project.id,
        "name": say(plan.project.name),
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
    }


def rule_text(offer: Offer) -> Text:
    """Return how the money is worked out, in words."""
    pays, cap = offer.instrument.pays, offer.cap_wan
    base = names.PAY_BASES[pays.base]
    if pays.rate_pct is not None:
        zh, en = f"{base.zh}的 {pays.rate_pct:g}%", f"{pays.rate_pct:g} % of {base.en}"
    elif pays.base in ("none", "loan-interest"):
        kind = names.KINDS[offer.instrument.kind]
        zh, en = f"{kind.zh}，不按投入的比例给钱", f"{kind.en}: not paid as a share of spending"
    else:
        zh, en = f"按{base.zh}，比例未读到", f"by {base.en}; the rate was not read"
    if cap is not None:
        zh, en = f"{zh}，最高 {cap:g} 万元", f"{en}, at most {cap:g} 万元"
    if offer.level is not None:
        zh, en = f"{zh}（按改造后 {offer.level} 级）", f"{en} (at level {offer.level} afterwards)"
    if pays.base in ("equipment", "compute-rent", "model-purchase", "data-purchase"):
        known = pays.base == "equipment" and offer.equipment_wan is not None
        if not known and offer.estimate is not None:
            zh += "；项目投入里有多少算这一类不清楚，按全部计的最高数估"
            en += "; what part of the projects' cost is such is not known: the ceiling takes all"
    return Text(zh + "。", en + ".")


def render_sum(content: Content, total: SupportSum, say: Say) -> Shown:
    """Return a plan's cost before and after support, 万元."""
    return {
        "cost_wan": _ends(total.cost),
        "sure": _drawn(content, total.sure, say) | {"cost_after_wan": _ends(total.after_sure)},
        "possible": _drawn(content, total.possible, say)
        | {"cost_after_wan": _ends(total.after_possible)},
    }


def _drawn(content: Content, drawn: SupportChoice, say: Say) -> Shown:
    return {
        "support_wan": _ends(drawn.total),
        "draws": [_draw(content, one, say) for one in drawn.draws],
        "left_out": [_left(content, one, say) for one in drawn.left],
    }


def _draw(content: Content, draw: Draw, say: Say) -> Shown:
    return {
        "id": draw.instrument,
        "name": say(content.instruments[draw.instrument].name),
        "projects": list(draw.projects),
        "support_wan": _ends(draw),
    }


def _left(content: Content, left: DisplacedInstrument, say: Say) -> Shown:
    return {
        "id": left.instrument,
        "name": say(content.instruments[left.instrument].name),
        "instead": left.instead,
        "why": left.why,
        "why_text": say(_LEFT[left.why]),
    }


def _ends(value: Money | Draw) -> Shown:
    return {
        "low": round(value.low, 2),
        "mid": round(value.mid, 2),
        "high": round(value.high, 2),
    }
