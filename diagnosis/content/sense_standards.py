"""Gate 3 for standards: what feeds what, weights that sum, readings for every part."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from diagnosis.content.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer

Documents = Mapping[str, Document]
Items = Mapping[str, Any]
_FOLDER = "knowledge/standards/"
_TOLERANCE = 1e-9


def check_standards(documents: Documents, items: Items) -> Iterator[ContentFault]:
    """Yield every fault of sense in the standards, their readings and the crosswalk."""
    parts: dict[str, set[str]] = {}
    for path, document in documents.items():
        if not path.startswith(_FOLDER) or path.count("/") != 2:
            continue
        check = _CHECKS[document.value["rule"]]
        yield from check(document, items)
        parts[document.value["id"]] = set(_parts(document.value))
        levels = [one["level"] for one in document.value["levels"]]
        if levels != list(range(len(levels))):
            yield document.fault("sense", "/levels", "levels must rise from 0 without a gap")
        yield from _readings(documents, document)
    yield from _cuts(documents, items)
    yield from _crosswalk(documents, parts)


def _parts(value: Any) -> Iterator[str]:
    """Yield the ids of the parts a crosswalk may name: dimensions, questions, scenes, links."""
    for element in value.get("elements", ()):
        for domain in element["domains"]:
            yield from (sub["id"] for sub in domain["subdomains"])
    for key in ("blocks", "chains", "links", "dimensions", "declared"):
        yield from (one["id"] for one in value.get(key, ()))
    for key in ("questions", "scenes"):
        yield from (one["ref"] for one in value.get(key, ()))


def _dimensions(value: Any) -> list[str]:
    if value["rule"] == "staged":
        return list(_parts(value))
    keys = {"points-and-scenes": ("blocks", "chains"), "tiers": ("links",)}
    return [one["id"] for key in keys.get(value["rule"], ("dimensions",)) for one in value[key]]


def _readings(documents: Documents, document: Document) -> Iterator[ContentFault]:
    path = f"{_FOLDER}readings/{document.value['id']}.yaml"
    readings = documents.get(path)
    if readings is None:
        yield document.fault("sense", "", f"no readings file {path}")
        return
    wanted, found = set(_dimensions(document.value)), set(readings.value["readings"])
    for name in sorted(wanted - found):
        yield readings.fault("sense", "/readings", f"no readings for {name!r}")
    for name in sorted(found - wanted):
        where = pointer("readings", name)
        yield readings.fault("sense", where, f"readings for {name!r}, which the standard has not")


def _feeds(
    document: Document, where: str, item: str, items: Items, types: tuple[str, ...]
) -> Iterator[ContentFault]:
    if item not in items:
        yield document.fault("sense", where, f"no item {item!r} in the bank")
    elif items[item]["type"] not in types:
        kind = items[item]["type"]
        yield document.fault("sense", where, f"{item!r} is a {kind}, wanted {' or '.join(types)}")


def _staged(document: Document, items: Items) -> Iterator[ContentFault]:
    seen: set[str] = set()
    elements = document.value["elements"]
    yield from _sums(document, "/elements", elements)
    for e, element in enumerate(elements):
        at = pointer("elements", e, "domains")
        yield from _sums(document, at, element["domains"])
        for d, domain in enumerate(element["domains"]):
            inside = at + pointer(d, "subdomains")
            yield from _sums(document, inside, domain["subdomains"])
            for s, sub in enumerate(domain["subdomains"]):
                for i, item in enumerate(sub["items"]):
                    where = inside + pointer(s, "items", i)
                    yield from _feeds(document, where, item, items, ("ladder",))
                    if item in seen:
                        yield document.fault("sense", where, f"{item!r} feeds two sub-domains")
                    seen.add(item)


def _sums(document: Document, where: str, nodes: list[Any]) -> Iterator[ContentFault]:
    for kind in ("discrete", "process"):
        total = sum(node["weight"][kind] for node in nodes)
        if abs(total - 100) > _TOLERANCE:
            yield document.fault("sense", where, f"{kind} weights sum to {total:g}, not 100")


def _points(document: Document, items: Items) -> Iterator[ContentFault]:
    value = document.value
    blocks = {block["id"]: Decimal(str(block["points"])) for block in value["blocks"]}
    sums = dict.fromkeys(blocks, Decimal(0))
    for place, question in enumerate(value["questions"]):
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
    chains = {chain["id"] for chain in value["chains"]}
    for place, scene in enumerate(value["scenes"]):
        where = pointer("scenes", place)
        yield from _feeds(document, where + "/item", scene["item"], items, ("ladder",))
        if scene["chain"] not in chains:
            yield document.fault("sense", where + "/chain", f"no chain {scene['chain']!r}")


def _options(
    document: Document, where: str, question: Any, items: Items
) -> Iterator[ContentFault]:
    points = [Decimal(option["points"]) for option in question["options"]]
    best = sum(points) if question["kind"] == "multiple" else max(points)
    if best != Decimal(str(question["max"])):
        message = f"the options reach {best}, the maximum says {question['max']}"
        yield document.fault("sense", where + "/max", message)
    if question["kind"] == "share":
        bounds = [option.get("up_to") for option in question["options"]]
        if None in bounds or bounds != sorted(bounds) or bounds[-1] != 100:
            message = "the intervals must rise to up_to: 100"
            yield document.fault("sense", where + "/options", message)
        return
    item = items.get(question["item"])
    own = [option["id"] for option in item.get("options", ())] if item else []
    stated = [option["value"] for option in question["options"]]
    if item and sorted(own) != sorted(stated):
        message = f"the options {stated} are not those of the item: {own}"
        yield document.fault("sense", where + "/options", message)


def _tiers(document: Document, items: Items) -> Iterator[ContentFault]:
    links = {link["id"] for link in document.value["links"]}
    for place, one in enumerate(document.value["declared"]):
        where = pointer("declared", place, "item")
        yield from _feeds(document, where, one["item"], items, ("single",))
    for place, link in enumerate(document.value["links"]):
        for number, scene_link in enumerate(link["scene_links"]):
            for item in (f"scenes-use-{scene_link}", f"scenes-model-{scene_link}"):
                where = pointer("links", place, "scene_links", number)
                yield from _feeds(document, where, item, items, ("multiple",))
    for place, level in enumerate(document.value["levels"]):
        for number, link in enumerate(level.get("links", ())):
            if link not in links:
                where = pointer("levels", place, "links", number)
                yield document.fault("sense", where, f"no link {link!r}")


def _gated(document: Document, items: Items) -> Iterator[ContentFault]:
    value = document.value
    total = sum(dimension["weight"]["value"] for dimension in value["dimensions"])
    if abs(total - 100) > _TOLERANCE:
        yield document.fault("sense", "/dimensions", f"weights sum to {total:g}, not 100")
    names = {dimension["id"] for dimension in value["dimensions"]}
    for place, dimension in enumerate(value["dimensions"]):
        inside = pointer("dimensions", place, "items")
        share = sum(item["weight"] for item in dimension["items"])
        if abs(share - 1) > _TOLERANCE:
            yield document.fault("sense", inside, f"item weights sum to {share:g}, not 1")
        for number, one in enumerate(dimension["items"]):
            where = inside + pointer(number)
            kind = ("multiple",) if "values" in one else ("ladder",)
            yield from _feeds(document, where + "/item", one["item"], items, kind)
            if "values" in one and one["item"] in items:
                own = {o["id"] for o in items[one["item"]].get("options", ())} - {"none"}
                if set(one["values"]) - {"none"} != own:
                    message = f"the values must name every option but none: {sorted(own)}"
                    yield document.fault("sense", where + "/values", message)
    for place, level in enumerate(value["levels"]):
        for number, gate in enumerate(level.get("gates", ())):
            if gate["dimension"] not in names:
                where = pointer("levels", place, "gates", number)
                yield document.fault("sense", where, f"no dimension {gate['dimension']!r}")


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
    for e, element in enumerate(document.value["elements"]):
        for d, domain in enumerate(element["domains"]):
            for s, sub in enumerate(domain["subdomains"]):
                where = pointer("elements", e, "domains", d, "subdomains", s, "may_be_cut")
                for item in sub["items"]:
                    reasons = items.get(item, {}).get("not_applicable", ())
                    if bool(reasons) != sub["may_be_cut"]:
                        message = (
                            f"may_be_cut is {sub['may_be_cut']}, but {item!r} has "
                            f"{len(reasons)} reasons for not applicable"
                        )
                        yield document.fault("sense", where, message)


def _crosswalk(documents: Documents, parts: Mapping[str, set[str]]) -> Iterator[ContentFault]:
    document = documents.get("knowledge/crosswalk.yaml")
    if document is None:
        return
    for place, link in enumerate(document.value["links"]):
        for end in ("from", "to"):
            one = link[end]
            where = pointer("links", place, end)
            if one["standard"] not in parts:
                yield document.fault("sense", where, f"no standard {one['standard']!r}")
            elif one["part"] not in parts[one["standard"]]:
                message = f"{one['standard']} has no part {one['part']!r}"
                yield document.fault("sense", where, message)
