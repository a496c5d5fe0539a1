"""The plan as a problem: what a firm may buy, what that does for it, within what limits.

Nothing here solves it. Readings of ours, each with its reason:

* Only what was answered counts towards the worth. A package may raise an item that was not
  answered, which then meets the needs of others, but the standard goes on scoring without it.
* What a package needs must work when it starts: the answers show it, it was done before, or a
  package of the plan (in either grade) has ended.
* A position that asks for months of records comes so many months after the end of the package.
* A budget binds what is built and three years of running, whatever the month of start: else
  waiting would make a plan cheaper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import Item
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.catalogue.package import ItemNeed, Package
from diagnosis.domain.retrofit.plan.capacity import MONTHS_A_YEAR, Capacity
from diagnosis.domain.retrofit.plan.ranks import (
    EARLIER_STEP_WORTH,
    FURTHER_CURE_WORTH,
    LEVEL_AFTER_PAINS,
    LEVEL_WORTH,
    OF_FIRST_PAIN,
    PAIN_FIRST_WORTH,
    SPINE_WORTH,
    WISH_WORTH,
)
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.scoring.raising.raises import Requirement
from diagnosis.domain.scoring.raising.yardstick import Yardstick

RUNNING_YEARS = 3
"""The years of running that count as cost, whatever the month of start."""
HORIZON_MONTHS = 36.0


class Objective(StrEnum):
    """What a plan is to be best at."""

    BALANCED = "balanced"
    LEVEL = "level"
    PAIN = "pain"
    POINTS = "points"


class Binding(StrEnum):
    """Which end of the cost ranges a budget binds."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class BudgetCovers(StrEnum):
    """What a budget is for: building and three years of running, or building alone."""

    TOTAL = "total"
    BUILD = "build"


class Unfit(StrEnum):
    """Why a package is not up for choice at all."""

    DONE = "done"
    RUNNING = "running"
    REFUSED = "refused"
    IN_PLACE = "in-place"
    TRADE = "not-for-trade"
    SIZE = "not-for-size"
    BUSINESS = "not-for-business"
    NOT_APPLICABLE = "not-applicable"
    PREREQUISITE = "prerequisite"


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of months from the start of the plan, with limits where there are any.

    `budget_wan` binds what it costs to build the packages that start in it, `people_months` the
    firm's own work on them.
    """

    start: float
    end: float
    budget_wan: float | None = None
    people_months: float | None = None

    @property
    def has_limit(self) -> bool:
        """Return whether it limits money or people."""
        return self.budget_wan is not None or self.people_months is not None


PHASES = (Phase(0, 6), Phase(6, 18), Phase(18, HORIZON_MONTHS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the worth of a plan is made of: each part lies between 0 and 1 before it is weighed.

    `level` is the progress to the levels aimed at, `pain` the pains and goals served, `benefit`
    the packages with a published benefit, `mean` the rise of the standard's mean as a share of its
    whole scale, `thrift` what is taken off for the cost as a share of a usual one.
    """

    level: float = 1.0
    pain: float = 0.5
    benefit: float = 0.05
    mean: float = 0.3
    thrift: float = 0.1


WEIGHTS = {
    Objective.BALANCED: Weights(),
    Objective.LEVEL: Weights(),
    Objective.PAIN: Weights(level=0.3, pain=1.0, mean=0.1),
    Objective.POINTS: Weights(level=0.0, pain=0.0, benefit=0.0, mean=1.0, thrift=0.02),
}
"""The weights by objective where the caller sets none (ours)."""
PROGRESS_PART, REACHED_PART = 0.6, 0.4
"""Of the worth of a level: for the share of what is missing, and for the level itself."""
SERVED_BY = 2
"""So many packages serve a pain in full; a goal that names a scene is served by one."""


