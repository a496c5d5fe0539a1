"""The likelihood of cumulative logits, which every fit of levels climbs."""

import numpy as np
from scipy.special import expit

from diagnosis.classifier.inference.head import probabilities_of
from diagnosis.domain.scoring.encode import Floats, Ints


def likelihood(
    lean: Floats, place: Ints, weight: Floats | float, least: float
) -> tuple[Floats, Floats]:
    """Return the probability of each row's class (n,), and the loss's gradient by `lean`.

    `lean` (n, k) is (η − cut) / spread, so that P(class ≥ j) = σ(lean); `place` (n,) is the class,
    0–k. The loss is −Σ `weight` · log probability; no probability counts as less than `least`.
    """
    tails = expit(lean)
    rows = np.arange(len(lean))
    probability = np.maximum(probabilities_of(tails)[rows, place], least)
    push = np.zeros((len(lean), lean.shape[1] + 2))
    push[rows, place] = -weight / probability
    push[rows, place + 1] += weight / probability
    return probability, push[:, 1:-1] * tails * (1 - tails)
