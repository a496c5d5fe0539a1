"""What an evaluation measures, as records; `metrics.json` and the card are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]
"""Some figures by their names, one row of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The measures of one kind of world at one missing rate, the plain rule's beside.

    Shares, errors and coverage lie in 0–1, kappas (`qwk`) in −1–1, `score_error` in points of 0–5;
    `set_size` is the mean number of levels in a set.
    """

    shift: str
    missing: float
    firms: float
    qwk: float
    qwk_rule: float
    severe: float
    severe_rule: float
    ece: float
    ece_cumulative: float
    rps: float
    coverage: float
    set_size: float
    abstained: float
    score_error: float
    interval_coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupErrors:
    """How often the firms of one group are rated wrong, too high or too low; shares, 0–1."""

    group: str
    firms: int
    wrong: float
    over: float
    under: float
    over_rule: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All measures of one model on worlds that it was not trained on.

    `coverage_by_level` is by true level, `forms` by the name of the form; `falls` counts raises
    and what fell in them; `timing` was measured on the machine that evaluated.
    """

    model: str
    standard: str
    visits: int
    seed: int
    cells: tuple[Cell, ...]
    coverage_by_level: Figures
    size_classes: tuple[GroupErrors, ...]
    industries: tuple[GroupErrors, ...]
    production_types: tuple[GroupErrors, ...]
    adaptive: tuple[Figures, ...]
    checks: tuple[Figures, ...]
    checks_heavy_inflation: tuple[Figures, ...]
    forms: Mapping[str, Figures]
    falls: Mapping[str, int]
    attribution_error: float
    challenger: tuple[Figures, ...]
    timing: Figures
