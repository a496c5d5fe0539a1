"""A plan as values: what is kept and shown of it, and what support, follow-up, comparison read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.account import YearAccount
from diagnosis.domain.retrofit.plan.first_ai import FirstAi
from diagnosis.domain.retrofit.plan.hints import Hint
from diagnosis.domain.retrofit.plan.infeasible import Infeasible
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.problem import Binding, BudgetCovers, Objective
from diagnosis.domain.retrofit.plan.reasons import ChosenPackage, NearlyChosen
from diagnosis.domain.scoring.reading import Reading


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """The standard (`id@revision`) a plan climbs by, the level aimed at, whether it is reached.

    `level` is the highest that the plan aims at, None where none may be promised. `reached` is
    None then too, and where too little was answered for a level.
    """

    standard: str
    level: int | None
    reached: bool | None

    @property
    def standard_id(self) -> str:
        """Return the id of the standard, without its revision."""
        return self.standard.partition("@")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How far a plan may be from the best, and what says so; as `Proposal` has it.

    `gap` (0–1) and `bound` are None where they are not known.
    """

    gap: float | None
    criterion: Criterion
    value: float
    bound: float | None
    repaired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPackage:
    """A package of a plan: its months from the plan's start, its money, and why it is in.

    `build` is 万元, `run` 万元 a year.
    """

    id: str
    start_month: float
    end_month: float
    build: Money
    run: Money
    people_months: float
    why: ChosenPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPhase:
    """A phase: its months, the packages that start in it, how every standard reads at its end."""

    number: int
    start: float
    end: float
    budget_wan: float | None
    readings: tuple[Reading, ...]
    packages: tuple[KeptPackage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPoint:
    """The plan of another budget, briefly; the level is the target standard's, as promised."""

    budget_wan: float | None
    cost: Money
    level: int | None
    months: float
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Minded:
    """What the firm's feedback and progress made of a plan: ids of packages, sorted.

    `demoted_used` says that packages the firm called too dear or too early are in it all the
    same, because the aim is out of reach without them. `refused` has those that were given up
    (`dropped`) too; `running` the day on which each package in hand ends as planned; `shown` those
    of the done ones that the sheet was answered with; `steps` ids of the request that are mere
    steps of a package.
    """

    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    demoted: tuple[str, ...] = ()
    demoted_used: bool = False
    dropped: tuple[str, ...] = ()
    running: Mapping[str, date] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedFirm:
    """What a plan goes by: size class, headcount (None: not known), trade and its match."""

    size: SizeClass
    employees: int | None
    trade: str
    matched_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPins:
    """What a plan was made with: form (`id@version`), standards (`id@revision`), code, content."""

    form: str
    standards: tuple[str, ...]
    code: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlan:
    """A plan's values; money in 万元.

    `build` is what is paid once, `run` a year's running once everything runs, `total` what counts
    as the three-year account: build and three years of running. `wishes` are the pains and goals
    that it was to serve. `caps` are the highest levels that may be promised, by standard id.
    `left_out` are the packages that are not in the plan, by reason; `unscored` items that the plan
    raises but that were not answered; `months` is how far the plan looks ahead.
    """

    target: PlanTarget
    objective: Objective
    budget_wan: float | None
    covers: BudgetCovers
    binding: Binding
    firm: PlannedFirm
    starts_on: date
    wishes: tuple[str, ...]
    build: Money
    run: Money
    total: Money
    account: tuple[YearAccount, ...]
    people_months: float
    worth: float
    proof: Proof
    before: tuple[Reading, ...]
    caps: Mapping[str, int]
    phases: tuple[KeptPhase, ...]
    first_ai: FirstAi | None
    nearly: tuple[NearlyChosen, ...]
    left_out: Mapping[str, tuple[str, ...]]
    infeasible: tuple[Infeasible, ...]
    curve: tuple[KeptPoint, ...]
    hints: tuple[Hint, ...]
    unscored: tuple[str, ...]
    minded: Minded
    pins: PlanPins
    lists_left_out: bool = False
    is_cut_short: bool = False
    months: float = field(default=36.0)

    @property
    def packages(self) -> Iterator[KeptPackage]:
        """Return the packages, phase by phase."""
        return (package for phase in self.phases for package in phase.packages)

    @property
    def end_month(self) -> float:
        """Return when the last package is done, months from the start; 0 without packages."""
        return max((package.end_month for package in self.packages), default=0.0)

    @property
    def is_of_projects(self) -> bool:
        """Return whether the earlier planner made it, over projects: it went by no trade."""
        return not self.firm.trade

    @property
    def after(self) -> tuple[Reading, ...]:
        """Return how every standard reads at the end of the plan."""
        return self.phases[-1].readings if self.phases else self.before

    @property
    def target_after(self) -> Reading | None:
        """Return how the target standard reads at the end of the plan; None where it does not."""
        return next((row for row in self.after if row.standard == self.target.standard), None)

    @property
    def promised_level(self) -> int | None:
        """Return the target standard's level that is promised at the end; None: not known."""
        return None if self.target_after is None else self.promised(self.target_after)

    def promised(self, reading: Reading) -> int | None:
        """Return the level that may be promised of a reading: never above the cap.

        Where blanks leave the level open it is what holds with all of them at their worst, never
        below the level before the plan; None where that was not known.
        """
        level = self._least(reading) if reading.level is None else reading.level
        return None if level is None else min(level, self.caps.get(reading.standard_id, level))

    def _least(self, reading: Reading) -> int | None:
        """Return the least level of a reading without one; None where none was known before."""
        now = next((row.level for row in self.before if row.standard == reading.standard), None)
        if now is None:
            return None
        return max(now, reading.provisional[0]) if reading.provisional else now

    def promised_levels(self, readings: Iterable[Reading]) -> dict[str, int]:
        """Return the levels that may be promised of readings, by standard id; known ones alone."""
        levels = {reading.standard_id: self.promised(reading) for reading in readings}
        return {standard: level for standard, level in levels.items() if level is not None}
