"""Parsed cases into values."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.content.build.marks import Marks, build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.promotion.case import Case, Metric, MetricKind
from diagnosis.domain.unit import Unit

Plain = Mapping[str, Any]


def build_cases(
    documents: Iterable[Plain], types: Mapping[str, ProductionType]
) -> dict[str, Case]:
    """Return the cases by id, in the order of ids; `types` are those assumed for the divisions."""
    built = (_case(document, types) for document in documents)
    return {case.id: case for case in sorted(built, key=lambda case: case.id)}


def _case(plain: Plain, types: Mapping[str, ProductionType]) -> Case:
    marks = build_marks(plain)
    industry = plain["industry"]
    return Case(
        id=plain["id"],
        company=text(plain["company"]),
        site=text(plain["site"]["name"]),
        place=plain["site"]["place"],
        division=industry["division"],
        production_type=types[industry["division"]],
        industry_class=industry["class"],
        size=plain["size"] and SizeClass(plain["size"]),
        size_mark=marks[plain["size_mark"]] if "size_mark" in plain else None,
        year=plain["year"],
        recognition=tuple(plain.get("recognition", ())),
        scenes=tuple(plain.get("scenes", ())),
        summary=text(plain["summary"]),
        practices={
            practice["item"]: practice["position"] for practice in plain.get("practices", ())
        },
        packages=tuple(plain.get("packages", ())),
        metrics=tuple(_metric(metric, marks) for metric in plain.get("metrics", ())),
        conflicts=tuple(text(conflict) for conflict in plain.get("conflicts", ())),
        note=text_or_none(plain.get("note")),
        marks=marks,
        industry_mark=marks[industry["mark"]],
        sources=tuple(plain["sources"]),
        confidence=plain["confidence"],
        checked=plain["checked"],
    )


def _metric(plain: Plain, marks: Marks) -> Metric:
    return Metric(
        name=text(plain["name"]),
        value=plain["value"],
        unit=Unit(plain["unit"]),
        direction=plain["direction"],
        kind=MetricKind(plain["kind"]),
        baseline=text_or_none(plain.get("baseline")),
        note=text_or_none(plain.get("note")),
        mark=marks[plain["mark"]],
        expected=plain.get("expected", False),
    )
