"""Gate 3 for standards: what feeds what, weights that sum, readings for every part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import Documents, Items, standard_files
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.scene_grid import MODEL_ITEM, USE_ITEM

Plain = Mapping[str, Any]
_FOLDER = "knowledge/standards/"
_TOLERANCE = 1e-9


def check_standards(documents: Documents, items: Items) -> Iterator[ContentFault]:
    """Yield every fault of sense in the standards, their readings and the crosswalk."""
    parts: dict[str, set[str]] = {}
    for document in standard_files(documents):
        check = _CHECKS[document.value["rule"]]
        yield from check(document, items)
        parts[document.value["id"]] = set(_parts(document.value))
        levels = [level["level"] for level in document.value["levels"]]
        if levels != list(range(len(levels))):
            yield document.fault("sense", "/levels", "levels must rise from 0 without a gap")
        yield from _readings(documents, document)
    yield from _cuts(documents, items)
    yield from _crosswalk(documents, parts)


def _subdomains(standard: Plain) -> Iterator[tuple[str, Plain]]:
    """Yield (pointer, sub-domain) for every sub-domain of a staged standard."""
    for number, element in enumerate(standard.get("elements", ())):
        for place, domain in enumerate(element["domains"]):
            inside = pointer("elements", number, "domains", place, "subdomains")
            for rank, sub in enumerate(domain["subdomains"]):
                yield inside + pointer(rank), sub


def _parts(standard: Plain) -> Iterator[str]:
    """Yield the ids of the parts a crosswalk may name: dimensions, questions, scenes, links."""
    yield from (sub["id"] for _, sub in _subdomains(standard))
    for key in ("blocks", "chains", "links", "dimensions", "declared"):
        yield from (part["id"] for part in standard.get(key, ()))
    for key in ("questions", "scenes"):
        yield from (part["ref"] for part in standard.get(key, ()))


def parts_and_groups(standard: Plain) -> Iterator[str]:
    """Yield the ids of the parts of a standard, and of the elements and domains they lie in."""
    for element in standard.get("elements", ()):
        yield from (node["id"] for node in (element, *element["domains"]))
    yield from _parts(standard)


def _dimensions(standard: Plain) -> list[str]:
    """Return the ids of the parts that have a reading."""
    if standard["rule"] == "staged":
        return list(_parts(standard))
    keys = {"points-and-scenes": ("blocks", "chains"), "tiers": ("links",)}
    lists = keys.get(standard["rule"], ("dimensions",))
    return [part["id"] for key in lists for part in standard[key]]


def _readings(documents: Documents, document: Document) -> Iterator[ContentFault]:
    path = f"{_FOLDER}readings/{document.value['id']}.yaml"
    readings = documents.get(path)
    if readings is None:
        yield document.fault("sense", "", f"no readings file {path}")
        return
    wanted, written = set(_dimensions(document.value)), set(readings.value["readings"])
    for name in sorted(wanted - written):
        yield readings.fault("sense", "/readings", f"no readings for {name!r}")
    for name in sorted(written - wanted):
        where = pointer("readings", name)
        yield readings.fault("sense", where, f"readings for {name!r}, which the standard has not")


def _feeds(
    document: Document, where: str, item: str, items: Items, types: tuple[str, ...]
) -> Iterator[ContentFault]:
    """Yield a fault where an item is not in the bank or is answered in another way.

    The scorers read each part's items in one way alone: an item of another type would count as
    blank without a word.
    """
    if item not in items:
        yield document.fault("sense", where, f"no item {item!r} in the bank")
    elif items[item]["type"] not in types:
        kind = items[item]["type"]
        yield document.fault("sense", where, f"{item!r} is a {kind}, wanted {' or '.join(types)}")


def _staged(document: Document, items: Items) -> Iterator[ContentFault]:
    elements = document.value["elements"]
    yield from _sums(document, "/elements", elements)
    for number, element in enumerate(elements):
        at = pointer("elements", number, "domains")
        yield from _sums(document, at, element["domains"])
        for place, domain in enumerate(element["domains"]):
            yield from _sums(document, at + pointer(place, "subdomains"), domain["subdomains"])
    fed_before: set[str] = set()
    for at, sub in _subdomains(document.value):
        for place, item in enumerate(sub["items"]):
            where = at + pointer("items", place)
            yield from _feeds(document, where, item, items, ("ladder",))
            if item in fed_before:
                yield document.fault("sense", where, f"{item!r} feeds two sub-domains")
            fed_before.add(item)


def _sums(document: Document, where: str, nodes: Iterable[Plain]) -> Iterator[ContentFault]:
    """Yield a fault where the weights of siblings do not sum to 100 for a production type."""
    for kind in ("discrete", "process"):
        total = sum(node["weight"][kind] for node in nodes)
        if abs(total - 100) > _TOLERANCE:
            yield document.fault("sense", where, f"{kind} weights sum to {total:g}, not 100")


def _points(document: Document, items: Items) -> Iterator[ContentFault]:
    standard = document.value
    blocks = {block["id"]: Decimal(str(block["points"])) for block in standard["blocks"]}
    sums = dict.fromkeys(blocks, Decimal(0))
    for place, question in enumerate(standard["questions"]):
        where = pointer("questions", place)
        yield from _feeds(document, where + "/item", question["item"], items, (question["kind"],))
        if question["block"] not in blocks:
            yield document.fault("sense", where + "/block", f"no block {question['block']!r}")
            continue
        sums[question["block"]] += Decimal(str(question["max"]))
        yield from _options(document, where, question, items)
    for block, total in sums.items():
        if total != blocks[block]:
            message = f"the questions of {block!r} sum to {total}, not {blocks[block]}"
            yield document.fault("sense", "/questions", message)
    chains = {chain["id"] for chain in standard["chains"]}
    for place, scene in enumerate(standard["scenes"]):
        where = pointer("scenes", place)
        yield from _feeds(document, where + "/item", scene["item"], items, ("ladder",))
        if scene["chain"] not in chains:
            yield document.fault("sense", where + "/chain", f"no chain {scene['chain']!r}")


def _options(
    document: Document, where: str, question: Plain, items: Items
) -> Iterator[ContentFault]:
    """Check that the options reach the maximum and are intervals, or the options of the item."""
    options = question["options"]
    points = [Decimal(option["points"]) for option in options]
    best = sum(points) if question["kind"] == "multiple" else max(points)
    if best != Decimal(str(question["max"])):
        message = f"the options reach {best}, the maximum says {question['max']}"
        yield document.fault("sense", where + "/max", message)
    where += "/options"
    if question["kind"] == "share":
        bounds = [option.get("up_to") for option in options]
        if None in bounds or bounds != sorted(bounds) or bounds[-1] != 100:
            yield document.fault("sense", where, "the intervals must rise to up_to: 100")
    elif question["item"] in items:
        of_item = _option_ids(items[question["item"]])
        scored = [option["value"] for option in options]
        if sorted(of_item) != sorted(scored):
            message = f"the options {scored} are not those of the item: {of_item}"
            yield document.fault("sense", where, message)


def _option_ids(item: Plain) -> list[str]:
    return [option["id"] for option in item.get("options", ())]


def _tiers(document: Document, items: Items) -> Iterator[ContentFault]:
    links = {link["id"] for link in document.value["links"]}
    for place, declared in enumerate(document.value["declared"]):
        where = pointer("declared", place, "item")
        yield from _feeds(document, where, declared["item"], items, ("single",))
    for place, link in enumerate(document.value["links"]):
        for number, scene_link in enumerate(link["scene_links"]):
            for item in (USE_ITEM + scene_link, MODEL_ITEM + scene_link):
                where = pointer("links", place, "scene_links", number)
                yield from _feeds(document, where, item, items, ("multiple",))
    for place, level in enumerate(document.value["levels"]):
        for number, link in enumerate(level.get("links", ())):
            if link not in links:
                where = pointer("levels", place, "links", number)
                yield document.fault("sense", where, f"no link {link!r}")


def _gated(document: Document, items: Items) -> Iterator[ContentFault]:
    standard = document.value
    dimensions = standard["dimensions"]
    total = sum(dimension["weight"]["value"] for dimension in dimensions)
    if abs(total - 100) > _TOLERANCE:
        yield document.fault("sense", "/dimensions", f"weights sum to {total:g}, not 100")
    for place, dimension in enumerate(dimensions):
        inside = pointer("dimensions", place, "items")
        yield from _weighted_items(document, inside, dimension["items"], items)
    names = {dimension["id"] for dimension in dimensions}
    for place, level in enumerate(standard["levels"]):
        for number, gate in enumerate(level.get("gates", ())):
            if gate["dimension"] not in names:
                where = pointer("levels", place, "gates", number)
                yield document.fault("sense", where, f"no dimension {gate['dimension']!r}")


def _weighted_items(
    document: Document, inside: str, entries: Sequence[Plain], items: Items
) -> Iterator[ContentFault]:
    """Check one dimension: shares that sum to 1, ladders and choices with a value an option."""
    share = sum(entry["weight"] for entry in entries)
    if abs(share - 1) > _TOLERANCE:
        yield document.fault("sense", inside, f"item weights sum to {share:g}, not 1")
    for place, entry in enumerate(entries):
        where = inside + pointer(place)
        kind = ("multiple",) if "values" in entry else ("ladder",)
        yield from _feeds(document, where + "/item", entry["item"], items, kind)
        if "values" in entry and entry["item"] in items:
            scored = set(_option_ids(items[entry["item"]])) - {NONE}
            if set(entry["values"]) - {NONE} != scored:
                message = f"the values must name every option but none: {sorted(scored)}"
                yield document.fault("sense", where + "/values", message)


_CHECKS = {
    "staged": _staged,
    "points-and-scenes": _points,
    "tiers": _tiers,
    "gated-mean": _gated,
}


def _cuts(documents: Documents, items: Items) -> Iterator[ContentFault]:
    """Only items of sub-domains that may be cut give reasons for not applicable, and all do."""
    document = documents.get(f"{_FOLDER}gbt-39116-2020.yaml")
    if document is None:
        return
    for where, sub in _subdomains(document.value):
        for item in sub["items"]:
            reasons = items.get(item, {}).get("not_applicable", ())
            if bool(reasons) != sub["may_be_cut"]:
                message = (
                    f"may_be_cut is {sub['may_be_cut']}, but {item!r} has "
                    f"{len(reasons)} reasons for not applicable"
                )
                yield document.fault("sense", where + "/may_be_cut", message)


def _crosswalk(documents: Documents, parts: Mapping[str, set[str]]) -> Iterator[ContentFault]:
    document = documents.get("knowledge/crosswalk.yaml")
    if document is None:
        return
    for place, link in enumerate(document.value["links"]):
        for side in ("from", "to"):
            standard, part = link[side]["standard"], link[side]["part"]
            where = pointer("links", place, side)
            if standard not in parts:
                yield document.fault("sense", where, f"no standard {standard!r}")
            elif part not in parts[standard]:
                yield document.fault("sense", where, f"{standard} has no part {part!r}")
