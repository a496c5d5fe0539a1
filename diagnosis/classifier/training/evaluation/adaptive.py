"""How asking in order till it stops, the checks and the shorter forms do on simulated firms."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.spot_checks import predict_checked
from diagnosis.classifier.inference.coded_sheets import CodedSheets, positions_of
from diagnosis.classifier.inference.deflated_rule import LoweredRule
from diagnosis.classifier.inference.deflated_stop import PROMISES
from diagnosis.classifier.inference.head import TOP_UNCONFIRMED
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.evaluation.figures import Figures
from diagnosis.classifier.training.evaluation.level_choice import served_levels
from diagnosis.classifier.training.simulation.asking import ask_in_order
from diagnosis.classifier.training.simulation.checks import draw_checks
from diagnosis.classifier.training.simulation.sample import (
    STEADY_OVERSTATEMENT,
    SimulatedWorld,
    full_sheets,
    sheets_of,
)
from diagnosis.domain.overstatement import ServedLevel
from diagnosis.domain.scoring.encode import Ints

CHECK_COUNTS = (0, 3, 5, 10)
"""How many answers of a firm are checked on site, at home and where firms overstate heavily."""
SHIFTED_CHECKS = (0, 5)
"""How many are in the other shifts."""


def run_adaptive(
    model: Model, worlds: Sequence[SimulatedWorld], firms: int = 150
) -> tuple[Figures, ...]:
    """Return, per promise, the questions asked and the agreement with all answers.

    The level is the deflated rule's; of a staged model without a stop for it, the model's. Beside
    them the kappa of model and deflated rule where asking stops: there the service chose what
    stays blank.
    """
    adviser = Adviser(model)
    truth = np.concatenate([world.firms.level[:firms] for world in worlds])
    rule = LoweredRule(model.structure, STEADY_OVERSTATEMENT)
    interviews = ask_in_order(model, adviser, worlds, firms)
    rows = []
    for wanted in PROMISES:
        questions, same = interviews.stopped(adviser, wanted)
        sheets = interviews.after(questions)
        guess, deflated = (
            model.predict(sheets),
            rule(positions_of(sheets), sheets.kind, sheets.cut),
        )
        level = np.where(guess.insufficient, deflated, guess.level)
        rows.append({
            "promise": wanted,
            "questions": round(float(questions.mean()), 2),
            "agreement": round(float(same.mean()), 4),
            "unanswered": round(float(guess.unanswered.mean()), 4),
            "open_gates": round(float(guess.open_gates.mean()), 4),
            "qwk": round(metrics.quadratic_kappa(truth, level), 4),
            "qwk_deflated": round(metrics.quadratic_kappa(truth, deflated), 4),
        })  # fmt: skip
    return tuple(rows)


def run_checks(
    model: Model,
    worlds: Sequence[SimulatedWorld],
    seed: int,
    served: ServedLevel,
    counts: Sequence[int] = CHECK_COUNTS,
) -> tuple[Figures, ...]:
    """Return the agreement with the truth after some verified answers, a quarter missing.

    Of the model's level, the deflated rule's and the one that is served.
    """
    rule = LoweredRule(model.structure, STEADY_OVERSTATEMENT)
    rows = []
    for count in counts:
        rng = np.random.default_rng(seed)
        levels: dict[str, list[Ints]] = {"qwk": [], "qwk_deflated": [], "qwk_served": []}
        for world in worlds:
            n = len(world.firms.level)
            sheets, _ = sheets_of(model.structure, world, np.full(n, 0.25), rng)
            verified = draw_checks(model, sheets, world.firms.verified, np.full(n, count))
            guess = predict_checked(model, sheets, verified)
            by_rule = rule.checked(positions_of(sheets), verified, sheets.kind, sheets.cut)
            by_rule = np.minimum(by_rule, TOP_UNCONFIRMED)
            by_model = np.where(guess.insufficient, by_rule, guess.level)
            levels["qwk"].append(by_model)
            levels["qwk_deflated"].append(by_rule)
            levels["qwk_served"].append(served_levels(served, guess.open_gates, by_model, by_rule))
        truth = np.concatenate([world.firms.level for world in worlds])
        kappas = {
            name: round(metrics.quadratic_kappa(truth, np.concatenate(parts)), 4)
            for name, parts in levels.items()
        }
        rows.append({"checks": count, **kappas})
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
