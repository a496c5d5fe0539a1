"""What a caller wants of a plan, read from JSON with every fault at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from diagnosis.domain.decimals import cut_off
from diagnosis.domain.fault import Conflict, Expected, pointer
from diagnosis.domain.intake.business import goals_of
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.limits import GOALS, PAINS
from diagnosis.domain.intake.number import written_number
from diagnosis.domain.retrofit.catalogue.amounts import CENTS, MOST_MONEY_WAN
from diagnosis.domain.retrofit.catalogue.package import grades_of
from diagnosis.domain.retrofit.plan.problem import (
    PHASES,
    WEIGHTS,
    Binding,
    BudgetCovers,
    Objective,
    Phase,
    Weights,
    Wishes,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.read.earlier_ids import package_of, whole_package
from diagnosis.services.read.standards import known_standard, unknown_standard

MOST_MONTHS = 120.0
SHORTEST_PHASE = 1.0
"""The months that a phase has at least."""
MOST_PHASES = 12
MOST_PEOPLE_MONTHS = 100_000.0
MOST_BUDGETS = 8
"""So many budgets of a request are planned for beside the first."""
MOST_WEIGHT = 100.0
MOST_PACKAGES = 400
"""So many packages a list of wishes may name, those of earlier catalogues with them."""
PACKAGE_HINTS = 20
"""For so many unknown packages of a request the closest names are looked for: it is slow."""
FIELDS = (
    "budget_wan", "budget_binds", "budget_covers", "budgets_wan", "target", "objective", "phases",
    "done", "wanted", "refused", "pains", "goals", "weights", "starts_on", "heed_feedback",
    "left_out",
)  # fmt: skip
_PHASE_FIELDS = ("until_month", "budget_wan", "people_months")
_TARGET_FIELDS = ("standard", "level")
_WEIGHT_FIELDS = ("level", "pain", "benefit", "mean", "thrift")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What is wanted of a plan.

    Money is in 万元. Without a `standard` it is the one whose next level pays, without a `level`
    the next ones; without `weights` those of the objective. `budgets_wan` are planned for beside,
    for how far each gets. `uses_feedback` says whether what the firm said of packages counts,
    `lists_left_out` whether every package that is left out is listed; `steps` are ids among
    the wishes that are mere steps of a package; `raw` is the request as the caller wrote it.
    """

    starts_on: date
    budget_wan: float | None = None
    binding: Binding = Binding.MID
    covers: BudgetCovers = BudgetCovers.TOTAL
    budgets_wan: tuple[float, ...] = ()
    standard: str | None = None
    level: int | None = None
    objective: Objective = Objective.BALANCED
    weights: Weights | None = None
    phases: tuple[Phase, ...] = PHASES
    wishes: Wishes = field(default_factory=Wishes)
    uses_feedback: bool = True
    lists_left_out: bool = False
    steps: tuple[str, ...] = ()
    raw: object = None


def read_plan_request(content: Content, raw: object, today: date) -> PlanRequest:
    """Return what a parsed JSON value wants of a plan; without a day the plan starts today.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.

    """
    fields = Fields(raw, FIELDS)
    budget = _money(fields, "budget_wan")
    budgets = _budgets(fields)
    target = _target(content, fields)
    objective = fields.choice("objective", tuple(Objective), required=False)
    binding = fields.choice("budget_binds", tuple(Binding), required=False)
    covers = fields.choice("budget_covers", tuple(BudgetCovers), required=False)
    phases = _phases(fields)
    wishes, steps = _wishes(content, fields)
    default = Objective.BALANCED if target.level is None else Objective.LEVEL
    aim = Objective(objective or default)
    weights = _weights(fields, aim)
    starts_on, uses_feedback = fields.day("starts_on"), fields.flag("heed_feedback")
    lists_left_out = fields.flag("left_out")
    fields.stop()
    return PlanRequest(
        starts_on=starts_on or today,
        budget_wan=budget,
        binding=Binding(binding or Binding.MID),
        covers=BudgetCovers(covers or BudgetCovers.TOTAL),
        budgets_wan=budgets,
        standard=target.standard,
        level=target.level,
        objective=aim,
        weights=weights,
        phases=phases,
        wishes=wishes,
        uses_feedback=uses_feedback is not False,
        lists_left_out=lists_left_out is True,
        steps=steps,
        raw=raw,
    )


def _budgets(fields: Fields) -> tuple[float, ...]:
    """Return the budgets to plan for beside the first, 万元."""
    raw = fields.values.get("budgets_wan")
    if raw is None:
        return ()
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_BUDGETS:
        fields.fault("budgets_wan", "wrong-type", expected=Expected.BUDGETS, most=MOST_BUDGETS)
        return ()
    inside = Fields({str(n): wan for n, wan in enumerate(raw)}, [str(n) for n in range(len(raw))],
                    fields.place + "/budgets_wan", fields.faults)  # fmt: skip
    for number, wan in enumerate(raw):
        if wan is None:
            inside.fault(str(number), "wrong-type", expected=Expected.NUMBER)
    budgets = (_money(inside, str(number)) for number in range(len(raw)))
    return tuple(budget for budget in budgets if budget is not None)


