"""Chains of packages that wait for one another: which could be too long for a plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnosis.domain.retrofit.plan.problem import PackageOption
from diagnosis.domain.retrofit.plan.waits import Waits


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A package waits for another and for months of records after its end.

    `instead` are packages of other families that serve as well.
    """

    name: str
    other: str
    records: int
    instead: tuple[str, ...]


def tight_links(
    options: Mapping[str, PackageOption],
    waits: Waits,
    families: Mapping[str, str],
    horizon: float,
) -> Iterator[ChainLink]:
    """Yield what lies on a chain that could be longer than the plan; of other chains nothing."""
    links = [
        ChainLink(
            name, other, records, tuple(q for q, _ in group if families[q] != families[other])
        )
        for name, groups in waits.items()
        for group in groups
        for other, records in group
    ]
    forward = [(link.other, link.name, link.records) for link in links]
    backward = [(link.name, link.other, link.records) for link in links]
    heads = _longest(options, forward, horizon)
    tails = _longest(options, backward, horizon)
    for link in links:
        if heads[link.other] + link.records + tails[link.name] > horizon:
            yield link


def _longest(
    options: Mapping[str, PackageOption], steps: list[tuple[str, str, int]], horizon: float
) -> dict[str, float]:
    """Return the months of the longest chain up to each package, itself included.

    Beyond the horizon nothing is counted, so that a circle comes to an end.
    """
    months = {name: option.months for name, option in options.items()}
    changed = True
    while changed:
        changed = False
        for first, then, records in steps:
            longer = months[first] + records + options[then].months
            if longer > months[then] and months[then] <= horizon:
                months[then] = longer
                changed = True
    return months
