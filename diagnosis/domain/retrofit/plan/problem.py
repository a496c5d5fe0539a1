"""The roadmap as a problem: what may be bought, what it does for this firm, within what limits.

Nothing here solves it. Readings of ours, each with its reason:

* Only items that were answered with a position count towards the value. A project may raise a
  blank one, which then meets the needs of others, but the standard goes on scoring without it.
* What a project needs must be in place when it starts: the sheet has it, a project done before
  has it, or a project of the plan that ends no later than this one starts. A needed project counts
  as done when a stand-in is done, or when all it would bring is in place.
* A project starts and ends inside one phase and takes the middle of its duration.
* Exclusions hold between projects of one plan; a light variant done earlier may be outgrown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from diagnosis.domain.intake.item import Positions
from diagnosis.domain.retrofit.catalogue.project import Goal, MoneyRange, Project, Stage
from diagnosis.domain.scoring.yardstick import Yardstick

MONTHS_A_YEAR = 12
LEAST_GAIN = 1e-9
"""What adds no more to a mean (0–5) adds nothing."""


class Objective(StrEnum):
    """What a plan is to be best at."""

    GAIN = "most-gain"
    REACH = "reach-level"
    EXPECTED = "expected-gain"


class Binding(StrEnum):
    """Which end of the cost ranges a budget binds."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class Unfit(StrEnum):
    """Why a project is not up for choice at all."""

    DONE = "done"
    REFUSED = "refused"
    IN_PLACE = "in-place"
    SIZE = "not-for-size"
    INDUSTRY = "not-for-industry"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of months from the start of the plan, with limits where there are any.

    `budget_wan` binds the costs of the projects that start in it, `people_months` the firm's own
    work on them.
    """

    start: float
    end: float
    budget_wan: float | None = None
    people_months: float | None = None


PHASES = (Phase(0, 6), Phase(6, 18), Phase(18, 36))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOption:
    """A project as this firm would meet it: costs in 万元, the months it takes, own people-months.

    `prior` is the adoption prior, 0–1.
    """

    project: Project
    cost: MoneyRange
    running: MoneyRange
    months: float
    people_months: float
    prior: float

    @property
    def id(self) -> str:
        """Return the project's id."""
        return self.project.id

    @property
    def stage(self) -> Stage:
        """Return the project's stage."""
        return self.project.stage

    def binding(self, end: Binding) -> float:
        """Return the cost that counts against a budget, 万元."""
        if end is Binding.MID:
            return self.cost.mid
        return self.cost.low if end is Binding.LOW else self.cost.high


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the firm wants of a plan."""

    done: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    goals: frozenset[Goal] = frozenset()
    scenes: frozenset[str] = frozenset()

    def served(self, project: Project) -> int:
        """Return how many of the goals and scenes a project serves."""
        return len(self.goals.intersection(project.goals)) + len(
            self.scenes.intersection(project.scenes)
        )


class WorkedOut(Protocol):
    """What was worked out of a problem, and holds for others too."""

    def rests_on(self, problem: "Problem") -> bool:
        """Return whether nothing that it rests on is another one in this problem."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A roadmap to be found.

    `positions` are of the items answered with one (what is absent counts as 0 for needs);
    `not_applicable` items can neither be raised nor meet a need. `options` are the projects up for
    choice, `unfit` all others with the reason, `alternatives` for each project of the catalogue
    itself and its stand-ins. `level` is what `REACH` aims at. `own_people` (full-time) only spaces
    projects out where the limits leave a choice. `worked_out` is shared by all problems that
    `replace` makes of it.
    """

    positions: Positions
    not_applicable: frozenset[str]
    projects: Mapping[str, Project]
    alternatives: Mapping[str, tuple[str, ...]]
    options: Mapping[str, ProjectOption]
    unfit: Mapping[str, Unfit]
    yardstick: Yardstick
    objective: Objective = Objective.GAIN
    level: int | None = None
    budget_wan: float | None = None
    binding: Binding = Binding.MID
    phases: tuple[Phase, ...] = PHASES
    wishes: Wishes = field(default_factory=Wishes)
    own_people: float = 2.0
    worked_out: list[WorkedOut] = field(default_factory=list, compare=False, repr=False)

    @property
    def horizon_months(self) -> float:
        """Return when the last phase ends."""
        return self.phases[-1].end

    def cost(self, chosen: Iterable[str]) -> float:
        """Return what counts against the budget, 万元."""
        return sum(self.options[name].binding(self.binding) for name in chosen)

    def reached(self, chosen: Iterable[str]) -> dict[str, int]:
        """Return the position that each scored item is raised to, where that is a raise."""
        reached: dict[str, int] = {}
        for name in chosen:
            for effect in self.options[name].project.effects:
                position = self.positions.get(effect.item)
                if position is not None and effect.to > max(position, reached.get(effect.item, 0)):
                    reached[effect.item] = effect.to
        return reached

    def value(self, chosen: Iterable[str]) -> float:
        """Return the rise of the standard's mean (0–5)."""
        return self.yardstick.rise(self.reached(chosen))

    def expected(self, chosen: Iterable[str]) -> float:
        """Return the rise when each benefit is discounted by its project's adoption prior.

        An item takes the highest discounted benefit that any of the projects gives it.
        """
        best: dict[str, float] = {}
        for name in chosen:
            option = self.options[name]
            for item, gain in self.gains(option).items():
                best[item] = max(best.get(item, 0.0), option.prior * gain)
        return sum(best.values())

    def gains(self, option: ProjectOption) -> dict[str, float]:
        """Return what a project alone adds to the mean, by item."""
        return {
            effect.item: self.yardstick.gains[effect.item][effect.to]
            for effect in option.project.effects
            if effect.item in self.yardstick.gains
        }


def is_unanswered(problem: Problem) -> bool:
    """Return whether nothing that the target standard scores by position was answered.

    No plan raises anything of it then, and whether a level is reached is not known.
    """
    return not problem.yardstick.gains


def counts_as_done(
    problem: Problem, needed: str, done: Iterable[str], positions: Positions
) -> bool:
    """Return whether a needed project counts as done: it, a stand-in, or all that it brings."""
    finished = set(done) | problem.wishes.done
    return any(
        name in finished or problem.projects[name].is_in_place(positions)
        for name in problem.alternatives[needed]
    )


def can_start(
    problem: Problem, project: Project, done: Iterable[str], positions: Positions
) -> bool:
    """Return whether everything that a project needs is in place."""
    finished = frozenset(done)
    return all(need.is_met(positions) for need in project.needs.items) and all(
        counts_as_done(problem, needed, finished, positions) for needed in project.needs.projects
    )
