"""A plan as JSON values."""

from collections.abc import Iterable, Sequence

from diagnosis.domain.retrofit.catalogue.project import Ends, total_of
from diagnosis.domain.retrofit.plan.infeasible import Infeasible
from diagnosis.domain.retrofit.plan.kept_plan import (
    KeptPhase,
    KeptPlan,
    KeptPoint,
    KeptProject,
    PlanTarget,
    Proof,
)
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.reasons import ChosenProject, LeftOutProject
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.scoring.yardstick import LevelCondition
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.numbers import wan_enough, wan_proven
from diagnosis.present.parts import show_item_name, topic
from diagnosis.present.pins import show_pin
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.retrofit.plan_words import (
    BLANKS,
    DEMOTED_USED,
    ESTIMATED,
    EXPECTED,
    what_works,
    why_chosen,
    why_left_out,
)
from diagnosis.present.say import Say, Shown, joined
from diagnosis.present.scoring.notices import PARAPHRASED, UNOFFICIAL
from diagnosis.present.scoring.requirement_words import requirement_name
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.standards import find_standard


def show_firm_plan(content: Content, plan: KeptPlan, say: Say) -> Shown:
    """Return a plan, and what the firm's feedback and progress made of it, as JSON values."""
    minded = plan.minded
    return {
        **show_plan(content, plan, say),
        "starts_on": plan.starts_on.isoformat(),
        "heeded": {
            "done": list(minded.done),
            "refused": list(minded.refused),
            "demoted": list(minded.demoted),
            "note": say(DEMOTED_USED) if minded.demoted_used else None,
        },
    }


def show_plan(content: Content, plan: KeptPlan, say: Say) -> Shown:
    """Return a plan as JSON values; money in 万元, value as a rise of the mean (0–5)."""
    standard = plan.target.standard_id
    projects = tuple(plan.projects)
    return {
        "target": show_target(content, plan.target, say),
        "objective": str(plan.objective),
        "budget_wan": numbers.wan(plan.budget_wan),
        "budget_binds": str(plan.binding),
        "size_class": str(plan.size),
        "cost_wan": _total(project.cost for project in projects),
        "running_wan_per_year": _total(project.running for project in projects),
        "running_wan_in_plan": numbers.wan_ends(plan.running_in_plan),
        "annual_wan": numbers.wan_ends(plan.annual),
        "people_months": numbers.shown_months(project.people_months for project in projects),
        "value": numbers.score(plan.value),
        "expected_value": numbers.score(plan.expected),
        "expected_value_note": say(EXPECTED),
        **_proof(plan.proof),
        "cut_short": plan.is_cut_short,
        "before": _readings(content, plan.before, say),
        "phases": [_phase(content, standard, phase, say) for phase in plan.phases],
        "left_out": [_left_out(content, project, say) for project in plan.left_out],
        "infeasible": [_infeasible(content, standard, wish, say) for wish in plan.infeasible],
        "frontier": [_point(point) for point in plan.frontier],
        "warnings": [say(hint_text(hint)) for hint in plan.hints],
        "unscored": list(plan.unscored),
        "notice": [say(text) for text in notices(content, plan)],
        "provenance": {
            "form": plan.pins.form,
            "standards": list(plan.pins.standards),
            "code": plan.pins.code,
            "content": plan.pins.content,
        },
    }


def _total(rows: Iterable[Ends]) -> Shown:
    """Return the sum of rows of money as they are shown."""
    return {**numbers.wan_ends(total_of(rows))}


def show_target(content: Content, target: PlanTarget, say: Say) -> Shown:
    """Return what a plan aims at."""
    return {
        **show_pin(target.standard),
        "name": say(find_standard(content, target.standard_id).name),
        "level": target.level,
        "reached": target.reached,
    }


def _proof(proof: Proof) -> Shown:
    """Return how far the plan may be from the best, and what says so."""
    worth, bound = numbers.score(proof.worth), numbers.score(proof.bound)
    if proof.criterion is Criterion.COST:
        worth = numbers.wan(proof.worth)
        bound = proof.bound and wan_proven(proof.bound)
    return {
        "gap": numbers.share(proof.gap),
        "bound": {
            "measure": str(proof.criterion),
            "worth": worth,
            "bound": bound,
            "solver": proof.method,
            "finished": proof.finished,
        },
    }


def _readings(content: Content, readings: Iterable[Reading], say: Say) -> list[Shown]:
    standards = {standard.id: standard for standard in content.standards}
    return [_reading(standards[reading.standard_id], reading, say) for reading in readings]


