"""A roadmap of a sheet that is sent along, with a what-if beside it; nothing is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownProjects
from diagnosis.domain.text import Say
from diagnosis.present.promotion.match import find_matches, seeker_of
from diagnosis.present.retrofit.offer import find_support_for
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.solver import RoadmapSolver
from diagnosis.services.read.fields import Fields, below
from diagnosis.services.read.firm_facts import Said, read_said
from diagnosis.services.retrofit.compare_plans import compare_roadmaps
from diagnosis.services.retrofit.keep_plan import Asked, plan, read_asked
from diagnosis.services.retrofit.planned_work import planned_work, projects_of
from diagnosis.services.scoring.diagnose import read

PREVIEW_FIELDS = ("sheet", "roadmap", "what_if", "facts", "support", "cases", "date")
WHAT_IF_FIELDS = ("answers", "enterprise", "roadmap")
NOBODY = KnownProjects()


def preview_roadmap(
    content: Content, solver: RoadmapSolver, raw: object, say: Say, today: date
) -> dict[str, Any]:
    """Return the roadmap of a sheet; with `what_if` a second one and the differences.

    `support` and `cases` ask for what matches the first roadmap. A what-if changes answers and
    facts of the sheet and wishes of the roadmap; null takes one away.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.

    """
    fields = Fields(raw, PREVIEW_FIELDS)
    for name in ("sheet", "roadmap"):
        fields.has(name, required=True)
    support, cases = fields.flag("support"), fields.flag("cases")
    on = fields.day("date") or today
    said = _said(content, fields)
    first = _read(content, fields, fields.given, ("/sheet", "/roadmap"), today)
    changed = _changed(fields)
    places = ("/what_if", "/what_if/roadmap")
    second = changed and first and _read(content, fields, changed, places, today)
    fields.stop()
    assert first is not None
    sheet, asked = first
    shown = plan(content, solver, sheet, asked, NOBODY).render(content, say)
    answer: dict[str, Any] = {"roadmap": shown, "what_if": None, "comparison": None}
    if second:
        other = plan(content, solver, *second, NOBODY).render(content, say)
        answer |= {"what_if": other, "comparison": compare_roadmaps(shown, other)}
    answer["support"] = answer["cases"] = None
    if support:
        work = planned_work(content, shown, asked.starts_on, said)
        own = sheet.enterprise
        answer["support"] = find_support_for(content, own, said, say, on=on, work=work)
    if cases:
        answer["cases"] = cases_for(content, sheet, shown, say)
    return answer


def cases_for(
    content: Content, sheet: Sheet, shown: Mapping[str, Any] | None, say: Say
) -> dict[str, Any]:
    """Return the cases near to a sheet's firm and, if there is one, its rendered roadmap."""
    ids = [one["id"] for one in projects_of(shown)] if shown else []
    known = [content.projects[one] for one in ids if one in content.projects]
    scenes = dict.fromkeys(scene for project in known for scene in project.scenes)
    return find_matches(content, seeker_of(content, sheet, scenes=scenes, projects=ids), say)


def _said(content: Content, fields: Fields) -> Said:
    try:
        return read_said(content, fields.given.get("facts"))
    except FaultyInput as error:
        fields.faults += error.faults
        return Said()


def _read(
    content: Content,
    fields: Fields,
    given: Mapping[str, Any],
    places: tuple[str, str],
    today: date,
) -> tuple[Sheet, Asked] | None:
    """Return sheet and wish, or note every fault of both."""
    sheet: Sheet | None = None
    asked: Asked | None = None
    if given.get("sheet") is not None:
        try:
            sheet = read(content, given["sheet"])
        except FaultyInput as error:
            fields.faults += below(places[0], error)
    if given.get("roadmap") is not None:
        try:
            asked = read_asked(content, given["roadmap"], today)
        except FaultyInput as error:
            fields.faults += below(places[1], error)
    return (sheet, asked) if sheet is not None and asked is not None else None


def _changed(fields: Fields) -> dict[str, Any] | None:
    """Return sheet and wish as the what-if changes them, None without one."""
    if fields.given.get("what_if") is None:
        return None
    own = Fields(fields.given["what_if"], WHAT_IF_FIELDS, "/what_if", fields.faults)
    sheet, wish = fields.given.get("sheet"), fields.given.get("roadmap")
    if not isinstance(sheet, dict) or not isinstance(wish, dict):
        return None
    changed = dict(sheet)
    for name in ("answers", "enterprise"):
        if own.has(name):
            changed[name] = _merged(sheet.get(name), own.given[name])
    return {"sheet": changed, "roadmap": _merged(wish, own.given.get("roadmap", {}))}


def _merged(old: object, new: object) -> object:
    if not isinstance(new, dict) or not isinstance(old, dict):
        return new
    return {name: value for name, value in {**old, **new}.items() if value is not None}
