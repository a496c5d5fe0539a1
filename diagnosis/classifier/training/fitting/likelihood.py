"""The likelihood of cumulative logits, which every fit of levels climbs."""

import numpy as np
from scipy.special import expit

from diagnosis.classifier.inference.head import probabilities_of
from diagnosis.domain.scoring.encode import Floats, Ints


def likelihood(
    logits: Floats, place: Ints, weight: Floats | float, least: float
) -> tuple[Floats, Floats]:
    """Return the probability of each row's class (n,), and the loss's gradient by `logits`.

    `logits` (n, k) are (η − cut) / spread, so that P(class ≥ j) = σ(logit); `place` (n,) is the
    class, 0–k. The loss is −Σ `weight` · log probability; no probability counts as less than
    `least`.
    """
    tails = expit(logits)
    rows = np.arange(len(logits))
    probability = np.maximum(probabilities_of(tails)[rows, place], least)
    by_tail = np.zeros((len(logits), logits.shape[1] + 2))
    by_tail[rows, place] = -weight / probability
    by_tail[rows, place + 1] += weight / probability
    return probability, by_tail[:, 1:-1] * tails * (1 - tails)
