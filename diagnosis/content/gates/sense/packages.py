"""Gate 3 for packages: what they name exists, effects fit their items, needs run in no circle."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import (
    Documents,
    Items,
    Known,
    circles,
    falling,
    ladder_item,
    missing,
    twice,
    unit,
)
from diagnosis.content.gates.sense.package_effects import check_effects
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.limits import BUSINESS_LIMITS, PAINS, ChoiceLimit
from diagnosis.domain.retrofit.catalogue.cost_function import FIXED

DRIVERS = "knowledge/drivers.yaml"
DELAYS = "knowledge/delays.yaml"
TYPICAL_FIRMS = "knowledge/typical-firms.yaml"
AI_START = "pkg-ai-start"
"""The package that makes the rules and checks the data that uses of AI stand on."""
DATA_ITEMS = frozenset(
    {
        "data-collection",
        "data-standards",
        "ai-data-history",
        "ai-data-quality",
        "ai-data-sets",
        "quality-inspection",
        "skills-knowledge",
    }
)
RULE_ITEMS = frozenset({"security-rules", "security-protection", "ai-control", "ai-data-leaving"})
_WHOLE = 100
_TEXTS = ("name", "what", "first_step", "done_when")

Packages = Mapping[str, Document]
"""The documents of the packages by id."""


def check_packages(documents: Documents, items: Items, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of sense in the packages, in what drives cost and in what takes months."""
    drivers = _drivers(documents)
    trades = frozenset(
        document.value["id"]
        for path, document in documents.items()
        if path.startswith("knowledge/trades/")
    )
    all_names_known = True
    for document in known.packages.values():
        for fault in (*_names(document, known, trades), *check_effects(document, items)):
            all_names_known = False
            yield fault
        yield from _numbers(document, drivers)
        if document.value.get("ai"):
            yield from _ai_stands_on(document)
    yield from _families(known.packages)
    yield from _earlier(known.packages)
    yield from _texts(known.packages)
    yield from _delays(documents, items, known)
    yield from _typical_firms(documents, known)
    if all_names_known:
        yield from _offered_together(known.packages)
        yield from _reachable(known.packages)
        yield from _circles(known.packages)
        yield from _never_start(known.packages)


def needed_packages(document: Document) -> list[str]:
    """Return the ids of the packages that a package needs."""
    return list(document.value.get("needs", {}).get("packages", ()))


def needed_positions(document: Document) -> list[Any]:
    """Return the items that a package needs, with the position of each."""
    return list(document.value.get("needs", {}).get("items", ()))


def brings(source: Document, need: Mapping[str, Any]) -> bool:
    """Return whether a package brings an item to the position that is needed."""
    return any(
        effect.get("item") == need["item"] and effect.get("to", 0) >= need["at_least"]
        for effect in source.value["effects"]
    )


def grades(packages: Packages) -> dict[str, list[str]]:
    """Return, for each package, itself and the other grades of its family."""
    families: dict[str, list[str]] = {}
    for name, document in packages.items():
        families.setdefault(document.value.get("family", name), []).append(name)
    return {
        name: families[document.value.get("family", name)] for name, document in packages.items()
    }


def _drivers(documents: Documents) -> frozenset[str]:
    document = documents.get(DRIVERS)
    if document is None:
        return frozenset()
    return frozenset(driver["id"] for driver in document.value["drivers"])


def _names(document: Document, known: Known, trades: Iterable[str]) -> Iterator[ContentFault]:
    package = document.value
    needed = needed_packages(document)
    yield from missing(document, "/needs/packages", needed, known.packages, "package")
    if package["id"] in needed:
        yield document.fault("sense", "/needs/packages", "the package names itself")
    needs = needed_positions(document)
    yield from twice(document, "/needs/items", [need["item"] for need in needs], "the item")
    for place, need in enumerate(needs):
        where = pointer("needs", "items", place, "item")
        yield from ladder_item(document, where, need["item"], known)
    shown_by = [each["item"] for each in package.get("shown_by", ())]
    yield from twice(document, "/shown_by", shown_by, "the item")
    for place, item in enumerate(shown_by):
        yield from ladder_item(document, pointer("shown_by", place, "item"), item, known)
    yield from missing(document, "/trades", package.get("trades", ()), trades, "trade")
    yield from missing(document, "/pains", package.get("pains", ()), PAINS.values, "pain")
    yield from missing(
        document, "/measures", package.get("measures", ()), known.measures, "measure"
    )
    for trait, values in package.get("traits", {}).items():
        limit = BUSINESS_LIMITS[f"traits.{trait}"]
        if isinstance(limit, ChoiceLimit):
            yield from missing(
                document, pointer("traits", trait), values, limit.values, "value of the trait"
            )


