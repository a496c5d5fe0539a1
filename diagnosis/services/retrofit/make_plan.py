"""Make a plan: state the problem of one firm, have it solved, verify, and give reasons."""

from dataclasses import dataclass, replace
from functools import partial

from diagnosis.domain.intake.enterprise import SizeClass, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.hints import FewAnswered, Hint
from diagnosis.domain.retrofit.plan.infeasible import Infeasible
from diagnosis.domain.retrofit.plan.plan import Plan, PlanOutcome, Proposal, verify
from diagnosis.domain.retrofit.plan.problem import Problem, is_unanswered
from diagnosis.domain.retrofit.plan.reasons import (
    ChosenProject,
    LeftOutProject,
    reasons_against,
    reasons_for,
)
from diagnosis.domain.scoring.verdict import below_coverage
from diagnosis.domain.scoring.yardstick import mean_of
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.limits import standard_effort
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.hints import hints
from diagnosis.services.retrofit.infeasible import (
    drop_impossible_wishes,
    what_would_do,
    without_wants,
)
from diagnosis.services.retrofit.state_problem import judge_of, state_problem
from diagnosis.services.scoring.standards import find_standard

PLAN_PART, EXACT_PART, FRONTIER_PART = 0.5, 0.75, 0.8
"""The parts of what is left of an effort for the plan, and later for the plans of all budgets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePlan:
    """A verified plan with its reasons, and everything that was found on the way.

    `frontier` are efficient plans over all budgets, verified as well; `unscored` items that
    projects of the plan raise but that were not answered. `is_cut_short` says that a search for
    any of it would have gone on with more effort.
    """

    sheet: Sheet
    request: PlanRequest
    size: SizeClass
    problem: Problem
    proposal: Proposal
    outcome: PlanOutcome
    chosen: tuple[ChosenProject, ...]
    left_out: tuple[LeftOutProject, ...]
    infeasible: tuple[Infeasible, ...]
    unscored: tuple[str, ...]
    frontier: tuple[PlanOutcome, ...] = ()
    hints: tuple[Hint, ...] = ()
    is_cut_short: bool = False

    @property
    def level_after(self) -> int:
        """Return the target standard's level once the plan is done."""
        return self.problem.yardstick.level_after(self.problem.reached(self.outcome.plan.projects))

    @property
    def reaches_target(self) -> bool:
        """Return whether the level aimed at is reached; without one there is none to miss."""
        return self.request.level is None or self.level_after >= self.request.level

    @property
    def target_reached(self) -> bool | None:
        """Return as `reaches_target`; None where it is not known, or no level is aimed at.

        It is not known where nothing of the target was answered, or too little for a level.
        """
        is_thin = any(isinstance(hint, FewAnswered) for hint in self.hints)
        is_unknown = is_thin or is_unanswered(self.problem)
        return None if is_unknown or self.request.level is None else self.reaches_target


def make_plan(
    content: Content,
    solver: PlanSolver,
    sheet: Sheet,
    request: PlanRequest,
    effort: SearchEffort | None = None,
) -> MadePlan:
    """Return the plan of a sheet; all its searches share an effort, the standard's where None.

    Raises
    ------
    BrokenPlan
        When the solver's plan breaks a limit: a fault of ours.

    """
    effort = effort or standard_effort()
    firm = sheet.enterprise
    known_size = size_class(firm.employees, firm.revenue_wan, content.codes.sizes)
    size = known_size or SizeClass.SMALL
    problem, impossible = drop_impossible_wishes(state_problem(content, sheet, request, size))
    proposal = _solve(solver, problem, request, effort)
    ways_out = what_would_do(solver, problem, proposal, effort)
    judge = judge_of(content, sheet)
    mean = partial(mean_of, content.scorers, request.standard)
    plan = proposal.plan or Plan()
    checked = problem if proposal.plan else replace(problem, wishes=without_wants(problem))
    outcome = verify(checked, plan, judge, mean)
    free = replace(problem, budget_wan=None)
    plans = solver.frontier(free, effort=effort.share(FRONTIER_PART)) if request.frontier else ()
    beside = hints(
        solver, sheet, request, problem, outcome, size_known=known_size is not None,
        few=_few_answered(content, request, outcome), effort=effort,
    )  # fmt: skip
    return MadePlan(
        sheet=sheet,
        request=request,
        size=size,
        problem=problem,
        proposal=proposal,
        outcome=outcome,
        chosen=reasons_for(problem, plan),
        left_out=reasons_against(problem, plan),
        infeasible=(*impossible, *ways_out),
        unscored=_unscored(problem, plan),
        frontier=tuple(verify(free, other, judge, mean) for other in plans),
        hints=beside,
        is_cut_short=effort.is_cut_short,
    )


def _solve(
    solver: PlanSolver, problem: Problem, request: PlanRequest, effort: SearchEffort
) -> Proposal:
    if request.exact:
        share = effort.share(EXACT_PART)
        return solver.exact(problem, seconds=request.seconds, effort=share)
    return solver.plan(problem, effort=effort.share(PLAN_PART))


def _few_answered(
    content: Content, request: PlanRequest, outcome: PlanOutcome
) -> FewAnswered | None:
    """Return how little of the target was answered, None where it carries a level."""
    before, standards = outcome.before, content.standards
    coverages = {
        standards.staged.id: before.staged.coverage,
        standards.gated.id: before.gated.coverage,
    }
    standard = find_standard(content, request.standard)
    too_few = below_coverage(coverages.get(standard.id, 1.0), standard.minimum_coverage)
    return None if too_few is None else FewAnswered(too_few.coverage, too_few.minimum)


def _unscored(problem: Problem, plan: Plan) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            effect.item
            for name in plan.projects
            for effect in problem.options[name].project.effects
            if effect.item not in problem.positions and effect.item not in problem.not_applicable
        )
    )
