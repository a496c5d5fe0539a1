"""A plan as JSON values."""

from collections.abc import Iterable, Mapping, Sequence

from diagnosis.domain.retrofit.plan.infeasible import Infeasible
from diagnosis.domain.retrofit.plan.kept_plan import (
    KeptPackage,
    KeptPlan,
    KeptPoint,
    PlanTarget,
    Proof,
)
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason, NearlyChosen
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.numbers import wan_enough, wan_proven
from diagnosis.present.parts import topic
from diagnosis.present.pins import show_pin
from diagnosis.present.retrofit.account import account_note, show_account
from diagnosis.present.retrofit.beside import NOTHING_BESIDE
from diagnosis.present.retrofit.first_ai import show_first_ai
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.retrofit.plan_words import (
    BLANKS,
    CAPPED,
    DEMOTED_USED,
    ESTIMATED,
    STEPS_NAMED,
    WHY_LEFT_OUT,
    name_of,
    names_of_several,
    summary_of,
    why_nearly,
)
from diagnosis.present.retrofit.planned_package import (
    LINKS_OF_CARD,
    REST_OF_CARD,
    show_packages,
    show_planned_package,
    show_wishes,
)
from diagnosis.present.retrofit.spoken import sums_of
from diagnosis.present.retrofit.ways_out import instead_of, what_works
from diagnosis.present.say import Say, Shown, joined
from diagnosis.present.scoring.notices import PARAPHRASED, UNOFFICIAL
from diagnosis.present.scoring.requirement_words import requirement_name
from diagnosis.present.shorten import Spared, shorten
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.beside_plan import BesidePlan

PLAN_BYTES = 40_000
"""What a plan may weigh where it is not asked for in full."""
Reasons = Mapping[str, Text]
"""What an earlier release said of packages, by id."""


def show_firm_plan(
    content: Content,
    plan: KeptPlan,
    say: Say,
    reasons: Reasons | None = None,
    beside: BesidePlan = NOTHING_BESIDE,
) -> Shown:
    """Return a plan, and what the firm's feedback and progress made of it, as JSON values."""
    minded = plan.minded
    return {
        **show_plan(content, plan, say, reasons, beside),
        "starts_on": plan.starts_on.isoformat(),
        "heeded": {
            "done": list(minded.done),
            "refused": list(minded.refused),
            "running": list(minded.running),
            "steps": list(minded.steps),
            "demoted": list(minded.demoted),
            "note": say(DEMOTED_USED) if minded.demoted_used else None,
        },
    }


def shorten_plan(plan: Shown, most: int = PLAN_BYTES) -> None:
    """Leave things out of the cards of a shown plan, the last to start first, until it fits."""
    cards = [card for phase in plan["phases"] for card in phase["packages"]]
    cards.sort(key=lambda card: float(card["start_month"]))
    shorten(plan, most, (Spared(cards, REST_OF_CARD), Spared(cards, LINKS_OF_CARD)))


def show_plan(
    content: Content,
    plan: KeptPlan,
    say: Say,
    reasons: Reasons | None = None,
    beside: BesidePlan = NOTHING_BESIDE,
) -> Shown:
    """Return a plan as JSON values; money in 万元, phases in which something starts."""
    standard, first, note = plan.target.standard_id, plan.first_ai, account_note(plan)
    return {
        "summary": say(summary_of(content, plan)),
        "target": show_target(content, plan, say),
        "objective": str(plan.objective),
        "serves": show_wishes(content, plan.wishes, say),
        "firm": _firm(content, plan, say),
        "budget_wan": numbers.wan(plan.budget_wan),
        "budget_covers": str(plan.covers),
        "budget_binds": str(plan.binding),
        **_sums(tuple(plan.packages)),
        "account": show_account(plan.account),
        "account_note": note and say(note),
        "months": numbers.months(plan.end_month),
        "horizon_months": numbers.months(plan.months),
        "first_ai": first and show_first_ai(content, first, say, beside),
        "before": _readings(content, plan, plan.before, say),
        "phases": _phases(content, plan, reasons or {}, say, beside),
        "after": _readings(content, plan, plan.after, say),
        "nearly": [_nearly(content, plan, near, say) for near in plan.nearly],
        "left_out": _left_out(content, plan, say),
        "infeasible": [_infeasible(content, plan, wish, say) for wish in plan.infeasible],
        "curve": [_point(point) for point in plan.curve],
        "warnings": [say(hint_text(content, hint, standard)) for hint in plan.hints],
        "unscored": list(plan.unscored),
        **_proof(plan.proof),
        "cut_short": plan.is_cut_short,
        "notice": [say(text) for text in notices(content, plan)],
        "provenance": {
            "form": plan.pins.form,
            "standards": list(plan.pins.standards),
            "code": plan.pins.code,
            "content": plan.pins.content,
        },
    }


def _firm(content: Content, plan: KeptPlan, say: Say) -> Shown:
    """Return what the plan goes by; plans of earlier releases know no trade."""
    firm = plan.firm
    trade = content.trades.by_id.get(firm.trade)
    return {
        "size_class": str(firm.size),
        "employees": firm.employees,
        "trade": trade and {"id": trade.id, "name": say(trade.name)},
        "matched_by": firm.matched_by or None,
    }


def _sums(packages: Sequence[KeptPackage]) -> Shown:
    """Return the sums of packages as they are shown."""
    build, run, total = sums_of(packages)
    return {
        "build_wan": numbers.wan_ends(build),
        "run_wan_per_year": numbers.wan_ends(run),
        "three_years_wan": numbers.wan_ends(total),
        "people_months": numbers.shown_sum(row.people_months for row in packages),
    }


