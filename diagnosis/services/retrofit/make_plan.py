"""Make a plan: state the problem of a firm, have it solved, verify, and give reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.aims import level_cap
from diagnosis.domain.retrofit.plan.first_ai import FirstAi, first_ai
from diagnosis.domain.retrofit.plan.hints import FewAnswered, Hint, NothingAnswered
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, WishKind
from diagnosis.domain.retrofit.plan.plan import Plan, PlanOutcome, Proposal, verify
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.domain.retrofit.plan.worth import level_by
from diagnosis.domain.scoring.raising.yardstick import level_of
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.few_answered import few_answered
from diagnosis.services.retrofit.hints import find_hints
from diagnosis.services.retrofit.infeasible import (
    drop_impossible_wishes,
    keep_wants_that_fit,
    what_would_do,
)
from diagnosis.services.retrofit.planned_for import PlannedFor, planned_for
from diagnosis.services.retrofit.state_problem import judge_of, state_problem

YEARS_OF_BUDGET = 3
"""Without a budget the yearly one that the firm told counts so many times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePlan:
    """A verified plan, and everything that was worked out on the way.

    `caps` are the highest levels that may be promised, by standard id; `curve` the proposals for
    the other budgets of the request; `is_cut_short` says that a search for any of it would have
    gone on with more time.
    """

    sheet: Sheet
    request: PlanRequest
    facts: PlannedFor
    problem: Problem
    proposal: Proposal
    outcome: PlanOutcome
    caps: dict[str, int]
    first_ai: FirstAi | None
    infeasible: tuple[Infeasible, ...]
    curve: tuple[Proposal, ...] = ()
    hints: tuple[Hint, ...] = ()
    is_cut_short: bool = False

    @property
    def level_after(self) -> int:
        """Return the target standard's level that is promised once the plan is done."""
        standard = self.problem.yardstick.standard
        return min(level_by(self.problem, self.outcome.plan.packages), self.caps[standard])

    @property
    def aimed_level(self) -> int | None:
        """Return the level asked for, else the highest aimed at; None: none may be promised."""
        aims = self.problem.aims
        return self.request.level or (aims[-1].level if aims else None)

    @property
    def target_reached(self) -> bool | None:
        """Return whether the level is reached; None where there is none, or too few answers."""
        is_thin = any(isinstance(hint, FewAnswered | NothingAnswered) for hint in self.hints)
        level = self.aimed_level
        return None if is_thin or level is None else self.level_after >= level


def make_plan(
    content: Content,
    solver: PlanSolver,
    sheet: Sheet,
    request: PlanRequest,
    time: SearchTime | None = None,
) -> MadePlan:
    """Return the plan of a sheet; all its searches share a time, without end where None.

    Raises
    ------
    BrokenPlan
        When the solver's plan breaks a limit: a fault of ours.

    """
    time = time or SearchTime()
    request = _with_budget(sheet, request)
    facts = planned_for(content, sheet)
    problem, impossible = drop_impossible_wishes(state_problem(content, sheet, request))
    wants = problem.wishes.wanted
    problem, (proposal, *curve) = _propose(solver, problem, request.budgets_wan, time)
    plan = proposal.plan or Plan()
    outcome = verify(problem, plan, judge_of(content, sheet))
    few = few_answered(content, problem.yardstick.standard, outcome.before)
    beside = find_hints(solver, sheet, request, facts, problem, proposal, outcome, few, time)
    dropped = wants - problem.wishes.wanted
    ways_out = what_would_do(solver, request, problem, proposal, dropped, time)
    if few is not None:  # whether a level can be reached is not known
        ways_out = tuple(wish for wish in ways_out if wish.wish is not WishKind.TARGET)
    return MadePlan(
        sheet=sheet,
        request=request,
        facts=facts,
        problem=problem,
        proposal=proposal,
        outcome=outcome,
        caps=_caps(content, facts, problem, outcome),
        first_ai=first_ai(problem, plan, [use.package for use in facts.trade.ai_uses]),
        infeasible=(*impossible, *ways_out),
        curve=tuple(curve),
        hints=beside,
        is_cut_short=time.is_cut_short,
    )


def _propose(
    solver: PlanSolver,
    problem: Problem,
    more_budgets_wan: Sequence[float | None],
    time: SearchTime,
) -> tuple[Problem, list[Proposal]]:
    """Return the problem that was solved, and a proposal for its budget and each other one.

    Wanted packages that leave a budget without any plan are dropped, as few as may be.
    """
    budgets = (problem.budget_wan, *more_budgets_wan)
    proposals = list(solver.curve(problem, budgets, time=time))
    solved, known = problem, frozenset[str]()
    rising = sorted((inf if budget is None else budget, n) for n, budget in enumerate(budgets))
    for _, place in rising if problem.wishes.wanted else ():
        if proposals[place].plan is None:
            asking = replace(problem, budget_wan=budgets[place])
            kept, proposals[place] = keep_wants_that_fit(solver, asking, time, known)
            known = kept.wishes.wanted
            solved = solved if place else kept
    return solved, proposals


def _with_budget(sheet: Sheet, request: PlanRequest) -> PlanRequest:
    """Return the request with a budget where the firm told what it would spend in a year."""
    yearly = sheet.business.yearly_budget_wan
    limited = any(phase.budget_wan is not None for phase in request.phases)
    seeks_level = request.objective is Objective.LEVEL
    if request.budget_wan is not None or yearly is None or limited or seeks_level:
        return request
    return replace(request, budget_wan=YEARS_OF_BUDGET * yearly)


def _caps(
    content: Content, facts: PlannedFor, problem: Problem, outcome: PlanOutcome
) -> dict[str, int]:
    """Return the highest level that may be promised by each standard after the plan."""
    grades = [problem.options[name].package.grade for name in outcome.plan.packages]
    return {
        standard.id: level_cap(
            facts.size,
            level_of(content.scorers, standard.id, outcome.before),
            standard.levels[-1].level,
            grades,
            begins_spine=problem.begins_spine(outcome.plan.packages),
        )
        for standard in content.standards
    }
