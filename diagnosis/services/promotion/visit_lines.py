"""Visits as a file has them, one JSON object a line: what shares of a region read of them."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnosis.domain.fault import Fault, FaultyInput, below, pointer
from diagnosis.domain.intake.fields import Fields, missing_field
from diagnosis.domain.intake.limits import LINE_ID
from diagnosis.domain.intake.strict_json import parse
from diagnosis.services.ports.visits import WhyVisited

WHY_RANDOM = WhyVisited.RANDOM.value
WHY_DOUBLE = WhyVisited.DOUBLE.value
WHYS = tuple(why.value for why in WhyVisited)
"""Why a firm was visited; shares count the firms drawn at random."""
LEAST_CHANCE = 1e-6
"""A smaller probability of being drawn is a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One visit: to which firm, why, and the level that was verified.

    `firm` is the id, credit code or reference of its sheet; `chance` the probability, 0–1,
    by which the firm was drawn, None where it was the same for all.
    """

    firm: str
    visit: str
    why: str
    level: int
    chance: float | None


def read_visit_lines(lines: Iterable[bytes], top: int) -> list[VisitLine]:
    """Return the visits of lines that are not blank, in order; other fields are left aside.

    Parameters
    ----------
    top
        The highest level of the standard that was verified.

    Raises
    ------
    FaultyInput
        With every fault; a pointer begins with the number of the line. A visit that stands there
        twice is a fault, and so are chances that only some random visits have.

    """
    visits: dict[int, VisitLine] = {}
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.removeprefix(BOM_UTF8).strip():
            continue
        try:
            visit = _visit_line(parse(line), top)
        except FaultyInput as error:
            faults += below(pointer(number), error.faults)
            continue
        if visit.visit in seen:
            faults.append(Fault(pointer(number, "visit"), "stands-twice", {"value": visit.visit}))
        seen.add(visit.visit)
        visits[number] = visit
    faults += _missing_chances(visits)
    if faults:
        raise FaultyInput(faults)
    return list(visits.values())


def _missing_chances(visits: Mapping[int, VisitLine]) -> list[Fault]:
    """Return a fault for each random visit without a chance, where others have one."""
    drawn = {number: visit for number, visit in visits.items() if visit.why == WHY_RANDOM}
    lacking = [number for number, visit in drawn.items() if visit.chance is None]
    if len(lacking) == len(drawn):
        return []
    return [missing_field("chance", pointer(number)) for number in lacking]


def _visit_line(raw: object, top: int) -> VisitLine:
    """Return the visit that a parsed line holds."""
    fields = Fields(raw, raw if isinstance(raw, dict) else ())
    firm, visit = (
        fields.text(name, LINE_ID.most, required=True, lines=False) for name in ("firm", "visit")
    )
    why = fields.choice("why", WHYS)
    fields.has("level", required=True)
    level = fields.whole("level", 0, top)
    chance = fields.number("chance", LEAST_CHANCE, 1.0)
    fields.stop()
    assert firm is not None and visit is not None and why is not None and level is not None
    return VisitLine(firm=firm, visit=visit, why=why, level=level, chance=chance)
