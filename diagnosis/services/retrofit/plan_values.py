"""A plan that was made, as the values that are kept and shown of it."""

from collections.abc import Mapping
from math import inf

from diagnosis import __version__
from diagnosis.domain.retrofit.catalogue.project import Money, Range
from diagnosis.domain.retrofit.plan.kept_plan import (
    KeptPhase,
    KeptPlan,
    KeptPoint,
    KeptProject,
    Minded,
    PlanPins,
    PlanTarget,
    Proof,
)
from diagnosis.domain.retrofit.plan.plan import PhaseOutcome, PlanOutcome, Step
from diagnosis.domain.retrofit.plan.problem import MONTHS_A_YEAR, is_unanswered
from diagnosis.domain.retrofit.plan.reasons import ChosenProject
from diagnosis.domain.scoring.reading import readings
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.firm_plan import FirmPlan
from diagnosis.services.retrofit.make_plan import MadePlan
from diagnosis.services.scoring.standards import find_standard


def values_of(content: Content, firm_plan: FirmPlan) -> KeptPlan:
    """Return a plan, and what the firm's feedback and progress made of it, as values."""
    plan, known = firm_plan.plan, firm_plan.known
    outcome, request = plan.outcome, plan.request
    standard = find_standard(content, request.standard)
    return KeptPlan(
        target=PlanTarget(standard.ref, request.level, plan.target_reached),
        objective=request.objective,
        budget_wan=request.budget_wan,
        binding=request.binding,
        size=plan.size,
        starts_on=firm_plan.starts_on,
        cost=outcome.cost,
        running=outcome.running,
        running_in_plan=outcome.running_in_plan,
        annual=_annual(plan),
        people_months=outcome.people_months,
        value=outcome.value,
        expected=outcome.expected,
        proof=_proof(plan),
        before=readings(content.standards, outcome.before),
        phases=_phases(content, plan),
        left_out=plan.left_out,
        infeasible=plan.infeasible,
        frontier=tuple(_point(plan, point) for point in plan.frontier),
        hints=plan.hints,
        unscored=plan.unscored,
        minded=Minded(
            tuple(sorted(known.done)),
            tuple(sorted(known.refused)),
            tuple(sorted(known.demoted)),
            firm_plan.demoted_used,
        ),
        is_cut_short=plan.is_cut_short,
        pins=PlanPins(
            form=plan.sheet.form.ref,
            standards=tuple(standard.ref for standard in content.standards),
            code=__version__,
            content=content.digest,
        ),
    )


def _annual(plan: MadePlan) -> Money:
    """Return a year's cost: what is built, spread over the plan's years, and what runs."""
    years = plan.problem.horizon_months / MONTHS_A_YEAR
    cost, run = plan.outcome.cost, plan.outcome.running
    return Money(
        cost.low / years + run.low, cost.mid / years + run.mid, cost.high / years + run.high
    )


def _proof(plan: MadePlan) -> Proof:
    """Return how far the plan may be from the best: not known where nothing was answered."""
    proposal = plan.proposal
    unknown = proposal.bound == inf or is_unanswered(plan.problem)
    return Proof(
        gap=None if unknown else proposal.gap,
        criterion=proposal.criterion,
        worth=proposal.worth,
        bound=None if unknown else proposal.bound,
        method=proposal.method,
        finished=proposal.finished,
    )


def _phases(content: Content, plan: MadePlan) -> tuple[KeptPhase, ...]:
    reasons = {chosen.project: chosen for chosen in plan.chosen}
    return tuple(
        KeptPhase(
            number=number,
            start=phase.start,
            end=phase.end,
            budget_wan=phase.budget_wan,
            cost=after.cost,
            people_months=after.people_months,
            value=after.value,
            readings=readings(content.standards, after.scores),
            projects=_projects(plan, after, reasons),
        )
        for number, (phase, after) in enumerate(
            zip(plan.problem.phases, plan.outcome.phases, strict=True), start=1
        )
    )


def _projects(
    plan: MadePlan, phase: PhaseOutcome, reasons: Mapping[str, ChosenProject]
) -> tuple[KeptProject, ...]:
    return tuple(_project(plan, step, reasons[step.project]) for step in phase.steps)


def _project(plan: MadePlan, step: Step, why: ChosenProject) -> KeptProject:
    option = plan.problem.options[step.project]
    return KeptProject(
        id=step.project,
        start_month=step.start,
        end_month=step.end,
        cost=_money(option.cost),
        running=_money(option.running),
        people_months=option.people_months,
        prior=option.prior,
        why=why,
    )


def _money(money: Range) -> Money:
    return Money(money.low, money.mid, money.high)


def _point(plan: MadePlan, outcome: PlanOutcome) -> KeptPoint:
    problem = plan.problem
    return KeptPoint(
        cost=outcome.cost,
        value=outcome.value,
        level=problem.yardstick.level_after(problem.reached(outcome.plan.projects)),
        months=max((step.end for step in outcome.plan.steps), default=0.0),
        projects=outcome.plan.projects,
    )
