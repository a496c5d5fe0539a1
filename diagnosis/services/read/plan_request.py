"""What a caller wants of a roadmap, read from JSON with every fault at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.retrofit.catalogue.project import Goal
from diagnosis.domain.retrofit.plan.problem import PHASES, Binding, Objective, Phase, Wishes
from diagnosis.domain.text import Text
from diagnosis.services.ports.content import Content

DEFAULT_STANDARD = "gbt-39116-2020"
MOST_MONEY_WAN = 1_000_000.0
"""Ten billion yuan: whatever is larger is a slip of the pen (yuan for 万元)."""
MOST_MONTHS = 120.0
MOST_PHASES = 12
MOST_PEOPLE_MONTHS = 100_000.0
MOST_SECONDS = 600.0
SECONDS = 10.0
SCENE = "scene:"
FIELDS = (
    "budget_wan", "budget_binds", "target", "objective", "phases", "done", "wanted", "refused",
    "goals", "exact", "seconds", "frontier",
)  # fmt: skip
_PHASE_FIELDS = ("until_month", "budget_wan", "people_months")
_TARGET_FIELDS = ("standard", "level")


@dataclass(frozen=True, slots=True)
class RoadmapRequest:
    """What is wanted: money in 万元, `seconds` for the exact solver; no `level`: most gain."""

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


class _Reading:
    """Reads fields and collects faults."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.faults: list[Fault] = []

    def fault(self, where: str, code: str, **values: object) -> None:
        self.faults.append(Fault(where, code, values))

    def unknown(self, raw: Mapping[str, object], allowed: Iterable[str], where: str = "") -> None:
        for name in raw:
            if name not in allowed:
                values = {"name": name, "allowed": ", ".join(allowed)}
                self.fault(where + pointer(name), "unknown-field", **values)

    def number(self, raw: object, where: str, low: float, high: float) -> float | None:
        if raw is None:
            return None
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            self.fault(where, "wrong-type", expected=Text("数值", "a number"))
            return None
        if isinstance(raw, float) and not isfinite(raw):
            self.fault(where, "not-a-number")
            return None
        if not low <= raw <= high:
            self.fault(where, "out-of-range", low=f"{low:g}", high=f"{high:g}")
            return None
        return float(raw)

    def flag(self, raw: object, where: str) -> bool:
        if not isinstance(raw, bool):
            self.fault(where, "wrong-type", expected=Text("true 或 false", "true or false"))
        return raw is True

    def choice(self, raw: object, where: str, allowed: Iterable[str]) -> str | None:
        names = list(allowed)
        if isinstance(raw, str) and raw in names:
            return raw
        self.fault(where, "unknown-value", value=raw, allowed=", ".join(names))
        return None

    def names(self, raw: object, where: str, check: Callable[[str, str], bool]) -> list[str]:
        """Return the texts of a list that pass a check; the check names the fault of others."""
        if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
            self.fault(where, "wrong-type", expected=Text("文本列表", "a list of texts"))
            return []
        return [one for place, one in enumerate(raw) if check(one, where + pointer(place))]

    def project(self, name: str, where: str) -> bool:
        known = self.content.projects
        if name in known:
            return True
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = Text(
            f"相近的有：{'、'.join(near)}。" if near else "项目清单见 /v1/projects。",
            f"Close ones: {', '.join(near)}." if near else "/v1/projects lists them.",
        )
        self.fault(where, "unknown-project", project=name, hint=hint)
        return False

    def goal(self, name: str, where: str) -> bool:
        if name in tuple(Goal) or name.removeprefix(SCENE) in self.content.scenes:
            return True
        allowed = [*Goal, "scene:<id>"]
        self.fault(where, "unknown-value", value=name, allowed=", ".join(map(str, allowed)))
        return False


def read_request(content: Content, raw: object) -> RoadmapRequest:
    """Return what a parsed JSON value wants of a roadmap.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.

    """
    if not isinstance(raw, dict):
        expected = {"expected": Text("对象", "an object")}
        raise FaultyInput([Fault("", "wrong-type", expected)])
    reading = _Reading(content)
    reading.unknown(raw, FIELDS)
    budget = reading.number(raw.get("budget_wan"), "/budget_wan", 0.0, MOST_MONEY_WAN)
    standard, level = _target(reading, raw.get("target"))
    objective = _objective(reading, raw, level)
    binds = reading.choice(raw.get("budget_binds", "mid"), "/budget_binds", tuple(Binding))
    seconds = reading.number(raw.get("seconds", SECONDS), "/seconds", 0.1, MOST_SECONDS)
    phases = _phases(reading, raw.get("phases"))
    wishes = _wishes(reading, raw)
    exact, frontier = (
        reading.flag(raw.get(name, False), pointer(name)) for name in ("exact", "frontier")
    )
    limited = any(phase.budget_wan is not None for phase in phases)
    if raw.get("budget_wan") is None and objective is not Objective.REACH and not limited:
        reading.fault("/budget_wan", "budget-or-target")
    if reading.faults:
        raise FaultyInput(reading.faults)
    return RoadmapRequest(
        budget,
        Binding(binds or "mid"),
        standard,
        level,
        objective,
        phases,
        wishes,
        exact,
        seconds or SECONDS,
        frontier,
    )


