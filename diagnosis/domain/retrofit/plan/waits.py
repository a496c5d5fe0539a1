"""What packages wait for: who comes first, how early each can end, which can never start."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf

from diagnosis.domain.retrofit.plan.problem import PackageOption

Wait = tuple[tuple[str, int], ...]
"""Options of which one is waited for, each with the months of records after its end."""
Waits = Mapping[str, tuple[Wait, ...]]
"""What each option waits for; all of it has to come first."""


def waits_of(options: Mapping[str, PackageOption]) -> Waits:
    """Return what each option waits for.

    A position is never brought by the other grade of the family that needs it.
    """
    brought: dict[str, list[tuple[int, int, str]]] = {}
    for name, option in options.items():
        for each in option.raises:
            brought.setdefault(each.mark, []).append((each.to, each.months, name))
    waits: dict[str, tuple[Wait, ...]] = {}
    for name, option in options.items():
        groups = [tuple((each, 0) for each in group if each in options) for group in option.needs]
        for need in option.item_needs:
            first: dict[str, int] = {}
            for to, months, giver in brought.get(need.item, ()):
                if to >= need.at_least and not _are_grades(option, options[giver]):
                    first.setdefault(giver, months)
            groups.append(tuple(first.items()))
        waits[name] = tuple(groups)
    return waits


def _are_grades(option: PackageOption, other: PackageOption) -> bool:
    family = option.package.family
    return option is other or (family is not None and family == other.package.family)


def earliest_ends(options: Mapping[str, PackageOption], waits: Waits) -> dict[str, float]:
    """Return the earliest month in which each option can end, were money and hands no limit.

    ∞ where what it waits for never works: nobody brings it, or it waits for itself in a circle.
    """
    ends = dict.fromkeys(options, inf)
    changed = True
    while changed:
        changed = False
        for name, option in options.items():
            start = option.not_before
            for wait in waits[name]:
                start = max(
                    start, min((ends[each] + months for each, months in wait), default=inf)
                )
            if start + option.months < ends[name]:
                ends[name] = start + option.months
                changed = True
    return ends


def startable(
    options: Mapping[str, PackageOption], horizon_months: float
) -> dict[str, PackageOption]:
    """Return the options that can ever start, with what can come about within a plan.

    Options that wait for what nobody brings are left out, also as something that others wait for;
    raises that would come after the plan at the earliest are taken away.
    """
    ends = earliest_ends(options, waits_of(options))
    return {
        name: _within(option, ends, horizon_months)
        for name, option in options.items()
        if ends[name] < inf
    }


def _within(
    option: PackageOption, ends: Mapping[str, float], horizon_months: float
) -> PackageOption:
    months_left = horizon_months - ends[option.id]
    raises = tuple(each for each in option.raises if each.months <= months_left)
    needs = tuple(tuple(name for name in group if ends[name] < inf) for group in option.needs)
    if raises == option.raises and needs == option.needs and months_left >= 0:
        return option
    areas = option.areas if months_left >= 0 else {}
    return replace(option, raises=raises, needs=needs, areas=areas)
