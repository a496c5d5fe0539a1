"""Packages over the answers of a firm: which of their effects hold, and the answers after them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from diagnosis.domain.intake.answer import Share, Value
from diagnosis.domain.intake.item import NONE, Item
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
    SystemsEffect,
    is_of_scenes,
)
from diagnosis.domain.retrofit.catalogue.package import Package

Answers = Mapping[str, Value]
Bank = Mapping[str, Item]

WORKS_SHARE = 2 / 3
"""Of what a package brings to ladders, so much must hold for it to be taken as working (ours)."""
COUNTED_AREAS = 2
"""From so many business areas in a system on, their number alone raises the answer no more."""


def holds(bank: Bank, effect: PackageEffect, answers: Answers) -> bool | None:
    """Return whether an effect holds already; None where its item has no answer to compare.

    Not known and not applicable are no answers to compare.
    """
    value = answers.get(effect.item)
    if isinstance(effect, LadderEffect):
        return value >= effect.to if isinstance(value, float) else None
    if isinstance(effect, OptionsEffect):
        return set(effect.adds) <= set(value) if isinstance(value, tuple) else None
    if isinstance(effect, ShareEffect):
        if not isinstance(value, Share):
            return None
        return value.raised_to(effect.to_percent) is value
    if not isinstance(value, str):
        return None
    at_least = (
        effect.at_least
        if isinstance(effect, ChoiceEffect)
        else _systems_option(bank, effect.item, len(effect.areas))
    )
    return _rank(bank, effect.item, value) >= _rank(bank, effect.item, at_least)


def is_in_place(bank: Bank, package: Package, answers: Answers) -> bool:
    """Return whether nothing is left of what a package brings.

    Its ladders decide; where it brings none, whatever else it brings does: of a package of a
    trade's own its scenes alone, since systems, collection and planning are had by other ways as
    well. Where nothing at all was answered, it is not in place.
    """
    if package.trades and not any(isinstance(each, LadderEffect) for each in package.effects):
        package = replace(package, effects=tuple(filter(is_of_scenes, package.effects)))
    shown = _shown(bank, package, answers)
    return bool(shown) and all(shown)


def works(bank: Bank, package: Package, answers: Answers) -> bool:
    """Return whether what a package does is done, by and large: others may stand on it.

    That is so where `WORKS_SHARE` of what it brings to ladders holds.
    """
    shown = _shown(bank, package, answers)
    return bool(shown) and sum(shown) >= WORKS_SHARE * len(shown)


def margin(package: Package) -> int:
    """Return by how many positions the ladders of a package must lie above what it brings.

    A package of a trade's own that brings ladders to 1 alone is not told from what anybody has at
    1: there the next position tells. One that has a family is the generic one in the words of the
    trade, and told like that.
    """
    if package.family is not None:
        return 0
    tops = [effect.to for effect in package.effects if isinstance(effect, LadderEffect)]
    return int(bool(package.trades) and bool(tops) and max(tops) <= 1)


def _shown(bank: Bank, package: Package, answers: Answers) -> list[bool]:
    """Return which effects hold: of the ladders that were answered, else of the rest."""
    more = margin(package)
    ladders = [
        known
        for effect in package.effects
        if isinstance(effect, LadderEffect)
        and (known := holds(bank, replace(effect, to=effect.to + more), answers)) is not None
    ]
    if ladders or any(isinstance(effect, LadderEffect) for effect in package.effects):
        return ladders
    others = (holds(bank, effect, answers) for effect in package.effects)
    return [known for known in others if known is not None]


def apply_effects(
    bank: Bank, answers: Answers, effects: Iterable[PackageEffect]
) -> dict[str, Value]:
    """Return the answers once effects have come about.

    What was not answered, is not known or does not apply stays as it is: no package answers for
    the firm. Nothing is ever lowered.
    """
    after = dict(answers)
    areas: dict[str, set[str]] = {}
    for effect in effects:
        if isinstance(effect, SystemsEffect):
            areas.setdefault(effect.item, set()).update(effect.areas)
        else:
            _raise(bank, after, effect)
    for item, names in areas.items():
        _raise(bank, after, ChoiceEffect(item, _systems_option(bank, item, len(names))))
    return after


def _raise(
    bank: Bank,
    after: dict[str, Value],
    effect: LadderEffect | OptionsEffect | ChoiceEffect | ShareEffect,
) -> None:
    value = after.get(effect.item)
    if isinstance(effect, LadderEffect):
        if isinstance(value, float):
            after[effect.item] = max(value, float(effect.to))
    elif isinstance(effect, OptionsEffect):
        if isinstance(value, tuple):
            added = ({*value} | {*effect.adds}) - {NONE}
            order = (option.id for option in bank[effect.item].options)
            after[effect.item] = tuple(option for option in order if option in added)
    elif isinstance(effect, ShareEffect):
        if isinstance(value, Share):
            after[effect.item] = value.raised_to(effect.to_percent)
    elif isinstance(value, str):
        ranks = (_rank(bank, effect.item, option) for option in (value, effect.at_least))
        after[effect.item] = bank[effect.item].options[max(ranks)].id


def _rank(bank: Bank, item: str, option: str) -> int:
    """Return the place of an option: the options of such items are in order, lowest first."""
    return next(n for n, known in enumerate(bank[item].options) if known.id == option)


def _systems_option(bank: Bank, item: str, areas: int) -> str:
    """Return the answer that so many business areas in a system stand for: none, one, two …"""
    return bank[item].options[min(areas, COUNTED_AREAS)].id
