"""Gate 3 for what projects raise: lifts that are short enough, ladder steps that are reached."""

from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import Documents, standard_files
from diagnosis.domain.fault import pointer

Projects = Mapping[str, Document]
"""The documents of the projects by id."""
PartKey = tuple[str, str]
"""A standard's id and that of a sub-domain or readiness dimension of it."""

MOST_LIFT = 2
"""A project lifts an item by at most two positions; what lies below must be needed (ours)."""
AFFORDABLE_SMALL_WAN = 60.0
"""What a small firm can afford for one project, 万元 (ours): a small firm turns over less than
20 million yuan, and 60 万元 is 3 % of that, below the 5 % a year that we warn at."""
STEPS = ("0-1", "1-2", "2-3", "3-4")
_UNREACHED = "knowledge/unreached.yaml"


def check_steps(documents: Documents, projects: Projects) -> Iterator[ContentFault]:
    """Yield every lift that is too long or none, and every step that no project takes."""
    yield from _lifts(projects)
    if projects:
        yield from _steps(documents, projects)


def alternatives(projects: Projects) -> dict[str, list[str]]:
    """Return, for each project, itself and what stands in for it."""
    by_project = {name: [name] for name in projects}
    for name, document in projects.items():
        for replaced in document.value.get("stands_in_for", ()):
            by_project[replaced].append(name)
    return by_project


def needed_projects(project: Document) -> list[str]:
    """Return the projects that a project says it needs."""
    return list(project.value.get("needs", {}).get("projects", ()))


def needed_items(project: Document) -> list[Mapping[str, Any]]:
    """Return the items that a project says it needs, each with its position."""
    return list(project.value.get("needs", {}).get("items", ()))


def _effects(document: Document) -> dict[str, int]:
    return {effect["item"]: effect["to"] for effect in document.value["effects"]}


def guaranteed(project: Document, projects: Projects) -> dict[str, int]:
    """Return the position that each item surely has when a project starts.

    Its own item needs count, and of each needed project what every stand-in gives as well.
    """
    in_place_of = alternatives(projects)
    floor = {need["item"]: need["at_least"] for need in needed_items(project)}
    for needed in needed_projects(project):
        for item, to in _effects(projects[needed]).items():
            by_each = [_effects(projects[other]).get(item, 0) for other in in_place_of[needed]]
            floor[item] = max(floor.get(item, 0), min([to, *by_each]))
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


def affordable(project: Mapping[str, Any]) -> bool:
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


def parts_of(documents: Documents) -> dict[PartKey, list[str]]:
    """Return the ladder items of every sub-domain and readiness dimension."""
    parts: dict[PartKey, list[str]] = {}
    for document in standard_files(documents):
        standard = document.value
        for element in standard.get("elements", ()):
            for domain in element["domains"]:
                for sub in domain["subdomains"]:
                    parts[standard["id"], sub["id"]] = list(sub["items"])
        if standard["rule"] == "gated-mean":
            for dimension in standard["dimensions"]:
                ladders = [item["item"] for item in dimension["items"] if "values" not in item]
                parts[standard["id"], dimension["id"]] = ladders
    return parts


def _steps(documents: Documents, projects: Projects) -> Iterator[ContentFault]:
    """Every step of every part is reached by an affordable project, or the file says why not."""
    reached = reached_steps(projects)
    parts = parts_of(documents)
    listed = documents.get(_UNREACHED)
    excused = set()
    if listed is not None:
        yield from _excuses(listed, parts, reached)
        entries = listed.value["unreached"]
        excused = {(entry["standard"], entry["part"], entry["step"]) for entry in entries}
    for (standard, part), items in parts.items():
        document = documents[f"knowledge/standards/{standard}.yaml"]
        for step in STEPS:
            taken = any(step in reached.get(item, ()) for item in items)
            if not taken and (standard, part, step) not in excused:
                message = (
                    f"no project that a small firm can afford takes {part!r} from "
                    f"{step.replace('-', ' to ')}, and {_UNREACHED} does not say why"
                )
                yield document.fault("sense", "", message)


def _excuses(
    listed: Document, parts: Mapping[PartKey, list[str]], reached: Mapping[str, set[str]]
) -> Iterator[ContentFault]:
    """Yield every entry about an unreached step that has no such part, or that is reached."""
    for place, entry in enumerate(listed.value["unreached"]):
        where = pointer("unreached", place)
        standard, part, step = entry["standard"], entry["part"], entry["step"]
        if (standard, part) not in parts:
            yield listed.fault("sense", where, f"{standard} has no part {part!r}")
        elif any(step in reached.get(item, ()) for item in parts[standard, part]):
            message = f"step {step} of {part!r} is reached: take the entry away"
            yield listed.fault("sense", where, message)