def _numbers(document: Document, drivers: frozenset[str]) -> Iterator[ContentFault]:
    package = document.value
    cost = package["cost"]
    for where, terms in (
        ("/cost/build", cost["build"]),
        ("/cost/run", cost.get("run", ())),
        ("/people_months", package["people_months"]),
    ):
        for place, term in enumerate(terms):
            at = where + pointer(place)
            if term["driver"] != FIXED and term["driver"] not in drivers:
                yield document.fault("sense", at + "/driver", f"no driver {term['driver']!r}")
            low, middle, high = term["amount"]
            yield from falling(document, at + "/amount", low, middle)
            yield from falling(document, at + "/amount", middle, high)
    parts = cost["parts"]
    whole = parts["software"] + parts["hardware"] + parts["services"]
    if whole != _WHOLE:
        yield document.fault("sense", "/cost/parts", f"the parts sum to {whole}, not to {_WHOLE}")
    yield from falling(document, "/months", package["months"]["low"], package["months"]["high"])
    headcount = package.get("headcount", {})
    yield from falling(document, "/headcount", headcount.get("from"), headcount.get("to"))
    for place, benefit in enumerate(package.get("brings", ())):
        where = pointer("brings", place)
        yield from unit(document, where, benefit["unit"])
        yield from falling(document, where, benefit["low"], benefit["high"])
        mark = package.get("marks", {}).get(benefit["mark"], {})
        if mark.get("basis") != "cited" or mark.get("checked") == "unconfirmed":
            message = "what it brings must be cited and read; else say brings_unknown"
            yield document.fault("sense", where + "/mark", message)


def _ai_stands_on(document: Document) -> Iterator[ContentFault]:
    """A use of AI needs data and rules that stand."""
    if AI_START in needed_packages(document) or document.value["id"] == AI_START:
        return
    items = {need["item"] for need in needed_positions(document)}
    for kind, stands in (("data", DATA_ITEMS), ("rules", RULE_ITEMS)):
        if not items & stands:
            message = f"it uses AI: needs must name {kind} that stand, or {AI_START}"
            yield document.fault("sense", "/ai", message)


def _families(packages: Packages) -> Iterator[ContentFault]:
    """A family has one package of each grade, but for those that put it in a trade's words."""
    for name, others in grades(packages).items():
        document = packages[name]
        if "family" not in document.value:
            continue
        same = [
            other
            for other in others
            if packages[other].value["grade"] == document.value["grade"]
            and packages[other].value.get("trades") == document.value.get("trades")
        ]
        if len(same) > 1:
            message = f"the family has {len(same)} packages of this grade: {', '.join(same)}"
            yield document.fault("sense", "/family", message)
        if set(others) & set(needed_packages(document)):
            yield document.fault("sense", "/needs/packages", "it needs a grade of its family")


def _earlier(packages: Packages) -> Iterator[ContentFault]:
    """One package took each earlier project over: callers go on naming it by that."""
    taken: dict[str, str] = {}
    for name, document in packages.items():
        package = document.value
        lists = [("/earlier", package.get("earlier", ()))]
        lists += [
            (pointer("steps", place, "earlier"), step.get("earlier", ()))
            for place, step in enumerate(package.get("steps", ()))
        ]
        for where, ids in lists:
            for place, earlier in enumerate(ids):
                if earlier in taken:
                    message = f"{taken[earlier]} took {earlier!r} over"
                    yield document.fault("sense", where + pointer(place), message)
                taken[earlier] = name


