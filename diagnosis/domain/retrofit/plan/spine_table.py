"""The spines of all trades as tables: their open steps by the codes of an encoded sheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from diagnosis.domain.intake.business import Traits
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.retrofit.catalogue.applied import (
    WORKS_SHARE,
    Answers,
    Bank,
    margin,
)
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.catalogue.trade import SpineStep, Trade
from diagnosis.domain.retrofit.plan.first_pain import PainSteps
from diagnosis.domain.retrofit.plan.spine import (
    Lacking,
    OpenStep,
    Packages,
    families,
    is_answered_by,
    ladders_of,
    telling_packages,
)
from diagnosis.domain.retrofit.plan.what_works import WhatWorks
from diagnosis.domain.scoring.encode import BLANK, CODE_OF, NOT_APPLICABLE
from diagnosis.domain.scoring.verdict import Ranks

LAST = 1
"""The rank of an item that is about a business that the firm has not."""
_FIRST = -1000
"""Added to the place of a step, it is the rank of what the step raises."""


class _Rung(NamedTuple):
    """A ladder effect compiled: where the item's code stands, and the least that suffices.

    `lacking` is what is short by a code below that one.
    """

    column: int
    least: int
    item: str
    lacking: tuple[Lacking, ...]


class _Offer(NamedTuple):
    """A package of a step that the trade is offered."""

    package: Package
    is_for_all: bool
    rungs: tuple[_Rung, ...]


class _Family(NamedTuple):
    """A family of a step: each package with the rungs by which it works, and those on offer.

    A package without rungs works by whatever else it brings; `tells` is whether the family says
    that the step stands.
    """

    evidence: tuple[tuple[Package, tuple[_Rung, ...]], ...]
    offers: tuple[_Offer, ...]
    tells: bool


class _Step(NamedTuple):
    """A step of a spine, compiled."""

    number: int
    step: SpineStep
    families: tuple[_Family, ...]


class Spines:
    """The spines of all trades, compiled over the codes of an encoded sheet.

    Parameters
    ----------
    bank, packages
        The items and the packages by id.
    columns
        The place of each ladder item among the codes.

    Attributes
    ----------
    what_works
        Which packages work, by the answers.
    pain_steps
        What treats each pain beside the spines.

    """

    def __init__(
        self,
        bank: Bank,
        packages: Packages,
        trades: Iterable[Trade],
        columns: Mapping[str, int],
    ) -> None:
        self._bank = bank
        self._columns = columns
        known = tuple(trades)
        self.what_works = WhatWorks(bank, packages)
        self.pain_steps = PainSteps(bank, packages, known, self.what_works)
        self._steps = {
            trade.id: tuple(
                self._compiled(packages, trade, number, step)
                for number, step in enumerate(trade.spine, 1)
            )
            for trade in known
        }
        self._businesses = {trade.id: _businesses(trade, packages) for trade in known}

    def _compiled(self, packages: Packages, trade: Trade, number: int, step: SpineStep) -> _Step:
        telling = {package.id for package in telling_packages(packages, step)}
        return _Step(
            number=number,
            step=step,
            families=tuple(
                _Family(
                    evidence=tuple((each, self._rungs(each, margin(each))) for each in family),
                    offers=tuple(
                        _Offer(each, _is_for_all(each), self._rungs(each))
                        for each in family
                        if trade.is_offered(each)
                    ),
                    tells=any(each.id in telling for each in family),
                )
                for family in families(packages[name] for name in step.packages)
            ),
        )

    def _rungs(self, package: Package, more: int = 0) -> tuple[_Rung, ...]:
        return tuple(
            _Rung(
                self._columns[effect.item],
                CODE_OF[float(effect.to + more)],
                effect.item,
                tuple(
                    Lacking(effect.item, has, effect.to)
                    for has in (None, *POSITION_VALUES)
                    if has is None or has < effect.to
                ),
            )
            for effect in ladders_of(package)
        )

    def open_steps(
        self,
        trade: str,
        codes: Sequence[int],
        answers: Answers,
        headcount: int | None,
        traits: Traits,
    ) -> tuple[OpenStep, ...]:
        """Return what `open_steps` returns of a trade, by the codes of the same answers."""
        steps = []
        for number, step, of_step in self._steps[trade]:
            states = [self._state(family, codes, answers) for family in of_step]
            telling = [
                state for family, state in zip(of_step, states, strict=True) if family.tells
            ]
            if all(stands for stands, _ in telling):
                continue
            for family, (does_work, _) in zip(of_step, states, strict=True):
                names, lacking = (
                    ([], {}) if does_work else _on_offer(family, codes, headcount, traits)
                )
                if names:
                    is_answered = any(answered for _, answered in telling)
                    known = tuple(lacking.values())
                    steps.append(OpenStep(number, step, tuple(names), known, is_answered))
                    break
        return tuple(steps)

    def _state(self, family: _Family, codes: Sequence[int], answers: Answers) -> tuple[bool, bool]:
        """Return whether a family works, and whether any answer was about it."""
        is_answered = False
        for package, rungs in family.evidence:
            if not rungs:
                if self.what_works.works(package, answers):
                    return True, True
                is_answered = is_answered or is_answered_by(self._bank, (package,), answers)
                continue
            answered = held = 0
            for column, least, _, _ in rungs:
                code = codes[column]
                if BLANK < code < NOT_APPLICABLE:
                    answered += 1
                    held += code >= least
            if answered:
                if held >= WORKS_SHARE * answered:
                    return True, True
                is_answered = True
        is_implied = any(self.what_works.is_implied(each, answers) for each, _ in family.evidence)
        return is_implied, is_answered

    def ranks(self, trade: str, steps: Sequence[OpenStep], traits: Traits) -> Ranks:
        """Return what goes first and what goes last in every list of a diagnosis, by item.

        What open `steps` raise goes first, in the order in which they come here. What is about a
        business that the firm said that it has not, goes last, whatever raises it.
        """
        ranks: dict[str, int] = {}
        for place in range(len(steps), 0, -1):
            for each in steps[place - 1].lacking:
                ranks[each.item] = _FIRST + place
        for packages, items in self._businesses[trade]:
            if all(_is_refused(package, traits) for package in packages):
                ranks.update(dict.fromkeys(items, LAST))
        return ranks


def _on_offer(
    family: _Family, codes: Sequence[int], headcount: int | None, traits: Traits
) -> tuple[list[str], dict[str, Lacking]]:
    """Return the packages of a family that the firm could buy, and what they would raise."""
    names: list[str] = []
    lacking: dict[str, Lacking] = {}
    for package, is_for_all, rungs in family.offers:
        is_meant = is_for_all or _is_for(package, headcount, traits)
        if is_meant and _add_lacking(rungs, codes, lacking):
            names.append(package.id)
    return names, lacking


def _is_for_all(package: Package) -> bool:
    """Return whether a package is for firms of every size and business."""
    headcounts = package.headcounts
    return not package.traits and headcounts.least is None and headcounts.most is None


def _is_for(package: Package, headcount: int | None, traits: Traits) -> bool:
    return package.headcounts.hold(headcount) and package.fits_business(traits)


def _add_lacking(
    rungs: Sequence[_Rung], codes: Sequence[int], lacking: dict[str, Lacking]
) -> bool:
    """Add what a package would raise; return whether any of its ladders applies to the firm."""
    applies = not rungs
    for column, least, item, short in rungs:
        code = codes[column]
        if code < NOT_APPLICABLE:
            applies = True
            if code < least and item not in lacking:
                lacking[item] = short[code]
    return applies


def _businesses(trade: Trade, packages: Packages) -> list[tuple[list[Package], list[str]]]:
    """Return the packages for firms that have a business, with the items that are about it.

    Such an item is taken as far by a package for that business as by any other package.
    """
    raising: dict[str, list[tuple[int, Package]]] = {}
    for package in packages.values():
        is_for_trade = not package.trades or trade.id in package.trades
        for effect in ladders_of(package) if is_for_trade else ():
            raising.setdefault(effect.item, []).append((effect.to, package))
    tops = {item: max(to for to, _ in entries) for item, entries in raising.items()}
    businesses: dict[tuple[str, ...], list[str]] = {}
    for item, entries in raising.items():
        furthest = tuple(
            package.id for to, package in entries if to == tops[item] and package.traits
        )
        businesses.setdefault(furthest, []).append(item)
    return [
        ([packages[name] for name in names], items) for names, items in businesses.items() if names
    ]


def _is_refused(package: Package, traits: Traits) -> bool:
    """Return whether the firm said that it has not the business that a package is for."""
    return any(
        (known := getattr(traits, name)) is not None and known not in values
        for name, values in package.traits.items()
    )
