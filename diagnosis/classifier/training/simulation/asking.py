"""Simulated firms that are asked one question after another, in the order of the service."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.inference.coded_sheets import CodedSheets, joined
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, full_sheets
from diagnosis.domain.scoring.encode import Bools, Floats, Ints


class Interviews(NamedTuple):
    """n firms after 0, 1, 2 … T questions, each row one turn.

    `eta`, `unanswered` and `level` (T + 1, n) are the model's after each; `may_stop` (T + 1, n)
    where the answers carry a level or nothing is left; `final` (n,) the level from all answers.
    `full` are the sheets with all of them, `turns` (n, I) says after how many questions each item
    is asked.
    """

    eta: Floats
    unanswered: Floats
    level: Ints
    may_stop: Bools
    final: Ints
    full: CodedSheets
    turns: Ints

    def after(self, questions: Ints) -> CodedSheets:
        """Return the sheets after so many questions (n,) each."""
        return _with_blanks(self.full, self.turns < questions[:, None])

    def stopped(self, adviser: Adviser, agreement: float) -> tuple[Ints, Bools]:
        """Return the questions asked (n,) and whether the level is the final one (n,)."""
        sure = self.may_stop & (adviser.agreement(self.eta, self.unanswered) >= agreement)
        sure[-1] = True
        questions = sure.argmax(axis=0)
        same: Bools = self.level[questions, np.arange(len(self.final))] == self.final
        return questions, same


def ask_in_order(
    model: Model, adviser: Adviser, worlds: Sequence[SimulatedWorld], firms: int
) -> Interviews:
    """Return the first so many firms of each world, asked till nothing is left."""
    full = joined([full_sheets(model.structure, world).rows(slice(0, firms)) for world in worlds])
    turns = _turns(model, adviser, full)
    rows = []
    for turn in range(turns[turns < turns.shape[1]].max() + 2):
        rows.append(model.predict(_with_blanks(full, turns < turn)))
    return Interviews(
        eta=np.array([row.eta for row in rows]),
        unanswered=np.array([row.unanswered for row in rows]),
        level=np.array([row.level for row in rows]),
        may_stop=np.array([~row.insufficient for row in rows]),
        final=rows[-1].level,
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
