"""A standard for reading: its levels, parts, weights and gates, each number with its source."""

from typing import Any

from diagnosis.domain.scoring.standard import (
    MILLI,
    AnyStandard,
    Gate,
    GatedStandard,
    Node,
    PointsStandard,
    StagedStandard,
    Standard,
    Subdomain,
    TiersStandard,
)
from diagnosis.present import numbers
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.notices import unconfirmed
from diagnosis.services.ports.content import Content


def show_standards(content: Content, say: Say) -> list[Shown]:
    """Return every standard briefly."""
    return [show_standard_row(standard, say) for standard in content.standards]


def show_standard_row(standard: Standard, say: Say) -> Shown:
    """Return a standard as a list shows it."""
    return {
        "id": standard.id,
        "standard": standard.id,
        "revision": standard.revision,
        "rule": standard.rule,
        "official": standard.official,
        "name": say(standard.name),
        "about": say(standard.about),
        "levels": [{"level": level.level, "name": say(level.name)} for level in standard.levels],
        "minimum_coverage": numbers.share(standard.minimum_coverage),
    }


def show_standard(content: Content, standard: AnyStandard, say: Say) -> Shown:
    """Return a standard in full.

    `parts` are its elements, domains, sub-domains, blocks, questions, scenes, links or dimensions;
    a part's `weight` is its share of its parent for discrete and process firms, `of_whole` its
    share of the whole, both 0–1, points 0–100 for the points standard.
    """
    shown = show_standard_row(standard, say)
    shown["levels"] = [
        {
            "level": level.level,
            "name": say(level.name),
            "reading": say(level.reading),
            "mark": show_mark(level.mark, say),
        }
        for level in standard.levels
    ]
    shown["marks"] = {name: show_mark(mark, say) for name, mark in standard.marks.items()}
    shown["parts"], shown["gates"] = _structure(content, standard, say)
    shown["unconfirmed"] = [say(text) for text in unconfirmed(standard)]
    shown["sources"] = show_sources(content, cited((), standard.marks), say)
    return shown


def _structure(
    content: Content, standard: AnyStandard, say: Say
) -> tuple[list[Shown], list[Shown]]:
    if isinstance(standard, StagedStandard):
        return _staged(content, standard, say)
    if isinstance(standard, PointsStandard):
        return _points(standard, say)
    if isinstance(standard, TiersStandard):
        return _tiers(standard, say)
    return _gated(standard, say)


def _part(name: str, kind: str, title: object, parent: str | None, **more: Any) -> Shown:
    return {"id": name, "kind": kind, "name": title, "parent": parent, "items": [], **more}


def _need(part: str, at_least: float) -> Shown:
    return {"part": part, "at_least": numbers.score(at_least)}


def _gate(gate: Gate) -> Shown:
    """Return what a gate asks of a dimension, and of what in it where not of its score."""
    need = _need(gate.dimension, gate.at_least)
    if gate.above:
        need["above"] = True
    if gate.weakest_item:
        need["of"] = "weakest-item"
    return need


def _staged(
    content: Content, standard: StagedStandard, say: Say
) -> tuple[list[Shown], list[Shown]]:
    whole = content.scorers.staged.whole
    kinds = (
        ("element", standard.elements),
        ("domain", standard.domains),
        ("subdomain", standard.subdomains),
    )
    parts = []
    for kind, nodes in kinds:
        for place, node in enumerate(nodes):
            part = _node(kind, node, say)
            if isinstance(node, Subdomain):
                part["items"] = list(node.items)
                part["may_be_cut"] = node.may_be_cut
                part["of_whole"] = {
                    "discrete": numbers.share(float(whole[0, place])),
                    "process": numbers.share(float(whole[1, place])),
                }
            parts.append(part)
    gates = [
        {"level": level, "needs": [_need("total", standard.threshold)]}
        for level in range(1, len(standard.levels))
    ]
    return parts, gates


def _node(kind: str, node: Node, say: Say) -> Shown:
    weight = {str(key): numbers.share(value / 100) for key, value in node.weight.items()}
    return _part(
        node.id, kind, say(node.name), node.parent, weight=weight, mark=show_mark(node.mark, say)
    )


def _points(standard: PointsStandard, say: Say) -> tuple[list[Shown], list[Shown]]:
    parts = [
        _part(block.id, "block", say(block.name), None, points=numbers.score(block.points))
        for block in standard.blocks
    ]
    parts += [_part(chain.id, "chain", say(chain.name), None) for chain in standard.chains]
    for question in standard.questions:
        part = _part(
            question.ref,
            "question",
            say(question.name),
            question.block,
            points=numbers.score(question.max / MILLI),
        )
        part["items"] = [question.item]
        part["options"] = [
            {
                "value": option.value,
                "points": numbers.score(option.points / MILLI),
                "up_to": numbers.position(option.up_to),
            }
            for option in question.options
        ]
        parts.append(part | {"mark": show_mark(question.mark, say)})
    for scene in standard.scenes:
        part = _part(scene.ref, "scene", say(scene.name), scene.chain)
        part |= {"items": [scene.item], "constraint": scene.constraint}
        parts.append(part | {"mark": show_mark(scene.mark, say)})
    gates = [
        {
            "level": gate.level,
            "needs": [
                _need("points", gate.points),
                _need("scenes", gate.scenes),
                _need("constraint-scenes", gate.constraint_scenes),
            ],
        }
        for gate in standard.gates
    ]
    return parts, gates


def _tiers(standard: TiersStandard, say: Say) -> tuple[list[Shown], list[Shown]]:
    parts = []
    for link in standard.links:
        part = _part(link.id, "link", say(link.name), None)
        part["items"] = [
            f"scenes-{what}-{scenes}" for scenes in link.scene_links for what in ("use", "model")
        ]
        parts.append(part)
    for declared in standard.declared:
        parts.append(
            _part(declared.id, "declared", say(declared.name), None) | {"items": [declared.item]}
        )
    gates = []
    for tier in standard.tiers:
        needs = [_need("cmmm-level", tier.cmmm_level)]
        needs += [_need(link, 1) for link in tier.links]
        if tier.ai_share_percent is not None:
            needs.append(_need("ai-share-percent", tier.ai_share_percent))
        judged = [say(text) for text in tier.judged]
        gates.append({"level": tier.level, "needs": needs, "judged_on_site": judged})
    return parts, gates


def _gated(standard: GatedStandard, say: Say) -> tuple[list[Shown], list[Shown]]:
    parts = []
    for dimension in standard.dimensions:
        weight = dict.fromkeys(("discrete", "process"), numbers.share(dimension.weight / 100))
        part = _part(
            dimension.id, "dimension", say(dimension.name), None, weight=weight, of_whole=weight
        )
        part["items"] = [item.item for item in dimension.items]
        part["item_weights"] = {item.item: numbers.share(item.weight) for item in dimension.items}
        parts.append(
            part | {"reason": say(dimension.reason), "mark": show_mark(dimension.mark, say)}
        )
    gates = [
        {
            "level": level,
            "needs": [_gate(gate) for gate in standard.gates if gate.level == level],
        }
        for level in sorted({gate.level for gate in standard.gates})
    ]
    return parts, gates
