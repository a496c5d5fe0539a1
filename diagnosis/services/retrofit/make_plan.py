"""Make a plan: state the problem of one firm, have it solved, verify, and give reasons."""

from dataclasses import dataclass, replace

from diagnosis.domain.intake.enterprise import SizeClass, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.hints import Hint
from diagnosis.domain.retrofit.plan.infeasible import Infeasible
from diagnosis.domain.retrofit.plan.plan import Plan, PlanOutcome, Proposal, verify
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.reasons import (
    ChosenProject,
    LeftOutProject,
    reasons_against,
    reasons_for,
)
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.yardstick import mean_of
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.hints import hints
from diagnosis.services.retrofit.infeasible import (
    drop_impossible_wishes,
    what_would_do,
    without_wants,
)
from diagnosis.services.retrofit.state_problem import judge_of, state_problem


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePlan:
    """A verified plan with its reasons, and everything that was found on the way.

    `frontier` are efficient plans over all budgets, verified as well; `unscored` items that
    projects of the plan raise but that were not answered.
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

    @property
    def level_after(self) -> int:
        """Return the target standard's level once the plan is done."""
        return self.problem.yardstick.level_after(self.problem.reached(self.outcome.plan.projects))

    @property
    def reaches_target(self) -> bool:
        """Return whether the level aimed at is reached; without one there is none to miss."""
        return self.request.level is None or self.level_after >= self.request.level


def make_plan(
    content: Content, solver: PlanSolver, sheet: Sheet, request: PlanRequest
) -> MadePlan:
    """Return the plan of a sheet.

    Raises
    ------
    BrokenPlan
        When the solver's plan breaks a limit: a fault of ours.

    """
    firm = sheet.enterprise
    known_size = size_class(firm.employees, firm.revenue_wan, content.codes.sizes)
    size = known_size or SizeClass.SMALL
    problem, impossible = drop_impossible_wishes(state_problem(content, sheet, request, size))
    proposal = _solve(solver, problem, request)
    infeasible = (*impossible, *what_would_do(solver, problem, proposal))
    judge = judge_of(content, sheet)

    def mean(scores: SheetScores) -> float:
        return mean_of(content.scorers, request.standard, scores)

    plan = proposal.plan or Plan()
    checked = problem if proposal.plan else replace(problem, wishes=without_wants(problem))
    outcome = verify(checked, plan, judge, mean)
    frontier: tuple[PlanOutcome, ...] = ()
    if request.frontier:
        free = replace(problem, budget_wan=None)
        frontier = tuple(verify(free, other, judge, mean) for other in solver.frontier(free))
    return MadePlan(
        sheet=sheet,
        request=request,
        size=size,
        problem=problem,
        proposal=proposal,
        outcome=outcome,
        chosen=reasons_for(problem, plan),
        left_out=reasons_against(problem, plan),
        infeasible=infeasible,
        unscored=_unscored(problem, plan),
        frontier=frontier,
        hints=hints(solver, sheet, request, problem, outcome, size_known=known_size is not None),
    )


def _solve(solver: PlanSolver, problem: Problem, request: PlanRequest) -> Proposal:
    if request.exact:
        return solver.exact(problem, seconds=request.seconds)
    return solver.plan(problem)


def _unscored(problem: Problem, plan: Plan) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            effect.item
            for name in plan.projects
            for effect in problem.options[name].project.effects
            if effect.item not in problem.positions and effect.item not in problem.not_applicable
        )
    )
