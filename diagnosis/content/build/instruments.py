"""Parsed support instruments into values."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from diagnosis.content.build.marks import Marks, build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.package import CostPart, PackageArea
from diagnosis.domain.retrofit.support.instrument import (
    FinishBy,
    Instrument,
    LevelCap,
    Pays,
    Period,
    Stated,
)
from diagnosis.domain.retrofit.support.likelihood import LongShot
from diagnosis.domain.retrofit.support.paid_packages import PaidPackages
from diagnosis.domain.retrofit.support.rule import compile_rule
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]
_LEVELS = ("country", "province", "city", "district")
_day = cache(date.fromisoformat)


def build_instruments(documents: Iterable[Plain]) -> dict[str, Instrument]:
    """Return the support instruments by id: country, province, city, district, then by id."""
    built = [_instrument(document) for document in documents]
    return {instrument.id: instrument for instrument in sorted(built, key=_order)}


def _order(instrument: Instrument) -> tuple[int, str, str]:
    return (_LEVELS.index(instrument.level), instrument.codes[0], instrument.id)


def _instrument(plain: Plain) -> Instrument:
    marks = build_marks(plain)
    return Instrument(
        id=plain["id"],
        name=text(plain["name"]),
        kind=plain["kind"],
        level=plain["jurisdiction"]["level"],
        codes=tuple(plain["jurisdiction"]["codes"]),
        offer=text(plain["offer"]),
        eligible=compile_rule(plain["eligible"]),
        declarations=_declarations(plain.get("declarations", ())),
        pays=_pays(plain["pays"], marks),
        by_level=_caps_by_level(plain, marks),
        paid=_paid(plain.get("pays_for", {})),
        timing=plain["timing"],
        valid=_period(plain["valid"], marks),
        window=plain["window"] and _period(plain["window"], marks),
        finish_by=_finish_by(plain.get("finish_by")),
        overlap_class=plain["overlap_class"],
        route=text_or_none(plain["route"]),
        stated=Stated(plain["status"]),
        read_in=plain["read_in"],
        measures=tuple(plain.get("measures", ())),
        marks=marks,
        sources=tuple(plain["sources"]),
        confidence=plain["confidence"],
        checked=plain["checked"],
        checked_on=_day(plain["checked_on"]),
        note=text_or_none(plain["note"]),
        long_shot=_long_shot(plain.get("long_shot")),
        may_be_over=text_or_none(plain.get("may_be_over")),
    )


def _declarations(rows: Iterable[Plain]) -> dict[str, Text]:
    """Return what a firm declares by itself, by id, in the order of the file."""
    return {row["id"]: text(row["text"]) for row in rows}


def _paid(plain: Plain) -> PaidPackages:
    """Return what of a plan counts; content of earlier releases named projects: nothing then."""
    return PaidPackages(
        every_package=plain.get("all", False),
        with_ai=plain.get("ai", False),
        areas=frozenset(PackageArea(area) for area in plain.get("areas", ())),
        packages=frozenset(plain.get("packages", ())),
        excepted=frozenset(plain.get("except", ())),
        parts=frozenset(CostPart(part) for part in plain.get("parts", CostPart)),
    )


def _pays(plain: Plain, marks: Marks) -> Pays:
    return Pays(
        rate_pct=plain["rate_pct"],
        cap_wan=plain["cap_wan"],
        pool_wan=plain["pool_wan"],
        base=plain["base"],
        mark=marks[plain["mark"]],
    )


def _caps_by_level(plain: Plain, marks: Marks) -> tuple[LevelCap, ...]:
    """Return the caps by level; a row without a mark has that of what the instrument pays."""
    return tuple(
        LevelCap(
            standard=row["standard"],
            level=row["level"],
            cap_wan=row["cap_wan"],
            mark=marks[row.get("mark", plain["pays"]["mark"])],
        )
        for row in plain.get("by_level", ())
    )


def _long_shot(plain: Plain | None) -> LongShot | None:
    if plain is None:
        return None
    return LongShot(frozenset(SizeClass(size) for size in plain["sizes"]), text(plain["why"]))


def _finish_by(plain: Plain | None) -> FinishBy | None:
    return None if plain is None else FinishBy(_day(plain["day"]), plain["declared"])


def _period(plain: Plain, marks: Marks) -> Period:
    start, end = plain["from"], plain["to"]
    return Period(start and _day(start), end and _day(end), marks[plain["mark"]])
