"""What a model must hold, measure by measure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.classifier.inference.deflated_stop import PROMISES
from diagnosis.classifier.training.evaluation.adaptive import SHIFTED_CHECKS
from diagnosis.classifier.training.evaluation.figures import (
    Cell,
    Evaluation,
    Figures,
    ShiftCoverage,
)
from diagnosis.classifier.training.evaluation.level_choice import (
    GAINS_NEEDED,
    MOST_LOST,
    level_choice,
    served_kappa,
    served_severe,
)
from diagnosis.classifier.training.simulation.shifts import HOME
from diagnosis.domain.overstatement import LevelBy, ServedLevel
from diagnosis.domain.scoring.scale import LEVELS

LEAST_COVERAGE = 0.90
"""How often sets hold the level, of six, in every shift and in every group of firms there."""
MOST_SEVERE = 0.007
_COVERAGE_BY_LEVEL = {f"coverage_level_{level}": str(level) for level in range(LEVELS + 1)}
_OTHER_GROUPS = ("coverage_sizes", "coverage_types", "coverage_channels", "coverage_industries")
AT_LEAST = {
    "gain_25": GAINS_NEEDED[0.25], "gain_50": GAINS_NEEDED[0.5], "gain_least": -MOST_LOST,
    "home_coverage": 0.93, "least_coverage": LEAST_COVERAGE,
    **dict.fromkeys((*_COVERAGE_BY_LEVEL, *_OTHER_GROUPS), LEAST_COVERAGE),
    "best_half_coverage": 0.90, "first_visits": 0.80, "gain_of_checks": -MOST_LOST,
    "promised_90": 0.90, "promised_95": 0.95, "promised_98": 0.98,
    "qwk_25": 0.855, "qwk_50": 0.835, "qwk_80": 0.82,
}  # fmt: skip
"""The least of each measure; the numbers 25, 50, 80 are per cent missing."""
AT_MOST = {
    "severe_25": MOST_SEVERE, "severe_served_25": MOST_SEVERE, "home_set_size": 2.2,
    "largest_set": 2.8, "largest_set_80": 2.8, "best_five_enough": 0.0, "questions_90": 15,
    "questions_95": 22, "falls": 0, "one_firm_us": 100, "abstained_25": 0.02,
    "abstained_80": 0.10, "ece_25": 0.03, "rps_25": 0.040, "attribution_error": 1e-9,
}  # fmt: skip
"""The most of each measure."""
OF_ONE_TRAIT = (
    "qwk_25", "qwk_50", "qwk_80", "abstained_25", "abstained_80", "ece_25", "rps_25",
    "attribution_error",
)  # fmt: skip
"""The measures whose limits were set in worlds where one trait explains most answers."""

ByShift = Mapping[str, float]
"""One value for each shift, home among them where it belongs, by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MustHold:
    """A measure that must keep a limit, with its value and whether it does.

    `at_least` says whether the limit is the least or the most that it may be. Of a measure that
    every shift must keep, the value is the worst, `worst_in` names its shift, and `missed_in`
    counts the shifts that miss, out of `shifts`; else they are None, 0 and 0.
    """

    measure: str
    value: float
    at_least: bool
    limit: float
    holds: bool
    worst_in: str | None = None
    missed_in: int = 0
    shifts: int = 0


def must_hold(evaluation: Evaluation) -> tuple[MustHold, ...]:
    """Return each measure that must hold, with its limit and whether it holds.

    A group that occurs in no shift is left out.
    """
    measured = {
        **_levels(evaluation),
        **_sets(evaluation),
        **_groups(evaluation.coverage_by_shift),
        **_partial_sheets(evaluation),
        **_of_one_trait(evaluation),
    }
    return tuple(_judged(measure, values) for measure, values in measured.items() if values != {})


def _judged(measure: str, values: float | ByShift) -> MustHold:
    at_least = measure in AT_LEAST
    limit = AT_LEAST[measure] if at_least else AT_MOST[measure]

    def is_kept(value: float) -> bool:
        return value >= limit if at_least else value <= limit

    if not isinstance(values, Mapping):
        return MustHold(
            measure=measure, value=values, at_least=at_least, limit=limit, holds=is_kept(values)
        )
    worst = (min if at_least else max)(values, key=lambda shift: values[shift])
    missed = sum(not is_kept(value) for value in values.values())
    return MustHold(
        measure=measure,
        value=values[worst],
        at_least=at_least,
        limit=limit,
        holds=not missed,
        worst_in=worst,
        missed_in=missed,
        shifts=len(values),
    )


def _home(evaluation: Evaluation) -> dict[float, Cell]:
    """Return the cells at home by their missing rate."""
    return {cell.missing: cell for cell in evaluation.cells if cell.shift == HOME.name}


