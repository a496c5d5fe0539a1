"""Gate 3 for support instruments: places, declarations, levels, the packages they pay for."""

from collections.abc import Iterator
from typing import Any

from diagnosis.content.documents.walk import walk
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import Known, missing, twice
from diagnosis.domain.fault import pointer

_DIGITS = 6
"""The digits of a code of GB/T 2260; those of towns have more."""


def check_support(known: Known) -> Iterator[ContentFault]:
    """Yield every fault of sense in the support instruments."""
    for document in known.instruments.values():
        instrument = document.value
        codes = instrument["jurisdiction"]["codes"]
        yield from missing(document, "/jurisdiction/codes", codes, known.places, "place")
        yield from _level_of_codes(document, instrument["jurisdiction"]["level"], codes)
        yield from _rule(document, known)
        yield from _levels(document, known)
        yield from _paid(document, known)
        measures = instrument.get("measures", ())
        yield from missing(document, "/measures", measures, known.measures, "measure")
        yield from _window(document)
        yield from _finish(document)
        if instrument["pays"]["base"] == "none" and instrument["pays"]["rate_pct"] is not None:
            message = "a rate needs a base that it is a rate of"
            yield document.fault("sense", "/pays/rate_pct", message)


def _paid(document: Document, known: Known) -> Iterator[ContentFault]:
    """The packages that it names exist, and it leaves out only what it would pay for."""
    paid = document.value.get("pays_for", {})
    for key in ("packages", "except"):
        where = pointer("pays_for", key)
        yield from missing(document, where, paid.get(key, ()), known.packages, "package")
    for place, name in enumerate(paid.get("except", ())):
        package = known.packages.get(name)
        if package is not None and not _pays_for(paid, package.value):
            message = f"{name!r} is not paid for anyway"
            yield document.fault("sense", pointer("pays_for", "except", place), message)


def _pays_for(paid: Any, package: Any) -> bool:
    """Return whether anything names a package."""
    by_ai = "ai" in paid and package.get("ai", False)
    return "all" in paid or by_ai or package["area"] in paid.get("areas", ())


def _window(document: Document) -> Iterator[ContentFault]:
    """What is open has a filing window with both its days; no window outlives the rule."""
    window, end = document.value["window"] or {}, document.value["valid"]["to"]
    if document.value["status"] == "open" and not (window.get("from") and window.get("to")):
        message = "open needs a filing window with its first and last day"
        yield document.fault("sense", "/window", message)
    if end is not None and (window.get("to") or end) > end:
        message = f"the filing window ends on {window['to']}, after the rule on {end}"
        yield document.fault("sense", "/window", message)


def _finish(document: Document) -> Iterator[ContentFault]:
    """The day to finish is declared by the firm, and lies within the rule's time."""
    finish, end = document.value.get("finish_by"), document.value["valid"]["to"]
    if finish is None:
        return
    worded = [declaration["id"] for declaration in document.value.get("declarations", ())]
    if finish["declared"] not in worded:
        message = f"`declarations` does not tell {finish['declared']!r}"
        yield document.fault("sense", "/finish_by/declared", message)
    if end is not None and finish["day"] > end:
        message = f"the work may end on {finish['day']}, after the rule on {end}"
        yield document.fault("sense", "/finish_by/day", message)


def _level_of(code: str) -> str:
    """Return the level of a place: a province's code ends in 0000, a city's in 00.

    A town counts like a district.
    """
    if len(code) != _DIGITS:
        return "district"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "district"


def _level_of_codes(document: Document, level: str, codes: list[str]) -> Iterator[ContentFault]:
    """Places are of the instrument's level; country-wide means 000000 or a list of any."""
    for place, code in enumerate(codes):
        if level not in ("country", _level_of(code)):
            message = f"{code!r} is the code of a {_level_of(code)}, not of a {level}"
            yield document.fault("sense", pointer("jurisdiction", "codes", place), message)


def _rule(document: Document, known: Known) -> Iterator[ContentFault]:
    """What the rule names exists, and it asks exactly the declarations that are worded."""
    in_rule: set[str] = set()
    for where, key, operand in walk(document.value["eligible"], "/eligible"):
        yield from _operand(document, where, key, operand, known)
        if key == "declared":
            in_rule.add(operand)
    worded = [declaration["id"] for declaration in document.value.get("declarations", ())]
    yield from twice(document, "/declarations", worded, "the declaration")
    for name in sorted(in_rule - set(worded)):
        message = f"the rule asks {name!r}, which `declarations` does not tell"
        yield document.fault("sense", "/declarations", message)
    for name in sorted(set(worded) - in_rule):
        message = f"the rule does not ask the declaration {name!r}"
        yield document.fault("sense", "/declarations", message)


def _operand(
    document: Document, where: str, key: str, operand: Any, known: Known
) -> Iterator[ContentFault]:
    if key == "place_in":
        yield from missing(document, where, operand, known.places, "place")
    elif key == "package_in":
        yield from missing(document, where, operand, known.packages, "package")
    elif key == "division_in":
        yield from missing(document, where, operand, known.divisions, "division")
    elif key == "level_after_at_least":
        yield from _level(document, where, operand, known)


def _level(document: Document, where: str, goal: Any, known: Known) -> Iterator[ContentFault]:
    top = known.levels.get(goal["standard"])
    if top is None:
        yield document.fault("sense", where, f"no standard {goal['standard']!r}")
    elif goal["level"] > top:
        message = f"{goal['standard']} has no level {goal['level']}"
        yield document.fault("sense", where, message)


def _levels(document: Document, known: Known) -> Iterator[ContentFault]:
    """Caps by level rise with the level and end at the overall cap."""
    rows = document.value.get("by_level", ())
    for place, row in enumerate(rows):
        yield from _level(document, pointer("by_level", place), row, known)
    caps = [row["cap_wan"] for row in sorted(rows, key=lambda row: row["level"])]
    if caps != sorted(caps):
        yield document.fault("sense", "/by_level", f"caps fall as levels rise: {caps}")
    overall = document.value["pays"]["cap_wan"]
    if caps and overall is not None and max(caps) > overall:
        message = f"the cap of a level exceeds the overall cap of {overall}"
        yield document.fault("sense", "/by_level", message)
