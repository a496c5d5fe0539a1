"""What a caller wants of a plan, read from JSON with every fault at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from diagnosis.domain.decimals import cut_off
from diagnosis.domain.fault import Conflict, Expected, pointer
from diagnosis.domain.intake.business import SCENE
from diagnosis.domain.intake.fields import Fields, missing_field
from diagnosis.domain.intake.number import written_number
from diagnosis.domain.retrofit.catalogue.project import CENTS, MOST_MONEY_WAN, Goal
from diagnosis.domain.retrofit.plan.problem import PHASES, Binding, Objective, Phase, Wishes
from diagnosis.services.ports.content import Content
from diagnosis.services.read.standards import known_standard, unknown_standard

DEFAULT_STANDARD = "gbt-39116-2020"
MOST_MONTHS = 120.0
SHORTEST_PHASE = 1.0
"""The months that a phase has at least."""
MOST_PHASES = 12
MOST_PEOPLE_MONTHS = 100_000.0
PROJECT_HINTS = 20
"""For so many unknown projects of a request the closest names are looked for: each takes 3 ms."""
MOST_SECONDS_OFFLINE = 600.0
"""The longest that the exact solver may take where no request waits for it."""
SECONDS = 10.0
LEAST_SECONDS = 0.1
FIELDS = (
    "budget_wan", "budget_binds", "target", "objective", "phases", "done", "wanted", "refused",
    "goals", "exact", "seconds", "frontier", "starts_on", "heed_feedback",
)  # fmt: skip
_PHASE_FIELDS = ("until_month", "budget_wan", "people_months")
_TARGET_FIELDS = ("standard", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What is wanted of a plan.

    Money is in 万元. Without a `level` the most gain is sought. `seconds` are for the exact
    solver; `uses_feedback` says whether what the firm said of projects counts; `raw` is the
    request as the caller wrote it.
    """

    starts_on: date
    budget_wan: float | None = None
    binding: Binding = Binding.MID
    standard: str = DEFAULT_STANDARD
    level: int | None = None
    objective: Objective = Objective.GAIN
    phases: tuple[Phase, ...] = PHASES
    wishes: Wishes = field(default_factory=Wishes)
    exact: bool = False
    seconds: float = SECONDS
    frontier: bool = False
    uses_feedback: bool = True
    raw: object = None


def read_plan_request(
    content: Content, raw: object, today: date, *, most_seconds: float = MOST_SECONDS_OFFLINE
) -> PlanRequest:
    """Return what a parsed JSON value wants of a plan; without a day the plan starts today.

    Parameters
    ----------
    most_seconds
        The longest time that the exact solver may be asked to take.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.

    """
    fields = Fields(raw, FIELDS)
    budget = _money(fields, "budget_wan")
    target = _target(content, fields)
    objective = _objective(fields, target)
    binding = fields.choice("budget_binds", tuple(Binding), required=False)
    seconds = fields.number("seconds", LEAST_SECONDS, most_seconds)
    phases = _phases(fields)
    wishes = _wishes(content, fields)
    exact, frontier = fields.flag("exact"), fields.flag("frontier")
    starts_on, uses_feedback = fields.day("starts_on"), fields.flag("heed_feedback")
    limited = any(phase.budget_wan is not None for phase in phases)
    if not fields.has("budget_wan") and objective is not Objective.REACH and not limited:
        fields.fault("budget_wan", "budget-or-target")
    fields.stop()
    return PlanRequest(
        starts_on=starts_on or today,
        budget_wan=budget,
        binding=Binding(binding or Binding.MID),
        standard=target.standard,
        level=target.level,
        objective=objective,
        phases=phases,
        wishes=wishes,
        exact=exact is True,
        seconds=seconds or min(SECONDS, most_seconds),
        frontier=frontier is True,
        uses_feedback=uses_feedback is not False,
        raw=raw,
    )


def _money(fields: Fields, name: str) -> float | None:
    """Return what may be spent, 万元, in whole cents as costs are: never more than was said."""
    amount = fields.number(name, 0.0, MOST_MONEY_WAN)
    return None if amount is None else cut_off(amount, CENTS)


@dataclass(frozen=True, slots=True)
class _Target:
    """The standard and level aimed at; a level that is written may be faulty, and None here."""

    standard: str = DEFAULT_STANDARD
    level: int | None = None
    is_level_written: bool = False


