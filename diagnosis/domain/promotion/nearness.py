"""How near a real case is to a firm, part by part.

Every number here is our own choice (basis: ours) and says so wherever a match is shown. One rule
stands over them: what is not known of the firm counts as far, so that a blank never makes a case
look nearer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.intake.enterprise import GUANGDONG, SizeClass
from diagnosis.domain.intake.place import city_of

PARTS = {"gap": 0.35, "industry": 0.30, "size": 0.15, "scene": 0.10, "region": 0.10}
"""The weight of each part; shares of their sum. A part that nobody asked for is left out."""

RANKS = {size: rank for rank, size in enumerate(reversed(SizeClass))}
"""Size classes from micro (0) to large (3)."""


class Kinship(StrEnum):
    """How two industries are related, by GB/T 4754 codes."""

    SAME_CLASS = "same-class"
    SAME_GROUP = "same-group"
    SAME_DIVISION = "same-division"
    RELATED = "related"
    OTHER = "other"
    UNKNOWN = "unknown"


class Region(StrEnum):
    """How far apart two places are, by GB/T 2260 codes."""

    SAME_DISTRICT = "same-district"
    SAME_CITY = "same-city"
    SAME_DELTA = "same-delta"
    SAME_PROVINCE = "same-province"
    SAME_COUNTRY = "same-country"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


KINSHIPS = {
    Kinship.SAME_CLASS: 0.0,
    Kinship.SAME_GROUP: 0.1,
    Kinship.SAME_DIVISION: 0.25,
    Kinship.RELATED: 0.6,
    Kinship.OTHER: 1.0,
    Kinship.UNKNOWN: 1.0,
}
"""The distance (0–1) of each kinship."""

REGIONS = {
    Region.SAME_DISTRICT: 0.0,
    Region.SAME_CITY: 0.1,
    Region.SAME_DELTA: 0.3,
    Region.SAME_PROVINCE: 0.4,
    Region.SAME_COUNTRY: 0.7,
    Region.ABROAD: 1.0,
    Region.UNKNOWN: 1.0,
}
"""The distance (0–1) of each region."""

STEP = 0.4
"""The distance of one size class."""
SIZE_UNKNOWN = 0.5
"""The distance of a case whose size was not published."""

FAMILIES = (
    ("C13", "C14", "C15", "C16"),
    ("C17", "C18", "C19"),
    ("C20", "C21", "C22", "C23", "C24"),
    ("C25", "C26", "C27", "C28", "C29"),
    ("C30", "C31", "C32"),
    ("C33", "C34", "C35", "C36", "C37", "C43"),
    ("C38", "C39", "C40"),
)
"""Divisions whose plants work alike: food and drink; textiles and wear; wood, paper and goods;
chemistry; minerals and metals; metal parts and machinery; electrical and electronic goods."""

DELTA = frozenset(
    {"440100", "440300", "440400", "440600", "440700", "441200", "441300", "441900", "442000"}
)  # fmt: skip
"""The nine cities of the Pearl River Delta."""

REACH = ((2.0, 1.0), (3.0, 0.5))
"""How much a case teaches that is up to so many positions ahead; beyond, a quarter."""
FAR_AHEAD = 0.25


def kinship(firm: str | None, division: str, industry_class: str | None) -> Kinship:
    """Return how the industry of a firm (C35 … C3525) is related to that of a case.

    Examples
    --------
    >>> [str(kinship("C3525", "C35", one)) for one in ("C3525", "C3523", "C3514", None)]
    ['same-class', 'same-group', 'same-division', 'same-division']
    >>> str(kinship("C38", "C39", "C3922")), str(kinship("C38", "C18", None))
    ('related', 'other')
    """
    if firm is None:
        return Kinship.UNKNOWN
    if firm[:3] != division:
        alike = any(firm[:3] in family and division in family for family in FAMILIES)
        return Kinship.RELATED if alike else Kinship.OTHER
    if industry_class is not None and len(firm) == 5 and firm == industry_class:
        return Kinship.SAME_CLASS
    if industry_class is not None and len(firm) >= 4 and firm[:4] == industry_class[:4]:
        return Kinship.SAME_GROUP
    return Kinship.SAME_DIVISION


def region(firm: str | None, case: str | None) -> Region:
    """Return how far apart a firm's place in Guangdong and a case's place are.

    A town counts like a district: it lies in its city.

    Examples
    --------
    >>> [str(region("441900", one)) for one in ("441900", "440115", "445103", "370200", "DE")]
    ['same-city', 'same-delta', 'same-province', 'same-country', 'abroad']
    """
    if firm is None or case is None:
        return Region.UNKNOWN
    if not case.isdigit():
        return Region.ABROAD
    firm_city, case_city = city_of(firm), city_of(case)
    if firm_city is not None and firm_city == case_city:
        return Region.SAME_DISTRICT if firm == case != case_city else Region.SAME_CITY
    if firm_city in DELTA and case_city in DELTA:
        return Region.SAME_DELTA
    return Region.SAME_PROVINCE if case.startswith(GUANGDONG) else Region.SAME_COUNTRY


def size_steps(firm: SizeClass | None, case: SizeClass | None) -> int | None:
    """Return by how many classes the case is larger (below 0: smaller), None if not known.

    Examples
    --------
    >>> size_steps(SizeClass.SMALL, SizeClass.LARGE)
    2
    """
    return None if firm is None or case is None else RANKS[case] - RANKS[firm]


def size_distance(firm: SizeClass | None, case: SizeClass | None) -> float:
    """Return the distance (0–1) of two size classes."""
    steps = size_steps(firm, case)
    if steps is None:
        return 1.0 if firm is None else SIZE_UNKNOWN
    return min(1.0, abs(steps) * STEP)


@dataclass(frozen=True, slots=True)
class GapShare:
    """What a case did against where a firm stands: items it may learn from, has, was not asked.

    `teaches` (0–1) is the mean over all of them of how much each teaches.
    """

    ahead: tuple[str, ...]
    there: tuple[str, ...]
    unknown: tuple[str, ...]
    teaches: float


def gap_share(positions: Mapping[str, float], practices: Mapping[str, int]) -> GapShare:
    """Return what a firm may learn from a case's practices.

    A practice up to two positions ahead teaches in full, up to three half, beyond a quarter; one
    that the firm has reached, or was not asked about, teaches nothing.

    Parameters
    ----------
    positions
        The firm's ladder positions (0–5), answered items only.

    Examples
    --------
    >>> gap_share({"a": 1.0, "b": 3.0, "c": 0.0}, {"a": 2, "b": 2, "c": 5, "d": 2}).teaches
    0.3125
    """
    ahead, there, unknown, sum_ = [], [], [], 0.0
    for item, reached in practices.items():
        position = positions.get(item)
        if position is None:
            unknown.append(item)
        elif position >= reached:
            there.append(item)
        else:
            ahead.append(item)
            sum_ += next((worth for far, worth in REACH if reached - position <= far), FAR_AHEAD)
    share = sum_ / len(practices) if practices else 0.0
    return GapShare(tuple(ahead), tuple(there), tuple(unknown), share)


def scene_distance(wanted: Collection[str], case: Collection[str]) -> float | None:
    """Return the share (0–1) of wanted scenes that a case has not, None where none is wanted.

    A case need not have more scenes than it has: it is measured by the shorter list.

    Examples
    --------
    >>> scene_distance(["a", "b", "c"], ["a"]), scene_distance([], ["a"])
    (0.0, None)
    """
    if not wanted:
        return None
    shared = sum(scene in wanted for scene in case)
    return 1.0 - shared / max(1, min(len(wanted), len(case)))


def nearness(distances: Mapping[str, float | None]) -> float:
    """Return how near (0–1) a case is: 1 less the weighted mean distance of the parts asked for.

    Examples
    --------
    >>> nearness({"gap": 0.0, "industry": 0.0, "size": 0.0, "scene": None, "region": 0.0})
    1.0
    """
    known = {name: far for name, far in distances.items() if far is not None}
    whole = sum(PARTS[name] for name in known)
    return round(1.0 - sum(PARTS[name] * far for name, far in known.items()) / whole, 9)
