"""The challenger beside the model: trained anew at every evaluation, never served."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.evaluation.challenger import FrankHallBoosting, completed_scores
from diagnosis.classifier.training.evaluation.figures import Figures
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, sheets_of
from diagnosis.domain.scoring.encode import Floats, Ints

MISSING = (0.0, 0.25, 0.8)


def compare_with_challenger(
    model: Model,
    trained_on: Sequence[SimulatedWorld],
    home: Sequence[SimulatedWorld],
    rates: Floats,
    seed: int,
) -> tuple[Figures, ...]:
    """Return challenger and champion side by side on `home` at three missing rates.

    The challenger learns from `trained_on`, each firm at one of the missing `rates`.
    """
    challenger = _trained(model, trained_on, rates, seed)
    rows: list[Figures] = []
    for missing in MISSING:
        rng = np.random.default_rng([seed, round(missing * 100)])
        scores, levels, champion = [], [], []
        for world in home:
            n = len(world.firms.level)
            sheets, _ = sheets_of(model.structure, world, np.full(n, missing), rng)
            scores.append(completed_scores(model, sheets))
            levels.append(world.firms.level)
            champion.append(model.predict(sheets).probabilities)
        truth = np.concatenate(levels)
        rows.append({
            "missing": missing,
            **_agreement("champion", truth, np.vstack(champion)),
            **_agreement("challenger", truth, challenger.predict_proba(np.vstack(scores))),
        })  # fmt: skip
    return tuple(rows)


def _trained(
    model: Model, worlds: Sequence[SimulatedWorld], rates: Floats, seed: int
) -> FrankHallBoosting:
    rng = np.random.default_rng(seed)
    scores, levels = [], []
    for world in worlds:
        rate = rng.choice(rates, len(world.firms.level))
        sheets, _ = sheets_of(model.structure, world, rate, rng)
        scores.append(completed_scores(model, sheets))
        levels.append(world.firms.level)
    return FrankHallBoosting(free=2).fit(np.vstack(scores), np.concatenate(levels))


def _agreement(name: str, truth: Ints, probabilities: Floats) -> dict[str, float]:
    median = (metrics.at_least(probabilities) >= 0.5).sum(axis=1)
    return {
        f"qwk_{name}": round(metrics.quadratic_kappa(truth, median), 4),
        f"rps_{name}": round(metrics.ranked_probability_score(truth, probabilities), 4),
    }
