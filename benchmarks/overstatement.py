"""How right the overstatement is that visits teach: `python -m benchmarks.overstatement`.

Prints a table in Markdown (a few minutes). The firms are simulated, a quarter of their answers is
blank; true is the mean over firms of claim − verified on their ladder claims above 0, at least 0.
"""

from collections.abc import Iterator, Sequence

from diagnosis.bootstrap import wire
from diagnosis.classifier.artefacts.registry import load_current
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.model import Model
from diagnosis.config import read_settings
from tests.classifier.learned_misses import MEASURED_SHIFTS, misses

CHECKS = {"proposed": (5, 0), "3 proposed, 2 drawn": (3, 2), "drawn": (0, 5)}
"""How many items the service proposes and how many are drawn by lot, in each visit."""
SEED = 27_000


def table(models: Sequence[Model], worlds: int) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| standard, worlds | " + " | ".join(f"{name}: 5 · 50 visits" for name in CHECKS) + " |"
    yield "|---" * (len(CHECKS) + 1) + "|"
    for model in models:
        for shift in MEASURED_SHIFTS:
            cells = [
                misses(model, shift, checks, range(SEED, SEED + worlds))
                for checks in CHECKS.values()
            ]
            shown = [
                " · ".join(f"{each.bias:+.2f} ({each.covers:.2f})" for each in cell.values())
                for cell in cells
            ]
            yield f"| {model.structure.standard}, {shift.name} | " + " | ".join(shown) + " |"


def main() -> None:
    """Print the table for the models that are served."""
    settings = read_settings({})
    standards = wire(settings).content.standards
    models = [
        load_current(settings.models_dir, structure_of(standard))
        for standard in (standards.staged, standards.gated)
    ]
    for line in table(models, worlds=24):
        print(line, flush=True)


if __name__ == "__main__":
    main()
