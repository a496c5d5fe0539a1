"""Gate 3 for packages: a firm of any trade and size can come to what they need."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault
from diagnosis.content.gates.sense.packages import (
    Packages,
    brings,
    grades,
    needed_packages,
    needed_positions,
)
from diagnosis.content.gates.sense.trade_families import Trades, offered

_Groups = Mapping[str, tuple[frozenset[str], ...]]
"""For each package, what it waits for: packages of each group of which one must be there."""


def check_needs_by_size(trades: Trades, packages: Packages) -> Iterator[ContentFault]:
    """Yield, once each, the packages that a firm at level 0 of some trade and size cannot start.

    Such a firm has nothing but what it buys: packages of its trade, for so many people, without
    other grades of the family (they exclude one another) and without those of a business that the
    package is not for. The sizes are the ends of what packages are made for: between two of them
    nothing changes.
    """
    groups = _groups(packages)
    beside = _beside(packages, groups)
    faulty: set[str] = set()
    able: set[tuple[str, frozenset[str]]] = set()
    for trade in trades.values():
        open_ones = offered(trade.value, packages)
        for people in _sizes(packages):
            pool = {name for name in open_ones if _is_for(packages[name].value, people)}
            for name in sorted(pool - faulty):
                usable = beside[name] & pool
                if (name, usable) in able:
                    continue
                if _can_start(groups, usable, name):
                    able.add((name, usable))
                    continue
                faulty.add(name)
                message = f"a firm of {people} in {trade.value['id']} cannot come to what it needs"
                yield packages[name].fault("sense", "/needs", message)


def _beside(packages: Packages, groups: _Groups) -> dict[str, frozenset[str]]:
    """Return for each package those that may be there before it."""
    families = grades(packages)
    return {
        name: frozenset(
            each
            for each in _before(groups, name).difference(families[name])
            if _same_business(packages, each, name)
        )
        for name in packages
    }


def _groups(packages: Packages) -> _Groups:
    families = grades(packages)
    return {
        name: (
            *(frozenset(families[needed]) for needed in needed_packages(document)),
            *(
                frozenset(other for other, source in packages.items() if brings(source, need))
                - frozenset(families[name])
                for need in needed_positions(document)
            ),
        )
        for name, document in packages.items()
    }


def _before(groups: _Groups, name: str) -> frozenset[str]:
    """Return every package that could come before one, however far."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        new = {other for group in groups[waiting.pop()] for other in group} - seen
        seen |= new
        waiting.extend(new)
    return frozenset(seen)


def _sizes(packages: Packages) -> list[int]:
    """Return the numbers of people from which on another set of packages is offered."""
    ranges: Iterable[Mapping[str, int]] = (
        document.value.get("headcount", {}) for document in packages.values()
    )
    starts = {1}
    for headcount in ranges:
        starts.add(headcount.get("from", 1))
        starts.add(headcount.get("to", 0) + 1)
    return sorted(starts)


def _is_for(package: Mapping[str, Any], people: int) -> bool:
    headcount = package.get("headcount", {})
    return bool(headcount.get("from", 1) <= people <= headcount.get("to", people))


def _same_business(packages: Packages, name: str, wanting: str) -> bool:
    """Return whether whoever does the business that one package is for does that of another."""
    traits = packages[wanting].value.get("traits", {})
    return all(
        trait in traits and set(_values(traits[trait])) <= set(_values(values))
        for trait, values in packages[name].value.get("traits", {}).items()
    )


def _values(trait: Any) -> list[Any]:
    return trait if isinstance(trait, list) else [trait]


def _can_start(groups: _Groups, usable: Set[str], wanted: str) -> bool:
    """Buy whatever can be started until nothing is added; return whether that is enough."""
    there: set[str] = set()
    while not (new := {name for name in usable - there if _is_met(groups[name], there)}) <= there:
        there |= new
    return _is_met(groups[wanted], there)


def _is_met(needs: Iterable[frozenset[str]], there: set[str]) -> bool:
    return not any(map(there.isdisjoint, needs))
