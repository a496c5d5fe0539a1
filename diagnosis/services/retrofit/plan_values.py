"""A plan that was made, as the values that are kept and shown of it."""

from math import isfinite

from diagnosis import __version__
from diagnosis.domain.retrofit.catalogue.amounts import total_of
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.account import account_of
from diagnosis.domain.retrofit.plan.kept_plan import (
    KeptPackage,
    KeptPhase,
    KeptPlan,
    KeptPoint,
    Minded,
    PlannedFirm,
    PlanPins,
    PlanTarget,
    Proof,
)
from diagnosis.domain.retrofit.plan.plan import PhaseOutcome, Proposal
from diagnosis.domain.retrofit.plan.reasons import (
    ChosenPackage,
    left_out,
    nearly_chosen,
    reasons_for,
)
from diagnosis.domain.retrofit.plan.timeline import Step
from diagnosis.domain.retrofit.plan.worth import level_by
from diagnosis.domain.scoring.reading import readings
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.firm_plan import FirmPlan
from diagnosis.services.retrofit.make_plan import MadePlan
from diagnosis.services.retrofit.planned_for import PlannedFor
from diagnosis.services.scoring.standards import find_standard


def values_of(content: Content, firm_plan: FirmPlan) -> KeptPlan:
    """Return a plan, and what the firm's feedback and progress made of it, as values."""
    plan = firm_plan.plan
    outcome, request, problem = plan.outcome, plan.request, plan.problem
    standard = find_standard(content, problem.yardstick.standard)
    options = [problem.options[name] for name in outcome.plan.packages]
    return KeptPlan(
        target=PlanTarget(standard.ref, plan.aimed_level, plan.target_reached),
        objective=request.objective,
        budget_wan=request.budget_wan,
        covers=request.covers,
        binding=request.binding,
        firm=_firm(plan.facts),
        starts_on=firm_plan.starts_on,
        wishes=problem.wishes.serve,
        build=total_of(option.build for option in options),
        run=total_of(option.run for option in options),
        total=total_of(option.three_years for option in options),
        account=account_of(problem, outcome.plan),
        people_months=outcome.people_months,
        worth=outcome.worth.total,
        proof=_proof(plan.proposal),
        before=readings(content.standards, outcome.before),
        caps=plan.caps,
        phases=_phases(content, plan),
        first_ai=plan.first_ai,
        nearly=nearly_chosen(problem, outcome.plan),
        left_out={str(why): names for why, names in left_out(problem, outcome.plan).items()},
        infeasible=plan.infeasible,
        curve=tuple(
            _point(plan, budget, proposal)
            for budget, proposal in zip(request.budgets_wan, plan.curve, strict=True)
        ),
        hints=plan.hints,
        unscored=_unscored(plan),
        minded=_minded(firm_plan),
        lists_left_out=request.lists_left_out,
        is_cut_short=plan.is_cut_short,
        months=problem.horizon_months,
        pins=_pins(content, plan),
    )


def _firm(facts: PlannedFor) -> PlannedFirm:
    return PlannedFirm(facts.size, facts.headcount, facts.trade.id, str(facts.matched_by))


def _minded(firm_plan: FirmPlan) -> Minded:
    known = firm_plan.known
    return Minded(
        done=tuple(sorted(known.done)),
        refused=tuple(sorted(known.refused | known.dropped)),
        demoted=tuple(sorted(known.demoted)),
        demoted_used=firm_plan.demoted_used,
        dropped=tuple(sorted(known.dropped)),
        running=dict(sorted(known.running.items())),
        shown=tuple(sorted(known.shown)),
        steps=tuple(dict.fromkeys((*firm_plan.plan.request.steps, *sorted(known.steps)))),
    )


def known_when_made(minded: Minded) -> KnownPackages:
    """Return what a plan was made with, for another plan that starts from the same standing."""
    return KnownPackages(
        done=frozenset(minded.done),
        refused=frozenset(minded.refused) - frozenset(minded.dropped),
        demoted=frozenset(minded.demoted),
        dropped=frozenset(minded.dropped),
        running=minded.running,
        shown=frozenset(minded.shown),
        steps=frozenset(minded.steps),
    )


def _pins(content: Content, plan: MadePlan) -> PlanPins:
    return PlanPins(
        form=plan.sheet.form.ref,
        standards=tuple(standard.ref for standard in content.standards),
        code=__version__,
        content=content.digest,
    )


def _proof(proposal: Proposal) -> Proof:
    """Return how far the plan may be from the best."""
    bound = proposal.bound
    known = bound is not None and isfinite(bound)
    return Proof(
        gap=proposal.gap if known else None,
        criterion=proposal.criterion,
        value=proposal.value,
        bound=bound if known else None,
        repaired=proposal.repaired,
    )


def _phases(content: Content, plan: MadePlan) -> tuple[KeptPhase, ...]:
    reasons = reasons_for(plan.problem, plan.outcome.plan)
    return tuple(
        KeptPhase(
            number=number,
            start=phase.start,
            end=phase.end,
            budget_wan=phase.budget_wan,
            readings=readings(content.standards, after.scores),
            packages=_packages(plan, after, reasons),
        )
        for number, (phase, after) in enumerate(
            zip(plan.problem.phases, plan.outcome.phases, strict=True), start=1
        )
    )


def _packages(
    plan: MadePlan, phase: PhaseOutcome, reasons: dict[str, ChosenPackage]
) -> tuple[KeptPackage, ...]:
    return tuple(_package(plan, step, reasons[step.package]) for step in phase.steps)


def _package(plan: MadePlan, step: Step, why: ChosenPackage) -> KeptPackage:
    option = plan.problem.options[step.package]
    return KeptPackage(
        id=step.package,
        start_month=step.start,
        end_month=step.end,
        build=option.build,
        run=option.run,
        people_months=option.people_months,
        why=why,
    )


def _point(plan: MadePlan, budget_wan: float, proposal: Proposal) -> KeptPoint:
    problem = plan.problem
    steps = proposal.plan.steps if proposal.plan else ()
    names = tuple(step.package for step in steps)
    cap = plan.caps[problem.yardstick.standard]
    return KeptPoint(
        budget_wan=budget_wan,
        cost=total_of(problem.options[name].three_years for name in names),
        level=min(level_by(problem, names), cap),
        months=max((step.end for step in steps), default=0.0),
        packages=names,
    )


def _unscored(plan: MadePlan) -> tuple[str, ...]:
    """Return the items that packages of the plan raise and that were not answered."""
    problem = plan.problem
    return tuple(
        dict.fromkeys(
            each.mark
            for name in plan.outcome.plan.packages
            for each in problem.options[name].raises
            if each.mark in problem.bank and each.mark not in problem.answers
        )
    )
