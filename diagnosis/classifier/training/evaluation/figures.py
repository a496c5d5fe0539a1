"""What an evaluation measures, as records; `metrics.json` and the card are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]
"""Some figures by their names, one row of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The measures of one kind of world at one missing rate, both rules' beside.

    `deflated` is the rule on (answers − `STEADY_OVERSTATEMENT`), `rule` the rule on the answers
    as they are; `qwk_from` and `severe_from` are, by blank share, of the model's level where open
    gates weigh as much and the deflated rule's elsewhere; `wins` names which of the three has the
    highest `qwk` over six levels. Shares, errors and coverage lie in 0–1, kappas (`qwk`) in
    −1–1, `merged` ones with 0 counted as 1;
    `score_error` is in points of 0–5, `set_size` the mean number of levels in a set.
    """

    shift: str
    missing: float
    firms: float
    qwk: float
    qwk_deflated: float
    qwk_rule: float
    qwk_from: Figures
    wins: str
    qwk_merged: float
    qwk_merged_deflated: float
    qwk_merged_rule: float
    severe: float
    severe_deflated: float
    severe_rule: float
    severe_from: Figures
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
    """How often the firms of one group are rated wrong, too high or too low; shares, 0–1.

    Levels 0 and 1 count as one, but for `coverage`: the share whose set holds the level, of six.
    """

    group: str
    firms: int
    wrong: float
    over: float
    under: float
    over_deflated: float
    over_rule: float
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftCoverage:
    """The share of sets that hold the level, of six, in one shift at a quarter missing.

    By true level, size class, production type and channel as they occur; `least_industry` is the
    lowest of any sector's. All 0–1.
    """

    shift: str
    levels: Figures
    sizes: Figures
    kinds: Figures
    channels: Figures
    least_industry: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All measures of one model on worlds that it was not trained on.

    `best_only` are sheets that hold a firm's best answers alone; `first_visits` is what a few
    visits gain where firms overstate heavily; `adaptive` and `checks` are by the name of the
    shift, `forms` by that of the form; `falls` counts raises and what fell in them; `timing` was
    measured on the machine that evaluated. `population` is the spread over the worlds at home of
    what each is like, `claimed_shares` and `verified_shares` are those of levels 0–5 in them.
    """

    model: str
    standard: str
    visits: int
    seed: int
    population: Mapping[str, Figures]
    claimed_shares: Figures
    verified_shares: Figures
    cells: tuple[Cell, ...]
    coverage_by_shift: tuple[ShiftCoverage, ...]
    size_classes: tuple[GroupErrors, ...]
    industries: tuple[GroupErrors, ...]
    production_types: tuple[GroupErrors, ...]
    best_only: tuple[Figures, ...]
    adaptive: Mapping[str, tuple[Figures, ...]]
    checks: Mapping[str, tuple[Figures, ...]]
    first_visits: Figures
    forms: Mapping[str, Figures]
    falls: Mapping[str, int]
    attribution_error: float
    challenger: tuple[Figures, ...]
    timing: Figures
