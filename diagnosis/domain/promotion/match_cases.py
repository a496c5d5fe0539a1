"""The real cases nearest to a firm; where none is near, that is said."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.promotion.case import Case
from diagnosis.domain.promotion.nearness import (
    KINSHIPS,
    REGIONS,
    GapShare,
    Kinship,
    Region,
    gap_share,
    kinship,
    nearness,
    region,
    scene_distance,
    size_distance,
    size_steps,
)

NEAR_FROM = 0.7
"""From here on a case of a kindred industry is called near (basis: ours)."""
PARTLY = 0.5
"""From here on a case is shown, as near in part; below it nothing is called near."""
MOST = 5
MOST_LARGER = 2
TOO_LARGE = 2
"""Size classes above the firm from which a case is shown apart: its budgets are not the firm's."""

KINDRED = (Kinship.SAME_CLASS, Kinship.SAME_GROUP, Kinship.SAME_DIVISION)
_CLOSE_KIN = (Kinship.SAME_CLASS, Kinship.SAME_GROUP)
_SAME_TOWN = (Region.SAME_DISTRICT, Region.SAME_CITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """The firm that looks for cases; None or an absent item means not known.

    `positions` are answered ladder positions (0–5), `industry` a division to class (C35 … C3525),
    `scenes` those that the firm or its plan wants; `packages` maps what a case may have done to
    the package of the firm's plan that it answers. `fellows` are the cases of its own trade;
    `not_answered` are the items that its form asks and that it left open.
    """

    positions: Mapping[str, float]
    industry: str | None = None
    production_type: ProductionType | None = None
    size: SizeClass | None = None
    place: str | None = None
    scenes: Collection[str] = ()
    packages: Mapping[str, str] = field(default_factory=dict)
    fellows: Collection[str] = ()
    not_answered: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A case beside a firm. `near` is 0–1; `distances` those of the parts, None if not asked.

    `is_apart` where the case is far larger than the firm, `is_other_type` where one is process
    and the other discrete manufacturing, `is_same_trade` where they are of one trade.
    """

    case: Case
    near: float
    distances: Mapping[str, float | None]
    gap: GapShare
    kinship: Kinship
    region: Region
    size_steps: int | None
    scenes: tuple[str, ...]
    packages: tuple[str, ...]
    is_apart: bool
    is_other_type: bool
    is_same_trade: bool = False

    @property
    def is_near(self) -> bool:
        """Return whether it may be called near.

        Another industry and a case from memory are near in part at best.
        """
        return (
            self.near >= NEAR_FROM
            and self.kinship in KINDRED
            and not self.case.is_unconfirmed
            and not self.is_apart
            and not self.is_other_type
        )


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found.

    `larger` holds cases of the firm's own trade or group of industry that are two or more size
    classes above it, shown apart; `cases_of_size` counts the division's cases that are not,
    `cases_in_industry` all of the division, `cases_of_other_type` those of these that manufacture
    the other way, and `looked_at` all cases.
    """

    cases: tuple[Match, ...]
    larger: tuple[Match, ...]
    cases_of_size: int
    cases_in_industry: int
    cases_of_other_type: int
    looked_at: int

    @property
    def nothing_near(self) -> bool:
        """Return whether no case may be called near."""
        return not any(match.is_near for match in self.cases)


def match_cases(seeker: Seeker, cases: Iterable[Case], *, most: int = MOST) -> Matches:
    """Return the cases most like a firm: its own trade, then its class, its town, what was done.

    Process and discrete manufacturing never match, however near the rest is.
    Only what did something that the firm has not reached is a match. The list is never padded:
    below `PARTLY` nothing is shown; a case of another division is shown only where it is of the
    firm's trade, known to be no larger than the firm, and at least half of what it did lies ahead
    of the firm; what is far larger than the firm stands apart. What rests on memory comes last.
    """
    matches = [_match(seeker, case) for case in cases]
    matches.sort(key=_likeness)
    useful = [match for match in matches if match.gap.ahead and not match.is_other_type]
    kindred = [match for match in matches if match.kinship in KINDRED]
    larger = [match for match in useful if match.is_apart and _is_of_its_kind(match)]
    return Matches(
        cases=tuple(match for match in useful if _may_show(match))[:most],
        larger=tuple(larger)[:MOST_LARGER],
        cases_of_size=sum(not match.is_apart for match in kindred),
        cases_in_industry=len(kindred),
        cases_of_other_type=sum(match.is_other_type for match in kindred),
        looked_at=len(matches),
    )


def is_too_large(seeker: Seeker, case: Case) -> bool:
    """Return whether a case stands apart; for a firm of unknown size every large one does."""
    if seeker.size is None:
        return case.size is SizeClass.LARGE
    steps = size_steps(seeker.size, case.size)
    return steps is not None and steps >= TOO_LARGE


def _likeness(match: Match) -> tuple[object, ...]:
    """Return what matches are ordered by, the most like the firm lowest; equal ones by id."""
    return (
        match.case.is_unconfirmed,
        not match.is_same_trade,
        KINSHIPS[match.kinship],
        match.region not in _SAME_TOWN,
        -match.near,
        match.case.id,
    )


def _is_of_its_kind(match: Match) -> bool:
    """Return whether a case is of the firm's own trade in its division, or of its group."""
    is_fellow = match.is_same_trade and match.kinship in KINDRED
    return is_fellow or match.kinship in _CLOSE_KIN


def _may_show(match: Match) -> bool:
    if match.is_apart or match.near < PARTLY:
        return False
    if match.kinship in KINDRED:
        return True
    if not match.is_same_trade:
        return False
    fits = match.size_steps is not None and match.size_steps <= 0
    return fits and match.gap.teaches >= 0.5


def _match(seeker: Seeker, case: Case) -> Match:
    gap = gap_share(seeker.positions, case.practices)
    related = kinship(seeker.industry, case.division, case.industry_class)
    there = region(seeker.place, case.place)
    distances = {
        "gap": 1.0 - gap.teaches,
        "industry": KINSHIPS[related],
        "size": size_distance(seeker.size, case.size),
        "scene": scene_distance(seeker.scenes, case.scenes),
        "region": REGIONS[there],
    }
    return Match(
        case=case,
        near=nearness(distances),
        distances=distances,
        gap=gap,
        kinship=related,
        region=there,
        size_steps=size_steps(seeker.size, case.size),
        scenes=tuple(scene for scene in case.scenes if scene in seeker.scenes),
        packages=tuple(package for package in case.packages if package in seeker.packages),
        is_apart=is_too_large(seeker, case),
        is_other_type=seeker.production_type not in (None, case.production_type),
        is_same_trade=case.id in seeker.fellows,
    )
