"""Projects of the catalogue."""

from dataclasses import replace

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.project import (
    Cost,
    Effect,
    Effort,
    Goal,
    MarkedRange,
    MoneyRange,
    Needs,
    Project,
    Range,
    Stage,
)
from tests.builders.texts import MARK, TEXT


def a_project(name: str = "prj-a", **changes: object) -> Project:
    """Return a project for small firms and larger ones of one division, with some changes."""
    cost = Cost(
        {
            SizeClass.MICRO: None,
            SizeClass.SMALL: MoneyRange(4, 9),
            SizeClass.MEDIUM: MoneyRange(10, 40),
            SizeClass.LARGE: MoneyRange(100, 400),
        },
        MARK,
    )
    project = Project(
        id=name,
        stage=Stage.SYSTEMS,
        name=TEXT,
        what=TEXT,
        done_when=TEXT,
        effects=(Effect("control", 2), Effect("tracing", 1)),
        needs=Needs(),
        stands_in_for=(),
        excludes=(),
        cost_wan=cost,
        running_wan_per_year=cost,
        people_months=Effort(dict.fromkeys(SizeClass, 1.0), MARK),
        duration_months=MarkedRange(Range(1, 2), MARK),
        payback_months=None,
        payback_reason=TEXT,
        goals=(Goal.QUALITY,),
        benefits=(),
        industries=("C35",),
        scenes=(),
        measures=(),
        support=(),
        sources=(),
        marks={},
    )
    return replace(project, **changes)  # type: ignore[arg-type]
