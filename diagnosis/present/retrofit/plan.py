"""A roadmap as plain JSON values."""

from typing import Any, TypeVar

from diagnosis import __version__
from diagnosis.domain.retrofit.catalogue.project import Money, Range
from diagnosis.domain.retrofit.plan.plan import PlanOutcome, Step
from diagnosis.domain.retrofit.plan.problem import MONTHS_A_YEAR
from diagnosis.domain.retrofit.plan.reasons import ChosenProject, LeftOutProject
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Say, Text
from diagnosis.present import names
from diagnosis.present.retrofit.plan_words import (
    BLANKS,
    ESTIMATED,
    EXPECTED,
    what_works,
    why_chosen,
    why_left_out,
)
from diagnosis.present.scoring.diagnosis import PARAPHRASED, UNOFFICIAL
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.make_plan import Infeasible, Roadmap

Shown = dict[str, Any]
Number = TypeVar("Number", int, float)


def render_roadmap(content: Content, roadmap: Roadmap, say: Say) -> Shown:
    """Return a roadmap as JSON values; money in 万元, value as a rise of the mean (0–5)."""
    outcome, proposal, request = roadmap.outcome, roadmap.proposal, roadmap.request
    standard = next(one for one in content.standards if one.id == request.standard)
    reasons = {one.project: one for one in roadmap.chosen}
    return {
        "target": {
            "standard": standard.ref,
            "name": say(standard.name),
            "level": request.level,
            "reached": request.level is None or level_after(roadmap) >= request.level,
        },
        "objective": str(request.objective),
        "budget_wan": request.budget_wan,
        "budget_binds": str(request.binding),
        "size_class": str(roadmap.size),
        "cost_wan": render_money(outcome.cost),
        "running_wan_per_year": render_money(outcome.running),
        "running_wan_in_plan": render_money(outcome.running_in_plan),
        "annual_wan": render_money(_annual(roadmap)),
        "people_months": outcome.people_months,
        "value": outcome.value,
        "expected_value": outcome.expected,
        "expected_value_note": say(EXPECTED),
        "gap": proposal.gap,
        "bound": {
            "measure": str(proposal.criterion),
            "worth": proposal.worth,
            "bound": None if proposal.bound == float("inf") else proposal.bound,
            "solver": proposal.method,
            "finished": proposal.finished,
        },
        "before": render_standings(content, outcome.before, say),
        "phases": [
            _phase(content, roadmap, number, reasons, say)
            for number in range(len(roadmap.problem.phases))
        ],
        "left_out": [_left_out(content, one, say) for one in roadmap.left_out],
        "infeasible": [_infeasible(content, one, say) for one in roadmap.infeasible],
        "frontier": [_point(content, roadmap, one) for one in roadmap.frontier],
        "warnings": [say(one) for one in roadmap.warnings],
        "unscored": list(roadmap.unscored),
        "notice": [say(one) for one in _notices(roadmap)],
        "provenance": {
            "form": roadmap.sheet.form.ref,
            "standards": [one.ref for one in content.standards],
            "code": __version__,
            "content": content.digest,
        },
    }


def level_after(roadmap: Roadmap) -> int:
    """Return the target standard's level once the plan is done."""
    problem = roadmap.problem
    return problem.yardstick.level_after(problem.reached(roadmap.outcome.plan.projects))


def render_money(money: Money | Range) -> Shown:
    """Return a sum or a range: low, middle, high."""
    return {"low": money.low, "mid": money.mid, "high": money.high}


def _annual(roadmap: Roadmap) -> Money:
    """Return a year's cost: what is built, spread over the plan's years, and what runs."""
    years = roadmap.problem.horizon_months / MONTHS_A_YEAR
    cost, run = roadmap.outcome.cost, roadmap.outcome.running
    return Money(
        cost.low / years + run.low, cost.mid / years + run.mid, cost.high / years + run.high
    )


