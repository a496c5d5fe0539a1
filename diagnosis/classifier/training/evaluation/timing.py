"""How fast a model answers on the machine that evaluates it."""

import time

import numpy as np

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.evaluation.figures import Figures
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, sheets_of

BATCHES = 10


def measure_times(model: Model, world: SimulatedWorld, calls: int = 2000) -> Figures:
    """Return the time for one firm (median, p99) in µs, and batches in firms a second."""
    n = len(world.firms.level)
    sheets, _ = sheets_of(model.structure, world, np.full(n, 0.25), np.random.default_rng(0))
    singles = [sheets.rows(slice(place, place + 1)) for place in range(n)]
    times = []
    for turn in range(calls):
        start = time.perf_counter()
        model.predict(singles[turn % n])
        times.append(time.perf_counter() - start)
    begun = time.perf_counter()
    for _ in range(BATCHES):
        model.predict(sheets)
    rate = BATCHES * n / (time.perf_counter() - begun)
    return {
        "one_firm_median_us": round(float(np.median(times)) * 1e6, 1),
        "one_firm_p99_us": round(float(np.quantile(times, 0.99)) * 1e6, 1),
        "batch_firms_per_second_one_core": round(rate),
    }