def _objective(fields: Fields, target: _Target) -> Objective:
    default = Objective.REACH if target.is_level_written else Objective.GAIN
    chosen = fields.choice("objective", tuple(Objective), required=False)
    objective = Objective(chosen or default)
    if objective is Objective.REACH and not target.is_level_written:
        fields.faults.append(missing_field("level", fields.place + "/target"))
    return objective


def _target(content: Content, fields: Fields) -> _Target:
    """Return standard and level; a text like `gbt-39116-2020:2` is taken as well."""
    if not fields.has("target"):
        return _Target()
    raw = fields.values["target"]
    if isinstance(raw, str):
        name, _, text = raw.partition(":")
        number = written_number(text)
        raw = {"standard": name, "level": (text or None) if number is None else float(number)}
    target = Fields(raw, _TARGET_FIELDS, fields.place + "/target", fields.faults)
    wanted = target.values["standard"] if target.has("standard") else DEFAULT_STANDARD
    standard = known_standard(content, wanted)
    if standard is None:
        target.faults.append(unknown_standard(content, wanted, target.place + "/standard"))
    highest = max(each.levels[-1].level for each in content.standards if standard in (None, each))
    level = target.whole("level", 1, highest)
    standard_id = DEFAULT_STANDARD if standard is None else standard.id
    return _Target(standard_id, level, target.has("level") or not target.is_object)


def _phases(fields: Fields) -> tuple[Phase, ...]:
    if not fields.has("phases"):
        return PHASES
    raw = fields.values["phases"]
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_PHASES:
        fields.fault("phases", "wrong-type", expected=Expected.PHASES, most=MOST_PHASES)
        return PHASES
    phases: list[Phase] = []
    start = 0.0
    for number, value in enumerate(raw):
        place = fields.place + pointer("phases", number)
        phase = Fields(value, _PHASE_FIELDS, place, fields.faults)
        phase.has("until_month", required=True)
        end = phase.number("until_month", start + SHORTEST_PHASE, MOST_MONTHS)
        money = _money(phase, "budget_wan")
        people = phase.number("people_months", 0, MOST_PEOPLE_MONTHS)
        if end is not None:
            phases.append(Phase(start, end, money, people))
            start = end
    return tuple(phases) or PHASES


def _wishes(content: Content, fields: Fields) -> Wishes:
    done, wanted, refused = (
        _projects(content, fields, name) for name in ("done", "wanted", "refused")
    )
    goals = _goals(content, fields)
    for name, place in dict(wanted).items():
        conflicts = [Conflict.REFUSED] if name in dict(refused) else []
        conflicts += [Conflict.DONE] if name in dict(done) else []
        for conflict in conflicts:
            _conflict(fields, place, name, conflict)
        for other in content.projects[name].excludes:
            if other in dict(wanted) and name < other:
                _conflict(fields, place, name, Conflict.EXCLUDED, other)
    return Wishes(
        done=frozenset(dict(done)),
        wanted=frozenset(dict(wanted)),
        refused=frozenset(dict(refused)),
        goals=frozenset(Goal(goal) for goal in goals if goal in tuple(Goal)),
        scenes=frozenset(goal.removeprefix(SCENE) for goal in goals if goal.startswith(SCENE)),
    )


def _conflict(
    fields: Fields, place: str, project: str, conflict: Conflict, other: str | None = None
) -> None:
    fields.fault_at(place, "wish-conflict", project=project, conflict=conflict, other=other)


def _projects(content: Content, fields: Fields, name: str) -> Sequence[tuple[str, str]]:
    """Return the projects of a list, each with its place in the list; unknown ones are faults."""
    known: list[tuple[str, str]] = []
    for project, place in fields.texts(name, most=len(content.projects)):
        if project in content.projects:
            known.append((project, place))
            continue
        near: list[str] = []
        if (
            sum(fault.code == "unknown-project" for fault in fields.faults[:PROJECT_HINTS])
            < PROJECT_HINTS
        ):
            near = get_close_matches(project[:100], content.projects, n=3, cutoff=0.5)
        fields.fault_at(place, "unknown-project", project=project, near=tuple(near))
    return known


def _goals(content: Content, fields: Fields) -> Sequence[str]:
    known: list[str] = []
    for goal, place in fields.texts("goals", most=len(Goal) + len(content.scenes)):
        if goal in tuple(Goal) or goal.removeprefix(SCENE) in content.scenes:
            known.append(goal)
            continue
        allowed = ", ".join([*Goal, "scene:<id>"])
        fields.fault_at(place, "unknown-value", value=goal, allowed=allowed)
    return known
