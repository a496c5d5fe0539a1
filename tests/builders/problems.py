"""Roadmap problems: small ones by hand, and seeded random ones.

Two families of random problems: `overlap` lets several projects raise the same item, as the
catalogue does (an item takes the highest position that any of them gives); without it each item
has one project.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from diagnosis.domain.retrofit.catalogue.project import (
    Effect,
    ItemNeed,
    MoneyRange,
    Needs,
    Project,
    Stage,
    stand_ins,
)
from diagnosis.domain.retrofit.plan.problem import Problem, ProjectOption
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.yardstick import Requirement, Yardstick
from tests.builders.projects import a_project

TIGHT, MIDDLE, LOOSE = 0.1, 0.25, 0.5
"""Budgets as shares of what everything costs."""


def an_option(project: Project, cost: float, **changes: Any) -> ProjectOption:
    """Return an option whose cost range has this middle, with some things changed."""
    option = ProjectOption(
        project=project,
        cost=MoneyRange(cost / 2, cost * 2),
        running=MoneyRange(cost / 20, cost / 10),
        months=project.duration_months.range.mid,
        people_months=1.0,
        prior=0.5,
    )
    return replace(option, **changes)


def a_problem(options: list[ProjectOption], **changes: Any) -> Problem:
    """Return a problem over some options: every item starts at 0 and weighs the same."""
    projects = {option.id: option.project for option in options}
    items = _items_raised(options)
    positions = changes.pop("positions", dict.fromkeys(items, 0.0))
    weights = changes.pop("weights", dict.fromkeys(items, 1 / len(items)))
    problem = Problem(
        positions=positions,
        not_applicable=frozenset(),
        projects=projects,
        alternatives=stand_ins(projects),
        options={option.id: option for option in options},
        unfit={},
        yardstick=a_yardstick(positions, weights),
        own_people=1000.0,
    )
    return replace(problem, **changes)


def _items_raised(options: list[ProjectOption]) -> list[str]:
    return sorted({effect.item for option in options for effect in option.project.effects})


def a_yardstick(positions: dict[str, float], weights: dict[str, float]) -> Yardstick:
    """Return a standard whose mean is weighted and whose level L asks for a mean of L / 2."""
    gains = {
        item: tuple(weights[item] * max(0.0, to - at) for to in range(6))
        for item, at in positions.items()
        if item in weights
    }
    mean = sum(weights.get(item, 0.0) * at for item, at in positions.items())
    requirements = tuple(
        Requirement(
            condition=LevelCondition(level, ConditionKind.TOTAL),
            has=mean,
            needs=level / 2,
            gains=gains,
        )
        for level in range(1, 6)
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
        needs = _needs(draw, options)
        name = f"p{number:03d}"
        excludes = _excludes(draw, options, needs)
        project = a_project(
            name, effects=effects, needs=needs, excludes=excludes, stage=_stage(draw)
        )
        for place, other in enumerate(options):
            if other.id in excludes:  # exclusions are symmetric
                both = replace(other.project, excludes=(*other.project.excludes, name))
                options[place] = replace(other, project=both)
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
    touched = _items_raised(options)
    positions = {item: float(draw.choice([0.0, 0.5, 1.0, 1.8])) for item in touched}
    raw = draw.uniform(0.2, 1.0, len(touched))
    weights = {item: float(w) for item, w in zip(touched, raw / raw.sum(), strict=True)}
    budget = round(shape.budget * sum(option.cost.mid for option in options), 2)
    return a_problem(
        options, **{"positions": positions, "weights": weights, "budget_wan": budget, **changes}
    )


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


def _needs(draw: np.random.Generator, before: list[ProjectOption]) -> Needs:
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