@dataclass(frozen=True, slots=True)
class Raise:
    """A mark (`domain.scoring.raising.raises`) and a step; months after its package ends."""

    mark: str
    to: int
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOption:
    """A package as this firm would meet it.

    `build` is 万元, `run` 万元 a year, `months` how long it takes, `people_months` the firm's own
    work; `raises` every step above what the firm has; `areas` the business areas that it puts into
    a system, by item; `needs` groups of options of which one must have ended (what works already
    is left out); `item_needs` positions that it waits for; `serves` the wished pains and goals;
    `not_before` is the month in which what it needs of packages in hand works.
    """

    package: Package
    build: Money
    run: Money
    months: float
    people_months: float
    raises: tuple[Raise, ...]
    areas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    needs: tuple[tuple[str, ...], ...] = ()
    item_needs: tuple[ItemNeed, ...] = ()
    serves: frozenset[str] = frozenset()
    not_before: float = 0.0

    @property
    def id(self) -> str:
        """Return the package's id."""
        return self.package.id

    @property
    def three_years(self) -> Money:
        """Return what it costs to build and to run for three years, 万元."""
        return self.build.plus(self.run, RUNNING_YEARS)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the firm wants of a plan: packages done, wanted and refused; its pains and goals.

    `serve` are pains and goals (`scene:<id>`), the worst pain first. `shown` are those of the done
    ones that the answers speak for, so that nothing is added to them; `running` are packages in
    hand, with the month in which each ends.
    """

    done: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    serve: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    running: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """The firm's answers until a month, while packages in hand are not done yet."""

    until: float
    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Aim:
    """A level to reach: the conditions that it still lacks and that packages move.

    `shares` are conditions on a share of a growing whole, which packages also break; `blocked`
    those that no set of the options can meet: the level is then out of reach.
    """

    level: int
    missing: tuple[Requirement, ...]
    shares: tuple[Requirement, ...] = ()
    blocked: tuple[LevelCondition, ...] = ()

    @property
    def is_in_reach(self) -> bool:
        """Return whether nothing blocks the level by itself; money and time still may."""
        return not self.blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A plan to be found.

    `answers` are those of the firm with what was done since and what is in hand; before that is
    done, `stages` has them, in the order of the months.
    `options` are the packages up for choice, `unfit` all others with the reason, `grades` for each
    package itself and the other grades of its family. `aims` are the levels aimed at, lowest
    first; empty where no higher one may be promised. `spine` holds, for the first open steps of
    the trade's spine, the options that do each, `later_spine` those of the other open steps. Where
    one of the first stands beside the spine and treats the first pain, its options are in
    `pain_step` too. `base` has those of the first steps of the spine that must all be bought
    before a level or a cheap cure counts; `tells_level` says that enough was answered for a level
    to be told: on one that nobody can tell no money is spent. `foremost` are a first
    cure of each pain and the base, `cures` the further ones, in one order for every budget; of
    these `cures_before_level` come before a level, `spare_cures` after them all (`CureOrder`).
    `spine_all` has every package of the spine in its order, `spine_refused` what the firm refuses
    of the open steps, so that nothing does them; `ai_uses` are the AI packages that firms of the
    trade use, where any serve a wish those alone;
    `spine_first` says that core areas of the firm stand below 2, so that the spine takes half of
    the first phase's money at least. `usual_wan` is what a firm of this size usually spends, by
    which thrift is counted. `yearly_wan` is what the firm would spend in a year: a calendar keeps
    to it where all that is bought finds a place so; no limit.
    """

    bank: Mapping[str, Item]
    answers: Mapping[str, Value]
    packages: Mapping[str, Package]
    options: Mapping[str, PackageOption]
    unfit: Mapping[str, Unfit]
    grades: Mapping[str, tuple[str, ...]]
    yardstick: Yardstick
    aims: tuple[Aim, ...]
    capacity: Capacity
    usual_wan: float
    objective: Objective = Objective.BALANCED
    weights: Weights = WEIGHTS[Objective.BALANCED]
    budget_wan: float | None = None
    yearly_wan: float | None = None
    covers: BudgetCovers = BudgetCovers.TOTAL
    binding: Binding = Binding.MID
    phases: tuple[Phase, ...] = PHASES
    wishes: Wishes = field(default_factory=Wishes)
    spine: tuple[tuple[str, ...], ...] = ()
    later_spine: tuple[tuple[str, ...], ...] = ()
    pain_step: tuple[str, ...] = ()
    base: tuple[tuple[str, ...], ...] = ()
    tells_level: bool = True
    foremost: tuple[tuple[str, ...], ...] = ()
    cures: tuple[tuple[str, ...], ...] = ()
    cures_before_level: int = 0
    spare_cures: tuple[str, ...] = ()
    spine_all: tuple[str, ...] = ()
    spine_refused: tuple[str, ...] = ()
    ai_uses: tuple[str, ...] = ()
    spine_first: bool = False
    stages: tuple[Stage, ...] = ()

    def answers_at(self, month: float) -> Mapping[str, Value]:
        """Return the firm's answers at a month, without the plan."""
        for stage in self.stages:
            if month < stage.until:
                return stage.answers
        return self.answers

    @property
    def horizon_months(self) -> float:
        """Return when the last phase ends."""
        return self.phases[-1].end

    @property
    def aims_in_reach(self) -> tuple[Aim, ...]:
        """Return the levels aimed at that nothing blocks; on the others no money is spent."""
        return tuple(aim for aim in self.aims if aim.is_in_reach)

    @property
    def first_steps(self) -> tuple[str, ...]:
        """Return the options of the first steps of the spine, in its order."""
        return tuple(dict.fromkeys(name for group in self.spine for name in group))

    @property
    def ground(self) -> tuple[str, ...]:
        """Return the options of the first steps that are steps of the spine, in its order."""
        return tuple(name for name in self.first_steps if name not in self.pain_step)

    def begins_spine(self, chosen: Iterable[str]) -> bool:
        """Return whether a first step of the spine is among packages, where one is open.

        Without one no level counts: it would stand on paper alone. What treats the first pain
        beside the spine is none.
        """
        ground = self.ground
        return not ground or not set(chosen).isdisjoint(ground)

    def lays_base(self, chosen: Iterable[str]) -> bool:
        """Return whether the base is among packages: a level and cheap cures count from then on.

        So no larger budget gives up a step of it for a level. For the cheapest way to a level one
        first step will do.
        """
        names = set(chosen)
        groups = () if self.objective is Objective.LEVEL else self.base
        return self.begins_spine(names) and all(not names.isdisjoint(each) for each in groups)

    def further_cure_worth(self, name: str) -> float:
        """Return what a package is worth for serving a wish, where the firm names its money."""
        serves = self.options[name].serves
        if self.budget_wan is None or not (self.weights.pain and serves):
            return 0.0
        is_first = any(wish in serves for wish in self.wishes.serve[:1])
        return FURTHER_CURE_WORTH * (OF_FIRST_PAIN if is_first else 1.0)

    @property
    def pace_wan(self) -> float | None:
        """Return what a calendar spends in a year, 万元: what the firm would, or a year's budget.

        The same sum gives the same months, whoever named it.
        """
        if self.yearly_wan is None or self.budget_wan is None:
            return self.yearly_wan
        return max(self.yearly_wan, self.budget_wan * MONTHS_A_YEAR / self.horizon_months)

    @property
    def first_grades(self) -> frozenset[str]:
        """Return the cheapest of each of the foremost and of the cures that has several grades."""
        groups = (*self.foremost, *self.cures)
        return frozenset(group[0] for group in groups if len(group) > 1)

    @property
    def wish_worth(self) -> float:
        """Return what each pain that a package serves is worth beside what is weighed."""
        return PAIN_FIRST_WORTH if self.objective is Objective.PAIN else WISH_WORTH

    def spine_worths(self) -> tuple[tuple[tuple[str, ...], float], ...]:
        """Return the first steps of the spine with what each is worth, in their order.

        Where points are the objective, one of them is wanted, and the others are weighed.
        """
        if self.objective is Objective.POINTS and self.spine:
            return ((self.first_steps, SPINE_WORTH),)
        last = len(self.spine) - 1
        return tuple(
            (group, SPINE_WORTH + EARLIER_STEP_WORTH * (last - place))
            for place, group in enumerate(self.spine)
        )

    def level_worth(self, aim: Aim) -> float:
        """Return what reaching a level is worth beside what is weighed.

        Where points are the objective, levels come before them: no larger budget loses one.
        """
        weighs = self.weights.level or self.objective is Objective.POINTS
        if not (weighs and self.tells_level):
            return 0.0
        if self.objective is Objective.PAIN:
            return LEVEL_AFTER_PAINS if aim is self.aims_in_reach[-1] else 0.0
        return LEVEL_WORTH

    def price(self, name: str) -> float:
        """Return what an option counts against the budget, 万元."""
        option = self.options[name]
        money = option.build if self.covers is BudgetCovers.BUILD else option.three_years
        return float(getattr(money, self.binding))

    def build_price(self, name: str) -> float:
        """Return what an option counts against the budget of a phase, 万元."""
        return float(getattr(self.options[name].build, self.binding))

    def cost(self, chosen: Iterable[str]) -> float:
        """Return what counts against the budget, 万元."""
        return sum(self.price(name) for name in chosen)
