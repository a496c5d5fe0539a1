"""Parsed projects into values."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.content.build.marks import Marks, build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.retrofit.catalogue.project import (
    SIZES,
    Benefit,
    Cost,
    Effect,
    Effort,
    Goal,
    ItemNeed,
    MarkedRange,
    MoneyRange,
    Needs,
    Project,
    Range,
    Stage,
)
from diagnosis.domain.unit import Unit

Plain = Mapping[str, Any]


def build_projects(documents: Iterable[Plain]) -> dict[str, Project]:
    """Return the projects by id, in the order of stages, then of ids."""
    stages = list(Stage)
    built = sorted(
        (_project(document) for document in documents),
        key=lambda project: (stages.index(project.stage), project.id),
    )
    return {project.id: project for project in built}


def _project(plain: Plain) -> Project:
    marks = build_marks(plain)
    industries = plain["industries"]
    return Project(
        id=plain["id"],
        stage=Stage(plain["stage"]),
        name=text(plain["name"]),
        what=text(plain["what"]),
        done_when=text(plain["done_when"]),
        effects=tuple(Effect(effect["item"], effect["to"]) for effect in plain["effects"]),
        needs=_needs(plain.get("needs", {})),
        stands_in_for=tuple(plain.get("stands_in_for", ())),
        excludes=tuple(plain.get("excludes", ())),
        cost_wan=_cost(plain["cost_wan"], marks),
        running_wan_per_year=_cost(plain["running_wan_per_year"], marks),
        people_months=_effort(plain["people_months"], marks),
        duration_months=build_months(plain["duration_months"], marks),
        payback_months=plain["payback_months"] and build_months(plain["payback_months"], marks),
        payback_reason=text_or_none(plain.get("payback_reason")),
        goals=tuple(Goal(goal) for goal in plain["goals"]),
        benefits=tuple(build_benefit(benefit, marks) for benefit in plain.get("benefits", ())),
        industries=None if industries == "all" else tuple(industries),
        scenes=tuple(plain.get("scenes", ())),
        measures=tuple(plain.get("measures", ())),
        support=tuple(plain.get("support", ())),
        sources=tuple(plain.get("sources", ())),
        marks=marks,
        note=text_or_none(plain.get("note")),
    )


def _needs(plain: Plain) -> Needs:
    return Needs(
        projects=tuple(plain.get("projects", ())),
        items=tuple(ItemNeed(need["item"], need["at_least"]) for need in plain.get("items", ())),
    )


def _cost(plain: Plain, marks: Marks) -> Cost:
    ranges = {size: plain[size.value] for size in SIZES}
    return Cost(
        {size: None if ends is None else MoneyRange(*ends) for size, ends in ranges.items()},
        marks[plain["mark"]],
    )


def _effort(plain: Plain, marks: Marks) -> Effort:
    return Effort({size: plain[size.value] for size in SIZES}, marks[plain["mark"]])


def build_months(plain: Plain, marks: Marks) -> MarkedRange:
    """Return a range of months with its mark."""
    return MarkedRange(Range(plain["low"], plain["high"]), marks[plain["mark"]])


def build_benefit(plain: Plain, marks: Marks) -> Benefit:
    """Return what is expected to change, or changed elsewhere; a project's has no note."""
    return Benefit(
        name=text(plain["name"]),
        range=Range(plain["low"], plain["high"]),
        unit=Unit(plain["unit"]),
        direction=plain["direction"],
        mark=marks[plain["mark"]],
        note=text_or_none(plain.get("note")),
    )
