"""Cheap cures of the pains that a firm names: no larger budget drops one."""

from collections.abc import Mapping, Sequence

from diagnosis.domain.retrofit.plan.capacity import Capacity
from diagnosis.domain.retrofit.plan.problem import SERVED_BY, PackageOption
from diagnosis.domain.retrofit.plan.worth import is_pain

CHEAP_SHARE = 0.05
"""What costs no more than this share of what a firm usually spends is cheap to it (ours)."""
CURES_PART = 3
"""Of what a firm carries in all, one package in so many may be a cheap cure (ours)."""


def cheap_cures(
    options: Mapping[str, PackageOption],
    grades: Mapping[str, Sequence[str]],
    wishes: Sequence[str],
    usual_wan: float,
    capacity: Capacity,
) -> tuple[tuple[str, ...], ...]:
    """Return the cheap cures of named pains, the worst pain first: each with its other grades.

    A cure waits for nothing, and costs little to build and to run for three years beside what a
    firm of this size usually spends (`usual_wan`, 万元). Of a pain they are the cheapest, as many
    as serve it in full; another grade counts as the cure where it serves the pain as well.
    """
    cures: dict[tuple[str, ...], None] = {}
    for pain in filter(is_pain, wishes):
        cheap = sorted(
            (option.three_years.mid, name)
            for name, option in options.items()
            if pain in option.serves
            and _waits_for_nothing(option)
            and option.three_years.mid <= CHEAP_SHARE * usual_wan
        )
        for _, name in cheap[:SERVED_BY]:
            family = (each for each in grades[name] if each in options)
            cures[tuple(sorted(each for each in family if pain in options[each].serves))] = None
    return tuple(cures)[: capacity.in_all // CURES_PART]


def _waits_for_nothing(option: PackageOption) -> bool:
    return not (option.needs or option.item_needs or option.not_before)
