"""A standard as data for checking the scoring from outside.

Its numbers are not rounded: a score computed from rounded weights may miss a line that it meets.
"""

from typing import Any

from diagnosis.domain.intake.form import Form, ProductionType
from diagnosis.domain.intake.item import TOP_POSITION
from diagnosis.domain.scoring.standard import (
    MILLI,
    TYPES,
    AnyStandard,
    GatedStandard,
    PointsStandard,
    StagedStandard,
    TiersStandard,
)
from diagnosis.services.ports.content import Content


def export_standard(
    content: Content, standard: AnyStandard, form: Form, kind: ProductionType
) -> dict[str, Any]:
    """Return what anyone needs to score answers to `form` by `standard` on their own.

    `items[].weight` is the item's share inside its sub-domain (or dimension), `options` the number
    of whole positions (or options), `scores` their values; `subdomain_weights` are shares of the
    whole for the production type, sum 1.
    """
    head: dict[str, Any] = {
        "standard": standard.id,
        "revision": standard.revision,
        "rule": standard.rule,
        "form": form.ref,
        "production_type": str(kind),
    }
    form_items = {item for item, entry in form.entries.items() if kind in entry.asked_of}
    if isinstance(standard, StagedStandard):
        return head | _staged(content, standard, form_items, kind)
    if isinstance(standard, GatedStandard):
        return head | _gated(content, standard, form_items)
    if isinstance(standard, PointsStandard):
        return head | _points(standard, form, form_items)
    return head | _tiers(standard)


def _ladder(item: str, part: str, weight: float) -> dict[str, Any]:
    return {
        "id": item,
        "subdomain": part,
        "weight": weight,
        "kind": "ladder",
        "options": TOP_POSITION + 1,
        "scores": [float(position) for position in range(TOP_POSITION + 1)],
    }


def _staged(
    content: Content, standard: StagedStandard, form_items: set[str], kind: ProductionType
) -> dict[str, Any]:
    whole = content.scorers.staged.whole[TYPES.index(kind)]
    items, weights = [], {}
    for place, sub in enumerate(standard.subdomains):
        answerable = [item for item in sub.items if item in form_items]
        if sub.weight[kind] == 0 or not answerable:
            continue
        weights[sub.id] = float(whole[place])
        items += [_ladder(item, sub.id, 1 / len(answerable)) for item in answerable]
    total = sum(weights.values())
    return {
        "items": items,
        "subdomain_weights": {name: weight / total for name, weight in weights.items()},
        "tree": [
            {"id": node.id, "parent": node.parent, "weight": node.weight[kind] / 100}
            for node in (*standard.elements, *standard.domains, *standard.subdomains)
        ],
        "threshold": standard.threshold,
        "bands": list(standard.bands),
        "minimum_coverage": standard.minimum_coverage,
    }


def _gated(content: Content, standard: GatedStandard, form_items: set[str]) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    weights = {}
    for dimension in standard.dimensions:
        answerable = [weighted for weighted in dimension.items if weighted.item in form_items]
        if not answerable:
            continue
        weights[dimension.id] = dimension.weight / 100
        share = sum(weighted.weight for weighted in answerable)
        for weighted in answerable:
            if weighted.values is None:
                items.append(_ladder(weighted.item, dimension.id, weighted.weight / share))
                continue
            options = [option.id for option in content.bank[weighted.item].options]
            items.append(
                {
                    "id": weighted.item,
                    "subdomain": dimension.id,
                    "weight": weighted.weight / share,
                    "kind": "multiple",
                    "options": len(options),
                    "scores": [weighted.values.get(option, 0.0) for option in options],
                    "option_ids": options,
                    "cap": weighted.cap,
                }
            )
    total = sum(weights.values())
    return {
        "items": items,
        "subdomain_weights": {name: weight / total for name, weight in weights.items()},
        "bands": [round(level - standard.tolerance, 9) for level in range(1, TOP_POSITION + 1)],
        "tolerance": standard.tolerance,
        "gates": [
            {
                "level": gate.level,
                "dimension": gate.dimension,
                "at_least": gate.at_least,
                "above": gate.above,
                "weakest_item": gate.weakest_item,
            }
            for gate in standard.gates
        ],
        "minimum_coverage": standard.minimum_coverage,
    }


def _points(standard: PointsStandard, form: Form, form_items: set[str]) -> dict[str, Any]:
    questions: list[dict[str, Any]] = [
        {
            "ref": question.ref,
            "item": question.item,
            "kind": question.kind,
            "options": [
                {"value": option.value, "points": option.points / MILLI}
                | ({} if option.up_to is None else {"up_to": option.up_to})
                for option in question.options
            ],
            "max": question.max / MILLI,
            "constraint": False,
        }
        for question in standard.questions
        if question.item in form_items
    ]
    scenes = [scene for scene in standard.scenes if scene.item in form_items]
    questions += [
        {
            "ref": scene.ref,
            "item": scene.item,
            "kind": "scene",
            "options": [
                {"value": position, "points": None}
                for position in range(form.entries[scene.item].top + 1)
            ],
            "constraint": scene.constraint,
        }
        for scene in scenes
    ]
    return {
        "items": [_ladder(scene.item, scene.chain, 1.0) for scene in scenes],
        "subdomain_weights": {
            block.id: block.points / 100 for block in standard.blocks if block.points
        },
        "questions": questions,
        "bands": [gate.points for gate in standard.gates],
        "levels": [
            {
                "level": gate.level,
                "points": gate.points,
                "scenes": gate.scenes,
                "constraint_scenes": gate.constraint_scenes,
            }
            for gate in standard.gates
        ],
    }


def _tiers(standard: TiersStandard) -> dict[str, Any]:
    return {
        "items": [],
        "subdomain_weights": {},
        "bands": [],
        "links": {link.id: list(link.scene_links) for link in standard.links},
        "declared": [condition.item for condition in standard.declared],
        "above_size_revenue_wan": standard.above_size_revenue_wan,
        "tiers": [
            {
                "level": tier.level,
                "cmmm_level": tier.cmmm_level,
                "links": list(tier.links),
                "ai_share_percent": tier.ai_share_percent,
            }
            for tier in standard.tiers
        ],
    }
