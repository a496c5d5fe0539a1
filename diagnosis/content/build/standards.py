"""Parsed standards into domain values."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict

from diagnosis.content.build.marks import Marks, build_marks
from diagnosis.content.build.texts import text
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import (
    MILLI,
    Declared,
    Dimension,
    FactoryLink,
    Gate,
    GatedStandard,
    Level,
    Mark,
    Node,
    Part,
    PointOption,
    PointsStandard,
    Question,
    Readings,
    Scene,
    SceneGate,
    StagedStandard,
    Standards,
    Subdomain,
    Tier,
    TiersStandard,
    WeightedItem,
)
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]
MINIMUM_WITHOUT = 0.0
"""The coverage that is asked for where a standard states none."""


class _Head(TypedDict):
    """What every standard has, by the names of `Standard`."""

    id: str
    revision: int
    rule: str
    official: bool
    name: Text
    about: Text
    levels: tuple[Level, ...]
    minimum_coverage: float
    band_starts: tuple[float, float]
    readings: dict[str, Readings]
    marks: dict[str, Mark]


def build_standards(documents: Mapping[str, Plain], readings: Mapping[str, Plain]) -> Standards:
    """Return the four standards from their files, by rule; readings by standard id."""
    by_rule = {document["rule"]: document for document in documents.values()}
    return Standards(
        staged=_staged(by_rule["staged"], readings),
        points=_points(by_rule["points-and-scenes"], readings),
        tiers=_tiers(by_rule["tiers"], readings),
        gated=_gated(by_rule["gated-mean"], readings),
    )


def _head(document: Plain, readings: Mapping[str, Plain]) -> _Head:
    marks = build_marks(document)
    starts = {band["id"]: float(band["from"]) for band in document["dimension_bands"]}
    return {
        "id": document["id"],
        "revision": document["revision"],
        "rule": document["rule"],
        "official": document["official"],
        "name": text(document["name"]),
        "about": text(document["about"]),
        "levels": tuple(
            Level(
                level["level"], text(level["name"]), text(level["reading"]), marks[level["mark"]]
            )
            for level in document["levels"]
        ),
        "minimum_coverage": float(
            document.get("minimum_coverage", {}).get("value", MINIMUM_WITHOUT)
        ),
        "band_starts": (starts["middle"], starts["high"]),
        "readings": {
            part: Readings(text(bands["low"]), text(bands["middle"]), text(bands["high"]))
            for part, bands in readings[document["id"]]["readings"].items()
        },
        "marks": marks,
    }


def _staged(document: Plain, readings: Mapping[str, Plain]) -> StagedStandard:
    head = _head(document, readings)
    marks = head["marks"]
    elements, domains, subdomains = [], [], []
    for element in document["elements"]:
        elements.append(_node(element, None, marks))
        for domain in element["domains"]:
            domains.append(_node(domain, element["id"], marks))
            subdomains += [_subdomain(sub, domain["id"], marks) for sub in domain["subdomains"]]
    return StagedStandard(
        **head,
        threshold=float(document["threshold"]["value"]),
        bands=tuple(document["bands"]["values"]),
        elements=tuple(elements),
        domains=tuple(domains),
        subdomains=tuple(subdomains),
    )


def _node(plain: Plain, parent: str | None, marks: Marks) -> Node:
    return Node(
        id=plain["id"],
        name=text(plain["name"]),
        parent=parent,
        weight=_weight(plain["weight"]),
        mark=marks[plain["weight"]["mark"]],
    )


def _subdomain(plain: Plain, domain: str, marks: Marks) -> Subdomain:
    return Subdomain(
        id=plain["id"],
        name=text(plain["name"]),
        parent=domain,
        weight=_weight(plain["weight"]),
        mark=marks[plain["weight"]["mark"]],
        items=tuple(plain["items"]),
        may_be_cut=plain["may_be_cut"],
    )


def _weight(value: Plain) -> dict[ProductionType, float]:
    return {kind: float(value[kind.value]) for kind in ProductionType}


def _points(document: Plain, readings: Mapping[str, Plain]) -> PointsStandard:
    head = _head(document, readings)
    marks = head["marks"]
    return PointsStandard(
        **head,
        blocks=tuple(
            Part(block["id"], text(block["name"]), float(block["points"]))
            for block in document["blocks"]
        ),
        chains=tuple(Part(chain["id"], text(chain["name"])) for chain in document["chains"]),
        questions=tuple(_question(question, marks) for question in document["questions"]),
        scenes=tuple(_scene(scene, marks) for scene in document["scenes"]),
        gates=tuple(
            SceneGate(level["level"], level["points"], level["scenes"], level["constraint_scenes"])
            for level in document["levels"]
            if level["level"] > 0
        ),
        notices={notice["id"]: text(notice["text"]) for notice in document["notices"]},
    )


def _question(plain: Plain, marks: Marks) -> Question:
    return Question(
        ref=plain["ref"],
        item=plain["item"],
        block=plain["block"],
        name=text(plain["name"]),
        kind=plain["kind"],
        max=_milli(plain["max"]),
        options=tuple(
            PointOption(option["value"], _milli(option["points"]), option.get("up_to"))
            for option in plain["options"]
        ),
        mark=marks[plain["mark"]],
    )


def _milli(points: str | float) -> int:
    """Return points in thousandths, exactly."""
    return int(Decimal(str(points)) * MILLI)


def _scene(plain: Plain, marks: Marks) -> Scene:
    return Scene(
        ref=plain["ref"],
        item=plain["item"],
        name=text(plain["name"]),
        chain=plain["chain"],
        constraint=plain["constraint"],
        shared_with=plain["shared_with"],
        mark=marks[plain["mark"]],
    )


def _tiers(document: Plain, readings: Mapping[str, Plain]) -> TiersStandard:
    return TiersStandard(
        **_head(document, readings),
        links=tuple(
            FactoryLink(link["id"], text(link["name"]), tuple(link["scene_links"]))
            for link in document["links"]
        ),
        declared=tuple(
            Declared(declared["id"], declared["item"], text(declared["name"]))
            for declared in document["declared"]
        ),
        above_size_revenue_wan=float(document["above_size"]["revenue_wan"]),
        tiers=tuple(_tier(level) for level in document["levels"] if level["level"] > 0),
    )


def _tier(level: Plain) -> Tier:
    return Tier(
        level=level["level"],
        cmmm_level=level["cmmm_level"],
        links=tuple(level["links"]),
        ai_share_percent=level["ai_share_pct"],
        judged=tuple(text(judged) for judged in level["judged"]),
    )


def _gated(document: Plain, readings: Mapping[str, Plain]) -> GatedStandard:
    head = _head(document, readings)
    marks = head["marks"]
    return GatedStandard(
        **head,
        tolerance=float(document["tolerance"]["value"]),
        dimensions=tuple(_dimension(dimension, marks) for dimension in document["dimensions"]),
        gates=tuple(
            _gate(level["level"], gate)
            for level in document["levels"]
            for gate in level.get("gates", ())
        ),
    )


def _gate(level: int, plain: Plain) -> Gate:
    above = "above" in plain
    return Gate(
        level=level,
        dimension=plain["dimension"],
        at_least=float(plain["above"] if above else plain["at_least"]),
        above=above,
        weakest_item=plain.get("of") == "weakest-item",
    )


def _dimension(plain: Plain, marks: Marks) -> Dimension:
    return Dimension(
        id=plain["id"],
        name=text(plain["name"]),
        weight=float(plain["weight"]["value"]),
        reason=text(plain["reason"]),
        items=tuple(
            WeightedItem(
                item=entry["item"],
                weight=float(entry["weight"]),
                values=entry.get("values"),
                cap=float(entry.get("cap", 5)),
            )
            for entry in plain["items"]
        ),
        mark=marks[plain["weight"]["mark"]],
    )
