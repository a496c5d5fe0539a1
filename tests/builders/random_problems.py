"""Plans to be found over invented packages: seeded random ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.amounts import Benefit, Range
from diagnosis.domain.retrofit.catalogue.package import Grade, ItemNeed, PackageArea
from diagnosis.domain.retrofit.plan.capacity import capacity_of
from diagnosis.domain.retrofit.plan.problem import (
    WEIGHTS,
    Objective,
    PackageOption,
    Problem,
    Wishes,
)
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import Gains, Requirement, option_mark
from diagnosis.domain.scoring.scale import TOP
from diagnosis.domain.unit import Unit
from tests.builders.problems import (
    AREAS,
    MODELS,
    SCENES,
    SYSTEMS,
    USES,
    a_problem,
    an_option,
    gains_of,
)
from tests.builders.texts import MARK, TEXT

TIGHT, MIDDLE, LOOSE = 0.1, 0.25, 0.5
"""Budgets as shares of what everything costs over three years."""
PAINS = ("late-delivery", "defects", "scene:see")
PEOPLE_OF = {SizeClass.MICRO: 15, SizeClass.SMALL: 60, SizeClass.MEDIUM: 300, SizeClass.LARGE: 900}
POINTS_AREAS = (0.0, 4.0, 10.0)
BENEFIT = Benefit(TEXT, Range(5, 10), Unit.PERCENT, "down", MARK)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a random problem looks like: packages, and the budget as a share of all (None: none).

    `size` is the firm's, drawn where it is None.
    """

    n: int
    budget: float | None = MIDDLE
    size: SizeClass | None = None


def random_problem(shape: Shape, seed: int, **changes: Any) -> Problem:
    """Return a random problem: the same for the same shape and seed on any machine.

    It has families of two grades, needs of both kinds, positions that ask for records, areas in
    systems, scenes, a spine, pains; needs point to packages that come earlier.
    """
    draw = Random(f"{seed} {shape.n}")
    drawn = _Drawn(draw, shape.n)
    size = shape.size or draw.choice(list(PEOPLE_OF))
    whole = sum(option.three_years.mid for option in drawn.options)
    stated: dict[str, Any] = {
        "positions": drawn.positions,
        "gains": drawn.gains,
        "requirements": tuple(drawn.requirements()),
        "capacity": capacity_of(size, PEOPLE_OF[size]),
        "usual_wan": whole / 3,
        "weights": WEIGHTS[changes.get("objective", Objective.BALANCED)],
        "budget_wan": None if shape.budget is None else round(shape.budget * whole, 2),
        "wishes": Wishes(serve=drawn.serve),
        "spine_first": draw.random() < 0.5,
    }
    problem = a_problem(drawn.options, **{**stated, **changes})
    steps = draw.sample(sorted(problem.grades), min(5, shape.n))
    groups = [[n for n in problem.grades[name] if n in problem.options] for name in steps]
    spine = tuple(dict.fromkeys(tuple(sorted(group)) for group in groups if group))
    uses = draw.sample(sorted(problem.grades), min(2, shape.n))
    has_base = problem.objective is Objective.BALANCED and draw.random() < 0.5
    return replace(
        problem,
        spine=spine[:3],
        base=spine[:3] if has_base else (),
        tells_level=problem.objective is Objective.LEVEL or draw.random() < 0.8,
        later_spine=spine[3:],
        ai_uses=tuple(name for name in uses if name in problem.options),
        spine_all=tuple(dict.fromkeys(name for group in spine for name in group)),
    )


