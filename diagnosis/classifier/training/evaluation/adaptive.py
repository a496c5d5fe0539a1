"""How the adaptive questionnaire and the checks do on simulated firms."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.spot_checks import predict_checked
from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.evaluation.figures import Figures
from diagnosis.classifier.training.simulation.checks import draw_checks
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, full_sheets, sheets_of
from diagnosis.domain.scoring.encode import Bools, Ints

AGREEMENTS = (0.9, 0.95, 0.98)
"""Asking stops once the level stays, with this probability, whatever else is answered."""
CHECK_COUNTS = (0, 3, 5, 10)
"""How many answers are checked on site."""


def run_adaptive(
    model: Model, worlds: Sequence[SimulatedWorld], firms: int = 150
) -> tuple[Figures, ...]:
    """Return, per agreement, the questions asked and the agreement with all answers."""
    counts: dict[float, list[Ints]] = {agreement: [] for agreement in AGREEMENTS}
    same: dict[float, list[Bools]] = {agreement: [] for agreement in AGREEMENTS}
    for world in worlds:
        full = full_sheets(model.structure, world).rows(slice(0, firms))
        final = model.predict(full).level
        for agreement, (questions, level) in _ask(model, full).items():
            counts[agreement].append(questions)
            same[agreement].append(level == final)
    return tuple(
        {
            "promise": agreement,
            "questions": round(float(np.concatenate(counts[agreement]).mean()), 2),
            "agreement": round(float(np.concatenate(same[agreement]).mean()), 4),
        }
        for agreement in AGREEMENTS
    )


def _ask(model: Model, full: CodedSheets) -> dict[float, tuple[Ints, Ints]]:
    """Return, per agreement, the questions asked and the level (n,) when each firm stops."""
    adviser, n = Adviser(model), len(full)
    codes = np.zeros_like(full.codes)
    questions = {agreement: np.full(n, -1) for agreement in AGREEMENTS}
    level = {agreement: np.full(n, -1) for agreement in AGREEMENTS}
    for turn in range(full.codes.shape[1] + 1):
        inputs = model.read(CodedSheets(codes, full.kind, full.cut, full.size))
        predictions = model.judge(inputs, full.size)
        worth = adviser.worth(inputs)
        place = worth.argmax(axis=1)
        nothing_left = worth[np.arange(n), place] <= 0
        reached = adviser.agreement(predictions)
        for agreement in AGREEMENTS:
            sure = (reached >= agreement) & ~predictions.insufficient
            stop = (questions[agreement] < 0) & (nothing_left | sure)
            questions[agreement] = np.where(stop, turn, questions[agreement])
            level[agreement] = np.where(stop, predictions.level, level[agreement])
        if nothing_left.all():
            break
        rows = np.flatnonzero(~nothing_left)
        codes[rows, place[rows]] = np.maximum(full.codes[rows, place[rows]], 1)
    return {agreement: (questions[agreement], level[agreement]) for agreement in AGREEMENTS}


def run_checks(model: Model, worlds: Sequence[SimulatedWorld], seed: int) -> tuple[Figures, ...]:
    """Return the agreement with the truth after some verified answers, a quarter missing."""
    rows = []
    for count in CHECK_COUNTS:
        rng = np.random.default_rng(seed)
        truth, level = [], []
        for world in worlds:
            n = len(world.firms.level)
            sheets, _ = sheets_of(model.structure, world, np.full(n, 0.25), rng)
            verified = draw_checks(model, sheets, world.firms.verified, np.full(n, count))
            truth.append(world.firms.level)
            level.append(np.maximum(predict_checked(model, sheets, verified).level, 0))
        kappa = metrics.quadratic_kappa(np.concatenate(truth), np.concatenate(level))
        rows.append({"checks": count, "qwk": round(kappa, 4)})
    return tuple(rows)


def run_form(model: Model, worlds: Sequence[SimulatedWorld], items: Sequence[str]) -> Figures:
    """Return what a shorter form loses: every other item is left blank."""
    asks = np.isin(np.array(model.structure.items), items)
    truths, shorts, fulls = [], [], []
    for world in worlds:
        full = full_sheets(model.structure, world)
        short = CodedSheets(full.codes * asks, full.kind, full.cut, full.size)
        truths.append(world.firms.level)
        fulls.append(np.maximum(model.predict(full).level, 0))
        shorts.append(np.maximum(model.predict(short).level, 0))
    truth, by_short, by_full = map(np.concatenate, (truths, shorts, fulls))
    return {
        "items": int(asks.sum()),
        "agreement_with_full": round(float((by_full == by_short).mean()), 4),
        "qwk": round(metrics.quadratic_kappa(truth, by_short), 4),
        "qwk_full": round(metrics.quadratic_kappa(truth, by_full), 4),
    }
