"""Packages to test with."""

from dataclasses import replace

from diagnosis.domain.retrofit.catalogue.amounts import MarkedRange, Money, Range
from diagnosis.domain.retrofit.catalogue.cost_function import FIXED, CostFunction, CostTerm
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.catalogue.package import (
    CostParts,
    Grade,
    Headcounts,
    Package,
    PackageArea,
    PackageNeeds,
)
from tests.builders.texts import MARK, TEXT


def a_package(name: str = "pkg-a", **changes: object) -> Package:
    """Return a light generic package of 3 万元 that brings nothing known, with some changes."""
    term = CostTerm(driver=FIXED, at=1, exponent=1, amount=Money(1, 3, 9), mark=MARK)
    package = Package(
        id=name,
        area=PackageArea.PRODUCTION,
        grade=Grade.LIGHT,
        family=None,
        name=TEXT,
        what=TEXT,
        first_step=TEXT,
        done_when=TEXT,
        steps=(),
        earlier=(),
        trades=(),
        headcounts=Headcounts(),
        traits={},
        needs=PackageNeeds(),
        effects=(LadderEffect("control", 2),),
        build_wan=CostFunction((term,)),
        run_wan_per_year=CostFunction(),
        cost_covers=TEXT,
        cost_parts=CostParts(software=40, hardware=20, services=40, mark=MARK),
        months=MarkedRange(Range(1, 2), MARK),
        people_months=CostFunction((term,)),
        brings=(),
        brings_unknown=TEXT,
        pains=("defects",),
        is_ai=False,
        measures=(),
        sources=(),
        marks={},
    )
    return replace(package, **changes)  # type: ignore[arg-type]
