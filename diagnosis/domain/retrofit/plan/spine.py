"""The steps of a trade's spine that a firm has not done yet, in order, and what they put first.

A step stands where one of its packages works, as far as its ladders tell. Where none of its
packages brings anything to a ladder, whatever else they bring decides: of other packages the
count of systems or the state of planning would say that a thing is done that nobody asked about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.business import Traits
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.retrofit.catalogue.applied import (
    WORKS_SHARE,
    Answers,
    Bank,
    holds,
    works,
)
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.catalogue.trade import SpineStep, Trade
from diagnosis.domain.scoring.encode import BLANK, CODE_OF, NOT_APPLICABLE
from diagnosis.domain.scoring.verdict import Ranks, position_of

Packages = Mapping[str, Package]

LAST = 1
"""The rank of an item that is about a business that the firm has not."""
_FIRST = -1000
"""Added to the number of a step, it is the rank of what the step raises."""


class Lacking(NamedTuple):
    """A ladder item below what a step brings: its position (0–5, None: no answer), and to where.

    Where several packages raise it, `to` (1–5) is what the lightest of them brings.
    """

    item: str
    has: float | None
    to: int


class OpenStep(NamedTuple):
    """A step of a spine that does not stand yet.

    `number` is its place in the spine, from 1; `packages` are those that the firm could buy for
    it, the lightest first; `lacking` is what they would raise. `is_answered` says whether any
    answer was about it: where none was, it may be done.
    """

    number: int
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


def stands(bank: Bank, packages: Packages, step: SpineStep, answers: Answers) -> bool:
    """Return whether a step of a spine is done, by and large."""
    return any(works(bank, package, answers) for package in _telling(packages, step))


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
    steps = []
    for number, step in enumerate(trade.spine, 1):
        if stands(bank, packages, step, answers):
            continue
        on_offer = [
            package
            for package in (packages[name] for name in step.packages)
            if is_on_offer(trade, package, headcount, traits) and _applies(package, answers)
        ]
        if on_offer:
            steps.append(
                OpenStep(
                    number=number,
                    step=step,
                    packages=tuple(package.id for package in on_offer),
                    lacking=tuple(_lacking(on_offer, answers)),
                    is_answered=_is_answered(bank, _telling(packages, step), answers),
                )
            )
    return tuple(steps)


def _ladders(package: Package) -> list[LadderEffect]:
    return [effect for effect in package.effects if isinstance(effect, LadderEffect)]


def _telling(packages: Packages, step: SpineStep) -> list[Package]:
    """Return the packages that tell whether a step stands: with ladders, else all of them."""
    every = [packages[name] for name in step.packages]
    return [package for package in every if _ladders(package)] or every


def _is_answered(bank: Bank, telling: Iterable[Package], answers: Answers) -> bool:
    """Return whether any answer says something of what packages bring."""
    effects = (effect for package in telling for effect in _ladders(package) or package.effects)
    return any(holds(bank, effect, answers) is not None for effect in effects)


def _applies(package: Package, answers: Answers) -> bool:
    ladders = _ladders(package)
    return not ladders or any(
        not isinstance(answers.get(effect.item), NotApplicable) for effect in ladders
    )


def _lacking(on_offer: Iterable[Package], answers: Answers) -> Iterator[Lacking]:
    noted = set()
    for effect in (effect for package in on_offer for effect in _ladders(package)):
        value = answers.get(effect.item)
        has = position_of(value)
        is_short = has < effect.to if has is not None else not isinstance(value, NotApplicable)
        if is_short and effect.item not in noted:
            noted.add(effect.item)
            yield Lacking(effect.item, has, effect.to)


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


class _Step(NamedTuple):
    """A step of a spine, compiled: by what it stands, and what is on offer for it.

    It stands by `rungs`, those of each package apart; without any, by what `others` bring.
    """

    number: int
    step: SpineStep
    rungs: tuple[tuple[_Rung, ...], ...]
    others: tuple[Package, ...]
    offers: tuple[_Offer, ...]


class Spines:
    """The spines of all trades, compiled over the codes of an encoded sheet.

    Parameters
    ----------
    bank, packages
        The items and the packages by id.
    columns
        The place of each ladder item among the codes.

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
        self._steps = {
            trade.id: tuple(
                self._compiled(packages, trade, number, step)
                for number, step in enumerate(trade.spine, 1)
            )
            for trade in known
        }
        self._businesses = {trade.id: _businesses(trade, packages) for trade in known}

    def _compiled(self, packages: Packages, trade: Trade, number: int, step: SpineStep) -> _Step:
        telling = _telling(packages, step)
        has_ladders = any(_ladders(package) for package in telling)
        return _Step(
            number=number,
            step=step,
            rungs=tuple(self._rungs(package) for package in telling) if has_ladders else (),
            others=() if has_ladders else tuple(telling),
            offers=tuple(
                _Offer(package, _is_for_all(package), self._rungs(package))
                for package in (packages[name] for name in step.packages)
                if trade.is_offered(package)
            ),
        )

    def _rungs(self, package: Package) -> tuple[_Rung, ...]:
        return tuple(
            _Rung(
                self._columns[effect.item],
                CODE_OF[float(effect.to)],
                effect.item,
                tuple(
                    Lacking(effect.item, has, effect.to)
                    for has in (None, *POSITION_VALUES)
                    if has is None or has < effect.to
                ),
            )
            for effect in _ladders(package)
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
        for compiled in self._steps[trade]:
            stands, is_answered = self._state(compiled, codes, answers)
            if stands:
                continue
            names: list[str] = []
            lacking: dict[str, Lacking] = {}
            for package, is_for_all, rungs in compiled.offers:
                if (is_for_all or _is_for(package, headcount, traits)) and _add_lacking(
                    rungs, codes, lacking
                ):
                    names.append(package.id)
            if names:
                steps.append(
                    OpenStep(
                        number=compiled.number,
                        step=compiled.step,
                        packages=tuple(names),
                        lacking=tuple(lacking.values()),
                        is_answered=is_answered,
                    )
                )
        return tuple(steps)

    def _state(self, compiled: _Step, codes: Sequence[int], answers: Answers) -> tuple[bool, bool]:
        """Return whether a step stands, and whether any answer was about it."""
        is_answered = False
        for rungs in compiled.rungs:
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
        for package in compiled.others:
            if works(self._bank, package, answers):
                return True, True
            is_answered = is_answered or _is_answered(self._bank, (package,), answers)
        return False, is_answered

    def ranks(self, trade: str, steps: Sequence[OpenStep], traits: Traits) -> Ranks:
        """Return what goes first and what goes last in every list of a diagnosis, by item.

        What open `steps` raise goes first, in their order. What is about a business that the firm
        said that it has not, goes last, whatever raises it.
        """
        ranks: dict[str, int] = {}
        for step in reversed(steps):
            rank = _FIRST + step.number
            for each in step.lacking:
                ranks[each.item] = rank
        for packages, items in self._businesses[trade]:
            if all(_is_refused(package, traits) for package in packages):
                ranks.update(dict.fromkeys(items, LAST))
        return ranks


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
        for effect in _ladders(package) if is_for_trade else ():
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
