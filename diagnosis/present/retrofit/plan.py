"""A plan as JSON values."""

from collections.abc import Sequence

from diagnosis import __version__
from diagnosis.domain.retrofit.catalogue.project import Money, Range
from diagnosis.domain.retrofit.plan.plan import PhaseOutcome, PlanOutcome, Step
from diagnosis.domain.retrofit.plan.problem import MONTHS_A_YEAR, Phase
from diagnosis.domain.retrofit.plan.reasons import ChosenProject, LeftOutProject
from diagnosis.domain.scoring.reading import Reading, readings
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.scoring.yardstick import Requirement
from diagnosis.domain.text import Text
from diagnosis.present import names
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
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.notices import PARAPHRASED, UNOFFICIAL
from diagnosis.present.scoring.requirement_words import requirement_name
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.firm_plan import FirmPlan
from diagnosis.services.retrofit.infeasible import Infeasible
from diagnosis.services.retrofit.make_plan import MadePlan
from diagnosis.services.scoring.standards import find_standard


def show_firm_plan(content: Content, firm_plan: FirmPlan, say: Say) -> Shown:
    """Return a plan, and what the firm's feedback and progress made of it, as JSON values."""
    known = firm_plan.known
    return {
        **show_plan(content, firm_plan.plan, say),
        "starts_on": firm_plan.starts_on.isoformat(),
        "heeded": {
            "done": sorted(known.done),
            "refused": sorted(known.refused),
            "demoted": sorted(known.demoted),
            "note": say(DEMOTED_USED) if firm_plan.demoted_used else None,
        },
    }


def show_plan(content: Content, plan: MadePlan, say: Say) -> Shown:
    """Return a plan as JSON values; money in 万元, value as a rise of the mean (0–5)."""
    outcome = plan.outcome
    return {
        **_aim(content, plan, say),
        "size_class": str(plan.size),
        "cost_wan": show_money(outcome.cost),
        "running_wan_per_year": show_money(outcome.running),
        "running_wan_in_plan": show_money(outcome.running_in_plan),
        "annual_wan": show_money(_annual(plan)),
        "people_months": outcome.people_months,
        "value": outcome.value,
        "expected_value": outcome.expected,
        "expected_value_note": say(EXPECTED),
        **_proof(plan),
        "before": _readings(content, outcome.before, say),
        "phases": _phases(content, plan, say),
        "left_out": [_left_out(content, project, say) for project in plan.left_out],
        "infeasible": [_infeasible(content, plan, wish, say) for wish in plan.infeasible],
        "frontier": [_point(plan, point) for point in plan.frontier],
        "warnings": [say(hint_text(hint)) for hint in plan.hints],
        "unscored": list(plan.unscored),
        "notice": [say(text) for text in notices(plan)],
        "provenance": {
            "form": plan.sheet.form.ref,
            "standards": [standard.ref for standard in content.standards],
            "code": __version__,
            "content": content.digest,
        },
    }


def _aim(content: Content, plan: MadePlan, say: Say) -> Shown:
    request = plan.request
    standard = find_standard(content, request.standard)
    return {
        "target": {
            "standard": standard.ref,
            "name": say(standard.name),
            "level": request.level,
            "reached": plan.reaches_target,
        },
        "objective": str(request.objective),
        "budget_wan": request.budget_wan,
        "budget_binds": str(request.binding),
    }


def _proof(plan: MadePlan) -> Shown:
    """Return how far the plan may be from the best, and what says so."""
    proposal = plan.proposal
    return {
        "gap": proposal.gap,
        "bound": {
            "measure": str(proposal.criterion),
            "worth": proposal.worth,
            "bound": None if proposal.bound == float("inf") else proposal.bound,
            "solver": proposal.method,
            "finished": proposal.finished,
        },
    }


def show_money(money: Money | Range) -> Shown:
    """Return a sum or a range: low, middle, high."""
    return {"low": money.low, "mid": money.mid, "high": money.high}


def _annual(plan: MadePlan) -> Money:
    """Return a year's cost: what is built, spread over the plan's years, and what runs."""
    years = plan.problem.horizon_months / MONTHS_A_YEAR
    cost, run = plan.outcome.cost, plan.outcome.running
    return Money(
        cost.low / years + run.low, cost.mid / years + run.mid, cost.high / years + run.high
    )


