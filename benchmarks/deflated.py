"""The time to say what is left of the levels of one firm: `python -m benchmarks.deflated`.

Prints microseconds of processor time a standard, the least of many runs on an example, and beside
them the estimator's.
"""

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time
from timeit import repeat

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.services.intake.sheets import read
from diagnosis.services.scoring.deflate import ScoredSheet, deflation
from diagnosis.services.scoring.diagnose import diagnose

EXAMPLE = Path(__file__).parents[1] / "examples" / "foshan-furniture-maker.json"
CALLS, ROUNDS = 200, 15


def microseconds(call: Callable[[], object]) -> float:
    """Return the least processor time of a call over several rounds, µs."""
    return min(repeat(call, timer=process_time, number=CALLS, repeat=ROUNDS)) / CALLS * 1e6


def main() -> None:
    """Print the times."""
    container = wire(read_settings({}))
    content, estimator = container.content, container.estimator
    sheet = read(content, json.loads(EXAMPLE.read_text(encoding="utf-8")))
    made = diagnose(content, sheet, estimator=estimator, explained=False)
    row = content.scorers.encode_sheet(sheet)
    left_over = deflation(content, ScoredSheet(sheet, row, made.scores), made.verdicts)
    if estimator is None or left_over is None:
        return
    *by_model, index = made.estimates
    for estimate in by_model:
        took = microseconds(lambda estimate=estimate: left_over.beside(estimate))  # type: ignore[misc]
        print(f"{estimate.standard}: {took:.0f} µs")
    took = microseconds(lambda: left_over.beside(left_over.of_index()))
    print(f"{index.standard}, with its probabilities and checks: {took:.0f} µs")
    print(f"estimator, both models: {microseconds(lambda: estimator.estimate(sheet)):.0f} µs")


if __name__ == "__main__":
    main()
