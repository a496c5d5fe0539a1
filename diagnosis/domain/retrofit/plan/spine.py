"""The steps of a trade's spine that a firm has not done yet, in order, and what they put first.

A step has families of packages: the grades of a family are alternatives, families add to one
another. It stands where each of its families works, as far as their ladders tell, or what stands
on it (`WhatWorks`). Where none of
its packages brings anything to a ladder, whatever else they bring decides: of other packages the
count of systems or the state of planning would say that a thing is done that nobody asked about.
What is bought for an open step is its first family that does not work.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.business import Traits
from diagnosis.domain.retrofit.catalogue.applied import (
    Answers,
    Bank,
    holds,
)
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.catalogue.trade import SpineStep, Trade
from diagnosis.domain.retrofit.plan.what_works import WhatWorks
from diagnosis.domain.scoring.verdict import position_of

Packages = Mapping[str, Package]


class Lacking(NamedTuple):
    """A ladder item below what a step brings: its position (0–5, None: no answer), and to where.

    Where several packages raise it, `to` (1–5) is what the lightest of them brings.
    """

    item: str
    has: float | None
    to: int


class OpenStep(NamedTuple):
    """A step of a spine that does not stand yet, or beside it what treats the first pain.

    `number` is its place in the spine, from 1 (None: beside it); `packages` are the grades of the
    first family that the firm could buy for it, the lightest first; `lacking` is what they would
    raise. `is_answered` says whether any answer was about it: where none was, it may be done.
    """

    number: int | None
    step: SpineStep
    packages: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    is_answered: bool


def is_on_offer(trade: Trade, package: Package, headcount: int | None, traits: Traits) -> bool:
    """Return whether a package is for a firm of a trade, so many people and such a business."""
    return (
        trade.is_offered(package)
        and package.headcounts.hold(headcount)
        and package.fits_business(traits)
    )


def stands(working: WhatWorks, packages: Packages, step: SpineStep, answers: Answers) -> bool:
    """Return whether a step of a spine is done, by and large."""
    return all(
        any(working.works(package, answers) for package in family)
        for family in families(telling_packages(packages, step))
    )


def families(packages: Iterable[Package]) -> list[list[Package]]:
    """Return packages by family, in their order."""
    together: dict[str, list[Package]] = {}
    for package in packages:
        together.setdefault(package.family or package.id, []).append(package)
    return list(together.values())


def open_steps(
    bank: Bank,
    packages: Packages,
    trade: Trade,
    answers: Answers,
    headcount: int | None,
    traits: Traits,
) -> tuple[OpenStep, ...]:
    """Return the steps of a trade's spine that do not stand and can be bought, in order.

    A package of which no ladder item applies to the firm is not bought.

    Parameters
    ----------
    bank, packages
        The items and the packages by id.
    headcount
        None: not known.

    """
    steps, working = [], WhatWorks(bank, packages)
    for number, step in enumerate(trade.spine, 1):
        if stands(working, packages, step, answers):
            continue
        on_offer = next_family(
            working,
            (packages[name] for name in step.packages),
            answers,
            lambda package: (
                is_on_offer(trade, package, headcount, traits) and applies(package, answers)
            ),
        )
        if on_offer:
            steps.append(
                OpenStep(
                    number=number,
                    step=step,
                    packages=tuple(package.id for package in on_offer),
                    lacking=tuple(lacking(on_offer, answers)),
                    is_answered=is_answered_by(bank, telling_packages(packages, step), answers),
                )
            )
    return tuple(steps)


def next_family(
    working: WhatWorks,
    of_step: Iterable[Package],
    answers: Answers,
    is_on_offer: Callable[[Package], bool],
) -> list[Package]:
    """Return what is on offer of the first family of a step that does not work; empty: nothing."""
    for family in families(of_step):
        if not any(working.works(package, answers) for package in family):
            on_offer = [package for package in family if is_on_offer(package)]
            if on_offer:
                return on_offer
    return []


def ladders_of(package: Package) -> list[LadderEffect]:
    """Return what a package brings to ladders."""
    return [effect for effect in package.effects if isinstance(effect, LadderEffect)]


def telling_packages(packages: Packages, step: SpineStep) -> list[Package]:
    """Return the packages that tell whether a step stands: with ladders, else all of them."""
    every = [packages[name] for name in step.packages]
    return [package for package in every if ladders_of(package)] or every


def is_answered_by(bank: Bank, telling: Iterable[Package], answers: Answers) -> bool:
    """Return whether any answer says something of what packages bring."""
    effects = (effect for package in telling for effect in ladders_of(package) or package.effects)
    return any(holds(bank, effect, answers) is not None for effect in effects)


def applies(package: Package, answers: Answers) -> bool:
    """Return whether any ladder item of a package is one of the firm, where it has any."""
    ladders = ladders_of(package)
    return not ladders or any(
        not isinstance(answers.get(effect.item), NotApplicable) for effect in ladders
    )


def lacking(on_offer: Iterable[Package], answers: Answers) -> Iterator[Lacking]:
    """Yield the ladder items that packages would raise, each once."""
    noted = set()
    for effect in (effect for package in on_offer for effect in ladders_of(package)):
        value = answers.get(effect.item)
        has = position_of(value)
        is_short = has < effect.to if has is not None else not isinstance(value, NotApplicable)
        if is_short and effect.item not in noted:
            noted.add(effect.item)
            yield Lacking(effect.item, has, effect.to)
