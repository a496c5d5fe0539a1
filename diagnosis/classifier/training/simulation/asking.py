"""Simulated firms that are asked one question after another, in the order of the service."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.inference.coded_sheets import CodedSheets, joined, positions_of
from diagnosis.classifier.inference.deflated_rule import DeflatedOutlooks, LoweredRule
from diagnosis.classifier.inference.head import TOP_UNCONFIRMED
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.simulation.sample import (
    STEADY_OVERSTATEMENT,
    SimulatedWorld,
    full_sheets,
)
from diagnosis.domain.overstatement import NOISE_OF_SUMS
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.estimating.carried import IN_ORDER_COVERAGE


class Interviews(NamedTuple):
    """n firms after 0, 1, 2 … T questions, each row one turn.

    `eta`, `unanswered` and `level` (T + 1, n) are the model's after each; `may_stop` (T + 1, n)
    where the answers carry a level or nothing is left. `deflated` (T + 1, n) is the level by the
    deflated rule and `room` (T + 1, n, 2) its room, which is empty of a gated structure. `full`
    are the sheets with all answers, `turns` (n, I) says after how many questions each item is
    asked.
    """

    eta: Floats
    unanswered: Floats
    level: Ints
    may_stop: Bools
    deflated: Ints
    room: Floats
    full: CodedSheets
    turns: Ints

    def after(self, questions: Ints) -> CodedSheets:
        """Return the sheets after so many questions (n,) each."""
        return _with_blanks(self.full, self.turns < questions[:, None])

    def stopped(self, adviser: Adviser, agreement: float) -> tuple[Ints, Bools]:
        """Return the questions asked (n,) and whether the level is that of all answers (n,).

        The level is the deflated rule's; of a staged model without a stop for it, the model's.
        Before half of the weight is answered only firms that are at level 0 stop.
        """
        stop = adviser.deflated_stop
        if stop is not None:
            sure, level = stop.agreement(self.room, self.unanswered), self.deflated
        else:
            sure = adviser.agreement(self.eta, self.unanswered)
            level = self.level if len(self.room) else self.deflated
        is_half = self.unanswered <= 1.0 - IN_ORDER_COVERAGE + NOISE_OF_SUMS
        return self.stopped_at(np.where(is_half | (level == 0), sure, 0.0), agreement, level)

    def stopped_at(self, sure: Floats, wanted: float, level: Ints) -> tuple[Ints, Bools]:
        """Return the same of a level (T + 1, n), where `sure` (T + 1, n) first is as wanted."""
        stops = self.may_stop & (sure >= wanted)
        stops[-1] = True
        questions = stops.argmax(axis=0)
        same: Bools = level[questions, np.arange(level.shape[1])] == level[-1]
        return questions, same


def ask_in_order(
    model: Model, adviser: Adviser, worlds: Sequence[SimulatedWorld], firms: int
) -> Interviews:
    """Return the first so many firms of each world, asked till nothing is left."""
    full = joined([full_sheets(model.structure, world).rows(slice(0, firms)) for world in worlds])
    turns = _turns(model, adviser, full)
    outlooks = DeflatedOutlooks(model, STEADY_OVERSTATEMENT)
    rule = LoweredRule(model.structure, STEADY_OVERSTATEMENT)
    rows, deflated, room = [], [], []
    for turn in range(turns[turns < turns.shape[1]].max() + 2):
        sheets = _with_blanks(full, turns < turn)
        rows.append(model.predict(sheets))
        if model.structure.rule == "staged":
            outlook = outlooks(sheets, model.read(sheets))
            deflated.append(outlook.level)
            room.append(outlook.room)
        else:
            levels = rule(positions_of(sheets), sheets.kind, sheets.cut)
            deflated.append(np.minimum(levels, TOP_UNCONFIRMED))
    return Interviews(
        eta=np.array([row.eta for row in rows]),
        unanswered=np.array([row.unanswered for row in rows]),
        level=np.array([row.level for row in rows]),
        may_stop=np.array([~row.insufficient for row in rows]),
        deflated=np.array(deflated),
        room=np.array(room),
        full=full,
        turns=turns,
    )


def _with_blanks(full: CodedSheets, kept: Bools) -> CodedSheets:
    """Return sheets on which all is blank but what is `kept` (n, I)."""
    return replace(full, codes=np.where(kept, np.maximum(full.codes, 1), 0))


def _turns(model: Model, adviser: Adviser, full: CodedSheets) -> Ints:
    """Return (n, I): after how many questions each item is asked; I where it never is."""
    weighted = model.features.item_weights(full.kind, full.cut) > 0
    never = weighted.shape[1]
    turns = np.full(weighted.shape, never)
    for kind, order in enumerate(adviser.orders):
        firms = np.flatnonzero(full.kind == kind)
        of_kind = weighted[firms][:, order]
        before = np.cumsum(of_kind, axis=1) - 1
        turns[np.ix_(firms, order)] = np.where(of_kind, before, never)
    return turns
