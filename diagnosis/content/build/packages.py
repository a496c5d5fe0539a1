"""Parsed packages, what drives their cost, and what takes months, into values."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.content.build.marks import Marks, build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.retrofit.catalogue.amounts import Benefit, MarkedRange, Money, Range
from diagnosis.domain.retrofit.catalogue.cost_function import FIXED, CostFunction, CostTerm, Driver
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
    SystemsEffect,
)
from diagnosis.domain.retrofit.catalogue.package import (
    CostParts,
    Grade,
    Headcounts,
    ItemNeed,
    Package,
    PackageArea,
    PackageNeeds,
    PackageStep,
)
from diagnosis.domain.retrofit.catalogue.typical_firm import TypicalFirm
from diagnosis.domain.unit import Unit

Plain = Mapping[str, Any]


def build_packages(documents: Iterable[Plain]) -> dict[str, Package]:
    """Return the packages by id, in the order of areas, then of ids."""
    areas = list(PackageArea)
    built = sorted(
        (_package(document) for document in documents),
        key=lambda package: (areas.index(package.area), package.id),
    )
    return {package.id: package for package in built}


def build_drivers(document: Plain | None) -> dict[str, Driver]:
    """Return what drives costs, by id; content pinned by earlier releases has no such file."""
    if document is None:
        return {}
    marks = build_marks(document)
    return {
        plain["id"]: Driver(
            id=plain["id"],
            name=text(plain["name"]),
            at_60_people=plain["at_60_people"],
            exponent=plain["exponent"],
            mark=marks[plain["mark"]],
        )
        for plain in document["drivers"]
    }


def build_delays(document: Plain | None) -> dict[tuple[str, int], int]:
    """Return the months of records that (item, position) asks for, where it does."""
    if document is None:
        return {}
    return {(plain["item"], plain["position"]): plain["months"] for plain in document["delays"]}


def build_typical_firms(document: Plain | None) -> tuple[TypicalFirm, ...]:
    """Return what typical firms spend; content pinned by earlier releases has no such file."""
    if document is None:
        return ()
    marks = build_marks(document)
    return tuple(
        TypicalFirm(
            id=plain["id"],
            name=text(plain["name"]),
            employees=plain["employees"],
            standard=plain["standard"],
            from_level=plain["from_level"],
            to_level=plain["to_level"],
            packages=tuple(plain["packages"]),
            build_wan=Range(*plain["build_wan"]),
            run_wan_per_year=plain["run_wan_per_year"],
            says=text(plain["says"]),
            mark=marks[plain["mark"]],
        )
        for plain in document["firms"]
    )


def _package(plain: Plain) -> Package:
    marks = build_marks(plain)
    cost = plain["cost"]
    return Package(
        id=plain["id"],
        area=PackageArea(plain["area"]),
        grade=Grade(plain["grade"]),
        family=plain.get("family"),
        name=text(plain["name"]),
        what=text(plain["what"]),
        first_step=text(plain["first_step"]),
        done_when=text(plain["done_when"]),
        steps=tuple(_step(step) for step in plain.get("steps", ())),
        earlier=tuple(plain.get("earlier", ())),
        trades=tuple(plain.get("trades", ())),
        headcounts=_headcounts(plain.get("headcount", {})),
        traits=_traits(plain.get("traits", {})),
        needs=_needs(plain.get("needs", {})),
        effects=tuple(_effect(effect) for effect in plain["effects"]),
        build_wan=_function(cost["build"], marks),
        run_wan_per_year=_function(cost.get("run", ()), marks),
        cost_covers=text(cost["covers"]),
        cost_parts=_parts(cost["parts"], marks),
        months=_months(plain["months"], marks),
        people_months=_function(plain["people_months"], marks),
        brings=tuple(_benefit(benefit, marks) for benefit in plain.get("brings", ())),
        brings_unknown=text_or_none(plain.get("brings_unknown")),
        pains=tuple(plain.get("pains", ())),
        is_ai=plain.get("ai", False),
        measures=tuple(plain.get("measures", ())),
        sources=tuple(plain.get("sources", ())),
        marks=marks,
        note=text_or_none(plain.get("note")),
        shown_by=_positions(plain.get("shown_by", ())),
    )


def _step(plain: Plain) -> PackageStep:
    return PackageStep(text(plain["name"]), tuple(plain.get("earlier", ())))


def _headcounts(plain: Plain) -> Headcounts:
    return Headcounts(plain.get("from"), plain.get("to"))


def _traits(plain: Plain) -> dict[str, tuple[object, ...]]:
    """Return the values that serve, by trait: some ids, or yes."""
    return {
        name: tuple(value) if isinstance(value, list) else (value,)
        for name, value in plain.items()
    }


def _needs(plain: Plain) -> PackageNeeds:
    return PackageNeeds(
        packages=tuple(plain.get("packages", ())),
        items=_positions(plain.get("items", ())),
    )


def _positions(plains: Iterable[Plain]) -> tuple[ItemNeed, ...]:
    return tuple(ItemNeed(plain["item"], plain["at_least"]) for plain in plains)


def _effect(plain: Plain) -> PackageEffect:
    item = plain["item"]
    if "to" in plain:
        return LadderEffect(item, plain["to"])
    if "adds" in plain:
        return OptionsEffect(item, tuple(plain["adds"]))
    if "at_least" in plain:
        return ChoiceEffect(item, plain["at_least"])
    if "to_percent" in plain:
        return ShareEffect(item, plain["to_percent"])
    return SystemsEffect(item, tuple(plain["areas"]))


def _function(terms: Iterable[Plain], marks: Marks) -> CostFunction:
    return CostFunction(tuple(_term(plain, marks) for plain in terms))


def _term(plain: Plain, marks: Marks) -> CostTerm:
    is_fixed = plain["driver"] == FIXED
    return CostTerm(
        driver=plain["driver"],
        at=1.0 if is_fixed else plain["at"],
        exponent=1.0 if is_fixed else plain["exponent"],
        amount=Money(*plain["amount"]),
        mark=marks[plain["mark"]],
    )


def _months(plain: Plain, marks: Marks) -> MarkedRange:
    return MarkedRange(Range(plain["low"], plain["high"]), marks[plain["mark"]])


def _benefit(plain: Plain, marks: Marks) -> Benefit:
    return Benefit(
        name=text(plain["name"]),
        range=Range(plain["low"], plain["high"]),
        unit=Unit(plain["unit"]),
        direction=plain["direction"],
        mark=marks[plain["mark"]],
        note=text_or_none(plain.get("note")),
    )


def _parts(plain: Plain, marks: Marks) -> CostParts:
    return CostParts(
        software=plain["software"],
        hardware=plain["hardware"],
        services=plain["services"],
        mark=marks[plain["mark"]],
    )
