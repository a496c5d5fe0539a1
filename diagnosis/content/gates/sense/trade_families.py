"""Gate 3 for trades: codes stand once, every package named is offered, pains and spine hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.classes import CLASSES
from diagnosis.content.gates.sense.known import Documents, Known, below, missing, twice
from diagnosis.content.gates.sense.packages import (
    DRIVERS,
    Packages,
    brings,
    grades,
    needed_packages,
    needed_positions,
)
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.retrofit.catalogue.trade import GENERIC

TRADES = "knowledge/trades/"
LEAST_SPECIAL = 4
"""The packages that a trade has of its own, at least."""
LEAST_SERVING = 2
"""The packages that serve each pain of a trade, at least."""

Trades = Mapping[str, Document]
"""The documents of the trades by id."""


def check_trades(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of sense in the trades."""
    trades = below(documents, TRADES)
    yield from _codes(trades, documents, known)
    yield from _generic(trades)
    for document in trades.values():
        yield from _lists(document, documents)
        if not known.packages:
            continue
        faults = [
            *_packages(document, known.packages),
            *_needs(document, known.packages),
            *_grades(document, known.packages),
        ]
        yield from faults
        if not faults:
            yield from _spine_order(document, known.packages)
            yield from _spine_positions(document, known.packages)
        yield from _served(document, known.packages)


def offered(trade: Mapping[str, Any], packages: Packages) -> dict[str, Document]:
    """Return the packages that a trade is offered: its own, and generic ones that fit."""
    unfit = {name for entry in trade["not_apply"] for name in entry.get("packages", ())}
    return {
        name: document
        for name, document in packages.items()
        if trade["id"] in document.value.get("trades", [trade["id"]]) and name not in unfit
    }


