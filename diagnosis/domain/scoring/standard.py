"""The four standards as values: structure, weights and rules, each number with its mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Text

TYPES = (ProductionType.DISCRETE, ProductionType.PROCESS)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a number comes from.

    `basis` is cited, derived, estimated or ours; `checked` is two-sources, one-source, unconfirmed
    (remembered only) or not-applicable; `sources` are ids of the bibliography.
    """

    basis: str
    checked: str
    sources: tuple[str, ...]
    note: Text | None = None

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether the number is only remembered."""
        return self.checked == "unconfirmed"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a standard: its number (0 = not yet level 1), name and reading."""

    level: int
    name: Text
    reading: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading text of one dimension per band."""

    low: Text
    middle: Text
    high: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What every standard has; `revision` counts our readings of it.

    `band_starts` are the lower ends of the middle and high reading band of a dimension's score.
    """

    id: str
    revision: int
    rule: str
    official: bool
    name: Text
    about: Text
    levels: tuple[Level, ...]
    minimum_coverage: float
    band_starts: tuple[float, float]
    readings: Mapping[str, Readings]
    marks: Mapping[str, Mark]

    @property
    def ref(self) -> str:
        """Return `id@revision`, the pin that results carry."""
        return f"{self.id}@{self.revision}"

    def reading(self, dimension: str, score: float) -> Text | None:
        """Return the reading text of a dimension at a score, None where it has none."""
        texts = self.readings.get(dimension)
        if texts is None:
            return None
        middle, high = self.band_starts
        if score < middle:
            return texts.low
        return texts.middle if score < high else texts.high


@dataclass(frozen=True, slots=True)
class Node:
    """An element, domain or sub-domain of a staged standard.

    `weight` is the share inside its parent, per cent, per production type; 0 = not judged.
    """

    id: str
    name: Text
    parent: str | None
    weight: Mapping[ProductionType, float]
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Subdomain(Node):
    """A sub-domain: the items that feed it, equally weighted, and whether it may be cut."""

    items: tuple[str, ...] = ()
    may_be_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedStandard(Standard):
    """GB/T 39116-2020 scored by GB/T 39117-2020 (staged rule)."""

    threshold: float
    bands: tuple[float, ...]
    elements: tuple[Node, ...]
    domains: tuple[Node, ...]
    subdomains: tuple[Subdomain, ...]


@dataclass(frozen=True, slots=True)
class PointOption:
    """One option and its points; for a share `up_to` is the closed upper bound in per cent."""

    value: str
    points: int
    up_to: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A scored question; points are in thousandths (`MILLI`), so that sums are exact."""

    ref: str
    item: str
    block: str
    name: Text
    kind: str
    max: int
    options: tuple[PointOption, ...]
    mark: Mark


MILLI = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A scene judged 0–4 by the whole part of a ladder position."""

    ref: str
    item: str
    name: Text
    chain: str
    constraint: bool
    shared_with: str | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a standard: a block, a chain or a link."""

    id: str
    name: Text
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class SceneGate:
    """What a level asks: points, scenes at or above the level, constraint scenes among them."""

    level: int
    points: float
    scenes: int
    constraint_scenes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsStandard(Standard):
    """The MIIT SME index 2024: points and the scene gate."""

    blocks: tuple[Part, ...]
    chains: tuple[Part, ...]
    questions: tuple[Question, ...]
    scenes: tuple[Scene, ...]
    gates: tuple[SceneGate, ...]
    notices: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Tier:
    """What one tier of the smart-factory ladder asks; `judged` is listed and never blocks."""

    level: int
    cmmm_level: int
    links: tuple[str, ...]
    ai_share_percent: float | None
    judged: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FactoryLink:
    """A link of the smart factory, one of five; `scene_links` are ids of the 8 official links."""

    id: str
    name: Text
    scene_links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """A condition that the firm declares with yes or no."""

    id: str
    item: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TiersStandard(Standard):
    """The smart-factory entry conditions of 2025."""

    links: tuple[FactoryLink, ...]
    declared: tuple[Declared, ...]
    above_size_revenue_wan: float
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class WeightedItem:
    """An item inside a dimension: its share, and the 0–5 value of each option for a choice."""

    item: str
    weight: float
    values: Mapping[str, float] | None = None
    cap: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A dimension of a gated standard; `weight` in per cent of the whole."""

    id: str
    name: Text
    weight: float
    reason: Text
    items: tuple[WeightedItem, ...]
    mark: Mark


LEAST_STEP = 0.001
"""What is above a number is at least this much above it: no answer moves a dimension by less."""


@dataclass(frozen=True, slots=True)
class Gate:
    """For `level`, a dimension must be at least this (0–5), or above it where `above` says so.

    What counts is the dimension's score, or its lowest answered item where `weakest_item` says so.
    """

    level: int
    dimension: str
    at_least: float
    above: bool = False
    weakest_item: bool = False

    @property
    def line(self) -> float:
        """Return the least that passes the gate, 0–5."""
        return self.at_least + LEAST_STEP if self.above else self.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class GatedStandard(Standard):
    """The AI-readiness standard of this project: weighted mean with gates."""

    tolerance: float
    dimensions: tuple[Dimension, ...]
    gates: tuple[Gate, ...]

    @property
    def dimension_ids(self) -> list[str]:
        """Return the ids of the dimensions, in order."""
        return [dimension.id for dimension in self.dimensions]


AnyStandard = StagedStandard | PointsStandard | TiersStandard | GatedStandard


@dataclass(frozen=True, slots=True)
class Standards:
    """The four standards, by role; iterating gives them in the order results list them."""

    staged: StagedStandard
    points: PointsStandard
    tiers: TiersStandard
    gated: GatedStandard

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter((self.staged, self.points, self.tiers, self.gated))