def _readings(content: Content, scores: SheetScores, say: Say) -> list[Shown]:
    standards = content.standards
    return [
        _reading(standard, reading, say)
        for standard, reading in zip(standards, readings(standards, scores), strict=True)
    ]


def _reading(standard: Standard, reading: Reading, say: Say) -> Shown:
    level, provisional = reading.level, reading.provisional
    return {
        "standard": reading.standard,
        "level": level,
        "level_name": None if level is None else say(standard.levels[level].name),
        "score": reading.score,
        "provisional": provisional and {"level": provisional[0], "score": provisional[1]},
    }


def _phases(content: Content, plan: MadePlan, say: Say) -> list[Shown]:
    reasons = {chosen.project: chosen for chosen in plan.chosen}
    return [
        {
            **_phase(number, phase, outcome),
            "standards": _readings(content, outcome.scores, say),
            "projects": [
                _project(content, plan, step, reasons[step.project], say) for step in outcome.steps
            ],
        }
        for number, (phase, outcome) in enumerate(
            zip(plan.problem.phases, plan.outcome.phases, strict=True), start=1
        )
    ]


def _phase(number: int, phase: Phase, outcome: PhaseOutcome) -> Shown:
    return {
        "number": number,
        "from_month": phase.start,
        "until_month": phase.end,
        "budget_wan": phase.budget_wan,
        "cost_wan": show_money(outcome.cost),
        "people_months": outcome.people_months,
        "value": outcome.value,
    }


def _project(content: Content, plan: MadePlan, step: Step, why: ChosenProject, say: Say) -> Shown:
    option = plan.problem.options[step.project]
    project = option.project
    return {
        "id": project.id,
        "name": say(project.name),
        "stage": str(project.stage),
        "stage_name": say(names.STAGES[project.stage]),
        "start_month": step.start,
        "end_month": step.end,
        "cost_wan": show_money(option.cost),
        "running_wan_per_year": show_money(option.running),
        "people_months": option.people_months,
        "adoption_prior": option.prior,
        **_why(content, plan.request.standard, why, say),
    }


def _why(content: Content, standard: str, why: ChosenProject, say: Say) -> Shown:
    return {
        "raises": [
            {
                "item": raised.item,
                "text": say(content.bank[raised.item].text),
                "from": raised.has,
                "to": raised.to,
                "gain": raised.gain,
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


def _requirement(content: Content, standard: str, requirement: Requirement, say: Say) -> Shown:
    name = requirement_name(content.standards, standard, requirement)
    return {"level": requirement.level, "part": requirement.part, "name": say(name)}


def _left_out(content: Content, left_out: LeftOutProject, say: Say) -> Shown:
    return {
        "id": left_out.project,
        "name": say(content.projects[left_out.project].name),
        "why": str(left_out.reason),
        "reason": say(why_left_out(content, left_out)),
        "projects": list(left_out.others),
        "needs_wan": left_out.needs_wan,
        "left_wan": left_out.left_wan,
        "gain": left_out.gain,
    }


def _infeasible(content: Content, plan: MadePlan, wish: Infeasible, say: Say) -> Shown:
    return {
        "wish": wish.wish,
        "code": wish.code,
        "projects": list(wish.projects),
        "works": {
            "budget_wan": wish.budget_wan,
            "months": wish.months,
            "level": wish.level,
            "level_cost_wan": wish.level_cost_wan,
        },
        "no_less_than_wan": wish.no_less_than_wan,
        "message": say(what_works(content, plan.request.standard, wish)),
    }


def _point(plan: MadePlan, outcome: PlanOutcome) -> Shown:
    """Return an efficient plan of another budget, briefly."""
    problem = plan.problem
    return {
        "cost_wan": show_money(outcome.cost),
        "value": outcome.value,
        "level": problem.yardstick.level_after(problem.reached(outcome.plan.projects)),
        "months": max((step.end for step in outcome.plan.steps), default=0.0),
        "projects": list(outcome.plan.projects),
    }


def notices(plan: MadePlan) -> Sequence[Text]:
    """Return what a plan says of itself."""
    texts = [UNOFFICIAL, PARAPHRASED, ESTIMATED]
    if plan.unscored:
        texts.append(BLANKS.fill(items=", ".join(plan.unscored)))
    return texts
