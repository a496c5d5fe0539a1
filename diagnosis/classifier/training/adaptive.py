"""How the adaptive questionnaire and the checks do on simulated firms."""

from typing import Any

import numpy as np

from diagnosis.classifier.advice import Adviser
from diagnosis.classifier.model import CodedSheets, Model, Predictions
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.fit import draw_checks
from diagnosis.classifier.training.sample import SimulatedWorld, sheets_of
from diagnosis.classifier.visit import predict_checked
from diagnosis.domain.scoring.encode import Floats, Ints

PROMISES = (0.9, 0.95, 0.98)
CHECKS = (0, 3, 5, 10)


def run_adaptive(
    model: Model, worlds: list[SimulatedWorld], firms: int = 150
) -> list[dict[str, Any]]:
    """Return, per promised agreement, the questions asked and the agreement with all answers."""
    counts: dict[float, list[Ints]] = {one: [] for one in PROMISES}
    same: dict[float, list[Any]] = {one: [] for one in PROMISES}
    for world in worlds:
        full, _ = sheets_of(
            model.structure, world, np.zeros(len(world.firms.level)), np.random.default_rng(0)
        )
        full = full.rows(slice(0, firms))
        goal = model.predict(full)
        for promise, (asked, found) in _ask(model, full).items():
            counts[promise].append(asked)
            same[promise].append(found == goal.level)
    return [
        {
            "promise": promise,
            "questions": round(float(np.concatenate(counts[promise]).mean()), 2),
            "agreement": round(float(np.concatenate(same[promise]).mean()), 4),
        }
        for promise in PROMISES
    ]


def _ask(model: Model, full: CodedSheets) -> dict[float, tuple[Ints, Ints]]:
    """Return, per promise, the number of questions and the level when each firm stops."""
    adviser, n = Adviser(model), len(full)
    codes = np.zeros_like(full.codes)
    asked = {one: np.full(n, -1) for one in PROMISES}
    level = {one: np.full(n, -1) for one in PROMISES}
    for turn in range(full.codes.shape[1] + 1):
        sheets = CodedSheets(codes, full.kind, full.cut, full.size)
        inputs = model.read(sheets)
        found: Predictions = model.judge(inputs, full.size)
        worth = adviser.worth(inputs)
        place = worth.argmax(axis=1)
        over = worth[np.arange(n), place] <= 0
        agreement = adviser.agreement(found)
        for one in PROMISES:
            stop = (asked[one] < 0) & (over | ((agreement >= one) & ~found.insufficient))
            asked[one] = np.where(stop, turn, asked[one])
            level[one] = np.where(stop, found.level, level[one])
        if over.all():
            break
        rows = np.flatnonzero(~over)
        codes[rows, place[rows]] = np.maximum(full.codes[rows, place[rows]], 1)
    return {one: (asked[one], level[one]) for one in PROMISES}


def run_checks(model: Model, worlds: list[SimulatedWorld], seed: int) -> list[dict[str, float]]:
    """Return the agreement with the truth after some verified answers, a quarter missing."""
    rows = []
    for count in CHECKS:
        rng = np.random.default_rng(seed)
        truth, level = [], []
        for one in worlds:
            n = len(one.firms.level)
            sheets, _ = sheets_of(model.structure, one, np.full(n, 0.25), rng)
            verified = draw_checks(model, sheets, one.firms.verified, np.full(n, count))
            truth.append(one.firms.level)
            level.append(np.maximum(predict_checked(model, sheets, verified).level, 0))
        kappa = metrics.quadratic_kappa(np.concatenate(truth), np.concatenate(level))
        rows.append({"checks": count, "qwk": round(kappa, 4)})
    return rows


def run_form(model: Model, worlds: list[SimulatedWorld], items: list[str]) -> dict[str, Any]:
    """Return what a shorter form loses: every other item is left blank."""
    own = np.isin(np.array(model.structure.items), items)
    truth, short_level, full_level = [], [], []
    for one in worlds:
        zero: Floats = np.zeros(len(one.firms.level))
        full, _ = sheets_of(model.structure, one, zero, np.random.default_rng(0))
        short = CodedSheets(full.codes * own, full.kind, full.cut, full.size)
        truth.append(one.firms.level)
        full_level.append(np.maximum(model.predict(full).level, 0))
        short_level.append(np.maximum(model.predict(short).level, 0))
    a, b, t = (np.concatenate(column) for column in (full_level, short_level, truth))
    return {
        "items": int(own.sum()),
        "agreement_with_full": round(float((a == b).mean()), 4),
        "qwk": round(metrics.quadratic_kappa(t, b), 4),
        "qwk_full": round(metrics.quadratic_kappa(t, a), 4),
    }
