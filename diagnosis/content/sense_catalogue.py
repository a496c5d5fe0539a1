"""Gate 3 for the catalogue: what projects, cases, instruments and measures name exists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from diagnosis.content.walk import walk
from diagnosis.content.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer
from diagnosis.present.names import UNITS

Documents = Mapping[str, Document]
Items = Mapping[str, Any]

PROJECTS = "knowledge/projects/"
CASES = "knowledge/cases/"
SUPPORT = "knowledge/support/"
MEASURES = "knowledge/measures.yaml"
ADOPTION = "knowledge/adoption.yaml"
_DATED = ("from", "to", "on", "checked_on")
_OWN_PROVINCE = "44"
_WHOLE = ("440000", "000000")


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that catalogue entries may name."""

    ladders: frozenset[str]
    items: frozenset[str]
    projects: Mapping[str, Document]
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


def what_is_known(documents: Documents, items: Items) -> Known:
    """Return every id that a catalogue entry may name."""

    def listed(path: str, key: str) -> Iterable[Any]:
        document = documents.get(path)
        return document.value[key] if document else ()

    cities = list(listed("knowledge/codes/places.yaml", "cities"))
    standards = [
        document.value
        for path, document in documents.items()
        if path.startswith("knowledge/standards/") and path.count("/") == 2
    ]
    return Known(
        ladders=frozenset(name for name, item in items.items() if item["type"] == "ladder"),
        items=frozenset(items),
        projects=below(documents, PROJECTS),
        instruments=below(documents, SUPPORT),
        measures=frozenset(one["id"] for one in listed(MEASURES, "measures")),
        scenes=frozenset(
            scene["id"]
            for link in listed("knowledge/codes/scenes.yaml", "links")
            for scene in link["scenes"]
        ),
        divisions=frozenset(
            one["code"] for one in listed("knowledge/codes/industries.yaml", "industries")
        ),
        places=frozenset(
            one["code"] for city in cities for one in (city, *city["districts"])
        ).union(_WHOLE),
        levels={one["id"]: one["levels"][-1]["level"] for one in standards},
    )


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
    """Yield a fault where the low end of a range exceeds the high one."""
    if low is not None and high is not None and low > high:
        yield document.fault("sense", where, f"the range falls: {low} to {high}")


def check_dates(documents: Documents) -> Iterator[ContentFault]:
    """Yield every date of the catalogue that no calendar has, and every period that runs back."""
    for path, document in documents.items():
        if not path.startswith((PROJECTS, CASES, SUPPORT, "knowledge/sources.yaml")):
            continue
        for where, key, value in walk(document.value):
            if isinstance(value, dict) and {"from", "to"} <= value.keys():
                yield from falling(document, where, value["from"], value["to"])
            if key in _DATED and isinstance(value, str):
                try:
                    date.fromisoformat(value)
                except ValueError:
                    yield document.fault("sense", where, f"{value!r} is no date")


def unit(document: Document, where: str, name: str) -> Iterator[ContentFault]:
    """Yield a fault where a unit has no name in both languages."""
    if name not in UNITS:
        message = f"no unit {name!r}: use one of {', '.join(UNITS)}"
        yield document.fault("sense", where + "/unit", message)


def check_cases(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of sense in the cases."""
    for document in below(documents, CASES).values():
        case = document.value
        yield from _case_place(document, case["site"]["place"], known)
        industry = case["industry"]
        if industry["division"] not in known.divisions:
            message = f"no division {industry['division']!r}"
            yield document.fault("sense", "/industry/division", message)
        if industry["class"] and not industry["class"].startswith(industry["division"]):
            message = f"{industry['class']} does not lie in {industry['division']}"
            yield document.fault("sense", "/industry/class", message)
        yield from missing(document, "/scenes", case["scenes"], known.scenes, "scene")
        yield from missing(document, "/projects", case["projects"], known.projects, "project")
        practised = [one["item"] for one in case["practices"]]
        yield from twice(document, "/practices", practised, "the item")
        for place, item in enumerate(practised):
            yield from ladder_item(document, pointer("practices", place, "item"), item, known)
        if not case["scenes"] and not case["projects"]:
            yield document.fault("sense", "", "names neither a scene nor a project: unmatchable")
        yield from _metrics(document)


def _case_place(document: Document, place: str | None, known: Known) -> Iterator[ContentFault]:
    if place is None:
        return
    where = "/site/place"
    if place == "CN":
        yield document.fault("sense", where, "inside China a GB/T 2260 code is wanted, not CN")
    elif place.startswith(_OWN_PROVINCE) and place not in known.places:
        yield document.fault("sense", where, f"no place {place!r} in Guangdong")


def _metrics(document: Document) -> Iterator[ContentFault]:
    for place, metric in enumerate(document.value["metrics"]):
        where = pointer("metrics", place)
        yield from unit(document, where, metric["unit"])
        if (metric["direction"] == "level") != (metric["kind"] == "level"):
            message = f"direction {metric['direction']!r} does not fit kind {metric['kind']!r}"
            yield document.fault("sense", where + "/direction", message)
        if "baseline" in metric and metric["kind"] != "absolute-with-baseline":
            message = f"a baseline does not fit kind {metric['kind']!r}"
            yield document.fault("sense", where + "/baseline", message)


def check_measures(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of the measures: parts that exist, each measure served or said why not."""
    document = documents.get(MEASURES)
    if document is None:
        return
    served = {
        name
        for entry in (*known.projects.values(), *known.instruments.values())
        for name in entry.value["measures"]
    }
    parts = [one["part"] for one in document.value["parts"]]
    names = [one["id"] for one in document.value["measures"]]
    yield from twice(document, "/measures", names, "the measure")
    for place, one in enumerate(document.value["measures"]):
        where = pointer("measures", place)
        if one["part"] not in parts:
            yield document.fault("sense", where + "/part", f"no part {one['part']}")
        is_served = one["id"] in served or "services" in one
        if is_served and "unserved" in one:
            message = f"{one['id']} is served: take its `unserved` away"
            yield document.fault("sense", where + "/unserved", message)
        if known.projects and not is_served and "unserved" not in one:
            message = f"nothing serves {one['id']}: name services, or say why in `unserved`"
            yield document.fault("sense", where, message)


def check_adoption(documents: Documents) -> Iterator[ContentFault]:
    """Yield every adoption table whose bands do not rise to an open end."""
    document = documents.get(ADOPTION)
    if document is None:
        return
    for table in ("by_payback_months", "by_cost_usd"):
        ends = [one["up_to"] for one in document.value[table]]
        closed = ends[:-1]
        if ends[-1] is not None or None in closed or closed != sorted(set(closed)):
            message = "the bands must rise, and the last one (alone) be open: up_to: null"
            yield document.fault("sense", pointer(table), message)
