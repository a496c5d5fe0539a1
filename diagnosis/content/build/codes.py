"""Parsed code lists into domain values."""

from collections.abc import Mapping
from typing import Any

from diagnosis.content.build.texts import text
from diagnosis.domain.intake.enterprise import Codes, FormerPlace, SizeClass, SizeLimit
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.industry import ClassList, TradeName
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]


def build_codes(
    *,
    industries: Plain,
    classes: Plain | None,
    trade_names: Plain | None,
    places: Plain,
    sizes: Plain,
    scenes: Plain,
) -> Codes:
    """Return the code lists that profile facts are checked against.

    Content pinned by earlier releases has no `classes`, no `trade_names`, and no former places.
    """
    divisions = industries["industries"]
    called = trade_names or {}
    return Codes(
        industries={
            division["code"]: ProductionType(division["production_type"]) for division in divisions
        },
        industry_names={division["code"]: text(division["name"]) for division in divisions},
        places=_place_names(places),
        sizes=_size_limits(sizes),
        classes=ClassList() if classes is None else _class_list(classes),
        trade_names=_trade_names(called),
        offered_classes=tuple(called.get("offered", ())),
        words_before=tuple(called.get("words_before", ())),
        words_after=tuple(called.get("words_after", ())),
        former_places={
            place["code"]: FormerPlace(text(place["name"]), tuple(place["now"]))
            for place in places.get("former", ())
        },
        scenes=tuple(build_scenes(scenes)),
    )


def _class_list(classes: Plain) -> ClassList:
    """Return the groups and classes of both editions; the earlier one is told by its changes."""
    current, earlier = classes["current"]["names"], classes["earlier"]
    without = frozenset(earlier["without"])
    kept = {code: name for code, name in current.items() if code not in without}
    return ClassList(current=current, earlier={**kept, **earlier["names"]})


def _trade_names(plain: Plain) -> tuple[TradeName, ...]:
    """Return what people call trades, with the class of each."""
    return tuple(
        TradeName(code=trade["code"], name=text(trade["name"]), words=tuple(trade["words"]))
        for trade in plain.get("trade_names", ())
    )


def _place_names(places: Plain) -> dict[str, Text]:
    """Return the names of cities, districts and towns by code, each city before what is in it."""
    return {
        place["code"]: text(place["name"])
        for city in places["cities"]
        for place in (city, *city.get("districts", ()), *city.get("towns", ()))
    }


def _size_limits(sizes: Plain) -> tuple[SizeLimit, ...]:
    """Return the lower limits of the size classes, the largest first; micro has none."""
    limits = sorted(sizes["sizes"], key=lambda limit: -int(limit["employees"]))
    return tuple(
        SizeLimit(SizeClass(limit["id"]), limit["employees"], float(limit["revenue_wan"]))
        for limit in limits
        if limit["id"] != SizeClass.MICRO
    )


def build_scenes(scenes: Plain) -> dict[str, Text]:
    """Return the names of the 40 scenes by id, in the official order."""
    return {
        scene["id"]: text(scene["name"]) for link in scenes["links"] for scene in link["scenes"]
    }


def build_scene_links(scenes: Plain) -> dict[str, Text]:
    """Return the names of the 8 links by id, in the official order."""
    return {link["id"]: text(link["name"]) for link in scenes["links"]}
