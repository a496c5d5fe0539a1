"""How far the overstatement that visits teach lies from the true one in simulated worlds.

True is the mean over firms of claim − verified on their ladder claims above 0, at least 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.fitting.item_pairs import overstatement_from
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS, Shift
from diagnosis.domain.overstatement import Overstatement
from tests.classifier.simulated_visits import draw_region, true_overstatement, visits_to

VISITS = (5, 50)
FIRMS, DRAWS = 300, 8
SHOWN = ("heavy-inflation", "no-inflation", "noisy-judgement", "loose-items")
MEASURED_SHIFTS = (HOME, *(shift for shift in SHIFTS if shift.name in SHOWN))


@dataclass(frozen=True, slots=True)
class Misses:
    """How far learned values lie from the true one (mean, steps), how often its range holds it."""

    bias: float
    covers: float


def misses(
    model: Model,
    shift: Shift,
    checks: tuple[int, int],
    seeds: Sequence[int],
    assumed: Overstatement,
) -> dict[int, Misses]:
    """Return how far off the learned overstatement is in worlds of a shift, by number of visits.

    `checks` are those proposed and those drawn in a visit; every world has a seed. `assumed` is
    what visits start from.
    """
    rows: dict[int, list[tuple[float, bool]]] = {visits: [] for visits in VISITS}
    for seed in seeds:
        region = draw_region(
            model.structure, read_config(), shift, seed=seed, firms=FIRMS, blank=0.25
        )
        true = max(true_overstatement(model.structure, region), 0.0)
        proposed, drawn = checks
        every = visits_to(model, region, np.arange(FIRMS), checks=proposed, by_lot=drawn)
        rng = np.random.default_rng(seed)
        for visits in VISITS * DRAWS:
            some = every.rows(rng.choice(FIRMS, visits, replace=False))
            steps = overstatement_from(some, model.structure, assumed).steps
            rows[visits].append((steps.value - true, steps.low <= true <= steps.high))
    return {visits: Misses(*np.mean(row, axis=0).tolist()) for visits, row in rows.items()}
