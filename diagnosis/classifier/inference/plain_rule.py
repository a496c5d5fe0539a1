"""The plain rule on a structure: what the standard says of the answered items alone.

Blanks drop out and their weight goes to answered siblings; no coverage limit. What does not apply
beside an answered item stands in the positions as 0, as the standard counts it. This is the rule
that every measurement of the model stands beside, and the truth of simulated verified answers.
"""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.structure import NO_GATE, Structure
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS, ROUNDING
from diagnosis.domain.scoring.staged import level_and_score
from diagnosis.domain.scoring.weights import WeightTree


def weight_tree(structure: Structure) -> WeightTree:
    """Return the compiled tree of a structure's weights."""
    return WeightTree(
        subdomains=np.array(structure.sub_weights),
        domains=np.array(structure.domain_weights),
        elements=np.array(structure.element_weights),
        domain_of=np.array(structure.domain_of),
        element_of=np.array(structure.element_of),
    )


@dataclass(frozen=True, slots=True)
class RuleVerdicts:
    """The rule on n firms: `level` (n,) 0–5, `score` (n,) 0–5."""

    level: Ints
    score: Floats


class PlainRule:
    """The compiled rule of one structure."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.tree = weight_tree(structure)
        self._owner = np.array(structure.owner)
        self._member = np.eye(len(structure.subdomains))[self._owner]
        self._member *= np.array(structure.item_weights)[:, None]
        self._gates = np.array(structure.gates)
        self._item_gates = np.array(structure.item_gates or ((NO_GATE,),) * LEVELS)

    def __call__(self, positions: Floats, kind: Ints, cut: Bools) -> RuleVerdicts:
        """Return the verdict on (n, items) positions, NaN where blank, and (n, S) cuts."""
        answered = ~np.isnan(positions) & ~cut[:, self._owner]
        inside = answered @ self._member
        present = inside > 0
        weights = self.tree.weights(present, kind)
        scale = np.where(present, inside, 1.0)
        known = np.where(answered, positions, 0.0)
        if self.structure.rule == "staged":
            return self._staged(known, answered, scale, weights)
        lowest = np.where(answered, positions, np.inf)
        missed = (lowest[:, None, :] < self._item_gates) & (self._item_gates >= 0)
        passed: Bools = ~np.asarray(missed.any(axis=2))
        return self._gated(known @ self._member / scale, present, weights, passed)

    def _staged(
        self, known: Floats, answered: Bools, scale: Floats, weights: Floats
    ) -> RuleVerdicts:
        shares = np.zeros((len(known), LEVELS + 1))
        for level in range(1, LEVELS + 1):
            met = np.clip(known - (level - 1), 0.0, 1.0) * answered
            shares[:, level - 1] = (weights * (met @ self._member / scale)).sum(axis=1)
        shares = np.round(shares, ROUNDING)
        return RuleVerdicts(*level_and_score(shares, self.structure.threshold))

    def _gated(self, mean: Floats, present: Bools, weights: Floats, passed: Bools) -> RuleVerdicts:
        """Return the verdicts; `passed` (n, 5) says where the gates of items hold."""
        total = np.round((weights * mean).sum(axis=1), ROUNDING)
        judged = np.where(present, np.round(mean, ROUNDING), -np.inf)
        gates = ((judged[:, None, :] >= self._gates) | (self._gates < 0)).all(axis=2) & passed
        lines = np.round(np.arange(1, LEVELS + 1) - self.structure.tolerance, ROUNDING)
        holds = np.logical_and.accumulate(gates & (total[:, None] >= lines), axis=1)
        return RuleVerdicts(holds.sum(axis=1), total)
