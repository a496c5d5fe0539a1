"""The plain rule on a structure: what the standard says of the answered items alone.

Blanks drop out and their weight goes to answered siblings; no coverage limit. This is the rule
that every measurement of the model stands beside, and the truth of simulated verified answers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.classifier.structure import LEVELS, Structure

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ROUNDING = 9


class Weights:
    """The effective weights of a structure under cuts and blanks."""

    def __init__(self, structure: Structure) -> None:
        self._sub = np.array(structure.sub_weights)
        self._domain = np.array(structure.domain_weights)
        self._element = np.array(structure.element_weights)
        self._domain_of = np.array(structure.domain_of)
        self._element_of = np.array(structure.element_of)
        self._to_domain = np.eye(self._domain.shape[1])[self._domain_of]
        self._to_element = np.eye(self._element.shape[1])[self._element_of]

    def of(self, present: Bools, kind: Ints) -> Floats:
        """Return (n, S) shares of the whole when only `present` sub-domains count; sum 1 or 0."""
        sub = present * self._sub[kind]
        in_domain = sub @ self._to_domain
        domain = (in_domain > 0) * self._domain[kind]
        in_element = domain @ self._to_element
        element = (in_element > 0) * self._element[kind]
        total = element.sum(axis=1, keepdims=True)
        domain = domain / np.where(in_domain > 0, in_domain, 1.0)
        element = element / np.where(in_element > 0, in_element, 1.0) / np.maximum(total, 1e-300)
        scale = domain * element[:, self._element_of]
        weights: Floats = sub * scale[:, self._domain_of]
        return weights


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule on n firms: `level` (n,) 0–5, `score` (n,) 0–5."""

    level: Ints
    score: Floats


class PlainRule:
    """The compiled rule of one structure."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.weights = Weights(structure)
        self._owner = np.array(structure.owner)
        self._member = np.eye(len(structure.subdomains))[self._owner]
        self._member *= np.array(structure.item_weights)[:, None]
        self._gates = np.array(structure.gates)

    def __call__(self, positions: Floats, kind: Ints, cut: Bools) -> Verdict:
        """Return the verdict on (n, items) positions, NaN where blank, and (n, S) cuts."""
        answered = ~np.isnan(positions) & ~cut[:, self._owner]
        inside = answered @ self._member
        present = inside > 0
        weights = self.weights.of(present, kind)
        scale = np.where(present, inside, 1.0)
        own = np.where(answered, positions, 0.0)
        if self.structure.rule == "staged":
            return self._staged(own, answered, scale, weights)
        return self._gated(own @ self._member / scale, present, weights)

    def _staged(self, own: Floats, answered: Bools, scale: Floats, weights: Floats) -> Verdict:
        y = np.zeros((len(own), LEVELS + 1))
        for level in range(1, LEVELS + 1):
            met = np.clip(own - (level - 1), 0.0, 1.0) * answered
            y[:, level - 1] = (weights * (met @ self._member / scale)).sum(axis=1)
        y = np.round(y, ROUNDING)
        level = np.logical_and.accumulate(y >= self.structure.threshold, axis=1).sum(axis=1)
        return Verdict(level, level + np.take_along_axis(y, level[:, None], axis=1)[:, 0])

    def _gated(self, mean: Floats, present: Bools, weights: Floats) -> Verdict:
        total = np.round((weights * mean).sum(axis=1), ROUNDING)
        known = np.where(present, np.round(mean, ROUNDING), -np.inf)
        gates = ((known[:, None, :] >= self._gates) | (self._gates < 0)).all(axis=2)
        lines = np.round(np.arange(1, LEVELS + 1) - self.structure.tolerance, ROUNDING)
        held = np.logical_and.accumulate(gates & (total[:, None] >= lines), axis=1)
        return Verdict(held.sum(axis=1), total)
