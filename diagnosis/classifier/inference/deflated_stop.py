"""When to stop asking where the deflated rule's level is served: the fitted numbers."""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.head import LOGISTIC_DEVIATION
from diagnosis.domain.scoring.encode import Floats

PROMISES = (0.9, 0.95, 0.98)
"""Agreements that training makes a stop keep in every kind of world, and the card counts."""
_NEVER = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class DeflatedStop:
    """How likely blanks leave the level of the deflated rule as it is.

    What blanks add to a share is off what is expected by a spread of `first` · u^`power`, u being
    the weight that is open (0–1). `lines` (3,), ascending in 0–1, are the likelihoods from which
    each of `PROMISES` was kept in every kind of world; `repeat` is what an item is still worth in
    a sub-domain that has one before it in the order, 0–1.
    """

    first: float
    power: float
    lines: Floats
    repeat: float

    def likelihood(self, room: Floats, unanswered: Floats) -> Floats:
        """Return (…,) 0–1 how likely a level stays, of its room (…, 2) and the open weight (…,).

        Room is how far the shares (0–1) of the level and of the next lie on their sides of what
        holds a level.
        """
        width = np.maximum(self.first * unanswered**self.power, _NEVER)[..., None]
        logits = np.clip(room / width * LOGISTIC_DEVIATION, -700.0, 700.0)
        likely: Floats = np.maximum((1.0 / (1.0 + np.exp(-logits))).sum(axis=-1) - 1.0, 0.0)
        return likely

    def agreement(self, room: Floats, unanswered: Floats) -> Floats:
        """Return the likelihood, told as the agreement that was kept from there on."""
        known = ([0.0, *self.lines, 1.0], [0.0, *PROMISES, 1.0])
        agreement: Floats = np.interp(self.likelihood(room, unanswered), *known)
        return agreement
