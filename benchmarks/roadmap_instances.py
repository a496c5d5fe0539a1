"""Seeded random roadmap problems, and a check of plans that shares no code with the planner.

Two families: `overlap` lets several projects raise the same item, as the catalogue does (an item
takes the highest position that any of them gives); without it each item has one project.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.project import (
    Benefit,
    Cost,
    Effect,
    Effort,
    Goal,
    ItemNeed,
    MarkedRange,
    Needs,
    Project,
    Range,
    Stage,
    stand_ins,
)
from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import Objective, Phase, Problem, ProjectOption, Wishes
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.scoring.yardstick import Requirement, Yardstick
from diagnosis.domain.text import Text

MARK = Mark("invented", "not-applicable", ())
NAME = Text("项目", "project")
TIGHT, MIDDLE, LOOSE = 0.1, 0.25, 0.5
"""Budgets as shares of what everything costs."""


def a_project(name: str, **changes: Any) -> Project:
    """Return a project, valid by default, with some things changed."""
    none: tuple[Benefit, ...] = ()
    whole: dict[str, Any] = {
        "id": name,
        "stage": Stage.SYSTEMS,
        "name": NAME,
        "what": NAME,
        "done_when": NAME,
        "effects": (Effect("item-0", 2),),
        "needs": Needs(),
        "stands_in_for": (),
        "excludes": (),
        "cost_wan": Cost({size: Range(1, 4) for size in SizeClass}, MARK),
        "running_wan_per_year": Cost({size: Range(0.1, 0.4) for size in SizeClass}, MARK),
        "people_months": Effort(dict.fromkeys(SizeClass, 1.0), MARK),
        "duration_months": MarkedRange(Range(2, 4), MARK),
        "payback_months": MarkedRange(Range(6, 18), MARK),
        "payback_reason": None,
        "goals": (Goal.COST,),
        "benefits": none,
        "industries": None,
        "scenes": (),
        "measures": (),
        "support": (),
        "sources": (),
        "marks": {},
    }
    return Project(**{**whole, **changes})


def an_option(project: Project, cost: float, **changes: Any) -> ProjectOption:
    """Return an option whose cost range has this middle, with some things changed."""
    whole: dict[str, Any] = {
        "project": project,
        "cost": Range(cost / 2, cost * 2),
        "running": Range(cost / 20, cost / 10),
        "months": project.duration_months.range.mid,
        "people_months": 1.0,
        "prior": 0.5,
    }
    return ProjectOption(**{**whole, **changes})


def a_problem(options: list[ProjectOption], **changes: Any) -> Problem:
    """Return a problem over some options: every item starts at 0 and weighs the same."""
    projects = {one.id: one.project for one in options}
    items = sorted({effect.item for one in options for effect in one.project.effects})
    positions = changes.pop("positions", dict.fromkeys(items, 0.0))
    weights = changes.pop("weights", dict.fromkeys(items, 1 / len(items)))
    whole: dict[str, Any] = {
        "positions": positions,
        "not_applicable": frozenset(),
        "projects": projects,
        "alternatives": stand_ins(projects),
        "options": {one.id: one for one in options},
        "unfit": {},
        "yardstick": a_yardstick(positions, weights),
        "own_people": 1000.0,
    }
    return Problem(**{**whole, **changes})


def a_yardstick(positions: dict[str, float], weights: dict[str, float]) -> Yardstick:
    """Return a standard whose mean is weighted and whose level L asks for a mean of L / 2."""
    gains = {
        item: tuple(weights[item] * max(0.0, to - at) for to in range(6))
        for item, at in positions.items()
        if item in weights
    }
    mean = sum(weights.get(item, 0.0) * at for item, at in positions.items())
    requirements = tuple(
        Requirement(level=n, part="mean", name=NAME, has=mean, needs=n / 2, gains=gains)
        for n in range(1, 6)
    )
    return Yardstick(
        standard="random",
        mean=mean,
        level=int(mean * 2),
        top=5,
        gains=gains,
        requirements=requirements,
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """What a random instance looks like: projects, overlap, and the budget as a share of all."""

    n: int
    overlap: bool
    budget: float


def random_problem(shape: Shape, seed: int, **changes: Any) -> Problem:
    """Return a random problem: the same for the same shape and seed on any machine."""
    draw = np.random.default_rng([seed, shape.n, int(shape.overlap)])
    items = max(4, shape.n // 3) if shape.overlap else 0
    options: list[ProjectOption] = []
    for number in range(shape.n):
        effects = _effects(draw, shape, number, items)
        needs = _needs(draw, options, number)
        name = f"p{number:03d}"
        excludes = _excludes(draw, options, needs)
        project = a_project(
            name, effects=effects, needs=needs, excludes=excludes, stage=_stage(draw)
        )
        for place, other in enumerate(options):
            if other.id in excludes:
                mended = a_project(
                    other.id,
                    effects=other.project.effects,
                    needs=other.project.needs,
                    excludes=(*other.project.excludes, name),
                    stage=other.project.stage,
                )
                options[place] = an_option(mended, other.cost.mid, **_rest(other))
        months = float(draw.integers(1, 9))
        options.append(
            an_option(
                project,
                round(float(draw.lognormal(1.5, 1.0)), 2),
                months=months,
                people_months=float(draw.integers(1, 6)),
                prior=float(draw.uniform(0.2, 0.8)),
            )
        )
    touched = sorted({effect.item for one in options for effect in one.project.effects})
    positions = {item: float(draw.choice([0.0, 0.5, 1.0, 1.8])) for item in touched}
    raw = draw.uniform(0.2, 1.0, len(touched))
    weights = {item: float(w) for item, w in zip(touched, raw / raw.sum(), strict=True)}
    budget = round(shape.budget * sum(one.cost.mid for one in options), 2)
    return a_problem(
        options, **{"positions": positions, "weights": weights, "budget_wan": budget, **changes}
    )


def _rest(option: ProjectOption) -> dict[str, float]:
    return {
        "months": option.months,
        "people_months": option.people_months,
        "prior": option.prior,
    }


def _stage(draw: np.random.Generator) -> Stage:
    return list(Stage)[int(draw.integers(0, len(Stage)))]


def _effects(
    draw: np.random.Generator, shape: Shape, number: int, items: int
) -> tuple[Effect, ...]:
    count = int(draw.integers(1, 4))
    if not shape.overlap:
        return tuple(Effect(f"item-{number}-{k}", int(draw.integers(2, 5))) for k in range(count))
    chosen = draw.choice(items, size=min(count, items), replace=False)
    return tuple(Effect(f"item-{int(k)}", int(draw.integers(2, 5))) for k in sorted(chosen))


def _needs(draw: np.random.Generator, before: list[ProjectOption], number: int) -> Needs:
    """Half of the projects need nothing; the others a project or an item of an earlier one."""
    if not before or draw.random() < 0.5:
        return Needs()
    other = before[int(draw.integers(0, len(before)))]
    if draw.random() < 0.6:
        return Needs((other.id,))
    effect = other.project.effects[0]
    return Needs((), (ItemNeed(effect.item, effect.to),))


def _excludes(
    draw: np.random.Generator, before: list[ProjectOption], needs: Needs
) -> tuple[str, ...]:
    if not before or draw.random() > 0.08:
        return ()
    other = before[int(draw.integers(0, len(before)))].id
    return () if other in needs.projects else (other,)


def faults_of(problem: Problem, plan: Plan) -> list[str]:
    """Return what is wrong with a plan, checked by its own reading of the problem."""
    faults: list[str] = []
    steps = {step.project: step for step in plan.steps}
    if len(steps) != len(plan.steps):
        faults.append("a project twice")
    spent = sum((o.cost.low * o.cost.high) ** 0.5 for o in map(problem.options.get, steps) if o)
    if problem.budget_wan is not None and spent > problem.budget_wan + 1e-6:
        faults.append(f"spends {spent} of {problem.budget_wan}")
    for name, step in steps.items():
        option = problem.options[name]
        phase: Phase = problem.phases[step.phase]
        if step.start < phase.start - 1e-6 or step.end > phase.end + 1e-6:
            faults.append(f"{name} outside its phase")
        if step.end - step.start < option.months - 1e-6:
            faults.append(f"{name} too short")
        ended = [n for n, s in steps.items() if s.end <= step.start + 1e-6 and n != name]
        at: dict[str, float] = dict(problem.positions)
        for other in ended:
            for effect in problem.options[other].project.effects:
                at[effect.item] = max(at.get(effect.item, 0.0), effect.to)
        for need in option.project.needs.items:
            if at.get(need.item, 0.0) < need.at_least:
                faults.append(f"{name} lacks {need.item}")
        for needed in option.project.needs.projects:
            takes_place = [
                one
                for one in problem.projects.values()
                if one.id == needed or needed in one.stands_in_for
            ]
            met = any(
                one.id in ended
                or one.id in problem.wishes.done
                or all(at.get(e.item, 0.0) >= e.to for e in one.effects)
                for one in takes_place
            )
            if not met:
                faults.append(f"{name} lacks {needed}")
        faults += [f"{name} excludes {o}" for o in option.project.excludes if o in steps]
    for number, phase in enumerate(problem.phases):
        own = [problem.options[n] for n, s in steps.items() if s.phase == number]
        money, people = sum(o.cost.mid for o in own), sum(o.people_months for o in own)
        if phase.budget_wan is not None and money > phase.budget_wan + 1e-6:
            faults.append(f"phase {number} spends {money}")
        if phase.people_months is not None and people > phase.people_months + 1e-6:
            faults.append(f"phase {number} takes {people} people-months")
    return faults


__all__ = [
    "LOOSE",
    "MIDDLE",
    "TIGHT",
    "Objective",
    "Shape",
    "Wishes",
    "a_problem",
    "a_project",
    "an_option",
    "faults_of",
    "random_problem",
]