def _texts(packages: Packages) -> Iterator[ContentFault]:
    """No two packages say the same: a text of one trade is not that of another."""
    seen: dict[str, str] = {}
    for name, document in packages.items():
        for key in _TEXTS:
            for language, words in document.value[key].items():
                if words in seen and seen[words] != name:
                    where = pointer(key, language)
                    yield document.fault("sense", where, f"{seen[words]} says the same")
                seen[words] = name


def _delays(documents: Documents, items: Items, known: Known) -> Iterator[ContentFault]:
    document = documents.get(DELAYS)
    if document is None:
        return
    for place, row in enumerate(document.value["delays"]):
        where = pointer("delays", place)
        faults = list(ladder_item(document, where + "/item", row["item"], known))
        yield from faults
        if not faults and row["position"] >= len(items[row["item"]]["positions"]):
            message = f"{row['item']!r} has no position {row['position']}"
            yield document.fault("sense", where + "/position", message)


def _offered_together(packages: Packages) -> Iterator[ContentFault]:
    """What a package needs is offered wherever it is itself."""
    for document in packages.values():
        for place, needed in enumerate(needed_packages(document)):
            if not _serves(packages[needed], document):
                where = pointer("needs", "packages", place)
                yield document.fault("sense", where, f"{needed} is another trade's own")


def _typical_firms(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """What typical firms buy exists, and they climb by a standard that has the level."""
    document = documents.get(TYPICAL_FIRMS)
    if document is None:
        return
    for place, firm in enumerate(document.value["firms"]):
        where = pointer("firms", place)
        yield from missing(
            document, where + "/packages", firm["packages"], known.packages, "package"
        )
        yield from falling(document, where + "/build_wan", *firm["build_wan"])
        if not firm["from_level"] < firm["to_level"] <= known.levels.get(firm["standard"], 0):
            message = f"nobody climbs from {firm['from_level']} to {firm['to_level']} there"
            yield document.fault("sense", where + "/to_level", message)


def _reachable(packages: Packages) -> Iterator[ContentFault]:
    """Every position that a package needs is one that a package of another family brings.

    The grades of a family exclude one another, so a firm without the position could not start it.
    """
    families = grades(packages)
    for name, document in packages.items():
        for place, need in enumerate(needed_positions(document)):
            brought = any(
                brings(source, need)
                for other, source in packages.items()
                if other not in families[name] and _serves(source, document)
            )
            if not brought:
                message = f"no other package brings {need['item']!r} to {need['at_least']}"
                yield document.fault("sense", pointer("needs", "items", place), message)


def _serves(package: Document, wanting: Document) -> bool:
    """Return whether a package is offered wherever another is."""
    trades = package.value.get("trades")
    return not trades or trades == wanting.value.get("trades")


def _circles(packages: Packages) -> Iterator[ContentFault]:
    """Follow needs, in every grade; yield one fault for each way back."""
    same = grades(packages)
    following = {
        name: [other for needed in needed_packages(document) for other in same[needed]]
        for name, document in packages.items()
    }
    yield from circles(packages, following, "/needs/packages")


def _never_start(packages: Packages) -> Iterator[ContentFault]:
    """Order the packages by rank, as a firm at 0 could do them; yield what has no rank.

    A needed package is there once a grade of its family has a rank, a needed position once a
    package of another family that brings it has one.
    """
    families = grades(packages)
    ranked: set[str] = set()
    waiting = list(packages)
    while True:
        ready = [name for name in waiting if _has_all(packages, families, ranked, name)]
        if not ready:
            break
        ranked.update(ready)
        waiting = [name for name in waiting if name not in ranked]
    for name in waiting:
        message = "what it needs comes about in no order: it waits for itself, or for what does"
        yield packages[name].fault("sense", "/needs", message)


def _has_all(
    packages: Packages, families: Mapping[str, list[str]], ranked: set[str], name: str
) -> bool:
    document = packages[name]
    sources = [packages[each] for each in ranked if each not in families[name]]
    return all(
        ranked.intersection(families[needed]) for needed in needed_packages(document)
    ) and all(
        any(brings(source, need) for source in sources if _serves(source, document))
        for need in needed_positions(document)
    )