def render_standings(content: Content, scores: SheetScores, say: Say) -> list[Shown]:
    """Return level and score under every standard, null and provisional as a diagnosis has it."""
    standards = content.standards
    staged, points, tiers, gated = scores.staged, scores.points, scores.tiers, scores.gated

    def known(coverage: float, standard: Standard) -> bool:
        return coverage >= standard.minimum_coverage - 1e-12

    found: list[tuple[Standard, int | None, float | None]] = [
        (standards.staged, staged.level, staged.score)
        if known(staged.coverage, standards.staged)
        else (standards.staged, None, None),
        (standards.points, _agreed(points.level), _agreed(points.points)),
        (standards.tiers, _agreed((tiers.level_low, tiers.level_high)), None),
        (standards.gated, gated.level, gated.score)
        if known(gated.coverage, standards.gated)
        else (standards.gated, None, None),
    ]
    return [
        {
            "standard": standard.ref,
            "level": level,
            "level_name": None if level is None else say(standard.levels[level].name),
            "score": score,
            "provisional": _provisional(standard.id, content, scores) if level is None else None,
        }
        for standard, level, score in found
    ]


def _agreed(pair: tuple[Number, Number]) -> Number | None:
    """Return what blanks at their worst and at their best agree on."""
    return pair[0] if pair[0] == pair[1] else None


def _provisional(standard: str, content: Content, scores: SheetScores) -> Shown | None:
    standards = content.standards
    if standard == standards.points.id:
        return {"level": scores.points.level[0], "score": scores.points.points[0]}
    if standard == standards.tiers.id:
        return None
    own = scores.staged if standard == standards.staged.id else scores.gated
    return {"level": own.level, "score": own.score}


def _phase(
    content: Content, roadmap: Roadmap, number: int, reasons: dict[str, ChosenProject], say: Say
) -> Shown:
    phase, own = roadmap.problem.phases[number], roadmap.outcome.phases[number]
    return {
        "number": number + 1,
        "from_month": phase.start,
        "until_month": phase.end,
        "budget_wan": phase.budget_wan,
        "cost_wan": render_money(own.cost),
        "people_months": own.people_months,
        "value": own.value,
        "standards": render_standings(content, own.scores, say),
        "projects": [
            _project(content, roadmap, step, reasons[step.project], say) for step in own.steps
        ],
    }


def _project(
    content: Content, roadmap: Roadmap, step: Step, why: ChosenProject, say: Say
) -> Shown:
    option = roadmap.problem.options[step.project]
    project = option.project
    return {
        "id": project.id,
        "name": say(project.name),
        "stage": str(project.stage),
        "stage_name": say(names.STAGES[project.stage]),
        "start_month": step.start,
        "end_month": step.end,
        "cost_wan": render_money(option.cost),
        "running_wan_per_year": render_money(option.running),
        "people_months": option.people_months,
        "adoption_prior": option.prior,
        "raises": [
            {
                "item": one.item,
                "text": say(content.bank[one.item].text),
                "from": one.has,
                "to": one.to,
                "gain": one.gain,
            }
            for one in why.raises
        ],
        "requirements": [
            {"level": one.level, "part": one.part, "name": say(one.name)}
            for one in why.requirements
        ],
        "goals": [str(one) for one in why.goals],
        "scenes": list(why.scenes),
        "enables": list(why.enables),
        "wanted": why.wanted,
        "reason": say(why_chosen(content, roadmap.request.standard, why)),
    }


def _left_out(content: Content, one: LeftOutProject, say: Say) -> Shown:
    return {
        "id": one.project,
        "name": say(content.projects[one.project].name),
        "why": str(one.reason),
        "reason": say(why_left_out(content, one)),
        "projects": list(one.others),
        "needs_wan": one.needs_wan,
        "left_wan": one.left_wan,
        "gain": one.gain,
    }


def _infeasible(content: Content, one: Infeasible, say: Say) -> Shown:
    return {
        "wish": one.wish,
        "code": one.code,
        "projects": list(one.projects),
        "works": {
            "budget_wan": one.budget_wan,
            "months": one.months,
            "level": one.level,
            "level_cost_wan": one.level_cost_wan,
        },
        "no_less_than_wan": one.no_less_than_wan,
        "message": say(what_works(content, one)),
    }


def _point(content: Content, roadmap: Roadmap, outcome: PlanOutcome) -> Shown:
    problem = roadmap.problem
    return {
        "cost_wan": render_money(outcome.cost),
        "value": outcome.value,
        "level": problem.yardstick.level_after(problem.reached(outcome.plan.projects)),
        "months": max((step.end for step in outcome.plan.steps), default=0.0),
        "projects": list(outcome.plan.projects),
    }


def _notices(roadmap: Roadmap) -> list[Text]:
    found = [UNOFFICIAL, PARAPHRASED, ESTIMATED]
    if roadmap.unscored:
        found.append(BLANKS.fill(items=", ".join(roadmap.unscored)))
    return found
