"""A standard's verdict on a sheet: level, score, dimensions, what holds it back, gaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import Item
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Text

GAPS_KEPT = 10
"""The largest gaps that a verdict keeps."""

Ranks = Mapping[str, int]
"""Item → where it stands before its lift counts: below 0 first, above 0 last, else 0."""
UNRANKED: Ranks = {}


class Aggregation(NamedTuple):
    """One way to add up; `official` marks the standard's own rule."""

    rule: str
    score: float | None
    level: int | None
    official: bool


class DimensionVerdict(NamedTuple):
    """A dimension's part of the result.

    `score` is in the standard's own unit (0–5, points, or 0/1 for a link), None where nothing was
    answered; `top` is the highest score; `weight` the effective share of the whole, 0–1.
    """

    id: str
    name: Text
    score: float | None
    top: float
    level: int | None
    weight: float | None
    reading: Text | None
    unconfirmed: bool = False


class HoldKind(StrEnum):
    """What holds a level back: the whole, a part of it, a gate, a count, a tier's condition."""

    TOTAL = "total"
    DIMENSION = "dimension"
    GATE = "gate"
    WEAKEST_ITEM = "weakest-item"
    """A gate that goes by the lowest answered item of a dimension."""
    POINTS = "points"
    SCENES = "scenes"
    CONSTRAINT_SCENES = "constraint-scenes"
    CONDITION = "condition"


class Hold(NamedTuple):
    """One thing that holds the next level back: what it has and what it needs.

    `about` is the id of the dimension or sub-domain, `condition` the tier's condition, each where
    the kind is about one. `costs` is what a sub-domain's shortfall takes from the whole, 0–1.
    """

    level: int
    kind: HoldKind
    has: float | None
    needs: float
    about: str = ""
    condition: LevelCondition | None = None
    costs: float | None = None

    @property
    def part(self) -> str:
        """Return the id of what holds the level back: of its part, else its kind."""
        return self.about or str(self.kind) if self.condition is None else self.condition.part


class GapUnit(StrEnum):
    """What closing a gap adds: share of the level (0–1), points, a scene, a link, or score."""

    SHARE = "share"
    POINTS = "points"
    SCENE = "scene"
    LINK = "link"
    SCORE = "score"


class Gap(NamedTuple):
    """An item below what the target level asks; `lift` is what closing it adds, in `unit`."""

    item: str
    part: str
    level: int
    has: float | None
    needs: float
    lift: float
    unit: GapUnit


class Cut(NamedTuple):
    """A part that was cut with reasons, and the share of the whole it removed (0–1).

    Where the firm's profile proves the reasons of some of its items, those items alone are cut.
    """

    part: str
    name: Text
    reasons: Mapping[str, str]
    weight_removed: float


class CountedZero(NamedTuple):
    """An item answered not applicable that counts as answered 0, beside an answered one.

    `weight` is its share of the whole (0–1), `if_dropped` level and score had it been dropped.
    """

    item: str
    part: str
    name: Text
    reason: str
    weight: float
    if_dropped: tuple[int, float]


class TierCondition(NamedTuple):
    """A condition of a tier, and whether it holds; None means unknown."""

    condition: LevelCondition
    holds: bool | None


@dataclass(frozen=True, slots=True)
class TooFewAnswers:
    """The answers carry less of the standard's weight (0–1) than its minimum."""

    coverage: float
    minimum: float


@dataclass(frozen=True, slots=True)
class BlanksDecide:
    """The level depends on the blanks: with all of them at their worst, and at their best."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ConditionsUnknown:
    """The level depends on conditions of which nothing is known."""

    conditions: tuple[TierCondition, ...]


NoLevel = TooFewAnswers | BlanksDecide | ConditionsUnknown
"""Why a standard gives a sheet no level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a standard says about one sheet, in full.

    `level` and `score` are None where they are not known, for the reason in `no_level`;
    `provisional` is what they would be on the answers there are. `level_low` to `level_high` (and
    the scores) bound them where blanks count at their worst and at their best; `cuts_as_zero` is
    level and score had every item that was cut been answered 0; `counted_zero` are the items that
    count as 0 though they were answered not applicable; `derived_from` are answered items
    that this standard shares with another one, `inferred_from` those that were inferred from
    other answers and confirmed; `for_reference` says that the standard is not made for firms of
    this size, `unscored` that no question with points was answered.
    """

    standard: Standard
    level: int | None
    score: float | None
    coverage: float
    aggregations: tuple[Aggregation, ...]
    dimensions: tuple[DimensionVerdict, ...]
    holds: tuple[Hold, ...]
    gaps: tuple[Gap, ...]
    provisional: tuple[int, float] | None = None
    no_level: NoLevel | None = None
    level_low: int | None = None
    level_high: int | None = None
    score_low: float | None = None
    score_high: float | None = None
    cuts: tuple[Cut, ...] = ()
    cuts_as_zero: tuple[int, float] | None = None
    counted_zero: tuple[CountedZero, ...] = ()
    derived_from: tuple[str, ...] = ()
    inferred_from: tuple[str, ...] = ()
    conditions: tuple[TierCondition, ...] = ()
    for_reference: bool = False
    unscored: bool = False


def position_of(value: Value | None) -> float | None:
    """Return the ladder position of an answer, None where it is none."""
    return value if isinstance(value, float) else None


def positions_in(answers: Mapping[str, Value]) -> dict[str, float]:
    """Return the ladder positions among answers, by item."""
    return {item: value for item, value in answers.items() if isinstance(value, float)}


def part_rank(ranks: Ranks, items: Iterable[str]) -> int:
    """Return the rank of a part of a standard: the lowest of its items, 0 without any."""
    return min([ranks.get(item, 0) for item in items], default=0)


def below_coverage(coverage: float, minimum: float) -> TooFewAnswers | None:
    """Return why there is no level at this coverage (0–1), None where it suffices."""
    return None if coverage >= minimum - 1e-12 else TooFewAnswers(coverage, minimum)


def nothing_answered(mean: str, weakest: str, official: str) -> tuple[Aggregation, ...]:
    """Return the three aggregations, by name, where nothing was answered: none has a score."""
    return (
        Aggregation(mean, None, None, False),
        Aggregation(weakest, None, None, False),
        Aggregation(official, None, None, True),
    )


def next_position(bank: Mapping[str, Item], gap: Gap) -> int | None:
    """Return the ladder position that comes next on the way to what is needed, None without."""
    positions = bank[gap.item].positions
    if not positions or gap.has is None:
        return None
    return min(len(positions) - 1, int(gap.has) + 1)
