"""How right the overstatement is that visits teach: `python -m benchmarks.overstatement`.

Prints a table in Markdown (a few minutes). The firms are simulated, a quarter of their answers is
blank; true is the mean over firms of claim − verified on their ladder claims above 0, at least 0.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from diagnosis.bootstrap import wire
from diagnosis.classifier.artefacts.registry import load_current
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.fitting.item_pairs import overstatement_from
from diagnosis.classifier.training.metrics import quadratic_kappa
from diagnosis.config.settings import read_settings
from diagnosis.domain.overstatement import Overstatement
from tests.classifier.learned_misses import DRAWS, FIRMS, MEASURED_SHIFTS, misses
from tests.classifier.simulated_visits import deflated_level, draw_region, visits_to

CHECKS = {"proposed": (5, 0), "3 proposed, 2 drawn": (3, 2), "drawn": (0, 5)}
"""How many items the service proposes and how many are drawn by lot, in each visit."""
SEED = 27_000
HEAVY = next(shift for shift in MEASURED_SHIFTS if shift.name == "heavy-inflation")


def table(models: Sequence[Model], worlds: int, assumed: Overstatement) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| standard, worlds | " + " | ".join(f"{name}: 5 · 50 visits" for name in CHECKS) + " |"
    yield "|---" * (len(CHECKS) + 1) + "|"
    for model in models:
        for shift in MEASURED_SHIFTS:
            cells = [
                misses(model, shift, checks, range(SEED, SEED + worlds), assumed)
                for checks in CHECKS.values()
            ]
            shown = [
                " · ".join(f"{each.bias:+.2f} ({each.covers:.2f})" for each in cell.values())
                for cell in cells
            ]
            yield f"| {model.structure.standard}, {shift.name} | " + " | ".join(shown) + " |"


def kappas(model: Model, worlds: int, start: Overstatement) -> tuple[float, float, float]:
    """Return QWK over six levels of the rule on deflated answers where firms overstate heavily.

    With what is assumed at the `start` taken off, with what five visits of five proposed checks
    teach, and with the best figure that any could teach; means over worlds.
    """
    rng, structure = np.random.default_rng(SEED), model.structure
    rows: list[tuple[float, float, float]] = []
    for seed in range(SEED, SEED + worlds):
        region = draw_region(structure, read_config(), HEAVY, seed=seed, firms=FIRMS, blank=0.25)
        by_steps = [
            quadratic_kappa(region.firms.level, deflated_level(structure, region, steps / 20))
            for steps in range(31)
        ]
        for _ in range(DRAWS):
            visits = visits_to(model, region, rng.choice(FIRMS, 5, replace=False), checks=5)
            value = overstatement_from(visits, structure, start).steps.value
            assumed = by_steps[round(start.value * 20)]
            rows.append((assumed, by_steps[round(value * 20)], max(by_steps)))
    assumed, learned, best = np.mean(rows, axis=0).tolist()
    return assumed, learned, best


def main() -> None:
    """Print the table for the models that are served, and what five visits gain."""
    settings = read_settings({})
    content = wire(settings).content
    if content.deflated is None:
        raise SystemExit("the content assumes no overstatement")
    standards, start = content.standards, content.deflated.assumed
    models = [
        load_current(settings.models_dir, structure_of(standard))
        for standard in (standards.staged, standards.gated)
    ]
    for line in table(models, 24, start):
        print(line, flush=True)
    for model in models:
        assumed, learned, best = kappas(model, 24, start)
        print(
            f"{model.structure.standard}, {HEAVY.name}, 5 visits of 5 proposed checks: QWK "
            f"{assumed:.3f} assumed, {learned:.3f} learned, {best:.3f} at best"
        )


if __name__ == "__main__":
    main()
