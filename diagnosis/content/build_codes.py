"""Parsed code lists into domain values."""

from collections.abc import Mapping
from typing import Any

from diagnosis.content.build_questionnaires import text
from diagnosis.domain.intake.enterprise import Codes, SizeClass, SizeLimit
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]


def build_codes(industries: Plain, places: Plain, sizes: Plain) -> Codes:
    """Return the code lists that profile facts are checked against."""
    names: dict[str, Text] = {}
    for city in places["cities"]:
        names[city["code"]] = text(city["name"])
        for district in city["districts"]:
            names[district["code"]] = text(district["name"])
    limits = sorted(sizes["sizes"], key=lambda one: -int(one["employees"]))
    return Codes(
        industries={
            one["code"]: ProductionType(one["production_type"]) for one in industries["industries"]
        },
        industry_names={one["code"]: text(one["name"]) for one in industries["industries"]},
        places=names,
        sizes=tuple(
            SizeLimit(SizeClass(one["id"]), one["employees"], float(one["revenue_wan"]))
            for one in limits
            if one["id"] != SizeClass.MICRO
        ),
    )


def build_scenes(scenes: Plain) -> dict[str, Text]:
    """Return the names of the 40 scenes by id, in the official order."""
    return {
        scene["id"]: text(scene["name"]) for link in scenes["links"] for scene in link["scenes"]
    }
