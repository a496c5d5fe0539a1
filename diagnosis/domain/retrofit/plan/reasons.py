"""Why a project is in a plan, and why another one is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from diagnosis.domain.retrofit.catalogue.project import Project
from diagnosis.domain.retrofit.plan.plan import SLACK, Plan
from diagnosis.domain.retrofit.plan.prerequisites import (
    StartableSet,
    prerequisites_of,
    with_prerequisites,
)
from diagnosis.domain.retrofit.plan.problem import (
    LEAST_GAIN,
    Objective,
    Problem,
    ProjectOption,
    Unfit,
)
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.scoring.scale import HALF_STEP
from diagnosis.domain.scoring.yardstick import Requirement


@dataclass(frozen=True, slots=True)
class RaisedItem:
    """An item that a project raises: from where it is today to where the project brings it.

    `gain` is what that alone adds to the target's mean.
    """

    item: str
    has: float | None
    to: int
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenProject:
    """Why a project is in the plan.

    `requirements` are conditions of the level aimed at that were missing and that it advances;
    `enables` the projects of the plan that need it.
    """

    project: str
    raises: tuple[RaisedItem, ...]
    requirements: tuple[LevelCondition, ...]
    goals: tuple[str, ...]
    scenes: tuple[str, ...]
    enables: tuple[str, ...]
    wanted: bool


class LeftOutReason(StrEnum):
    """Why a project is left out."""

    DONE = "done"
    REFUSED = "refused"
    IN_PLACE = "in-place"
    SIZE = "not-for-size"
    INDUSTRY = "not-for-industry"
    NOT_APPLICABLE = "not-applicable"
    NO_GAIN = "no-gain"
    COVERED = "covered"
    EXCLUSION = "exclusion"
    PREREQUISITE = "prerequisite"
    TIME = "time"
    BUDGET = "budget"
    NOT_NEEDED = "not-needed"
    LESS_GAIN = "less-gain"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutProject:
    """Why a project is not in the plan.

    `others` names the projects that keep it out or cover it; `needs_wan` what it would cost
    now with what it still needs, `left_wan` what the budget leaves, both 万元; `gain` what it
    would add to the target's mean beside the plan.
    """

    project: str
    reason: LeftOutReason
    others: tuple[str, ...] = ()
    needs_wan: float | None = None
    left_wan: float | None = None
    gain: float = 0.0


def reasons_for(problem: Problem, plan: Plan) -> tuple[ChosenProject, ...]:
    """Return why each project of a plan is in it, in the plan's order."""
    level = problem.level or min(problem.yardstick.level + 1, problem.yardstick.top)
    missing = [
        need
        for need in problem.yardstick.requirements_up_to(level)
        if need.missing({}) > HALF_STEP
    ]
    return tuple(_chosen(problem, plan, name, missing) for name in plan.projects)


def _chosen(problem: Problem, plan: Plan, name: str, missing: list[Requirement]) -> ChosenProject:
    option = problem.options[name]
    gains = problem.gains(option)
    raises = tuple(
        RaisedItem(
            effect.item,
            problem.positions.get(effect.item),
            effect.to,
            gains.get(effect.item, 0.0),
        )
        for effect in option.project.effects
        if effect.to > problem.positions.get(effect.item, 0.0)
    )
    advanced = tuple(
        need.condition
        for need in missing
        if any(r.item in need.gains and need.gains[r.item][r.to] > LEAST_GAIN for r in raises)
    )
    return ChosenProject(
        project=name,
        raises=raises,
        requirements=advanced,
        goals=tuple(goal for goal in option.project.goals if goal in problem.wishes.goals),
        scenes=tuple(scene for scene in option.project.scenes if scene in problem.wishes.scenes),
        enables=_enabled(problem, plan, option),
        wanted=name in problem.wishes.wanted,
    )


def _enabled(problem: Problem, plan: Plan, option: ProjectOption) -> tuple[str, ...]:
    """Return the projects of the plan that start after an option and need what it does."""
    enabled = []
    done = next(step.end for step in plan.steps if step.project == option.id)
    for name in (step.project for step in plan.steps if step.start >= done - SLACK):
        needs = problem.options[name].project.needs
        is_needed = any(option.id in problem.alternatives[needed] for needed in needs.projects)
        is_raised = any(
            effect.item == need.item
            and effect.to >= need.at_least > problem.positions.get(need.item, 0.0)
            for need in needs.items
            for effect in option.project.effects
        )
        if is_needed or is_raised:
            enabled.append(name)
    return tuple(enabled)


def reasons_against(problem: Problem, plan: Plan) -> tuple[LeftOutProject, ...]:
    """Return why each other project of the catalogue is not in the plan, by id."""
    against = _ReasonsAgainst(problem, plan)
    inside = set(plan.projects)
    return tuple(
        against.of(project)
        for name, project in sorted(problem.projects.items())
        if name not in inside
    )


