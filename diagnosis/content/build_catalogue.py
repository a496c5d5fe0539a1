"""Parsed catalogue entries into values: projects, cases, instruments, measures, adoption."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from diagnosis.content.build_questionnaires import text
from diagnosis.content.build_standards import build_marks
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.promotion.case import Case, Metric, MetricKind
from diagnosis.domain.retrofit.catalogue.adoption import Adoption, AdoptionBand
from diagnosis.domain.retrofit.catalogue.measure import Measure
from diagnosis.domain.retrofit.catalogue.project import (
    SIZES,
    Benefit,
    Cost,
    Effect,
    Effort,
    Goal,
    ItemNeed,
    MarkedRange,
    Needs,
    Project,
    Range,
    Stage,
)
from diagnosis.domain.retrofit.support.instrument import Instrument, LevelCap, Pays, Period, Stated
from diagnosis.domain.retrofit.support.rule import compile_rule
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]
Marks = Mapping[str, Mark]
_PER_CENT = 100
_day = cache(date.fromisoformat)


def _text_or_none(value: Plain | None) -> Text | None:
    return None if value is None else text(value)


def build_projects(documents: Iterable[Plain]) -> dict[str, Project]:
    """Return the projects by id, in the order of stages, then of ids."""
    stages = list(Stage)
    built = sorted(
        (_project(document) for document in documents),
        key=lambda one: (stages.index(one.stage), one.id),
    )
    return {project.id: project for project in built}


def _project(one: Plain) -> Project:
    marks = build_marks(one)
    industries = one["industries"]
    return Project(
        id=one["id"],
        stage=Stage(one["stage"]),
        name=text(one["name"]),
        what=text(one["what"]),
        done_when=text(one["done_when"]),
        effects=tuple(Effect(e["item"], e["to"]) for e in one["effects"]),
        needs=Needs(
            tuple(one["needs"]["projects"]),
            tuple(ItemNeed(n["item"], n["at_least"]) for n in one["needs"]["items"]),
        ),
        stands_in_for=tuple(one["stands_in_for"]),
        excludes=tuple(one["excludes"]),
        cost_wan=_cost(one["cost_wan"], marks),
        running_wan_per_year=_cost(one["running_wan_per_year"], marks),
        people_months=Effort(
            {size: one["people_months"][size.value] for size in SIZES},
            marks[one["people_months"]["mark"]],
        ),
        duration_months=_months(one["duration_months"], marks),
        payback_months=one["payback_months"] and _months(one["payback_months"], marks),
        payback_reason=_text_or_none(one.get("payback_reason")),
        goals=tuple(Goal(goal) for goal in one["goals"]),
        benefits=tuple(
            Benefit(
                text(b["name"]),
                Range(b["low"], b["high"]),
                b["unit"],
                b["direction"],
                marks[b["mark"]],
            )
            for b in one["benefits"]
        ),
        industries=None if industries == "all" else tuple(industries),
        scenes=tuple(one["scenes"]),
        measures=tuple(one["measures"]),
        support=tuple(one["support"]),
        sources=tuple(one["sources"]),
        marks=marks,
        note=_text_or_none(one.get("note")),
    )


def _cost(value: Plain, marks: Marks) -> Cost:
    ranges = {size: value[size.value] for size in SIZES}
    return Cost(
        {size: None if one is None else Range(*one) for size, one in ranges.items()},
        marks[value["mark"]],
    )


def _months(value: Plain, marks: Marks) -> MarkedRange:
    return MarkedRange(Range(value["low"], value["high"]), marks[value["mark"]])


def build_cases(documents: Iterable[Plain]) -> dict[str, Case]:
    """Return the cases by id, in the order of ids."""
    built = (_case(document) for document in documents)
    return {case.id: case for case in sorted(built, key=lambda one: one.id)}


def _case(one: Plain) -> Case:
    marks = build_marks(one)
    industry = one["industry"]
    return Case(
        id=one["id"],
        company=text(one["company"]),
        site=text(one["site"]["name"]),
        place=one["site"]["place"],
        division=industry["division"],
        industry_class=industry["class"],
        size=one["size"] and SizeClass(one["size"]),
        size_mark=marks[one["size_mark"]] if "size_mark" in one else None,
        year=one["year"],
        recognition=tuple(one["recognition"]),
        scenes=tuple(one["scenes"]),
        summary=text(one["summary"]),
        practices={p["item"]: p["position"] for p in one["practices"]},
        projects=tuple(one["projects"]),
        metrics=tuple(_metric(metric, marks) for metric in one["metrics"]),
        conflicts=tuple(text(conflict) for conflict in one["conflicts"]),
        note=_text_or_none(one.get("note")),
        marks=marks,
        industry_mark=marks[industry["mark"]],
        sources=tuple(one["sources"]),
        confidence=one["confidence"],
        checked=one["checked"],
    )


def _metric(one: Plain, marks: Marks) -> Metric:
    return Metric(
        name=text(one["name"]),
        value=one["value"],
        unit=one["unit"],
        direction=one["direction"],
        kind=MetricKind(one["kind"]),
        baseline=_text_or_none(one.get("baseline")),
        note=_text_or_none(one.get("note")),
        mark=marks[one["mark"]],
    )


def build_instruments(documents: Iterable[Plain]) -> dict[str, Instrument]:
    """Return the support instruments by id: country, province, city, district, then by id."""
    levels = ("country", "province", "city", "district")
    built = sorted(
        (_instrument(document) for document in documents),
        key=lambda one: (levels.index(one.level), one.codes[0], one.id),
    )
    return {instrument.id: instrument for instrument in built}


def _instrument(one: Plain) -> Instrument:
    marks = build_marks(one)
    pays = one["pays"]
    return Instrument(
        id=one["id"],
        name=text(one["name"]),
        kind=one["kind"],
        level=one["jurisdiction"]["level"],
        codes=tuple(one["jurisdiction"]["codes"]),
        offer=text(one["offer"]),
        eligible=compile_rule(one["eligible"]),
        declarations={d["id"]: text(d["text"]) for d in one["declarations"]},
        pays=Pays(
            pays["rate_pct"],
            pays["cap_wan"],
            pays["pool_wan"],
            pays["base"],
            marks[pays["mark"]],
        ),
        by_level=tuple(
            LevelCap(
                row["standard"],
                row["level"],
                row["cap_wan"],
                marks[row.get("mark", pays["mark"])],
            )
            for row in one.get("by_level", ())
        ),
        pays_for_stages=tuple(Stage(stage) for stage in one["pays_for"]["stages"]),
        pays_for_projects=tuple(one["pays_for"]["projects"]),
        timing=one["timing"],
        valid=_period(one["valid"], marks),
        window=one["window"] and _period(one["window"], marks),
        overlap_class=one["overlap_class"],
        route=_text_or_none(one["route"]),
        stated=Stated(one["status"]),
        read_in=one["read_in"],
        measures=tuple(one["measures"]),
        marks=marks,
        sources=tuple(one["sources"]),
        confidence=one["confidence"],
        checked=one["checked"],
        checked_on=_day(one["checked_on"]),
        note=_text_or_none(one["note"]),
    )


def _period(one: Plain, marks: Marks) -> Period:
    start, end = one["from"], one["to"]
    return Period(start and _day(start), end and _day(end), marks[one["mark"]])


def build_measures(document: Plain) -> dict[str, Measure]:
    """Return the measures of the action plan by id, in the plan's order."""
    marks = build_marks(document)
    parts = {part["part"]: text(part["name"]) for part in document["parts"]}
    return {
        one["id"]: Measure(
            id=one["id"],
            part=one["part"],
            part_name=parts[one["part"]],
            name=text(one["name"]),
            says=text(one["says"]),
            services=tuple(one.get("services", ())),
            unserved=_text_or_none(one.get("unserved")),
            mark=marks[one["mark"]],
            number_checked=one["number_checked"],
        )
        for one in document["measures"]
    }


def build_adoption(document: Plain) -> Adoption:
    """Return the adoption tables."""
    marks = build_marks(document)
    overall = document["overall"]
    rate = document["usd_cny"]
    return Adoption(
        overall=overall["implemented_pct"] / _PER_CENT,
        by_payback_months=_bands(document["by_payback_months"]),
        by_cost_usd=_bands(document["by_cost_usd"]),
        usd_cny=rate["value"],
        about=text(document["about"]),
        note=text(document["note"]),
        mark=marks[overall["mark"]],
        rate_mark=marks[rate["mark"]],
    )


def _bands(rows: Iterable[Plain]) -> tuple[AdoptionBand, ...]:
    return tuple(
        AdoptionBand(row["up_to"], row["n"], row["implemented_pct"] / _PER_CENT) for row in rows
    )
