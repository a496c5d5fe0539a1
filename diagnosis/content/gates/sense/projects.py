"""Gate 3 for projects: what they name exists, numbers fit sizes, needs run in no circle."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import (
    Documents,
    Known,
    circles,
    falling,
    ladder_item,
    missing,
    twice,
    unit,
)
from diagnosis.content.gates.sense.steps import (
    Projects,
    alternatives,
    check_steps,
    needed_items,
    needed_projects,
)
from diagnosis.domain.fault import pointer

SIZES = ("micro", "small", "medium", "large")
"""The size classes from the smallest up."""


def check_projects(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of sense in the projects."""
    all_names_known = True
    for document in known.projects.values():
        for fault in _names(document, known):
            all_names_known = False
            yield fault
        yield from _costs(document)
        yield from _sizes(document)
        yield from _ranges(document)
    if all_names_known:
        yield from _exclusions(known.projects)
        yield from _cycles(known.projects)
        yield from check_steps(documents, known.projects)


def _names(document: Document, known: Known) -> Iterator[ContentFault]:
    project = document.value
    yield from _ladders(document, "/effects", project["effects"], known)
    yield from _ladders(document, "/needs/items", needed_items(document), known)
    for where, names in (
        ("/needs/projects", needed_projects(document)),
        ("/stands_in_for", project.get("stands_in_for", ())),
        ("/excludes", project.get("excludes", ())),
    ):
        yield from missing(document, where, names, known.projects, "project")
        if project["id"] in names:
            yield document.fault("sense", where, "the project names itself")
    if project["industries"] != "all":
        divisions = project["industries"]
        yield from missing(document, "/industries", divisions, known.divisions, "division")
    for key, there, kind in (
        ("scenes", known.scenes, "scene"),
        ("measures", known.measures, "measure"),
        ("support", known.instruments, "instrument"),
    ):
        yield from missing(document, pointer(key), project.get(key, ()), there, kind)


def _ladders(
    document: Document, where: str, entries: Iterable[Mapping[str, Any]], known: Known
) -> Iterator[ContentFault]:
    """Check the items that one part of a project names: ladders of the bank, each once."""
    items = [entry["item"] for entry in entries]
    yield from twice(document, where, items, "the item")
    for place, item in enumerate(items):
        yield from ladder_item(document, where + pointer(place, "item"), item, known)


def _costs(document: Document) -> Iterator[ContentFault]:
    """Each cost is a range that rises, and no larger firm pays less than a smaller one."""
    for key in ("cost_wan", "running_wan_per_year"):
        by_size = document.value[key]
        ranges = [(size, by_size[size]) for size in SIZES if by_size[size] is not None]
        for size, (low, high) in ranges:
            yield from falling(document, pointer(key, size), low, high)
        for (smaller, less), (larger, more) in pairwise(ranges):
            if less[0] > more[0] or less[1] > more[1]:
                message = f"{key} falls from {smaller} {less} to {larger} {more}"
                yield document.fault("sense", pointer(key, larger), message)


def _sizes(document: Document) -> Iterator[ContentFault]:
    """A project is made for some size, all its numbers agree for which, and effort rises."""
    project = document.value
    cost = project["cost_wan"]
    for key in ("running_wan_per_year", "people_months"):
        for size in SIZES:
            if (cost[size] is None) is not (project[key][size] is None):
                message = f"{size}: cost_wan and {key} must both be null or neither"
                yield document.fault("sense", pointer(key, size), message)
    if all(cost[size] is None for size in SIZES):
        yield document.fault("sense", "/cost_wan", "made for no size of firm")
    efforts = [project["people_months"][size] for size in SIZES]
    known_efforts = [effort for effort in efforts if effort is not None]
    if known_efforts != sorted(known_efforts):
        message = f"people_months fall with size: {known_efforts}"
        yield document.fault("sense", "/people_months", message)


def _ranges(document: Document) -> Iterator[ContentFault]:
    project = document.value
    for key in ("duration_months", "payback_months"):
        if project[key] is not None:
            yield from falling(document, pointer(key), project[key]["low"], project[key]["high"])
    for place, benefit in enumerate(project.get("benefits", ())):
        where = pointer("benefits", place)
        yield from unit(document, where, benefit["unit"])
        yield from falling(document, where, benefit["low"], benefit["high"])
        if benefit["direction"] == "down" and benefit["unit"] == "%" and benefit["high"] > 100:
            yield document.fault("sense", where, "nothing falls by more than 100 %")


def _exclusions(projects: Projects) -> Iterator[ContentFault]:
    for name, document in projects.items():
        for place, other in enumerate(document.value.get("excludes", ())):
            where = pointer("excludes", place)
            if name not in projects[other].value.get("excludes", ()):
                message = f"{other} does not exclude {name} in return"
                yield document.fault("sense", where, message)
            if other in needed_projects(document):
                yield document.fault("sense", where, f"{other} is needed and excluded at once")


def _cycles(projects: Projects) -> Iterator[ContentFault]:
    """Follow needs and what may stand in for them; yield one fault for each way back."""
    in_place_of = alternatives(projects)
    following = {
        name: [other for needed in needed_projects(document) for other in in_place_of[needed]]
        for name, document in projects.items()
    }
    yield from circles(projects, following, "/needs/projects")
