"""Gate 3 for projects: ids, numbers, the needs graph, lifts and the ladder steps they reach."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import sqrt
from typing import Any

from diagnosis.content.sense_catalogue import (
    Documents,
    Known,
    falling,
    ladder_item,
    missing,
    twice,
    unit,
)
from diagnosis.content.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer

Projects = Mapping[str, Document]

SIZES = ("micro", "small", "medium", "large")
MOST_LIFT = 2
"""A project lifts an item by at most two positions; what lies below must be needed (ours)."""
AFFORDABLE_SMALL_WAN = 60.0
"""What a small firm can afford for one project, 万元 (ours): a small firm turns over less than
20 million yuan, and 60 万元 is 3 % of that, below the 5 % a year that we warn at."""
STEPS = ("0-1", "1-2", "2-3", "3-4")
_UNREACHED = "knowledge/unreached.yaml"


def check_projects(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of sense in the projects."""
    for document in known.projects.values():
        yield from _names(document, known)
        yield from _numbers(document)
    if any(True for document in known.projects.values() for _ in _names(document, known)):
        return
    yield from _exclusions(known.projects)
    yield from _cycles(known.projects)
    yield from _lifts(known.projects)
    if known.projects:
        yield from _steps(documents, known)


def _names(document: Document, known: Known) -> Iterator[ContentFault]:
    project = document.value
    effects = [one["item"] for one in project["effects"]]
    yield from twice(document, "/effects", effects, "the item")
    for place, item in enumerate(effects):
        yield from ladder_item(document, pointer("effects", place, "item"), item, known)
    needed = [one["item"] for one in project["needs"]["items"]]
    yield from twice(document, "/needs/items", needed, "the item")
    for place, item in enumerate(needed):
        yield from ladder_item(document, pointer("needs", "items", place, "item"), item, known)
    for where, names in (
        ("/needs/projects", project["needs"]["projects"]),
        ("/stands_in_for", project["stands_in_for"]),
        ("/excludes", project["excludes"]),
    ):
        yield from missing(document, where, names, known.projects, "project")
        if project["id"] in names:
            yield document.fault("sense", where, "the project names itself")
    if project["industries"] != "all":
        divisions = project["industries"]
        yield from missing(document, "/industries", divisions, known.divisions, "division")
    yield from missing(document, "/scenes", project["scenes"], known.scenes, "scene")
    yield from missing(document, "/measures", project["measures"], known.measures, "measure")
    yield from missing(document, "/support", project["support"], known.instruments, "instrument")


def _numbers(document: Document) -> Iterator[ContentFault]:
    project = document.value
    cost = project["cost_wan"]
    for key in ("cost_wan", "running_wan_per_year"):
        ranges = [(size, project[key][size]) for size in SIZES if project[key][size] is not None]
        for size, (low, high) in ranges:
            yield from falling(document, pointer(key, size), low, high)
        for (smaller, one), (size, other) in pairwise(ranges):
            if one[0] > other[0] or one[1] > other[1]:
                message = f"{key} falls from {smaller} {one} to {size} {other}"
                yield document.fault("sense", pointer(key, size), message)
    for key in ("running_wan_per_year", "people_months"):
        for size in SIZES:
            if (cost[size] is None) is not (project[key][size] is None):
                message = f"{size}: cost_wan and {key} must both be null or neither"
                yield document.fault("sense", pointer(key, size), message)
    if all(cost[size] is None for size in SIZES):
        yield document.fault("sense", "/cost_wan", "made for no size of firm")
    people = [project["people_months"][size] for size in SIZES]
    if (given := [one for one in people if one is not None]) != sorted(given):
        yield document.fault("sense", "/people_months", f"people_months fall with size: {given}")
    for key in ("duration_months", "payback_months"):
        if project[key] is not None:
            yield from falling(document, pointer(key), project[key]["low"], project[key]["high"])
    for place, benefit in enumerate(project["benefits"]):
        where = pointer("benefits", place)
        yield from unit(document, where, benefit["unit"])
        yield from falling(document, where, benefit["low"], benefit["high"])
        if benefit["direction"] == "down" and benefit["unit"] == "%" and benefit["high"] > 100:
            yield document.fault("sense", where, "nothing falls by more than 100 %")


def _exclusions(projects: Projects) -> Iterator[ContentFault]:
    for name, document in projects.items():
        for place, other in enumerate(document.value["excludes"]):
            where = pointer("excludes", place)
            if name not in projects[other].value["excludes"]:
                message = f"{other} does not exclude {name} in return"
                yield document.fault("sense", where, message)
            if other in document.value["needs"]["projects"]:
                yield document.fault("sense", where, f"{other} is needed and excluded at once")


