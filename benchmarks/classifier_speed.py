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

from diagnosis.classifier.artefacts.model_files import load_model
from diagnosis.classifier.artefacts.registry import RegisteredModel, read_registry
from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.spot_checks import choose_checks
from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.structure import Structure, structure_from_json
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.fitting.learning import learn
from diagnosis.classifier.training.fitting.visit_records import VisitRecord
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


def loaded(entry: RegisteredModel, structure: Structure) -> tuple[Model, float]:
    """Return the model and the median time to load it, ms."""
    starts = []
    for _ in range(30):
        begun = time.perf_counter()
        model = load_model(MODELS / entry.id, structure, entry.digest)
        starts.append(time.perf_counter() - begun)
    return model, float(np.median(starts)) * 1e3


def check_batch(model: Model, sheets: CodedSheets, singles: list[CodedSheets]) -> None:
    """Refuse to time a model whose answers depend on what else is in the batch."""
    batch = model.predict(sheets)
    for row, sheet in enumerate(singles):
        gap = np.abs(model.predict(sheet).probabilities[0] - batch.probabilities[row]).max()
        if gap > 1e-9:
            raise SystemExit(f"row {row}: single and batch differ by {gap}")


def print_calls(model: Model, singles: list[CodedSheets]) -> None:
    """Print the time of single calls: the prediction, and what explains it."""
    attributor, adviser = Attributor(model), Adviser(model)
    inputs = [model.read(sheet) for sheet in singles]
    predictions = [model.predict(sheet) for sheet in singles]
    askable = np.ones(len(model.structure.items), dtype=bool)
    kinds = [int(sheet.kind[0]) for sheet in singles]
    nothing = np.full((1, len(model.structure.items)), np.nan)
    print("level, P and set ", timed(lambda row: model.predict(singles[row])))
    print("attribution      ", timed(lambda row: attributor(inputs[row])))
    print(
        "next question    ",
        timed(
            lambda row: adviser.next_question(
                inputs[row], predictions[row], kinds[row], askable, 0.95
            )
        ),
    )
    print(
        "five spot checks ",
        timed(lambda row: choose_checks(model, singles[row], nothing, 5, inputs[row])),
    )


def main() -> None:
    standard = sys.argv[1] if len(sys.argv) > 1 else "gbt-39116-2020"
    entry = read_registry(MODELS).current_of(standard)
    if entry is None:
        raise SystemExit(f"no model is registered for {standard}")
    structure = structure_from_json((MODELS / entry.id / "structure.json").read_text())
    model, load_ms = loaded(entry, structure)
    world = draw_worlds(structure, read_config(), seed=5, worlds=1, firms=FIRMS)[0]
    sheets, _ = sheets_of(structure, world, np.full(FIRMS, 0.25), np.random.default_rng(0))
    singles = [sheets.rows(slice(row, row + 1)) for row in range(FIRMS)]
    check_batch(model, sheets, singles)
    print(f"{entry.id}, numpy {np.__version__}")
    print("load             ", f"median {load_ms:6.2f} ms")
    print_calls(model, singles)
    begun = time.process_time()
    for _ in range(40):
        model.predict(sheets)
    print("batch, one core  ", f"{40 * FIRMS / (time.process_time() - begun):9,.0f} firms/s")
    blank = np.full((VISITS, len(structure.items)), np.nan)
    records = tuple(
        VisitRecord(
            firm=f"{n}", visit=f"{n}", consultant=f"{n % 4}", date="2026-05-01", why="random"
        )
        for n in range(VISITS)
    )
    visits = Visits(sheets.rows(slice(VISITS)), world.firms.level[:VISITS], blank, records)
    begun = time.perf_counter()
    learn(model, visits)
    print("refit, 200 visits", f"{time.perf_counter() - begun:9.2f} s")


if __name__ == "__main__":
    main()
