"""A real case: what a named site did, and what was published about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text
from diagnosis.domain.unit import Unit


class MetricKind(StrEnum):
    """How a published figure is to be read."""

    RELATIVE_CHANGE = "relative-change"
    ABSOLUTE_CHANGE = "absolute-change"
    ABSOLUTE_WITH_BASELINE = "absolute-with-baseline"
    LEVEL = "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One published figure, with its own mark, which overrides that of the case.

    `direction` is up or down against the site's own past, or level for a state reached.
    `expected` where the source hopes for the figure or plans it: nobody measured it.
    """

    name: Text
    value: float
    unit: Unit
    direction: str
    kind: MetricKind
    baseline: Text | None
    note: Text | None
    mark: Mark
    expected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `practices` (item → ladder position) are our reading, for matching alone:
    they are never shown as a rating of the named firm.

    `place` is a GB/T 2260 code, a two-letter country code abroad, or None; `production_type` is
    that assumed for the division.
    """

    id: str
    company: Text
    site: Text
    place: str | None
    division: str
    production_type: ProductionType
    industry_class: str | None
    size: SizeClass | None
    size_mark: Mark | None
    year: int | None
    recognition: tuple[str, ...]
    scenes: tuple[str, ...]
    summary: Text
    practices: Mapping[str, int]
    packages: tuple[str, ...]
    metrics: tuple[Metric, ...]
    conflicts: tuple[Text, ...]
    note: Text | None
    marks: Mapping[str, Mark]
    industry_mark: Mark
    sources: tuple[str, ...]
    confidence: str
    checked: str

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether the case rests on memory alone: as a whole, or in all its figures."""
        remembered = [metric.mark.is_unconfirmed for metric in self.metrics]
        return self.checked == "unconfirmed" or (bool(remembered) and all(remembered))

    @property
    def is_size_inferred(self) -> bool:
        """Return whether its size was concluded where neither staff nor revenue was given."""
        return self.size_mark is not None and self.size_mark.basis == "derived"

    @property
    def is_only_expected(self) -> bool:
        """Return whether every figure of the case is an expected one."""
        return bool(self.metrics) and all(metric.expected for metric in self.metrics)