def _cycles(projects: Projects) -> Iterator[ContentFault]:
    """Follow needs and what may stand in for them; yield one fault for each way back."""
    alternatives = _alternatives(projects)
    following = {
        name: [
            other
            for needed in document.value["needs"]["projects"]
            for other in alternatives[needed]
        ]
        for name, document in projects.items()
    }
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> Iterator[ContentFault]:
        if name in path:
            round_trip = [*path[path.index(name) :], name]
            message = f"the needs run in a circle: {' → '.join(round_trip)}"
            yield projects[path[-1]].fault("sense", "/needs/projects", message)
            return
        if name in done:
            return
        path.append(name)
        for other in following[name]:
            yield from visit(other)
        path.pop()
        done.add(name)

    for name in projects:
        yield from visit(name)


def _alternatives(projects: Projects) -> dict[str, list[str]]:
    """Return, for each project, itself and what stands in for it."""
    found = {name: [name] for name in projects}
    for name, document in projects.items():
        for replaced in document.value["stands_in_for"]:
            found[replaced].append(name)
    return found


def _effects(document: Document) -> dict[str, int]:
    return {one["item"]: one["to"] for one in document.value["effects"]}


def guaranteed(project: Document, projects: Projects) -> dict[str, int]:
    """Return the position that each item surely has when a project starts.

    Its own item needs count, and of each needed project what every stand-in gives as well.
    """
    alternatives = _alternatives(projects)
    floor = {one["item"]: one["at_least"] for one in project.value["needs"]["items"]}
    for needed in project.value["needs"]["projects"]:
        for item, to in _effects(projects[needed]).items():
            given = [_effects(projects[other]).get(item, 0) for other in alternatives[needed]]
            floor[item] = max(floor.get(item, 0), min([to, *given]))
    return floor


def _lifts(projects: Projects) -> Iterator[ContentFault]:
    for document in projects.values():
        floor = guaranteed(document, projects)
        for place, effect in enumerate(document.value["effects"]):
            item, to = effect["item"], effect["to"]
            if to - floor.get(item, 0) > MOST_LIFT:
                message = (
                    f"lifts {item!r} to {to}, but what it needs guarantees {floor.get(item, 0)} "
                    f"only: need it at {to - MOST_LIFT} at least"
                )
                yield document.fault("sense", pointer("effects", place), message)
            if floor.get(item, 0) >= to:
                message = f"{item!r} is at {to} already by what the project needs: no effect"
                yield document.fault("sense", pointer("effects", place), message)


def affordable(project: Any) -> bool:
    """Return whether a small firm can afford a project: its middle cost, geometric."""
    cost = project["cost_wan"]["small"]
    if cost is None:
        return False
    middle = sqrt(cost[0] * cost[1]) if cost[0] > 0 else cost[1] / 2
    return bool(middle <= AFFORDABLE_SMALL_WAN)


def reached_steps(projects: Projects) -> dict[str, set[str]]:
    """Return the ladder steps of each item that some affordable project takes."""
    reached: dict[str, set[str]] = {}
    for document in projects.values():
        if not affordable(document.value):
            continue
        floor = guaranteed(document, projects)
        for item, to in _effects(document).items():
            steps = range(floor.get(item, 0), to)
            reached.setdefault(item, set()).update(f"{step}-{step + 1}" for step in steps)
    return reached


def parts_of(documents: Documents) -> dict[tuple[str, str], list[str]]:
    """Return the items of every sub-domain and readiness dimension, by (standard, part)."""
    parts: dict[tuple[str, str], list[str]] = {}
    for path, document in documents.items():
        if not path.startswith("knowledge/standards/") or path.count("/") != 2:
            continue
        standard = document.value
        for element in standard.get("elements", ()):
            for domain in element["domains"]:
                for sub in domain["subdomains"]:
                    parts[standard["id"], sub["id"]] = list(sub["items"])
        if standard["rule"] == "gated-mean":
            for one in standard["dimensions"]:
                items = [item["item"] for item in one["items"] if "values" not in item]
                parts[standard["id"], one["id"]] = items
    return parts


def _steps(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Every step of every part is reached by an affordable project, or the file says why not."""
    reached = reached_steps(known.projects)
    parts = parts_of(documents)
    listed = documents.get(_UNREACHED)
    said: set[tuple[str, str, str]] = set()
    for place, one in enumerate(listed.value["unreached"] if listed else ()):
        key = (one["standard"], one["part"])
        said.add((*key, one["step"]))
        if listed is None:
            continue
        where = pointer("unreached", place)
        if key not in parts:
            message = f"{one['standard']} has no part {one['part']!r}"
            yield listed.fault("sense", where, message)
        elif any(one["step"] in reached.get(item, ()) for item in parts[key]):
            message = f"step {one['step']} of {one['part']!r} is reached: take the entry away"
            yield listed.fault("sense", where, message)
    for (standard, part), items in parts.items():
        document = documents[f"knowledge/standards/{standard}.yaml"]
        for step in STEPS:
            taken = any(step in reached.get(item, ()) for item in items)
            if not taken and (standard, part, step) not in said:
                message = (
                    f"no project that a small firm can afford takes {part!r} from "
                    f"{step.replace('-', ' to ')}, and {_UNREACHED} does not say why"
                )
                yield document.fault("sense", "", message)