class _ReasonsAgainst:
    """Tests the reasons for leaving a project out, from impossible to poor value.

    `of` returns the first that applies.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._plan = plan
        self._inside = set(plan.projects)
        self._prerequisites = prerequisites_of(problem)
        self._reached = problem.reached(plan.projects)
        self._startable = StartableSet(
            self._prerequisites, self._prerequisites.full_cost.__getitem__
        )
        self._startable.hold(plan.projects)
        spent = problem.cost(plan.projects)
        self._left = inf if problem.budget_wan is None else problem.budget_wan - spent

    def of(self, project: Project) -> LeftOutProject:
        """Return why a project is left out."""
        problem, name = self._problem, project.id
        unfit = problem.unfit.get(name)
        if unfit is not None:
            return LeftOutProject(project=name, reason=LeftOutReason(str(unfit)))
        option = problem.options[name]
        gains = problem.gains(option)
        if sum(gains.values()) <= LEAST_GAIN:
            return LeftOutProject(project=name, reason=LeftOutReason.NO_GAIN)
        gain = self._beside(option, gains)
        excluding = tuple(other for other in project.excludes if other in self._inside)
        if excluding:
            return LeftOutProject(
                project=name, reason=LeftOutReason.EXCLUSION, others=excluding, gain=gain
            )
        if gain <= LEAST_GAIN:
            return LeftOutProject(
                project=name, reason=LeftOutReason.COVERED, others=self._covering(option, gains)
            )
        if (
            self._prerequisites.earliest_end[name] == inf
            or self._prerequisites.full_cost[name] == inf
        ):
            return self._impossible(option, gain)
        return self._money(option, gain)

    def _beside(self, option: ProjectOption, gains: Mapping[str, float]) -> float:
        """Return what an option would add to the mean beside the plan."""
        steps = self._problem.yardstick.gains
        have = {item: steps[item][self._reached.get(item, 0)] for item in gains}
        return sum(max(0.0, gain - have[item]) for item, gain in gains.items())

    def _covering(self, option: ProjectOption, gains: Mapping[str, float]) -> tuple[str, ...]:
        wanted = {
            e.item: e.to for e in option.project.effects if gains.get(e.item, 0) > LEAST_GAIN
        }
        return tuple(
            name
            for name in self._plan.projects
            if any(
                effect.item in wanted and effect.to >= wanted[effect.item]
                for effect in self._problem.options[name].project.effects
            )
        )

    def _impossible(self, option: ProjectOption, gain: float) -> LeftOutProject:
        problem = self._problem
        missing = []
        for needed in option.project.needs.projects:
            choice = [name for name in problem.alternatives[needed] if name in problem.options]
            if (
                not choice
                and needed in problem.unfit
                and problem.unfit[needed] is not Unfit.IN_PLACE
            ):
                missing.append(needed)
        missing += [
            group[0]
            for group in self._prerequisites.sufficient_groups[option.id]
            if group and self._prerequisites.full_cost[group[0]] == inf
        ]
        late = self._prerequisites.full_cost[option.id] < inf
        why = LeftOutReason.TIME if late else LeftOutReason.PREREQUISITE
        return LeftOutProject(
            project=option.id, reason=why, others=tuple(dict.fromkeys(missing)), gain=gain
        )

    def _money(self, option: ProjectOption, gain: float) -> LeftOutProject:
        problem = self._problem
        added = self._startable.with_needs(option.id)
        if added is None:
            blocking = tuple(
                other
                for member in self._with_prerequisites(option.id)
                for other in problem.options[member].project.excludes
                if other in self._inside
            )
            why = LeftOutReason.EXCLUSION if blocking else LeftOutReason.PREREQUISITE
            return LeftOutProject(
                project=option.id, reason=why, others=tuple(dict.fromkeys(blocking)), gain=gain
            )
        cost = problem.cost(added)
        needs = tuple(name for name in added if name != option.id)
        left = None if self._left == inf else self._left
        if problem.objective is Objective.REACH and self._reaches_level():
            return LeftOutProject(
                project=option.id,
                reason=LeftOutReason.NOT_NEEDED,
                others=(),
                needs_wan=cost,
                left_wan=left,
                gain=gain,
            )
        why = LeftOutReason.BUDGET if cost > self._left + 1e-6 else LeftOutReason.LESS_GAIN
        return LeftOutProject(
            project=option.id, reason=why, others=needs, needs_wan=cost, left_wan=left, gain=gain
        )

    def _with_prerequisites(self, name: str) -> list[str]:
        """Return an option with what it needs by itself; itself alone where that is impossible."""
        return with_prerequisites(self._prerequisites, [name]) or [name]

    def _reaches_level(self) -> bool:
        level = self._problem.level or 0
        return self._problem.yardstick.level_after(self._reached) >= level
