"""Parsed standards into domain values."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from diagnosis.content.build_questionnaires import text
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import (
    MILLI,
    Declared,
    Dimension,
    Gate,
    GatedStandard,
    Level,
    Link,
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

Plain = Mapping[str, Any]
MINIMUM_WITHOUT = 0.0


def build_marks(document: Plain) -> dict[str, Mark]:
    """Return the marks that a file declares."""
    return {
        name: Mark(
            one["basis"],
            one["checked"],
            tuple(one["sources"]),
            text(one["note"]) if "note" in one else None,
        )
        for name, one in document["marks"].items()
    }


def build_standards(documents: Mapping[str, Plain], readings: Mapping[str, Plain]) -> Standards:
    """Return the four standards from their files, by rule; readings by standard id."""
    by_rule = {document["rule"]: document for document in documents.values()}
    return Standards(
        _staged(by_rule["staged"], readings),
        _points(by_rule["points-and-scenes"], readings),
        _tiers(by_rule["tiers"], readings),
        _gated(by_rule["gated-mean"], readings),
    )


def _head(document: Plain, readings: Mapping[str, Plain]) -> dict[str, Any]:
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
            Level(one["level"], text(one["name"]), text(one["reading"]), marks[one["mark"]])
            for one in document["levels"]
        ),
        "minimum_coverage": float(
            document.get("minimum_coverage", {}).get("value", MINIMUM_WITHOUT)
        ),
        "band_starts": (starts["middle"], starts["high"]),
        "readings": {
            part: Readings(text(one["low"]), text(one["middle"]), text(one["high"]))
            for part, one in readings[document["id"]]["readings"].items()
        },
        "marks": marks,
    }


def _weight(value: Plain) -> dict[ProductionType, float]:
    return {kind: float(value[kind.value]) for kind in ProductionType}


def _node(one: Plain, parent: str | None, marks: Mapping[str, Mark]) -> Node:
    mark = marks[one["weight"]["mark"]]
    return Node(one["id"], text(one["name"]), parent, _weight(one["weight"]), mark)


def _staged(document: Plain, readings: Mapping[str, Plain]) -> StagedStandard:
    head = _head(document, readings)
    marks = head["marks"]
    elements, domains, subdomains = [], [], []
    for element in document["elements"]:
        elements.append(_node(element, None, marks))
        for domain in element["domains"]:
            domains.append(_node(domain, element["id"], marks))
            for sub in domain["subdomains"]:
                subdomains.append(
                    Subdomain(
                        id=sub["id"],
                        name=text(sub["name"]),
                        parent=domain["id"],
                        weight=_weight(sub["weight"]),
                        mark=marks[sub["weight"]["mark"]],
                        items=tuple(sub["items"]),
                        may_be_cut=sub["may_be_cut"],
                    )
                )
    return StagedStandard(
        **head,
        threshold=float(document["threshold"]["value"]),
        bands=tuple(document["bands"]["values"]),
        elements=tuple(elements),
        domains=tuple(domains),
        subdomains=tuple(subdomains),
    )


def _milli(points: str | float) -> int:
    return int(Decimal(str(points)) * MILLI)


def _points(document: Plain, readings: Mapping[str, Plain]) -> PointsStandard:
    head = _head(document, readings)
    marks = head["marks"]
    return PointsStandard(
        **head,
        blocks=tuple(
            Part(one["id"], text(one["name"]), float(one["points"])) for one in document["blocks"]
        ),
        chains=tuple(Part(one["id"], text(one["name"])) for one in document["chains"]),
        questions=tuple(
            Question(
                ref=one["ref"], item=one["item"], block=one["block"],
                name=text(one["name"]), kind=one["kind"],
                max=_milli(one["max"]),
                options=tuple(
                    PointOption(o["value"], _milli(o["points"]), o.get("up_to"))
                    for o in one["options"]
                ),
                mark=marks[one["mark"]],
            )
            for one in document["questions"]
        ),
        scenes=tuple(
            Scene(
                ref=one["ref"], item=one["item"], name=text(one["name"]),
                chain=one["chain"], constraint=one["constraint"],
                shared_with=one["shared_with"], mark=marks[one["mark"]],
            )
            for one in document["scenes"]
        ),
        gates=tuple(
            SceneGate(one["level"], one["points"], one["scenes"], one["constraint_scenes"])
            for one in document["levels"]
            if one["level"] > 0
        ),
        notices={one["id"]: text(one["text"]) for one in document["notices"]},
    )  # fmt: skip


def _tiers(document: Plain, readings: Mapping[str, Plain]) -> TiersStandard:
    return TiersStandard(
        **_head(document, readings),
        links=tuple(
            Link(one["id"], text(one["name"]), tuple(one["scene_links"]))
            for one in document["links"]
        ),
        declared=tuple(
            Declared(one["id"], one["item"], text(one["name"])) for one in document["declared"]
        ),
        above_size_revenue_wan=float(document["above_size"]["revenue_wan"]),
        tiers=tuple(
            Tier(
                one["level"],
                one["cmmm_level"],
                tuple(one["links"]),
                one["ai_share_pct"],
                tuple(text(judged) for judged in one["judged"]),
            )
            for one in document["levels"]
            if one["level"] > 0
        ),
    )


def _gated(document: Plain, readings: Mapping[str, Plain]) -> GatedStandard:
    head = _head(document, readings)
    return GatedStandard(
        **head,
        tolerance=float(document["tolerance"]["value"]),
        dimensions=tuple(
            Dimension(
                id=one["id"],
                name=text(one["name"]),
                weight=float(one["weight"]["value"]),
                reason=text(one["reason"]),
                items=tuple(
                    WeightedItem(
                        item["item"],
                        float(item["weight"]),
                        item.get("values"),
                        float(item.get("cap", 5)),
                    )
                    for item in one["items"]
                ),
                mark=head["marks"][one["weight"]["mark"]],
            )
            for one in document["dimensions"]
        ),
        gates=tuple(
            Gate(level["level"], gate["dimension"], float(gate["at_least"]))
            for level in document["levels"]
            for gate in level.get("gates", ())
        ),
    )