class _Drawn:
    """What is drawn of a random problem."""

    def __init__(self, draw: Random, n: int) -> None:
        self._draw = draw
        self._items = [f"item-{number}" for number in range(max(4, n // 2))]
        self._delays = {
            (item, draw.randint(1, TOP)): draw.choice((1, 3, 12)) for item in self._items[::3]
        }
        self.serve = PAINS[: draw.randint(0, len(PAINS))]
        self._families = {
            place + other: f"family-{place}"
            for place in range(0, n - 1, 2)
            if draw.random() < 0.3
            for other in (0, 1)
        }
        self.options: list[PackageOption] = []
        for number in range(n):
            self.options.append(self._option(number))
        self.positions = {
            item: draw.choice((0.0, 0.0, 1.0, 1.5)) for item in self._items if draw.random() < 0.9
        }
        raw = {item: draw.uniform(0.2, 1.0) for item in self.positions}
        weights = {item: weight / sum(raw.values()) for item, weight in raw.items()}
        self.gains = gains_of(self.positions, weights)

    def _option(self, number: int) -> PackageOption:
        draw, family = self._draw, self._families.get(number)
        build = round(draw.lognormvariate(1.5, 1.0), 2)
        adds = {
            item: draw.sample(SCENES, draw.randint(1, 2))
            for item in (USES, MODELS)
            if draw.random() < 0.15
        }
        before = [o for o in self.options if family is None or o.package.family != family]
        return an_option(
            f"pkg-{number:03d}",
            {item: draw.randint(1, TOP) for item in draw.sample(self._items, draw.randint(1, 3))},
            build,
            run=round(build * draw.uniform(0.0, 0.3), 2),
            delays=self._delays,
            adds=adds,
            areas=draw.sample(AREAS, draw.randint(1, 2)) if draw.random() < 0.3 else (),
            package={
                "family": family,
                "grade": Grade.FULL if family and number % 2 else Grade.LIGHT,
                "area": PackageArea.START if number == 1 else PackageArea.PRODUCTION,
                "brings": (BENEFIT,) if draw.random() < 0.3 else (),
            },
            months=draw.randint(2, 14) / 2,
            people_months=draw.randint(1, 8) / 4,
            needs=self._needs(before) if before and draw.random() < 0.3 else (),
            item_needs=self._item_needs(before) if before and draw.random() < 0.2 else (),
            serves=frozenset(wish for wish in self.serve if draw.random() < 0.2),
        )

    def _needs(self, before: Sequence[PackageOption]) -> tuple[tuple[str, ...], ...]:
        other = self._draw.choice(before)
        family = other.package.family
        grades = [o.id for o in before if family is not None and o.package.family == family]
        return (tuple(grades or [other.id]),)

    def _item_needs(self, before: Sequence[PackageOption]) -> tuple[ItemNeed, ...]:
        ladders = [each for each in self._draw.choice(before).raises if ":" not in each.mark]
        each = self._draw.choice(ladders)
        return (ItemNeed(each.mark, each.to),)

    def requirements(self) -> Iterator[Requirement]:
        """Yield what five levels ask for: sums, points, counts, and a share that may fall."""
        draw, steps = self._draw, draw_steps(self._draw)
        scenes = draw.sample(sorted(self.positions), min(4, len(self.positions)))
        inside = {item: self.gains[item] for item in scenes}
        percent = draw.choice((0, 20, 50))
        for level in range(1, TOP + 1):
            yield _asked(level, ConditionKind.TOTAL, level * steps[0], self.gains)
            yield _asked(level, ConditionKind.DIMENSION, level * steps[1], inside)
            yield _asked(level, ConditionKind.POINTS, level * steps[2], _points())
            yield _asked(
                level, ConditionKind.SCENES, level * steps[3], self._counts(scenes, level)
            )
            if level > 1 and percent:
                yield _share(level, percent)

    def _counts(self, scenes: Sequence[str], level: int) -> Gains:
        """Return one for each of some ladders that reaches a level."""
        return {
            item: [float(self.positions[item] < level <= to) for to in range(TOP + 1)]
            for item in scenes
        }


def draw_steps(draw: Random) -> tuple[float, float, float, float]:
    """Return by how much each kind of condition rises from level to level."""
    return (
        draw.uniform(0.2, 0.6),
        draw.uniform(0.05, 0.2),
        draw.uniform(1.0, 6.0),
        draw.uniform(0.3, 0.9),
    )


def _points() -> Gains:
    points: dict[str, Sequence[float]] = {
        option_mark(item, scene): (0.0, 3.0) for item in (USES, MODELS) for scene in SCENES
    }
    return {**points, SYSTEMS: POINTS_AREAS}


def _asked(level: int, kind: ConditionKind, needs: float, gains: Gains) -> Requirement:
    return Requirement(
        condition=LevelCondition(level, kind), has=0.0, needs=round(needs, 6), gains=gains
    )


def _share(level: int, percent: int) -> Requirement:
    """Return that so many per cent of the scenes in use have a model; one of them has it now."""
    gains: dict[str, Sequence[float]] = {
        option_mark(USES, scene): (0.0, -float(percent)) for scene in SCENES
    }
    gains |= {option_mark(MODELS, scene): (0.0, 100.0) for scene in SCENES}
    return Requirement(
        condition=LevelCondition(level, ConditionKind.AI_SHARE),
        has=100.0 - 2.0 * percent,
        needs=0.0,
        gains=gains,
    )
