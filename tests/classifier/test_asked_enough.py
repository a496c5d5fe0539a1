"""From which weight on answers in the service's order carry an estimate: measured on new firms."""

import numpy as np
import pytest

from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.simulation.asking import Interviews, ask_in_order
from diagnosis.classifier.training.simulation.sample import draw_worlds
from diagnosis.classifier.training.simulation.shifts import HOME
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.estimating.carried import IN_ORDER_COVERAGE

FIRMS = 150


def interviews(model: Model, adviser: Adviser, *, seed: int, worlds: int) -> Interviews:
    """Return new firms that are asked in order till nothing is left."""
    drawn = draw_worlds(
        model.structure, HOME.applied(read_config()), seed=seed, worlds=worlds, firms=FIRMS,
        changes=HOME.changes,
    )  # fmt: skip
    return ask_in_order(model, adviser, drawn, FIRMS)


def keep(asked: Interviews, level: Ints, weight: float) -> float:
    """Return the share of firms whose level is that of all answers, once so much is answered."""
    sure: Floats = np.where(asked.unanswered <= 1.0 - weight + 1e-9, 1.0, 0.0)
    return float(asked.stopped_at(sure, 1.0, level)[1].mean())


def test_eight_firms_in_ten_keep_their_level_once_half_was_asked(shipped: Model):
    adviser = Adviser(shipped)
    asked = interviews(shipped, adviser, seed=881100, worlds=20)
    level = asked.level if adviser.deflated_stop is None else asked.deflated

    assert keep(asked, level, IN_ORDER_COVERAGE) == pytest.approx(0.82, abs=0.02)
    assert keep(asked, level, 0.25) < 0.7


def test_who_stops_before_half_was_asked_is_at_level_0(shipped: Model):
    adviser = Adviser(shipped)
    asked = interviews(shipped, adviser, seed=881101, worlds=8)
    level = asked.level if len(asked.room) and adviser.deflated_stop is None else asked.deflated

    questions, same = asked.stopped(adviser, 0.9)

    rows = np.arange(len(questions))
    early = asked.unanswered[questions, rows] > 1.0 - IN_ORDER_COVERAGE
    assert early.any() and (level[questions, rows][early] == 0).all()
    assert same.mean() > 0.9