def _codes(trades: Trades, documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Each class is current and of one trade; each division has one commonest trade."""
    classes = documents.get(CLASSES)
    current = classes.value["current"]["names"] if classes else {}
    of_class: dict[str, str] = {}
    of_division: dict[str, str] = {}
    for name, document in trades.items():
        for place, listed in enumerate(document.value.get("classes", ())):
            where = pointer("classes", place, "code")
            if classes and listed["code"] not in current:
                yield document.fault("sense", where, f"{listed['code']!r} is no current class")
            if listed["code"] in of_class:
                message = f"{listed['code']!r} is a class of {of_class[listed['code']]} too"
                yield document.fault("sense", where, message)
            of_class[listed["code"]] = name
        divisions = document.value.get("divisions", ())
        yield from missing(document, "/divisions", divisions, known.divisions, "division")
        for place, division in enumerate(divisions):
            if division in of_division:
                message = f"{division!r} is a division of {of_division[division]} too"
                yield document.fault("sense", pointer("divisions", place), message)
            of_division[division] = name


def _generic(trades: Trades) -> Iterator[ContentFault]:
    """Where there are trades, one catches the rest of each production type, and is of it."""
    for production_type, name in GENERIC.items():
        if trades and name not in trades:
            document = next(iter(trades.values()))
            yield document.fault("sense", "/id", f"there is no trade {name!r} to catch the rest")
        elif trades and trades[name].value["production_type"] != production_type:
            yield trades[name].fault("sense", "/production_type", f"it must be {production_type}")


def _lists(document: Document, documents: Documents) -> Iterator[ContentFault]:
    trade = document.value
    pains = [entry["pain"] for entry in trade["pains"]]
    yield from missing(document, "/pains", pains, PAINS.values, "pain")
    yield from twice(document, "/pains", pains, "the pain")
    process = trade["process"]
    if len(process["zh"]) != len(process["en"]):
        yield document.fault("sense", "/process", "as many steps in each language")
    drivers = documents.get(DRIVERS)
    listed = {driver["id"] for driver in drivers.value["drivers"]} if drivers else set()
    named = [entry["driver"] for entry in trade.get("drivers", ())]
    yield from missing(document, "/drivers", named, listed, "driver")
    for place, figure in enumerate(trade["figures"]):
        mark = trade.get("marks", {}).get(figure["mark"], {})
        if mark.get("checked") == "unconfirmed" or mark.get("basis") != "cited":
            message = "a figure that is only remembered is shown to nobody: leave it out"
            yield document.fault("sense", pointer("figures", place, "mark"), message)


def _packages(document: Document, packages: Packages) -> Iterator[ContentFault]:
    """Every package that a trade names exists and is offered; AI uses are packages of AI."""
    trade = document.value
    open_ones = offered(trade, packages)
    for place, step in enumerate(trade["spine"]):
        where = pointer("spine", place, "packages")
        yield from missing(document, where, step["packages"], open_ones, "package on offer")
    for place, use in enumerate(trade["ai_uses"]):
        where = pointer("ai_uses", place)
        named = [use["package"]]
        faults = list(missing(document, where, named, open_ones, "package on offer"))
        yield from faults
        if not faults and not packages[use["package"]].value.get("ai"):
            yield document.fault("sense", where, f"{use['package']!r} is no package of AI")
    generic = {name for name, other in packages.items() if "trades" not in other.value}
    for place, entry in enumerate(trade["not_apply"]):
        where = pointer("not_apply", place, "packages")
        yield from missing(document, where, entry.get("packages", ()), generic, "generic package")
    special = [
        name for name, other in packages.items() if trade["id"] in other.value.get("trades", ())
    ]
    if len(special) < LEAST_SPECIAL:
        message = f"{len(special)} packages of its own, at least {LEAST_SPECIAL} are asked for"
        yield document.fault("sense", "/id", message)


def _needs(document: Document, packages: Packages) -> Iterator[ContentFault]:
    """What an offered package needs is offered too, in some grade."""
    open_ones = offered(document.value, packages)
    same = grades(packages)
    for name, package in open_ones.items():
        for needed in needed_packages(package):
            if not any(other in open_ones for other in same.get(needed, ())):
                message = f"{name} is offered but needs {needed}, which is not"
                yield document.fault("sense", "/not_apply", message)


def _grades(document: Document, packages: Packages) -> Iterator[ContentFault]:
    """Of each grade of a family a trade is offered one package: the generic one or its own."""
    there: dict[tuple[str, str], str] = {}
    for name, package in offered(document.value, packages).items():
        grade = (package.value.get("family", name), package.value["grade"])
        if grade in there:
            message = f"{there[grade]} and {name} are the same grade of {grade[0]!r}"
            yield document.fault("sense", "/not_apply", message)
        there[grade] = name


def _spine_order(document: Document, packages: Packages) -> Iterator[ContentFault]:
    """What a package of the spine needs does not come after the first of its family.

    The first open family of a step is what is bought, so the order within a step counts.
    """
    listed = _listed(document)
    first = _first_places(listed, packages)
    for place, name in listed:
        for needed in needed_packages(packages[name]):
            if first.get(needed, 0) > first[name]:
                where = pointer("spine", place, "packages")
                message = f"{name} needs {needed}, which comes later in the spine"
                yield document.fault("sense", where, message)


def _spine_positions(document: Document, packages: Packages) -> Iterator[ContentFault]:
    """A family of the spine does not wait, in every grade, for what only later ones bring."""
    listed = _listed(document)
    first = _first_places(listed, packages)
    same = grades(packages)
    open_ones = offered(document.value, packages)
    late = {}
    for _, name in listed:
        givers = {
            need["item"]: [
                other
                for other, source in open_ones.items()
                if other not in same[name] and brings(source, need)
            ]
            for need in needed_positions(packages[name])
        }
        late[name] = [
            item
            for item, names in givers.items()
            if names and all(first.get(other, -1) > first[name] for other in names)
        ]
    for place, name in listed:
        if all(late[other] for other in same[name] if other in late):
            where = pointer("spine", place, "packages")
            message = f"{name} needs {late[name][0]!r}, which is brought later in the spine"
            yield document.fault("sense", where, message)


def _listed(document: Document) -> list[tuple[int, str]]:
    """Return the packages of a spine in order, each with the place of its step."""
    return [
        (place, name)
        for place, step in enumerate(document.value["spine"])
        for name in step["packages"]
    ]


def _first_places(listed: list[tuple[int, str]], packages: Packages) -> dict[str, int]:
    """Return where each package, or another grade of it, first stands in a spine."""
    same = grades(packages)
    first: dict[str, int] = {}
    for rank, (_, name) in enumerate(listed):
        for other in same[name]:
            first.setdefault(other, rank)
    return first


def _served(document: Document, packages: Packages) -> Iterator[ContentFault]:
    """Each pain of the trade is served by packages that it is offered."""
    open_ones = offered(document.value, packages)
    for place, entry in enumerate(document.value["pains"]):
        serving = [
            name
            for name, other in open_ones.items()
            if entry["pain"] in other.value.get("pains", ())
        ]
        if len(serving) < LEAST_SERVING:
            message = (
                f"{len(serving)} packages serve {entry['pain']!r}, {LEAST_SERVING} are asked for"
            )
            yield document.fault("sense", pointer("pains", place), message)
