"""Plans to be found over invented packages: small ones by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.item import NONE, Item, ItemType, Option
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.catalogue.effect import (
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    SystemsEffect,
)
from diagnosis.domain.retrofit.catalogue.package import grades_of
from diagnosis.domain.retrofit.plan.aims import aims_of, next_levels
from diagnosis.domain.retrofit.plan.capacity import capacity_of
from diagnosis.domain.retrofit.plan.problem import PHASES, PackageOption, Problem, Raise
from diagnosis.domain.retrofit.plan.waits import startable
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import Gains, Requirement, option_mark
from diagnosis.domain.scoring.raising.yardstick import Yardstick
from diagnosis.domain.scoring.scale import TOP
from tests.builders.packages import a_package
from tests.builders.texts import TEXT

SYSTEMS, USES, MODELS = "systems", "uses", "models"
"""Items of invented problems: areas in a system; scenes in use; scenes with a model."""
AREAS = ("orders", "stock", "quality", "machines")
SCENES = ("see", "plan", "quote", "watch")


def _item(name: str, kind: ItemType, options: Sequence[str]) -> Item:
    return Item(
        id=name,
        area="",
        type=kind,
        name=TEXT,
        text=TEXT,
        help=TEXT,
        terms=(),
        evidence=(),
        positions=(),
        options=tuple(Option(each, TEXT) for each in options),
        share=None,
        reasons=(),
        sources=(),
        basis="",
        checked="",
        anchors_ours=(),
    )


BANK = {
    SYSTEMS: _item(SYSTEMS, ItemType.SINGLE, (NONE, "one", "several")),
    USES: _item(USES, ItemType.MULTIPLE, (NONE, *SCENES)),
    MODELS: _item(MODELS, ItemType.MULTIPLE, (NONE, *SCENES)),
}


def an_option(
    name: str,
    raises: Mapping[str, int] | None = None,
    build: float = 4.0,
    *,
    run: float = 0.0,
    delays: Mapping[tuple[str, int], int] | None = None,
    adds: Mapping[str, Sequence[str]] | None = None,
    areas: Sequence[str] = (),
    package: Mapping[str, Any] | None = None,
    **changes: Any,
) -> PackageOption:
    """Return an option of 3 months that raises ladders from 0, adds options, brings areas.

    Costs are half and twice their middle at the ends. `package` changes its package, `changes`
    the option itself.
    """
    ladders, added = dict(raises or {}), dict(adds or {})
    effects: list[PackageEffect] = [LadderEffect(item, to) for item, to in ladders.items()]
    effects += [OptionsEffect(item, tuple(options)) for item, options in added.items()]
    effects += [SystemsEffect(SYSTEMS, tuple(areas))] if areas else []
    steps = [
        Raise(item, step, _records(delays or {}, item, step))
        for item, to in ladders.items()
        for step in range(1, to + 1)
    ]
    steps += [Raise(option_mark(i, each), 1) for i, options in added.items() for each in options]
    option = PackageOption(
        package=a_package(name, **{"effects": tuple(effects), **(package or {})}),
        build=Money(build / 2, build, build * 2),
        run=Money(run / 2, run, run * 2),
        months=3.0,
        people_months=1.0,
        raises=tuple(steps),
        areas={SYSTEMS: frozenset(areas)} if areas else {},
    )
    return replace(option, **changes)


def _records(delays: Mapping[tuple[str, int], int], item: str, step: int) -> int:
    return max((m for (of, at), m in delays.items() if of == item and at <= step), default=0)


def a_problem(options: Sequence[PackageOption], **changes: Any) -> Problem:
    """Return a problem over options: every ladder stands at 0 and weighs the same.

    The standard's level L asks for a mean of L / 2; the next two levels are aimed at. `positions`,
    `gains`, `requirements` and `levels` change that; other changes go to the problem.
    """
    ladders = {e.item for o in options for e in o.package.effects if isinstance(e, LadderEffect)}
    positions = dict(changes.pop("positions", dict.fromkeys(sorted(ladders), 0.0)))
    gains = changes.pop("gains", None) or gains_of(positions)
    wanted = changes.pop("requirements", None)
    measure = a_yardstick(gains, mean_levels(gains) if wanted is None else wanted)
    phases = changes.get("phases", PHASES)
    fit = startable({option.id: option for option in options}, phases[-1].end)
    levels = changes.pop("levels", next_levels(measure.level, TOP))
    packages = {option.id: option.package for option in options}
    answers: dict[str, Value] = {**positions, SYSTEMS: NONE, USES: (NONE,), MODELS: (NONE,)}
    problem = Problem(
        bank=BANK,
        answers=answers,
        packages=packages,
        options=fit,
        unfit={},
        grades=grades_of(packages.values()),
        yardstick=measure,
        aims=aims_of(measure, fit, levels),
        capacity=capacity_of(SizeClass.LARGE, 1000),
        usual_wan=100.0,
    )
    return replace(problem, **changes)


def gains_of(positions: Mapping[str, float], weights: Mapping[str, float] | None = None) -> Gains:
    """Return what raises of ladders add to a weighted mean; without weights all weigh the same."""
    shares = weights or dict.fromkeys(positions, 1 / max(1, len(positions)))
    return {
        item: tuple(shares[item] * max(0.0, to - at) for to in range(TOP + 1))
        for item, at in positions.items()
    }


def mean_levels(gains: Gains) -> tuple[Requirement, ...]:
    """Return five levels of which L asks that the mean rises by L / 2."""
    return tuple(
        Requirement(
            condition=LevelCondition(level, ConditionKind.TOTAL),
            has=0.0,
            needs=level / 2,
            gains=gains,
        )
        for level in range(1, TOP + 1)
    )


def a_yardstick(gains: Gains, requirements: Sequence[Requirement]) -> Yardstick:
    """Return a standard whose mean is 0 now."""
    failing = [need.level for need in requirements if need.missing({}) > 0]
    return Yardstick(
        standard="invented",
        mean=0.0,
        level=min(failing) - 1 if failing else TOP,
        top=TOP,
        gains=gains,
        requirements=tuple(requirements),
    )
