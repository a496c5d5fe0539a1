"""Which packages work already, by the answers: shown by themselves, or by what stands on them.

A screening asks thirteen questions. Nobody who runs orders, stock and money in one system was
asked whether parts have numbers, and nobody can run it without. So a package that nobody was
asked about works where something that needs it does; and what others wait for on a ladder that
nobody was asked about is there where a package works that brings it. Both are told by packages
that the answers clearly speak for alone: by half of their ladders, two at the least, of which one
holds at `TELLING_POSITION` or above. For AI that is not enough: what it needs has to be answered.
"""

from collections.abc import Iterable, Mapping

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.retrofit.catalogue.applied import Bank, works
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.catalogue.package import ItemNeed, Package, grades_of
from diagnosis.domain.scoring.verdict import position_of

TELLING_POSITION = 2
"""From this position on a ladder says that something runs in a system (ours)."""
TELLING_LADDERS = 2
"""By so many answered ladders at the least, and half of all, a package is clearly there (ours)."""


class WhatWorks:
    """What answers show of packages; what stands on what is worked out once.

    Parameters
    ----------
    bank, packages
        The items, and every package, by id.

    """

    def __init__(self, bank: Bank, packages: Mapping[str, Package]) -> None:
        self._bank = bank
        self._ladders = {
            name: tuple(each for each in package.effects if isinstance(each, LadderEffect))
            for name, package in packages.items()
        }
        telling = [package for name, package in packages.items() if self._may_tell(name)]
        grades = grades_of(packages.values())
        self._on_top: dict[str, list[Package]] = {name: [] for name in packages}
        for package in telling:
            beneath = (grade for need in package.needs.packages for grade in grades[need])
            for name in dict.fromkeys(beneath):
                if name not in grades[package.id]:
                    self._on_top[name].append(package)
        self._bringing: dict[str, list[tuple[int, Package]]] = {}
        for package in telling:
            for effect in self._ladders[package.id]:
                self._bringing.setdefault(effect.item, []).append((effect.to, package))

    def works(self, package: Package, answers: Mapping[str, Value]) -> bool:
        """Return whether what a package does is done, by and large: others may stand on it."""
        return works(self._bank, package, answers) or self.is_implied(package, answers)

    def is_implied(self, package: Package, answers: Mapping[str, Value]) -> bool:
        """Return whether a package is there though not all of what it brings was asked about.

        Either the answers show it by themselves (`Package.shown_by`): who runs orders, purchasing,
        stock and accounts in a system has that system. Or nothing of it was asked, and something
        works that needs it; or what was asked clearly speaks for it, and what it would add on top
        is what nobody was asked about.
        """
        if package.shown_by and all(
            (position_of(answers.get(need.item)) or 0.0) >= need.at_least
            for need in package.shown_by
        ):
            return True
        if any(effect.item in answers for effect in package.effects):
            is_asked = all(each.item in answers for each in self._ladders[package.id])
            return not is_asked and self._may_tell(package.id) and self._tells(package, answers)
        return any(self._tells(each, answers) for each in self._on_top.get(package.id, ()))

    def meets(self, package: Package, need: ItemNeed, answers: Mapping[str, Value]) -> bool:
        """Return whether a position that a package waits for is there.

        It is answered, or nobody was asked and a package that works brings it.
        """
        if need.item in answers or package.is_ai:
            return (position_of(answers.get(need.item)) or 0.0) >= need.at_least
        return any(
            to >= need.at_least and self._tells(other, answers)
            for to, other in self._bringing.get(need.item, ())
        )

    def unmet(self, package: Package, answers: Mapping[str, Value]) -> Iterable[ItemNeed]:
        """Yield the positions that a package waits for and that are not there."""
        return (need for need in package.needs.items if not self.meets(package, need, answers))

    def _may_tell(self, name: str) -> bool:
        ladders = self._ladders[name]
        highest = max((each.to for each in ladders), default=0)
        return len(ladders) >= TELLING_LADDERS and highest >= TELLING_POSITION

    def _tells(self, package: Package, answers: Mapping[str, Value]) -> bool:
        """Return whether the answers clearly speak for a package."""
        ladders = self._ladders[package.id]
        known = [
            (effect.to, value)
            for effect in ladders
            if isinstance(value := answers.get(effect.item), float)
        ]
        return (
            len(known) >= max(TELLING_LADDERS, len(ladders) / 2)
            and any(value >= to >= TELLING_POSITION for to, value in known)
            and works(self._bank, package, answers)
        )
