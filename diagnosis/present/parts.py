"""The names of the standards' parts: by id, and by the items that feed them."""

from collections.abc import Mapping

from diagnosis.domain.scoring.mapped_scale import ScaleFeed
from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.text import Text
from diagnosis.present.per_object import per_object
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


@per_object
def part_names(standards: Standards) -> Mapping[tuple[str, str], Text]:
    """Return the name of every part by standard id and part id."""
    staged, points, tiers, gated = standards
    names = {
        (staged.id, node.id): node.name
        for node in (*staged.elements, *staged.domains, *staged.subdomains)
    }
    names |= {(points.id, part.id): part.name for part in (*points.blocks, *points.chains)}
    names |= {(points.id, part.ref): part.name for part in (*points.questions, *points.scenes)}
    names |= {(tiers.id, part.id): part.name for part in (*tiers.links, *tiers.declared)}
    return names | {(gated.id, part.id): part.name for part in gated.dimensions}


def name_of_feed(content: Content, feed: ScaleFeed) -> Text:
    """Return the name of what feeds a mapped scale: of an item, a standard, or a part of it."""
    if feed.item is not None:
        return content.bank[feed.item].name
    if feed.standard is not None and feed.part is not None:
        return part_names(content.standards)[feed.standard, feed.part]
    names: dict[str | None, Text] = {standard.id: standard.name for standard in content.standards}
    return names[feed.standard]


def parts_by_item(standards: Standards, standard: str) -> Mapping[str, Text]:
    """Return the name of the part of a standard that each ladder item feeds.

    The smart factory asks for a maturity level: its parts are those of the maturity model.
    """
    parts = _parts_by_item(standards)
    return parts.get(standard, parts[standards.staged.id])


@per_object
def _parts_by_item(standards: Standards) -> Mapping[str, Mapping[str, Text]]:
    staged, points, _, gated = standards
    return {
        staged.id: {item: part.name for part in staged.subdomains for item in part.items},
        points.id: {scene.item: scene.name for scene in points.scenes},
        gated.id: {item.item: part.name for part in gated.dimensions for item in part.items},
    }


@per_object
def main_parts(standards: Standards) -> Mapping[str, Text]:
    """Return the part that each item feeds, of the maturity model where it feeds both."""
    gated = parts_by_item(standards, standards.gated.id)
    return {**gated, **parts_by_item(standards, standards.staged.id)}


@per_object
def _topics(standards: Standards) -> Mapping[str, Text]:
    scenes = parts_by_item(standards, standards.points.id)
    gated = parts_by_item(standards, standards.gated.id)
    return {**gated, **scenes, **parts_by_item(standards, standards.staged.id)}


@per_object
def items_of_parts(standards: Standards) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the ladder items that feed a part, by standard id and part id.

    Parts that no ladder feeds are left out: blocks of points, and links of the smart factory.
    """
    staged, points, _, gated = standards
    items = {(staged.id, part.id): part.items for part in staged.subdomains}
    items |= {
        (points.id, part.id): tuple(
            scene.item for scene in points.scenes if scene.chain == part.id
        )
        for part in points.chains
    }
    return items | {
        (gated.id, part.id): tuple(weighted.item for weighted in part.items)
        for part in gated.dimensions
    }


def show_item_name(content: Content, item: str, say: Say) -> Shown:
    """Return which item something is about: its id, what it is called, what it asks."""
    question = content.bank[item]
    return {"item": item, "name": say(question.name), "text": say(question.text)}


def topic(content: Content, item: str) -> Text:
    """Return what an item is about: its sub-domain, scene or dimension, else its question."""
    return _topics(content.standards).get(item) or content.bank[item].text