def _reading(standard: Standard, reading: Reading, say: Say) -> Shown:
    level, provisional = reading.level, reading.provisional
    return {
        **show_pin(reading.standard),
        "level": level,
        "level_name": None if level is None else say(standard.levels[level].name),
        "score": numbers.score(reading.score),
        "provisional": provisional
        and {"level": provisional[0], "score": numbers.score(provisional[1])},
    }


def _phase(content: Content, standard: str, phase: KeptPhase, say: Say) -> Shown:
    return {
        "number": phase.number,
        "from_month": numbers.months(phase.start),
        "until_month": numbers.months(phase.end),
        "budget_wan": numbers.wan(phase.budget_wan),
        "cost_wan": _total(project.cost for project in phase.projects),
        "people_months": numbers.shown_months(project.people_months for project in phase.projects),
        "value": numbers.score(phase.value),
        "standards": _readings(content, phase.readings, say),
        "projects": [_project(content, standard, project, say) for project in phase.projects],
    }


def _project(content: Content, standard: str, planned: KeptProject, say: Say) -> Shown:
    project = content.projects[planned.id]
    return {
        "id": project.id,
        "name": say(project.name),
        "stage": str(project.stage),
        "stage_name": say(names.STAGES[project.stage]),
        "start_month": numbers.months(planned.start_month),
        "end_month": numbers.months(planned.end_month),
        "cost_wan": numbers.wan_ends(planned.cost),
        "running_wan_per_year": numbers.wan_ends(planned.running),
        "people_months": numbers.months(planned.people_months),
        "adoption_prior": numbers.share(planned.prior),
        **_why(content, standard, planned.why, say),
    }


def _why(content: Content, standard: str, why: ChosenProject, say: Say) -> Shown:
    return {
        "raises": [
            {
                **show_item_name(content, raised.item, say),
                "from": numbers.position(raised.has),
                "to": raised.to,
                "ours": content.bank[raised.item].is_ours(raised.to),
                "gain": numbers.score(raised.gain),
            }
            for raised in why.raises
        ],
        "requirements": [
            _requirement(content, standard, requirement, say) for requirement in why.requirements
        ],
        "goals": [str(goal) for goal in why.goals],
        "scenes": list(why.scenes),
        "enables": list(why.enables),
        "wanted": why.wanted,
        "reason": say(why_chosen(content, standard, why)),
    }


def _requirement(content: Content, standard: str, requirement: LevelCondition, say: Say) -> Shown:
    name = requirement_name(content.standards, standard, requirement)
    return {"level": requirement.level, "part": requirement.part, "name": say(name)}


def _left_out(content: Content, left_out: LeftOutProject, say: Say) -> Shown:
    return {
        "id": left_out.project,
        "name": say(content.projects[left_out.project].name),
        "why": str(left_out.reason),
        "reason": say(why_left_out(content, left_out)),
        "projects": list(left_out.others),
        "needs_wan": numbers.wan(left_out.needs_wan),
        "left_wan": numbers.wan(left_out.left_wan),
        "gain": numbers.score(left_out.gain),
    }


def _infeasible(content: Content, standard: str, wish: Infeasible, say: Say) -> Shown:
    return {
        "wish": wish.wish,
        "code": wish.code,
        "projects": list(wish.projects),
        "works": {
            "budget_wan": wish.budget_wan and wan_enough(wish.budget_wan),
            "months": numbers.months(wish.months),
            "level": wish.level,
            "level_cost_wan": wish.level_cost_wan and wan_enough(wish.level_cost_wan),
        },
        "no_less_than_wan": wish.no_less_than_wan and wan_proven(wish.no_less_than_wan),
        "message": say(what_works(content, standard, wish)),
    }


def _point(point: KeptPoint) -> Shown:
    """Return an efficient plan of another budget, briefly."""
    return {
        "cost_wan": numbers.wan_ends(point.cost),
        "value": numbers.score(point.value),
        "level": point.level,
        "months": numbers.months(point.months),
        "projects": list(point.projects),
    }


def notices(content: Content, plan: KeptPlan) -> Sequence[Text]:
    """Return what a plan says of itself."""
    texts = [UNOFFICIAL, PARAPHRASED, ESTIMATED]
    if plan.unscored:
        topics = dict.fromkeys(topic(content, item) for item in plan.unscored)
        texts.append(BLANKS.fill(items=joined(topics)))
    return texts
