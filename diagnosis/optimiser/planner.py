"""The planner: an exact choice, a calendar for it, repair where the set does not fit in time."""

from collections.abc import Sequence
from dataclasses import replace

from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, Proposal
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.domain.retrofit.plan.worth import worth_of
from diagnosis.optimiser.calendar import calendar_of
from diagnosis.optimiser.choice import ChoiceModel, ChosenSet, Rules
from diagnosis.optimiser.repair import cut_back, tight_core

CUTS = 3
"""How many sets that do not fit in time are put aside before the last is cut back."""


class Planner:
    """Finds plans; implements the port `PlanSolver`."""

    def plan(self, problem: Problem, *, time: SearchTime | None = None) -> Proposal:
        """Return the plan of the most worth, or the cheapest that reaches the level aimed at."""
        return self.curve(problem, (problem.budget_wan,), time=time)[0]

    def curve(
        self,
        problem: Problem,
        budgets_wan: Sequence[float | None],
        *,
        time: SearchTime | None = None,
    ) -> tuple[Proposal, ...]:
        """Return a plan for each budget (万元; None: without one), in their order.

        A larger budget never gets a plan of less worth, nor one that misses a level that a smaller
        one reaches.
        """
        search = _Search(problem, time or SearchTime())
        rising = sorted(budgets_wan, key=lambda wan: float("inf") if wan is None else wan)
        proposals: dict[float | None, Proposal] = {}
        last: Proposal | None = None
        for budget in rising:
            proposal = search.find(budget)
            last = proposals[budget] = _no_worse(problem, last, proposal)
        return tuple(proposals[budget] for budget in budgets_wan)


def _no_worse(problem: Problem, smaller: Proposal | None, proposal: Proposal) -> Proposal:
    """Return a proposal, or the smaller budget's where that reaches more or is worth more."""
    if smaller is None or smaller.plan is None:
        return proposal
    if proposal.plan is None:
        return replace(smaller, is_cut_short=proposal.is_cut_short)
    before, after = (worth_of(problem, each.packages) for each in (smaller.plan, proposal.plan))
    levels = [max(worth.reached, default=0) for worth in (before, after)]
    is_no_worse = proposal.criterion is Criterion.COST or before.total <= after.total
    if levels[0] <= levels[1] and is_no_worse:
        return proposal
    return replace(smaller, bound=proposal.bound, is_cut_short=proposal.is_cut_short)


class _Search:
    """Searches under one problem; the program's parts are compiled once for all budgets."""

    def __init__(self, problem: Problem, time: SearchTime) -> None:
        self._problem = problem
        self._model = ChoiceModel(problem)
        self._time = time
        self._pacing = problem
        self._calendars: dict[
            tuple[float | None, frozenset[str]], tuple[Plan, frozenset[str]]
        ] = {}
        self._cores: dict[frozenset[str], frozenset[str]] = {}

    def find(self, budget_wan: float | None) -> Proposal:
        """Return the best plan of a budget; nothing for a level that is there or out of reach."""
        problem = self._problem
        self._pacing = replace(problem, budget_wan=budget_wan)
        if problem.objective is Objective.LEVEL:
            if not (problem.aims_in_reach or problem.wishes.wanted):
                return self._proposal(None, Plan(), 0.0, repaired=False)
            for aim in reversed(problem.aims_in_reach):
                proposal = self._best(aim.level, budget_wan)
                if proposal.plan is not None:
                    return proposal
        return self._best(None, budget_wan)

    def _best(self, level: int | None, budget_wan: float | None) -> Proposal:
        """Return the plan of the most worth, or the cheapest to a level."""
        rules = Rules(level=level)
        choice = self._choose(rules, budget_wan)
        if choice.packages is None:
            return self._nothing(level)
        return self._in_time(rules, budget_wan, choice)

    def _choose(self, rules: Rules, budget_wan: float | None) -> ChosenSet:
        with self._time.searching() as seconds:
            choice = self._model.best(rules, budget_wan, seconds)
        if choice.is_cut_short:
            self._time.cut_short()
        return choice

    def _in_time(self, rules: Rules, budget_wan: float | None, choice: ChosenSet) -> Proposal:
        """Return the calendar of a set; of other sets, and at last of less, where it has none."""
        problem = self._problem
        has_limits = any(phase.has_limit for phase in problem.phases)
        if has_limits and self._calendar(choice.packages or frozenset())[1]:
            rules = replace(rules, spread=True)
            choice = self._choose(rules, budget_wan)
            if choice.packages is None:
                return self._nothing(rules.level)
        bound = choice.bound
        cuts: list[frozenset[str]] = []
        tried: list[tuple[Plan, frozenset[str]]] = []
        while choice.packages is not None and len(cuts) <= CUTS:
            plan, homeless = self._calendar(choice.packages)
            if not homeless:
                return self._proposal(rules.level, plan, bound, repaired=bool(cuts))
            tried.append((plan, homeless))
            if self._time.is_over:
                self._time.cut_short()
                break
            cuts.append(self._core(choice.packages))
            choice = self._choose(replace(rules, cuts=tuple(cuts)), budget_wan)
        rest = max((self._cut_back(*each) for each in tried), key=self._total)
        serves = rules.level is None and problem.wishes.wanted.issubset(rest.packages)
        return self._proposal(rules.level, rest if serves else None, bound, repaired=True)

    def _calendar(self, packages: frozenset[str]) -> tuple[Plan, frozenset[str]]:
        """Return the calendar of a set, and what finds no place; budgets of a pace share sets."""
        key = self._pacing.pace_wan, packages
        if key not in self._calendars:
            with self._time.searching():
                made = calendar_of(self._pacing, packages, draws=not self._time.is_over)
            self._calendars[key] = made
        return self._calendars[key]

    def _core(self, packages: frozenset[str]) -> frozenset[str]:
        if packages not in self._cores:
            with self._time.searching():
                self._cores[packages] = tight_core(self._problem, packages)
        return self._cores[packages]

    def _cut_back(self, plan: Plan, homeless: frozenset[str]) -> Plan:
        with self._time.searching():
            return cut_back(self._pacing, plan, homeless)

    def _total(self, plan: Plan) -> float:
        return worth_of(self._problem, plan.packages).total

    def _nothing(self, level: int | None) -> Proposal:
        """Return that there is no plan, or the empty one where the time ran out."""
        is_unknown = self._time.is_cut_short and level is None and not self._problem.wishes.wanted
        return self._proposal(level, Plan() if is_unknown else None, None, repaired=False)

    def _proposal(
        self, level: int | None, plan: Plan | None, bound: float | None, *, repaired: bool
    ) -> Proposal:
        """Return a plan with its value and a bound on every plan.

        What tells equal sets apart is in the bound but not in the value: that alone makes no gap.
        """
        problem, value, first, spine = self._problem, 0.0, 0.0, 0
        if plan is not None:
            worth = worth_of(problem, plan.packages)
            spine, first, value = worth.spine, worth.first, worth.total
            if level is not None:
                first, value = 0.0, problem.cost(plan.packages)
                bound = None if bound is None else min(bound, value)
            elif bound is not None:
                bound = max(bound, value)
        return Proposal(
            plan=plan,
            criterion=Criterion.WORTH if level is None else Criterion.COST,
            value=value,
            bound=bound,
            first=first,
            repaired=repaired,
            is_cut_short=self._time.is_cut_short,
            spine_short=len(problem.spine) - spine,
        )
