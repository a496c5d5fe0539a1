"""The first steps of a firm: those of its trade, one of which treats what hurts it most.

A boss whose bill for power hurts most, and who reads three things to do first of which none is
about power, reads no further. So where none of the first three open steps treats the first pain,
the third place goes to what does: the next open step of the spine that treats it, else a package
beside the spine. It must be able to begin soon: what it needs works already, or comes by the two
steps before it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from diagnosis.domain.intake.business import SCENE, Traits
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.retrofit.catalogue.applied import Answers, Bank, is_in_place
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.catalogue.package import (
    Grade,
    ItemNeed,
    Package,
    PackageNeeds,
    grades_of,
)
from diagnosis.domain.retrofit.catalogue.trade import SpineStep, Trade
from diagnosis.domain.retrofit.plan.spine import (
    OpenStep,
    Packages,
    applies,
    families,
    is_answered_by,
    is_on_offer,
    lacking,
)
from diagnosis.domain.retrofit.plan.what_works import WhatWorks

FIRST_STEPS = 3
"""So many open steps come before everything else, and are told as what to do next."""
STAY = FIRST_STEPS - 1
"""So many steps of the spine stay in front of what treats the first pain."""

StepT = TypeVar("StepT")


def first_pain(wishes: Sequence[str]) -> str | None:
    """Return the pain that hurts most, of pains and goals the worst first; None: none is named.

    Examples
    --------
    >>> first_pain(["scene:energy-monitoring", "energy", "quoting"]), first_pain([])
    ('energy', None)
    """
    return next((wish for wish in wishes if not wish.startswith(SCENE)), None)


def with_pain_first(
    steps: Sequence[StepT],
    packages_of: Callable[[StepT], Collection[str]],
    treats: Callable[[str], bool],
    begins_after: Callable[[str, Collection[str]], bool],
    beside: Callable[[Collection[str]], Iterable[StepT]],
) -> tuple[StepT, ...]:
    """Return open steps in their order, one of the first three of which treats the first pain.

    Parameters
    ----------
    packages_of
        Returns the packages that do a step.
    treats
        Returns whether a package treats the pain.
    begins_after
        Returns whether a package can begin once others are done.
    beside
        Returns steps beside the spine that treat the pain and can begin once packages are done,
        the best first.

    """
    if any(treats(name) for step in steps[:FIRST_STEPS] for name in packages_of(step)):
        return tuple(steps)
    stay = tuple(steps[:STAY])
    there = [name for step in stay for name in packages_of(step)]
    later = (
        step
        for step in steps[STAY:]
        if any(treats(name) and begins_after(name, there) for name in packages_of(step))
    )
    step = next(chain(later, beside(there)), None)
    if step is None:
        return tuple(steps)
    return (*stay, step, *(each for each in steps[STAY:] if each is not step))


def can_begin_after(
    needs: PackageNeeds,
    there: Iterable[Package],
    works: Callable[[str], bool],
    meets: Callable[[ItemNeed], bool],
) -> bool:
    """Return whether what a package needs works today, or comes by packages before it.

    Parameters
    ----------
    there
        The packages that are done before it.
    works
        Returns whether what a package does is there today, or comes by these packages, in any
        grade.
    meets
        Returns whether the firm has a position today.

    """
    if not all(works(name) for name in needs.packages):
        return False
    effects = [effect for package in there for effect in package.effects]
    return all(
        meets(need)
        or any(
            isinstance(effect, LadderEffect)
            and effect.item == need.item
            and effect.to >= need.at_least
            for effect in effects
        )
        for need in needs.items
    )


def lightest_first(packages: Iterable[Package]) -> list[Package]:
    """Return packages by how little they ask of a firm: no AI, the light grade, few months."""
    return sorted(
        packages,
        key=lambda each: (
            each.is_ai,
            each.grade is Grade.FULL,
            len(each.needs.packages),
            each.months.range.mid,
            each.id,
        ),
    )


class PainSteps:
    """What treats each pain in each trade, as steps beside its spine; compiled once."""

    def __init__(
        self, bank: Bank, packages: Packages, trades: Iterable[Trade], working: WhatWorks
    ) -> None:
        self._bank = bank
        self._packages = packages
        self._working = working
        self._grades = grades_of(packages.values())
        self._families: dict[tuple[str, str], list[list[Package]]] = {}
        for trade in trades:
            offered = lightest_first(trade.offers(packages.values()))
            for pain in PAINS.values:
                treating = families(each for each in offered if pain in each.pains)
                self._families[trade.id, pain] = [each for each in treating if _is_easy(each[0])]

    def families(
        self,
        trade: Trade,
        pain: str,
        answers: Answers,
        there: Collection[str],
        *,
        is_open: Callable[[Package], bool],
        has: Collection[str] = (),
    ) -> Iterator[tuple[str, ...]]:
        """Yield what treats a pain and can begin, by family, the lightest grade first.

        A family that begins with AI or with a whole system is no first step.

        Parameters
        ----------
        there, has
            The packages that are done before it, and those that the firm has, by id.
        is_open
            Returns whether a package is up for choice.

        """
        for family in self._families[trade.id, pain]:
            names = tuple(
                each.id
                for each in family
                if is_open(each) and self.begins_after(each.id, there, answers, has)
            )
            if names and _is_easy(self._packages[names[0]]):
                yield names

    def begins_after(
        self, name: str, there: Collection[str], answers: Answers, has: Collection[str] = ()
    ) -> bool:
        """Return whether a package can begin once others are done, by the answers of today."""
        working, packages = self._working, self._packages
        package = packages[name]

        def stands(needed: str) -> bool:
            return any(
                each in there or each in has or working.works(packages[each], answers)
                for each in self._grades[needed]
            )

        return can_begin_after(
            package.needs,
            [packages[each] for each in there],
            stands,
            lambda need: working.meets(package, need, answers),
        )

    def first_steps(
        self,
        trade: Trade,
        steps: Sequence[OpenStep],
        answers: Answers,
        headcount: int | None,
        traits: Traits,
        pain: str | None,
    ) -> tuple[OpenStep, ...]:
        """Return the open steps of a trade, one of the first three of which treats a pain.

        Where nothing treats it that can begin soon, and without a pain, they stay as they are.
        """
        if pain is None:
            return tuple(steps)

        def is_open(package: Package) -> bool:
            return (
                is_on_offer(trade, package, headcount, traits)
                and applies(package, answers)
                and not is_in_place(self._bank, package, answers)
                and not self._working.is_implied(package, answers)
            )

        return with_pain_first(
            steps,
            lambda step: step.packages,
            lambda name: pain in self._packages[name].pains,
            lambda name, there: self.begins_after(name, there, answers),
            lambda there: (
                self._step(names, answers)
                for names in self.families(trade, pain, answers, there, is_open=is_open)
            ),
        )

    def _step(self, names: tuple[str, ...], answers: Answers) -> OpenStep:
        packages = [self._packages[name] for name in names]
        return OpenStep(
            number=None,
            step=SpineStep(
                name=packages[0].name,
                why=packages[0].what,
                before=None,
                done_when=packages[0].done_when,
                packages=names,
            ),
            packages=names,
            lacking=tuple(lacking(packages, answers)),
            is_answered=is_answered_by(self._bank, packages, answers),
        )


def _is_easy(package: Package) -> bool:
    """Return whether a package is a first step for anybody: light, and no AI."""
    return package.grade is Grade.LIGHT and not package.is_ai