def show_target(content: Content, plan: KeptPlan, say: Say) -> Shown:
    """Return what a plan aims at, and the level that is promised."""
    return {**show_aim(content, plan.target, say), "promised_level": plan.promised_level}


def show_aim(content: Content, target: PlanTarget, say: Say) -> Shown:
    """Return the standard and level that a plan aims at, and whether it gets there."""
    name = names.names_of_standards(content).get(target.standard_id)
    return {
        **show_pin(target.standard),
        "name": say(name) if name else target.standard_id,
        "level": target.level,
        "reached": target.reached,
    }


def _proof(proof: Proof) -> Shown:
    """Return how far the plan may be from the best, and what says so."""
    value, bound = numbers.score(proof.value), numbers.score(proof.bound)
    if proof.criterion is Criterion.COST:
        value = numbers.wan(proof.value)
        bound = proof.bound and wan_proven(proof.bound)
    return {
        "gap": numbers.share(proof.gap),
        "bound": {
            "measure": str(proof.criterion),
            "value": value,
            "bound": bound,
            "repaired": proof.repaired,
        },
    }


def _readings(
    content: Content, plan: KeptPlan, readings: Iterable[Reading], say: Say
) -> list[Shown]:
    return [_reading(content, plan, reading, say) for reading in readings]


def _reading(content: Content, plan: KeptPlan, reading: Reading, say: Say) -> Shown:
    level, provisional = reading.level, reading.provisional
    return {
        **show_pin(reading.standard),
        "level": level,
        "promised_level": plan.promised(reading),
        "level_name": _level_name(content, reading, say),
        "score": numbers.score(reading.score),
        "provisional": provisional
        and {"level": provisional[0], "score": numbers.score(provisional[1])},
    }


def _level_name(content: Content, reading: Reading, say: Say) -> object:
    """Return the name of a level; None where it is not known, or its standard is no more."""
    standard = next((s for s in content.standards if s.id == reading.standard_id), None)
    level = reading.level
    if standard is None or level is None or level >= len(standard.levels):
        return None
    return say(standard.levels[level].name)


def _phases(
    content: Content, plan: KeptPlan, reasons: Reasons, say: Say, beside: BesidePlan
) -> list[Shown]:
    """Return the phases in which something starts."""
    return [
        {
            "number": phase.number,
            "from_month": numbers.months(phase.start),
            "until_month": numbers.months(phase.end),
            "budget_wan": numbers.wan(phase.budget_wan),
            **_sums(phase.packages),
            "packages": [
                show_planned_package(
                    content,
                    plan,
                    package,
                    say,
                    reason=reasons.get(package.id),
                    beside=beside,
                )
                for package in phase.packages
            ],
            "standards": _readings(content, plan, phase.readings, say),
        }
        for phase in plan.phases
        if phase.packages
    ]


def _nearly(content: Content, plan: KeptPlan, near: NearlyChosen, say: Say) -> Shown:
    return {
        "id": near.package,
        "name": say(name_of(content, near.package)),
        "with": show_packages(content, near.with_needs, say),
        "cost_wan": numbers.wan(near.cost_wan),
        "why": str(near.reason),
        "message": say(why_nearly(content, plan, near)),
    }


def _left_out(content: Content, plan: KeptPlan, say: Say) -> list[Shown]:
    """Return how many packages each reason leaves out; which ones where that was asked."""
    return [
        {
            "why": why,
            "reason": say(WHY_LEFT_OUT[LeftOutReason(why)]),
            "count": len(ids),
            "packages": show_packages(content, ids, say) if plan.lists_left_out else None,
        }
        for why, ids in plan.left_out.items()
    ]


def _infeasible(content: Content, plan: KeptPlan, wish: Infeasible, say: Say) -> Shown:
    standard = plan.target.standard_id
    return {
        "wish": wish.wish,
        "code": wish.code,
        "packages": show_packages(content, wish.packages, say),
        "level": wish.aimed,
        "works": {
            "budget_wan": wish.budget_wan and wan_enough(wish.budget_wan),
            "packages": wish.packages_needed,
            "level": wish.level,
            "level_cost_wan": wish.level_cost_wan and wan_enough(wish.level_cost_wan),
            "instead": show_packages(content, instead_of(content, plan, wish), say),
        },
        "unreached": [
            say(requirement_name(content.standards, standard, each)) for each in wish.unreached
        ],
        "message": say(what_works(content, plan, wish)),
    }


def _point(point: KeptPoint) -> Shown:
    """Return the plan of another budget, briefly."""
    return {
        "budget_wan": numbers.wan(point.budget_wan),
        "three_years_wan": numbers.wan_ends(point.cost),
        "level": point.level,
        "months": numbers.months(point.months),
        "packages": len(point.packages),
    }


def notices(content: Content, plan: KeptPlan) -> Sequence[Text]:
    """Return what a plan says of itself."""
    texts = [UNOFFICIAL, PARAPHRASED, ESTIMATED]
    if any(plan.promised(row) != row.level for row in plan.after if row.level is not None):
        texts.append(CAPPED)
    if plan.minded.steps:
        texts.append(STEPS_NAMED.fill(names=names_of_several(content, plan.minded.steps)))
    if plan.unscored:
        topics = dict.fromkeys(topic(content, item) for item in plan.unscored)
        texts.append(BLANKS.fill(items=joined(topics)))
    return texts
