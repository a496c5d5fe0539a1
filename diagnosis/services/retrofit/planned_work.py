"""A rendered roadmap as support and follow-up see it: projects with days, levels over time."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from diagnosis.domain.retrofit.catalogue.project import Range
from diagnosis.domain.retrofit.support.eligibility import LevelsAt, PlannedProject, PlannedWork
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_facts import Said

Plain = Mapping[str, Any]
DAYS_A_MONTH = 30


def after_months(start: date, months: float) -> date:
    """Return the day so many months after a start; a part of a month counts 30 days.

    Examples
    --------
    >>> str(after_months(date(2026, 1, 31), 1)), str(after_months(date(2026, 11, 15), 2.5))
    ('2026-02-28', '2027-01-30')
    """
    whole = int(months)
    years, month = divmod(start.month - 1 + whole, 12)
    year, month = start.year + years, month + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=round((months - whole) * DAYS_A_MONTH))


def projects_of(plan: Plain) -> Iterator[Plain]:
    """Yield the projects of a rendered roadmap, phase by phase."""
    for phase in plan["phases"]:
        yield from phase["projects"]


def levels_of(standings: list[Plain]) -> dict[str, int]:
    """Return the levels by standard id that are known."""
    return {
        one["standard"].partition("@")[0]: one["level"]
        for one in standings
        if one["level"] is not None
    }


def planned_work(content: Content, plan: Plain, starts_on: date, said: Said) -> PlannedWork:
    """Return a rendered roadmap that starts on a day as support sees it.

    Projects that the catalogue no longer has are left out. A phase's levels hold from the day on
    which the last of its projects ends.
    """
    planned, levels = [], [LevelsAt(starts_on, levels_of(plan["before"]))]
    last = 0.0
    for phase in plan["phases"]:
        for one in phase["projects"]:
            last = max(last, one["end_month"])
            if one["id"] in content.projects:
                cost = Range(one["cost_wan"]["low"], one["cost_wan"]["high"])
                days = (after_months(starts_on, one[end]) for end in ("start_month", "end_month"))
                planned.append(PlannedProject(content.projects[one["id"]], cost, *days))
        if phase["projects"]:
            levels.append(LevelsAt(after_months(starts_on, last), levels_of(phase["standards"])))
    return PlannedWork(tuple(planned), tuple(levels), said.equipment_wan, said.interest_wan)
