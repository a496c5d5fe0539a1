"""The ids that catalogue entries may name, and the checks of what they name against them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.places import PLACES
from diagnosis.domain.fault import pointer
from diagnosis.domain.unit import Unit

Documents = Mapping[str, Document]
Items = Mapping[str, Any]

PACKAGES = "knowledge/packages/"
CASES = "knowledge/cases/"
SUPPORT = "knowledge/support/"
MEASURES = "knowledge/measures.yaml"
SCALES = "knowledge/scales/"
_STANDARDS = "knowledge/standards/"
_COUNTRY_AND_PROVINCE = ("000000", "440000")
"""Places that an instrument may be for, beside the cities and districts of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The ids that catalogue entries may name; `levels` gives the top level of each standard."""

    items: frozenset[str]
    ladders: frozenset[str]
    packages: Mapping[str, Document]
    instruments: Mapping[str, Document]
    measures: frozenset[str]
    scenes: frozenset[str]
    divisions: frozenset[str]
    places: frozenset[str]
    levels: Mapping[str, int]


def below(documents: Documents, folder: str) -> dict[str, Document]:
    """Return the documents of one folder by their id."""
    return {
        document.value["id"]: document
        for path, document in documents.items()
        if path.startswith(folder)
    }


def standard_files(documents: Documents) -> Iterator[Document]:
    """Yield the documents of the standards, without their readings and golden cases."""
    for path, document in documents.items():
        if path.startswith(_STANDARDS) and "/" not in path.removeprefix(_STANDARDS):
            yield document


def what_is_known(documents: Documents, items: Items) -> Known:
    """Return every id that a catalogue entry may name."""

    def entries(path: str, key: str) -> list[Any]:
        document = documents.get(path)
        return list(document.value[key]) if document else []

    cities = entries(PLACES, "cities")
    links = entries("knowledge/codes/scenes.yaml", "links")
    divisions = entries("knowledge/codes/industries.yaml", "industries")
    standards = [document.value for document in standard_files(documents)]
    return Known(
        items=frozenset(items),
        ladders=frozenset(name for name, item in items.items() if item["type"] == "ladder"),
        packages=below(documents, PACKAGES),
        instruments=below(documents, SUPPORT),
        measures=_values("id", entries(MEASURES, "measures")),
        scenes=_values("id", (scene for link in links for scene in link["scenes"])),
        divisions=_values("code", divisions),
        places=_places(cities),
        levels={standard["id"]: standard["levels"][-1]["level"] for standard in standards},
    )


def _values(key: str, entries: Iterable[Mapping[str, str]]) -> frozenset[str]:
    return frozenset(entry[key] for entry in entries)


def _places(cities: Iterable[Any]) -> frozenset[str]:
    """Return the places that the catalogue may name, towns among them."""
    listed = (
        place
        for city in cities
        for place in (city, *city.get("districts", ()), *city.get("towns", ()))
    )
    return _values("code", listed).union(_COUNTRY_AND_PROVINCE)


def missing(
    document: Document, where: str, names: Iterable[str], known: Iterable[str], kind: str
) -> Iterator[ContentFault]:
    """Yield a fault for every name of a list that is not known."""
    there = frozenset(known)
    for place, name in enumerate(names):
        if name not in there:
            yield document.fault("sense", where + pointer(place), f"no {kind} {name!r}")


def ladder_item(document: Document, where: str, item: str, known: Known) -> Iterator[ContentFault]:
    """Yield a fault where an item is not in the bank or is no ladder."""
    if item not in known.items:
        yield document.fault("sense", where, f"no item {item!r} in the bank")
    elif item not in known.ladders:
        yield document.fault("sense", where, f"{item!r} is no ladder and has no positions")


def twice(
    document: Document, where: str, names: Iterable[str], kind: str
) -> Iterator[ContentFault]:
    """Yield a fault for every name of a list that stood in it before."""
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield document.fault("sense", where + pointer(place), f"{kind} {name!r} stands twice")
        seen.add(name)


def falling(document: Document, where: str, low: Any, high: Any) -> Iterator[ContentFault]:
    """Yield a fault where the low end of a range exceeds the high one; None is an open end.

    Both ends are numbers, or both are ISO dates as texts.
    """
    if low is not None and high is not None and low > high:
        yield document.fault("sense", where, f"the range falls: {low} to {high}")


def unit(document: Document, where: str, name: str) -> Iterator[ContentFault]:
    """Yield a fault where a unit is none of those with a name in both languages."""
    if name not in set(Unit):
        message = f"no unit {name!r}: use one of {', '.join(Unit)}"
        yield document.fault("sense", where + "/unit", message)


def circles(
    documents: Mapping[str, Document], following: Mapping[str, Iterable[str]], where: str
) -> Iterator[ContentFault]:
    """Yield one fault for each way back among needs.

    `following` are the ids that come before each id, `where` the pointer to them in a document.
    """
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> Iterator[ContentFault]:
        if name in path:
            round_trip = " → ".join([*path[path.index(name) :], name])
            message = f"the needs run in a circle: {round_trip}"
            yield documents[path[-1]].fault("sense", where, message)
            return
        if name in done:
            return
        path.append(name)
        for other in following[name]:
            yield from visit(other)
        path.pop()
        done.add(name)

    for name in documents:
        yield from visit(name)
