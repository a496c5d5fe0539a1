"""Real cases and the firms that look for them."""

from dataclasses import replace

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.promotion.case import Case
from diagnosis.domain.promotion.match_cases import Seeker
from tests.builders.texts import MARK, TEXT


def a_case(name: str = "case-a", **changes: object) -> Case:
    """Return a case of a small mould shop, with some changes."""
    case = Case(
        id=name,
        company=TEXT,
        site=TEXT,
        place="441900",
        division="C35",
        production_type=ProductionType.DISCRETE,
        industry_class="C3525",
        size=SizeClass.SMALL,
        size_mark=MARK,
        year=2024,
        recognition=(),
        scenes=("shop-scheduling",),
        summary=TEXT,
        practices={"control": 2, "tracing": 3},
        packages=("pkg-mes",),
        metrics=(),
        conflicts=(),
        note=None,
        marks={},
        industry_mark=MARK,
        sources=(),
        confidence="medium",
        checked="one-source",
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def a_seeker(**changes: object) -> Seeker:
    """Return a small mould shop that may learn from `a_case`, with some changes."""
    seeker = Seeker(
        positions={"control": 1.0, "tracing": 1.0},
        industry="C3525",
        production_type=ProductionType.DISCRETE,
        size=SizeClass.SMALL,
        place="441900",
    )
    return replace(seeker, **changes)  # type: ignore[arg-type]