def _weights(fields: Fields, objective: Objective) -> Weights | None:
    """Return the weights of the worth; those that are left out are the objective's."""
    if not fields.has("weights"):
        return None
    place = fields.place + "/weights"
    inside = Fields(fields.values["weights"], _WEIGHT_FIELDS, place, fields.faults)
    set_ = {name: inside.number(name, 0.0, MOST_WEIGHT) for name in _WEIGHT_FIELDS}
    known = {name: weight for name, weight in set_.items() if weight is not None}
    return replace(WEIGHTS[objective], **known)


def _money(fields: Fields, name: str) -> float | None:
    """Return what may be spent, 万元, in whole cents as costs are: never more than was said."""
    amount = fields.number(name, 0.0, MOST_MONEY_WAN)
    return None if amount is None else cut_off(amount, CENTS)


@dataclass(frozen=True, slots=True)
class _Target:
    """The standard and level aimed at, each None where it is left to the service."""

    standard: str | None = None
    level: int | None = None


def _target(content: Content, fields: Fields) -> _Target:
    """Return standard and level; a text like `gbt-39116-2020:2` is taken as well."""
    if not fields.has("target"):
        return _Target()
    raw = fields.values["target"]
    if isinstance(raw, str):
        name, _, text = raw.partition(":")
        number = written_number(text)
        level: object = (text or None) if number is None else float(number)
        raw = {"standard": name} if level is None else {"standard": name, "level": level}
    target = Fields(raw, _TARGET_FIELDS, fields.place + "/target", fields.faults)
    standard = None
    if target.has("standard", required=True):
        wanted = target.values["standard"]
        standard = known_standard(content, wanted)
        if standard is None:
            fault = unknown_standard(content, wanted, target.place + "/standard")
            target.faults.append(fault)
    highest = max(each.levels[-1].level for each in content.standards if standard in (None, each))
    level_wanted = target.whole("level", 1, highest)
    return _Target(None if standard is None else standard.id, level_wanted)


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


def _wishes(content: Content, fields: Fields) -> tuple[Wishes, tuple[str, ...]]:
    """Return the wishes, and the ids among them that are mere steps of a package."""
    steps: dict[str, None] = {}
    done, wanted, refused = (
        dict(_packages(content, fields, name, steps)) for name in ("done", "wanted", "refused")
    )
    grades = grades_of(content.packages.values())
    for name, place in wanted.items():
        conflicts = [Conflict.REFUSED] if name in refused else []
        conflicts += [Conflict.DONE] if name in done else []
        for conflict in conflicts:
            _conflict(content, fields, place, name, conflict)
        for other in grades[name]:
            if other in wanted and name < other:
                _conflict(content, fields, place, name, Conflict.GRADES, other)
    wishes = Wishes(
        done=frozenset(done),
        wanted=frozenset(wanted),
        refused=frozenset(refused),
        serve=(
            *_ids(fields, "pains", PAINS.values, PAINS.most),
            *_ids(fields, "goals", goals_of(content.scenes), GOALS.most),
        ),
    )
    return wishes, tuple(steps)


def _conflict(
    content: Content,
    fields: Fields,
    place: str,
    package: str,
    conflict: Conflict,
    other: str | None = None,
) -> None:
    """Note that wishes on a package contradict, by the names of packages."""
    name, second = (each and content.packages[each].name for each in (package, other))
    fields.fault_at(place, "wish-conflict", package=name, conflict=conflict, other=second)


def _packages(
    content: Content, fields: Fields, name: str, steps: dict[str, None]
) -> Sequence[tuple[str, str]]:
    """Return the packages of a list, each with its place in the list; unknown ones are faults.

    An id of an earlier catalogue stands for the package that took it over; what is a mere step of
    one joins `steps`, and says nothing of the package.
    """
    known: list[tuple[str, str]] = []
    for written, place in fields.texts(name, most=MOST_PACKAGES):
        package = whole_package(content, written)
        if package is not None:
            known.append((package.id, place))
            continue
        if package_of(content, written) is not None:
            steps[written] = None
            continue
        near: list[str] = []
        codes = [fault.code for fault in fields.faults]
        if codes.count("unknown-package") < PACKAGE_HINTS:
            near = get_close_matches(written[:100], content.packages, n=3, cutoff=0.5)
        fields.fault_at(place, "unknown-package", package=written, near=tuple(near))
    return known


def _ids(fields: Fields, name: str, allowed: Collection[str], most: int) -> Sequence[str]:
    """Return the ids of a list that are allowed; each other one is a fault."""
    known: list[str] = []
    for value, place in fields.texts(name, most=most):
        if value in allowed:
            known.append(value)
            continue
        fields.fault_at(place, "unknown-value", value=value, allowed=", ".join(allowed))
    return tuple(dict.fromkeys(known))
