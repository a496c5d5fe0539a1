"""Two rendered roadmaps side by side: costs, gains, levels, and what only one of them does."""

from collections.abc import Mapping
from typing import Any

from diagnosis.services.retrofit.planned_work import projects_of

Plain = Mapping[str, Any]
Shown = dict[str, Any]
_NUMBERS = ("value", "expected_value", "people_months", "gap")
_MONEY = ("cost_wan", "running_wan_per_year")


def compare_roadmaps(one: Plain, other: Plain) -> Shown:
    """Return the differences of two roadmaps, the second less the first.

    Texts are taken as they were rendered. Both must be rendered alike.
    """
    first = {project["id"]: project for project in projects_of(one)}
    second = {project["id"]: project for project in projects_of(other)}
    return {
        "numbers": {name: _pair(one[name], other[name]) for name in _NUMBERS},
        "money": {name: _money(one[name], other[name]) for name in _MONEY},
        "target": {"first": one["target"], "second": other["target"]},
        "levels": _levels(one, other),
        "only_first": [_brief(p) for name, p in first.items() if name not in second],
        "only_second": [_brief(p) for name, p in second.items() if name not in first],
        "in_both": [
            {
                "id": name,
                "name": project["name"],
                "start_month": _pair(project["start_month"], second[name]["start_month"]),
            }
            for name, project in first.items()
            if name in second
        ],
    }


def _pair(first: float | None, second: float | None) -> Shown:
    unknown = first is None or second is None
    difference = None if unknown else round(second - first, 9)  # type: ignore[operator]
    return {"first": first, "second": second, "difference": difference}


def _money(first: Plain, second: Plain) -> Shown:
    return {end: _pair(first[end], second[end]) for end in ("low", "mid", "high")}


def _brief(project: Plain) -> Shown:
    return {"id": project["id"], "name": project["name"], "cost_wan": project["cost_wan"]}


def _after(plan: Plain) -> dict[str, Plain]:
    last = plan["phases"][-1]["standards"] if plan["phases"] else plan["before"]
    return {one["standard"]: one for one in last}


def _levels(one: Plain, other: Plain) -> list[Shown]:
    """Return level and score by standard once each plan is done."""
    first, second = _after(one), _after(other)
    return [
        {
            "standard": name,
            "level": _pair(first[name]["level"], second[name]["level"]),
            "score": _pair(first[name]["score"], second[name]["score"]),
        }
        for name in first
        if name in second
    ]
