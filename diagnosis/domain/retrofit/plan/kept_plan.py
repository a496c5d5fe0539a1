"""A plan as values: what is kept and shown of it, and what support, follow-up, comparison read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.project import Money
from diagnosis.domain.retrofit.plan.hints import Hint
from diagnosis.domain.retrofit.plan.infeasible import Infeasible
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.problem import Binding, Objective
from diagnosis.domain.retrofit.plan.reasons import ChosenProject, LeftOutProject
from diagnosis.domain.scoring.reading import Reading


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """The standard (`id@revision`) a plan rises by, the level aimed at, whether it is reached.

    `reached` is None where no level is aimed at, or where nothing of the standard was answered, or
    too little for a level: it is not known.
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
    worth: float
    bound: float | None
    method: str
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProject:
    """A project of a plan: its months from the plan's start, money in 万元, and why it is in.

    `prior` is the share of such recommendations that were carried out, 0–1.
    """

    id: str
    start_month: float
    end_month: float
    cost: Money
    running: Money
    people_months: float
    prior: float
    why: ChosenProject


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPhase:
    """A phase: its months, its projects, and how every standard reads once they are done."""

    number: int
    start: float
    end: float
    budget_wan: float | None
    cost: Money
    people_months: float
    value: float
    readings: tuple[Reading, ...]
    projects: tuple[KeptProject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPoint:
    """An efficient plan of another budget, briefly; the level is the target standard's."""

    cost: Money
    value: float
    level: int
    months: float
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Minded:
    """What the firm's feedback and progress made of a plan: ids of projects, sorted.

    `demoted_used` says that projects the firm called too dear or too early are in it all the
    same, because the aim is out of reach without them.
    """

    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    demoted: tuple[str, ...] = ()
    demoted_used: bool = False


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

    `value` and `expected` are rises of the target standard's mean (0–5); `running` is a year's,
    `running_in_plan` what runs up until the plan's end, `annual` a year's cost with what is built
    spread over the plan's years; `unscored` are items that the plan raises but that were not
    answered. `is_cut_short` says that a search for any of it would have gone on with more effort.
    """

    target: PlanTarget
    objective: Objective
    budget_wan: float | None
    binding: Binding
    size: SizeClass
    starts_on: date
    cost: Money
    running: Money
    running_in_plan: Money
    annual: Money
    people_months: float
    value: float
    expected: float
    proof: Proof
    before: tuple[Reading, ...]
    phases: tuple[KeptPhase, ...]
    left_out: tuple[LeftOutProject, ...]
    infeasible: tuple[Infeasible, ...]
    frontier: tuple[KeptPoint, ...]
    hints: tuple[Hint, ...]
    unscored: tuple[str, ...]
    minded: Minded
    pins: PlanPins
    is_cut_short: bool = False

    @property
    def projects(self) -> Iterator[KeptProject]:
        """Return the projects, phase by phase."""
        return (project for phase in self.phases for project in phase.projects)

    @property
    def after(self) -> tuple[Reading, ...]:
        """Return how every standard reads once the plan is done."""
        return self.phases[-1].readings if self.phases else self.before
