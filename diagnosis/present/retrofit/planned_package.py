"""A package of a plan as JSON values: why here, what is done, what it costs, what it brings."""

from collections.abc import Iterable

from diagnosis.domain.retrofit.catalogue.amounts import Benefit
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.raised import show_raises
from diagnosis.present.retrofit.beside import NOTHING_BESIDE, show_case_beside, show_offer_beside
from diagnosis.present.retrofit.plan_words import name_of, what_it_brought
from diagnosis.present.retrofit.spoken import cost, people_months, three_years, when
from diagnosis.present.retrofit.why_here import why_here
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.requirement_words import requirement_name
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.beside_plan import BesidePlan

REST_OF_CARD: Shown = {
    "what": None, "done_when": None, "steps": [], "raises": [], "brings": [],
    "brings_unknown": None,
}  # fmt: skip
"""What a short card lacks; the catalogue has it by the id of the package."""
LINKS_OF_CARD: Shown = {
    "conditions": [], "serves": [], "enables": [], "support": [], "case": None,
}  # fmt: skip
"""What a card lacks beside, where short cards are not short enough."""


def show_planned_package(
    content: Content,
    plan: KeptPlan,
    planned: KeptPackage,
    say: Say,
    *,
    reason: Text | None = None,
    beside: BesidePlan = NOTHING_BESIDE,
) -> Shown:
    """Return a package of a plan; money in 万元, months from the start of the plan.

    `reason` is what an earlier release said of it, None where that is worked out from the plan.
    """
    case = beside.cases.get(planned.id)
    known = content.packages.get(planned.id)
    why, standard = planned.why, plan.target.standard_id
    return {
        "id": planned.id,
        "name": say(name_of(content, planned.id)),
        "grade": known and str(known.grade),
        "grade_name": known and say(names.GRADES[known.grade]),
        "ai": known is not None and known.is_ai,
        "reason": say(reason or why_here(content, plan, planned)),
        "first_step": known and say(known.first_step),
        "start_month": numbers.months(planned.start_month),
        "end_month": numbers.months(planned.end_month),
        "when": say(when(planned)),
        "build_wan": numbers.wan_ends(planned.build),
        "run_wan_per_year": numbers.wan_ends(planned.run),
        "three_years_wan": numbers.wan_ends(three_years(planned.build, planned.run)),
        "cost": say(cost(planned)),
        "people_months": people_months(planned),
        "spine_step": why.spine_step,
        "wanted": why.wanted,
        "conditions": [_condition(content, standard, each, say) for each in why.conditions],
        "serves": show_wishes(content, why.serves, say),
        "enables": show_packages(content, why.enables, say),
        "in_full": True,
        "what": known and say(known.what),
        "done_when": known and say(known.done_when),
        "steps": [say(step.name) for step in known.steps] if known else [],
        "raises": show_raises(content, why.raises, say),
        "brings": [_benefit(benefit, say) for benefit in known.brings] if known else [],
        "brings_unknown": _unknown(known, say),
        "support": [show_offer_beside(each, say) for each in beside.offers.get(planned.id, ())],
        "case": case and show_case_beside(case, say),
    }


def _unknown(package: Package | None, say: Say) -> object:
    return package and package.brings_unknown and say(package.brings_unknown)


def _benefit(benefit: Benefit, say: Say) -> Shown:
    """Return what the package brought elsewhere, with where that is known from."""
    return {
        "text": say(what_it_brought(benefit)),
        "low": numbers.score(benefit.range.low),
        "high": numbers.score(benefit.range.high),
        "unit": benefit.unit,
        "direction": benefit.direction,
        "sources": list(benefit.mark.sources),
        "note": benefit.note and say(benefit.note),
    }


def _condition(content: Content, standard: str, condition: LevelCondition, say: Say) -> Shown:
    name = requirement_name(content.standards, standard, condition)
    return {"level": condition.level, "part": condition.part, "name": say(name)}


def show_packages(content: Content, ids: Iterable[str], say: Say) -> list[Shown]:
    """Return packages by id and name, those of earlier catalogues too."""
    return [{"id": each, "name": say(name_of(content, each))} for each in ids]


def show_wishes(content: Content, wishes: Iterable[str], say: Say) -> list[Shown]:
    """Return pains and goals by id and in words; those that nobody knows any more by id."""
    return [
        {"id": wish, "name": say(names.name_of_wish(content, wish))}
        for wish in dict.fromkeys(wishes)
    ]
