"""The one reader of kept answers: snapshots in, values out, whatever an older one lacks.

Interim: once the store keeps facts alone, what is said is made anew and this module goes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from diagnosis.domain.intake.answer import from_plain
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.retrofit.catalogue.project import Money
from diagnosis.domain.retrofit.plan.kept_plan import KeptPhase, KeptPlan, KeptProject, PlanTarget
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.scoring.trace import (
    Trace,
    TracedAnswer,
    TracedCondition,
    TracedGate,
    TracedNeed,
    TracedPart,
    TracedStandard,
)
from diagnosis.domain.text import Text
from diagnosis.present.kept_shapes import DIAGNOSIS, PLAN, TRACE, Maybe
from diagnosis.present.say import Shown
from diagnosis.services.ports.records import Snapshot


def write_kept(shown: Shown) -> Snapshot:
    """Return an answer as it is kept."""
    return Snapshot(orjson.dumps(shown).decode())


def read_diagnosis(snapshot: Snapshot) -> Shown:
    """Return a kept diagnosis in both languages, no field of its shape missing."""
    return _read(snapshot, DIAGNOSIS)


def read_plan(snapshot: Snapshot) -> Shown:
    """Return a kept plan in both languages, no field of its shape missing."""
    return _read(snapshot, PLAN)


def _read(snapshot: Snapshot, shape: Shown) -> Shown:
    completed: Shown = _completed(orjson.loads(snapshot), shape)
    return completed


def _completed(value: object, shape: object) -> Any:
    """Return a value with everything that its shape has; what is missing is the shape's own."""
    if isinstance(shape, Maybe):
        return None if value is None else _completed(value, shape.shape)
    if isinstance(shape, dict):
        fields = value if isinstance(value, dict) else {}
        known = {
            name: _completed(field, shape[name]) if name in shape else field
            for name, field in fields.items()
        }
        missing = (name for name in shape if name not in fields)
        return known | {name: _completed(None, shape[name]) for name in missing}
    if isinstance(shape, list):
        rows = value if isinstance(value, list) else []
        return [_completed(row, shape[0]) if shape else row for row in rows]
    return shape if value is None else value


def kept_plan(snapshot: Snapshot) -> KeptPlan:
    """Return the values of a kept plan."""
    plan = read_plan(snapshot)
    target = plan["target"]
    return KeptPlan(
        target=PlanTarget(
            target["standard"], Text(**target["name"]), target["level"], target["reached"]
        ),
        cost=Money(**plan["cost_wan"]),
        running=Money(**plan["running_wan_per_year"]),
        people_months=plan["people_months"],
        value=plan["value"],
        expected=plan["expected_value"],
        gap=plan["gap"],
        before=_readings(plan["before"]),
        phases=tuple(
            KeptPhase(
                phase["number"],
                tuple(_project(project) for project in phase["projects"]),
                _readings(phase["standards"]),
            )
            for phase in plan["phases"]
        ),
    )


def _project(project: Shown) -> KeptProject:
    return KeptProject(
        id=project["id"],
        name=Text(**project["name"]),
        start_month=project["start_month"],
        end_month=project["end_month"],
        cost=Money(**project["cost_wan"]),
        running=Money(**project["running_wan_per_year"]),
        people_months=project["people_months"],
    )


def _readings(rows: Iterable[Shown]) -> tuple[Reading, ...]:
    return tuple(
        Reading(row["standard"], row["level"], row["score"], _level(row["provisional"]))
        for row in rows
    )


def _level(provisional: Shown | None) -> tuple[int, float] | None:
    return None if provisional is None else (provisional["level"], provisional["score"] or 0.0)


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What a kept plan says in words: of its projects by id, and of those it left out.

    `left_out` has (id, name, why not) in the order of the plan.
    """

    stages: dict[str, Text]
    reasons: dict[str, Text]
    left_out: tuple[tuple[str, Text, Text], ...]


def plan_words(snapshot: Snapshot) -> PlanWords:
    """Return what a kept plan says in words."""
    plan = read_plan(snapshot)
    projects = [project for phase in plan["phases"] for project in phase["projects"]]
    return PlanWords(
        {project["id"]: Text(**project["stage_name"]) for project in projects},
        {project["id"]: Text(**project["reason"]) for project in projects},
        tuple((row["id"], Text(**row["name"]), Text(**row["reason"])) for row in plan["left_out"]),
    )


def kept_trace(snapshot: Snapshot) -> Trace:
    """Return a kept trace as values."""
    trace = _read(snapshot, TRACE)
    kind = trace["production_type"]
    known = kind if kind in tuple(ProductionType) else ProductionType.DISCRETE
    return Trace(ProductionType(known), tuple(_standard(row) for row in trace["standards"]))


def _standard(row: Shown) -> TracedStandard:
    shares, gates, conditions = (row.get(name) for name in ("shares", "gates", "conditions"))
    return TracedStandard(
        standard=row["standard"],
        level=row["level"],
        score=row["score"],
        provisional=_level(row["provisional"]),
        parts=tuple(_part(part) for part in row["parts"]),
        shares=None if shares is None else tuple(shares),
        gates=None if gates is None else tuple(_gate(gate) for gate in gates),
        level_low=row.get("level_low"),
        level_high=row.get("level_high"),
        conditions=None
        if conditions is None
        else tuple(TracedCondition(**condition) for condition in conditions),
    )


def _gate(gate: Shown) -> TracedGate:
    return TracedGate(gate["level"], tuple(TracedNeed(**need) for need in gate["conditions"]))


def _part(part: Shown) -> TracedPart:
    answers = tuple(
        TracedAnswer(row["item"], from_plain(row["answer"]), row["weight"], row["value"])
        for row in part["answers"]
    )
    shares = part.get("shares")
    return TracedPart(
        part["part"],
        part["weight"],
        part["score"],
        answers,
        None if shares is None else tuple(shares),
    )
