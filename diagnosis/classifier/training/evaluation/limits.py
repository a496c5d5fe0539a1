"""What a model must hold, measure by measure."""

from dataclasses import dataclass

from diagnosis.classifier.inference.deflated_stop import PROMISES
from diagnosis.classifier.training.evaluation.figures import Evaluation, Figures
from diagnosis.classifier.training.simulation.shifts import HOME

LIMITS = {
    "qwk_25": 0.855, "qwk_50": 0.835, "qwk_80": 0.82, "abstained_25": 0.02,
    "abstained_80": 0.10, "severe_25": 0.007, "ece_25": 0.03, "rps_25": 0.040,
    "home_coverage": 0.93, "home_set_size": 2.2, "least_coverage": 0.90, "largest_set": 2.8,
    "largest_set_80": 2.8, "best_five_enough": 0.0, "best_half_coverage": 0.90, "falls": 0,
    "attribution_error": 1e-9,
    "promised_90": 0.90, "promised_95": 0.95, "promised_98": 0.98, "questions_90": 15,
    "questions_95": 22,
}  # fmt: skip
"""The least, or the most, of each measure; the numbers 25, 50, 80 are per cent missing."""
_AT_LEAST = {
    "qwk_25", "qwk_50", "qwk_80", "home_coverage", "least_coverage", "best_half_coverage",
    "promised_90", "promised_95", "promised_98",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MustHold:
    """A measure that must keep a limit, with its value and whether it does."""

    measure: str
    value: float
    limit: float
    holds: bool


def summary(evaluation: Evaluation) -> Figures:
    """Return the measures that must hold, read from the cells."""
    cells = evaluation.cells
    home = {cell.missing: cell for cell in cells if cell.shift == HOME.name}
    shifted = [cell for cell in cells if cell.shift != HOME.name]
    quarter, half, most = home[0.25], home[0.5], home[0.8]
    five, best_half = evaluation.best_only
    return {
        "qwk_25": quarter.qwk_merged,
        "qwk_50": half.qwk_merged,
        "qwk_80": most.qwk_merged,
        "abstained_25": quarter.abstained,
        "abstained_80": most.abstained,
        "severe_25": quarter.severe,
        "ece_25": max(quarter.ece, quarter.ece_cumulative),
        "rps_25": quarter.rps,
        "home_coverage": min(cell.coverage for cell in home.values()),
        "home_set_size": quarter.set_size,
        "least_coverage": min(cell.coverage for cell in shifted),
        "largest_set": max(cell.set_size for cell in shifted if cell.missing <= half.missing),
        "largest_set_80": max(cell.set_size for cell in shifted),
        "best_five_enough": five["enough"],
        "best_half_coverage": best_half["coverage"],
        "falls": sum(count for name, count in evaluation.falls.items() if name != "raises"),
        "attribution_error": evaluation.attribution_error,
        **_promises(evaluation),
    }


def _promises(evaluation: Evaluation) -> Figures:
    """Return the least agreement over all shifts, per promise, and the questions at home."""
    rows = [row for rows in evaluation.adaptive.values() for row in rows]
    kept = {
        f"promised_{round(wanted * 100)}": min(
            row["agreement"] for row in rows if row["promise"] == wanted
        )
        for wanted in PROMISES
    }
    first, second, *_ = evaluation.adaptive[HOME.name]
    return {**kept, "questions_90": first["questions"], "questions_95": second["questions"]}


def must_hold(evaluation: Evaluation) -> tuple[MustHold, ...]:
    """Return each measure that must hold, with its limit and whether it holds."""
    return tuple(
        MustHold(
            name,
            value,
            LIMITS[name],
            value >= LIMITS[name] if name in _AT_LEAST else value <= LIMITS[name],
        )
        for name, value in summary(evaluation).items()
    )