def _objective(reading: _Reading, raw: Mapping[str, object], level: int | None) -> Objective:
    default = Objective.GAIN if level is None else Objective.REACH
    chosen = reading.choice(raw.get("objective", str(default)), "/objective", tuple(Objective))
    objective = Objective(chosen or default)
    if objective is Objective.REACH and level is None and not reading.faults:
        reading.fault("/target/level", "missing-field", name="level")
    return objective


def _target(reading: _Reading, raw: object) -> tuple[str, int | None]:
    """Return standard and level; a text like `gbt-39116-2020:2` is taken as well."""
    if raw is None:
        return DEFAULT_STANDARD, None
    where = "/target"
    if isinstance(raw, str):
        standard, _, text = raw.partition(":")
        level: object = int(text) if text.isascii() and text.isdigit() else (text or None)
        raw = {"standard": standard, "level": level}
    if not isinstance(raw, dict):
        reading.fault(where, "wrong-type", expected=Text("对象", "an object"))
        return DEFAULT_STANDARD, None
    reading.unknown(raw, _TARGET_FIELDS, where)
    known = {standard.id: standard for standard in reading.content.standards}
    name, level = raw.get("standard", DEFAULT_STANDARD), raw.get("level")
    if not isinstance(name, str) or name not in known:
        values = {"standard": name, "allowed": ", ".join(known)}
        reading.fault(where + "/standard", "unknown-standard", **values)
        return DEFAULT_STANDARD, None
    if level is None:
        return name, None
    if isinstance(level, bool) or not isinstance(level, int):
        reading.fault(where + "/level", "wrong-type", expected=Text("整数", "a whole number"))
        return name, None
    top = known[name].levels[-1].level
    if not 1 <= level <= top:
        reading.fault(where + "/level", "out-of-range", low=1, high=top)
        return name, None
    return name, level


def _phases(reading: _Reading, raw: object) -> tuple[Phase, ...]:
    if raw is None:
        return PHASES
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_PHASES:
        expected = Text(f"1 到 {MOST_PHASES} 个阶段的列表", f"a list of 1 to {MOST_PHASES} phases")
        reading.fault("/phases", "wrong-type", expected=expected)
        return PHASES
    phases: list[Phase] = []
    start = 0.0
    for place, one in enumerate(raw):
        where = pointer("phases", place)
        if not isinstance(one, dict):
            reading.fault(where, "wrong-type", expected=Text("对象", "an object"))
            continue
        reading.unknown(one, _PHASE_FIELDS, where)
        if one.get("until_month") is None:
            reading.fault(where, "missing-field", name="until_month")
            continue
        end = reading.number(one["until_month"], where + "/until_month", start + 1, MOST_MONTHS)
        money = reading.number(one.get("budget_wan"), where + "/budget_wan", 0, MOST_MONEY_WAN)
        people = reading.number(
            one.get("people_months"), where + "/people_months", 0, MOST_PEOPLE_MONTHS
        )
        if end is not None:
            phases.append(Phase(start, end, money, people))
            start = end
    return tuple(phases) or PHASES


def _wishes(reading: _Reading, raw: Mapping[str, Any]) -> Wishes:
    lists = {
        name: reading.names(raw.get(name, []), pointer(name), reading.project)
        for name in ("done", "wanted", "refused")
    }
    goals = reading.names(raw.get("goals", []), "/goals", reading.goal)
    done, wanted, refused = (frozenset(lists[name]) for name in ("done", "wanted", "refused"))
    own = raw.get("wanted")
    for place, name in enumerate(own if isinstance(own, list) else []):
        if not isinstance(name, str) or name not in wanted:
            continue
        where = pointer("wanted", place)
        if name in refused:
            reading.fault(where, "wish-conflict", project=name, why=_REFUSED)
        if name in done:
            reading.fault(where, "wish-conflict", project=name, why=_DONE)
        for other in reading.content.projects[name].excludes:
            if other in wanted and name < other:
                why = _EXCLUDED.fill(other=other)
                reading.fault(where, "wish-conflict", project=name, why=why)
    return Wishes(
        done,
        wanted,
        refused,
        frozenset(Goal(one) for one in goals if one in tuple(Goal)),
        frozenset(one.removeprefix(SCENE) for one in goals if one.startswith(SCENE)),
    )


_REFUSED = Text("它同时在不做之列，请二选一", "it is refused as well; keep one")
_DONE = Text("它已经做过，不会再买", "it is done already and never bought again")
_EXCLUDED = Text("它与 {other} 互斥，只能想做一个", "it and {other} exclude each other; want one")
