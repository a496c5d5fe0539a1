"""Features of the level model. Each is monotone: a better answer never lowers it.

By the staged rule they are the shares Y₁ … Y₅ by the standard's weights; by the gated rule, per
level, the least margin of the total and the gates. Both are taken twice, from the completed
answers and from the posterior alone, and stand beside the segments of the score.
"""

from collections.abc import Callable

import numpy as np

from diagnosis.classifier.inference.plain_rule import weight_tree
from diagnosis.classifier.inference.structure import NO_GATE, Structure
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

SEGMENTS = 5
WEIGHTS_KEPT = 4096
"""Patterns of cuts whose item weights are kept; then all are forgotten."""
BELOW_ALL = -9.0
"""The line of a gate that asks nothing: every mean is above it."""
_STARTS = np.arange(SEGMENTS)
FEATURE_COUNT = 2 * (SEGMENTS + LEVELS)


class Features:
    """The features of one structure."""

    def __init__(self, structure: Structure, gains: Floats, ratios: Floats | None = None) -> None:
        self.structure = structure
        self._tree = weight_tree(structure)
        self.owner = np.array(structure.owner)
        self.item_share = np.array(structure.item_weights)
        self._ratios = ratios if ratios is not None and (ratios != 1).any() else None
        self._gains = gains
        self._known: dict[tuple[int, bytes], Floats] = {}
        self.member = np.eye(len(structure.subdomains))[self.owner] * self.item_share[:, None]
        self.lines = np.arange(1, LEVELS + 1) - structure.tolerance
        gates = [
            (level, place, least)
            for level, row in enumerate(structure.gates)
            for place, least in enumerate(row)
            if least > NO_GATE or place == 0
        ]
        self._gate_starts = np.searchsorted([gate[0] for gate in gates], np.arange(LEVELS))
        self._gate_places = np.array([place for _, place, _ in gates], dtype=np.intp)
        self._gate_lines = np.array(
            [least if least > NO_GATE else BELOW_ALL for _, _, least in gates]
        )
        self._shares: Callable[[Floats, Floats], tuple[Floats, Floats]] = (
            self._staged if structure.rule == "staged" else self._gated
        )

    def item_weights(self, kind: Ints, cut: Bools) -> Floats:
        """Return (n, I): each item's share of the whole when nothing but cuts is left out."""
        if len(kind) > 1:
            return self._item_weights(kind, cut)
        key = (int(kind[0]), cut.tobytes())
        weights = self._known.get(key)
        if weights is None:
            if len(self._known) >= WEIGHTS_KEPT:
                self._known.clear()
            weights = self._known[key] = self._item_weights(kind, cut)
        return weights

    def _item_weights(self, kind: Ints, cut: Bools) -> Floats:
        weights: Floats = self._tree.weights(~cut, kind)[:, self.owner] * self.item_share
        if self._ratios is not None:
            weights = weights * self._ratios
            weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-300)
        return weights

    def __call__(self, views: Floats, weights: Floats) -> Floats:
        """Return (n, `FEATURE_COUNT`) features of (2, n, I, 5) views.

        Of each view they are the five segments of the score, then the five shares; 0–1 each, a
        gated share −1–1.
        """
        score, shares = self._shares(views, weights)
        out = np.empty((len(weights), 2, SEGMENTS + LEVELS))
        segments = np.minimum(np.maximum(score.T[:, :, None] - _STARTS, 0.0), 1.0)
        out[:, :, :SEGMENTS] = segments
        out[:, :, SEGMENTS:] = shares.transpose(1, 0, 2)
        return out.reshape(len(weights), FEATURE_COUNT)

    def _staged(self, views: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """Return s* (2, n) and the shares Y (2, n, 5)."""
        shares = (weights[:, None, :] @ views)[:, :, 0]
        return shares.sum(axis=2), shares

    def _gated(self, views: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """Return the total (2, n) and, per level, the nearest miss of total or gate (2, n, 5)."""
        value = (views * self._gains).sum(axis=3)
        total = (value * weights).sum(axis=2)
        means = value @ self.member
        margin = total[:, :, None] - self.lines
        missed = means.take(self._gate_places, axis=2) - self._gate_lines
        np.minimum(margin, np.minimum.reduceat(missed, self._gate_starts, axis=2), out=margin)
        return total, np.minimum(np.maximum(margin, -1.0), 1.0)
