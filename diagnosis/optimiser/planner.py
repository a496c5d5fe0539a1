"""The solver behind the port: the fast planner, its bound, the frontier and the exact plan."""

from time import monotonic

from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, Proposal
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.optimiser.instance import Instance
from diagnosis.optimiser.readiness import stuck
from diagnosis.optimiser.relaxation import Relaxation, tighter
from diagnosis.optimiser.schedule import schedule
from diagnosis.optimiser.search import Search


class Planner:
    """Solves roadmap problems; holds no state between calls."""

    def plan(
        self, problem: Problem, *, bounded: bool = True, effort: SearchEffort | None = None
    ) -> Proposal:
        """Return the best affordable plan of the problem's family, with a bound if asked for."""
        instance = Instance(problem)
        search = Search(instance, effort)
        plan = search.best()
        criterion = search.criterion(plan)
        worth = search.worth(plan, criterion)
        bound = Relaxation(instance, criterion).bound(worth) if bounded else None
        return Proposal(
            plan=plan, criterion=criterion, worth=worth, bound=bound, method="fast", finished=False
        )

    def frontier(
        self, problem: Problem, *, effort: SearchEffort | None = None
    ) -> tuple[Plan, ...]:
        """Return efficient plans, each dearer and worth more than the one before."""
        return Search(Instance(problem), effort).efficient()

    def exact(
        self, problem: Problem, *, seconds: float, effort: SearchEffort | None = None
    ) -> Proposal:
        """Return the best plan found within a time, with the bound proven until then.

        A set that the constraints allow but that cannot be put in order or in time is cut off, and
        the search goes on. The fast plan stands where nothing better is found.
        """
        search = Search(Instance(problem), effort)
        best, left, start = search.best(), search.effort.seconds_left, monotonic()
        proposal = self._improved(search, best, start + min(seconds, left))
        # HiGHS works in threads of its own, which a clock of this one does not see.
        search.effort.let_pass(monotonic() - start)
        if left < seconds and not proposal.finished:
            search.effort.cut_short()
        return proposal

    def _improved(self, search: Search, best: Plan | None, until: float) -> Proposal:
        """Return the best plan that is found until a moment, with the bound proven."""
        while True:
            criterion = search.criterion(best)
            better, bound, finished = self._improve(search, best, criterion, until)
            if search.criterion(better) is criterion:
                worth = search.worth(better, criterion)
                return Proposal(
                    plan=better,
                    criterion=criterion,
                    worth=worth,
                    bound=bound,
                    method="exact",
                    finished=finished,
                )
            best = better

    def _improve(
        self, search: Search, best: Plan | None, criterion: Criterion, until: float
    ) -> tuple[Plan | None, float | None, bool]:
        """Return the better plan, the bound, and whether the search ended in time."""
        problem = search.problem
        relaxation = Relaxation(search.instance, criterion)
        bound = relaxation.bound(search.worth(best, criterion))
        while (left := until - monotonic()) > 0:
            solution = relaxation.solve(left)
            bound = tighter(criterion, bound, solution.bound)
            if solution.chosen is None:
                return best, bound, solution.finished
            plan = schedule(problem, solution.chosen)
            if plan is not None:
                pruned = search.scheduled(search.prune(solution.chosen))
                return search.better(pruned or plan, best), bound, solution.finished
            chosen = frozenset(solution.chosen)
            relaxation.forbid(stuck(problem, chosen) or chosen, chosen)
        return best, bound, False
