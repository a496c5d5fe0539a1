"""How fast a shipped model answers: `python -m benchmarks.classifier_speed [standard]`.

Bodies rotate over 300 simulated sheets; before timing, batch and single answers must agree. One
BLAS thread; medians and the 99th per cent of single calls, what explanation adds to them, and a
refit on 200 verified visits.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from diagnosis.classifier.artefacts.registry import load_model, read_registry
from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.spot_checks import choose_checks
from diagnosis.classifier.inference.structure import structure_from_json
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.fitting.learning import learn
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.simulation.sample import draw_worlds, sheets_of

MODELS = Path(__file__).resolve().parents[1] / "models"
CALLS, FIRMS, VISITS = 6000, 300, 200


def timed(call: Callable[[int], object], calls: int = CALLS) -> str:
    times = np.empty(calls)
    for turn in range(calls):
        start = time.perf_counter()
        call(turn % FIRMS)
        times[turn] = time.perf_counter() - start
    median, late = np.quantile(times, [0.5, 0.99]) * 1e6
    return f"median {median:6.1f} µs   p99 {late:6.1f} µs"


def main() -> None:
    standard = sys.argv[1] if len(sys.argv) > 1 else "gbt-39116-2020"
    entry = read_registry(MODELS).current_of(standard)
    if entry is None:
        raise SystemExit(f"no model is registered for {standard}")
    folder = MODELS / entry.id
    structure = structure_from_json((folder / "structure.json").read_text())
    starts = []
    for _ in range(30):
        begun = time.perf_counter()
        model = load_model(folder, structure, entry.digest)
        starts.append(time.perf_counter() - begun)
    world = draw_worlds(structure, read_config(), seed=5, worlds=1, firms=FIRMS)[0]
    sheets, _ = sheets_of(structure, world, np.full(FIRMS, 0.25), np.random.default_rng(0))
    singles = [sheets.rows(slice(row, row + 1)) for row in range(FIRMS)]
    batch = model.predict(sheets)
    for row, sheet in enumerate(singles):
        gap = np.abs(model.predict(sheet).probabilities[0] - batch.probabilities[row]).max()
        if gap > 1e-9:
            raise SystemExit(f"row {row}: single and batch differ by {gap}")
    attributor, adviser = Attributor(model), Adviser(model)
    inputs = [model.read(sheet) for sheet in singles]
    predictions = [model.predict(sheet) for sheet in singles]
    askable = np.ones(len(structure.items), dtype=bool)
    nothing = np.full((1, len(structure.items)), np.nan)
    print(f"{entry.id}, numpy {np.__version__}")
    print("load             ", f"median {np.median(starts) * 1e3:6.2f} ms")
    print("level, P and set ", timed(lambda row: model.predict(singles[row])))
    print("attribution      ", timed(lambda row: attributor(inputs[row])))
    print(
        "next question    ",
        timed(lambda row: adviser.next_question(inputs[row], predictions[row], askable, 0.95)),
    )
    print(
        "five spot checks ",
        timed(lambda row: choose_checks(model, singles[row], nothing, 5, inputs[row])),
    )
    begun = time.process_time()
    for _ in range(40):
        model.predict(sheets)
    print("batch, one core  ", f"{40 * FIRMS / (time.process_time() - begun):9,.0f} firms/s")
    blank = np.full((VISITS, len(structure.items)), np.nan)
    visits = Visits(sheets.rows(slice(VISITS)), world.firms.level[:VISITS], blank)
    begun = time.perf_counter()
    learn(model, visits)
    print("refit, 200 visits", f"{time.perf_counter() - begun:9.2f} s")


if __name__ == "__main__":
    main()