def _by_shift(
    cells: Iterable[Cell],
    value_of: Callable[[Cell], float],
    worst: Callable[[Sequence[float]], float],
) -> ByShift:
    """Return the worst value of each shift over its missing rates."""
    values: dict[str, list[float]] = {}
    for cell in cells:
        values.setdefault(cell.shift, []).append(value_of(cell))
    return {shift: worst(there) for shift, there in values.items()}


def _levels(evaluation: Evaluation) -> dict[str, float | ByShift]:
    """Return how good levels are: what is gained on a subtraction, and severe errors.

    The gains are those of the level served; where it is the deflated rule's, those of the model's,
    which is not served for the want of them.
    """
    cells, quarter = evaluation.cells, _home(evaluation)[0.25]
    choice = level_choice(cells)
    by_rule = choice.served.level_by is LevelBy.DEFLATED_RULE
    tried = ServedLevel(level_by=LevelBy.MODEL) if by_rule else choice.served
    gains = {row.missing: row.model if by_rule else row.served for row in choice.rates}
    return {
        "gain_25": gains[0.25],
        "gain_50": gains[0.5],
        "gain_least": _by_shift(
            cells, lambda cell: round(served_kappa(cell, tried) - cell.qwk_deflated, 4), min
        ),
        "severe_25": quarter.severe,
        "severe_served_25": served_severe(quarter, choice.served),
    }


def _sets(evaluation: Evaluation) -> dict[str, float | ByShift]:
    """Return how often sets hold the level, and how large they are."""
    home = _home(evaluation)
    shifted = [cell for cell in evaluation.cells if cell.shift != HOME.name]
    halves = [cell for cell in shifted if cell.missing <= home[0.5].missing]
    return {
        "home_coverage": min(cell.coverage for cell in home.values()),
        "home_set_size": home[0.25].set_size,
        "least_coverage": _by_shift(shifted, lambda cell: cell.coverage, min),
        "largest_set": _by_shift(halves, lambda cell: cell.set_size, max),
        "largest_set_80": _by_shift(shifted, lambda cell: cell.set_size, max),
    }


def _groups(covered: Iterable[ShiftCoverage]) -> Mapping[str, ByShift]:
    """Return how often sets hold the level, by true level, and in the worst of other groups."""
    groups: dict[str, dict[str, float]] = {
        name: {} for name in (*_COVERAGE_BY_LEVEL, *_OTHER_GROUPS)
    }
    for here in covered:
        for name, level in _COVERAGE_BY_LEVEL.items():
            if level in here.levels:
                groups[name][here.shift] = here.levels[level]
        others = (here.sizes.values(), here.kinds.values(), here.channels.values())
        least = (*map(min, others), here.least_industry)
        for name, value in zip(_OTHER_GROUPS, least, strict=True):
            groups[name][here.shift] = value
    return groups


def _partial_sheets(evaluation: Evaluation) -> dict[str, float | ByShift]:
    """Return what is promised of few answers and few visits, what falls, how long it takes."""
    five, best_half = evaluation.best_only
    first, second, *_ = evaluation.adaptive[HOME.name]
    promised = {
        f"promised_{round(wanted * 100)}": {
            shift: row["agreement"]
            for shift, rows in evaluation.adaptive.items()
            for row in rows
            if row["promise"] == wanted
        }
        for wanted in PROMISES
    }
    return {
        "best_five_enough": five["enough"],
        "best_half_coverage": best_half["coverage"],
        "first_visits": evaluation.first_visits["qwk_learned"],
        "gain_of_checks": {
            shift: _gain_of_checks(rows) for shift, rows in evaluation.checks.items()
        },
        **promised,
        "questions_90": first["questions"],
        "questions_95": second["questions"],
        "falls": sum(count for name, count in evaluation.falls.items() if name != "raises"),
        "one_firm_us": evaluation.timing["one_firm_median_us"],
    }


def _gain_of_checks(rows: Sequence[Figures]) -> float:
    """Return what the most checks that every shift has gain on none, in kappa, as served."""
    kappas = {row["checks"]: row["qwk_served"] for row in rows}
    return round(kappas[SHIFTED_CHECKS[-1]] - kappas[SHIFTED_CHECKS[0]], 4)


def _of_one_trait(evaluation: Evaluation) -> Figures:
    """Return the measures of `OF_ONE_TRAIT`, at home."""
    home = _home(evaluation)
    quarter, most = home[0.25], home[0.8]
    return {
        "qwk_25": quarter.qwk_merged,
        "qwk_50": home[0.5].qwk_merged,
        "qwk_80": most.qwk_merged,
        "abstained_25": quarter.abstained,
        "abstained_80": most.abstained,
        "ece_25": max(quarter.ece, quarter.ece_cumulative),
        "rps_25": quarter.rps,
        "attribution_error": evaluation.attribution_error,
    }
