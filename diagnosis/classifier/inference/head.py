"""The ordinal head: from features to P(level ≥ k), the median level and the expected score.

One linear predictor η with slopes ≥ 0 is read against ascending cuts, so that neither a cumulative
probability nor the median can fall when a feature rises. What may depend freely on the firm's size
or on how much is unanswered does not move when an answer is raised.

Reference: McCullagh (1980), regression models for ordinal data.
"""

from dataclasses import dataclass, field

import numpy as np

from diagnosis.classifier.inference.structure import SIZES
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

UNKNOWN_SIZE = len(SIZES)
LOGISTIC_DEVIATION = 1.8138
"""π / √3: the standard deviation of the logistic distribution."""
TOP_UNCONFIRMED = 4
"""The highest level that is estimated: only a visit confirms the one above it."""
SCORE_LINES = np.round(np.arange(1, 25) * 0.2, 1)
"""The verified scores whose probability of being reached is fitted: 0.2, 0.4, … 4.8."""
LINE_WIDTH = LEVELS / len(SCORE_LINES)
EDGE_LINES = np.concatenate(([0.0], SCORE_LINES, [float(LEVELS)]))
_ENDS = np.array([[-1.0], [1.0]]) * np.log(9.0)
"""The logits of one tenth and of nine tenths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The fitted numbers.

    `slopes` (features,) ≥ 0; `size` (5,) offsets of the size classes, the last for unknown;
    `blank` (2,) offsets per unanswered weight u and u²; `visit` (2,) offsets per verified weight v
    and √v; `cuts` (5,) ascending; `rates` (3,) ≥ 0: log spread per √u, u and 1 − √v;
    `score_cuts` (24,) ascending: where P(verified score ≥ 0.2, 0.4, … 4.8) is one half.
    """

    slopes: Floats
    size: Floats
    blank: Floats
    visit: Floats
    cuts: Floats
    rates: Floats
    score_cuts: Floats
    all_cuts: Floats = field(init=False, repr=False, compare=False)
    edges: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first, last = self.score_cuts[0], self.score_cuts[-1]
        object.__setattr__(self, "all_cuts", np.concatenate((self.cuts, self.score_cuts)))
        object.__setattr__(
            self, "edges", np.concatenate(([first - 2.0], self.score_cuts, [last + 2.0]))
        )

    def eta(
        self, features: Floats, size: Ints, unanswered: Floats, checked: Floats | None = None
    ) -> Floats:
        """Return η (n,) of (n, features); weights `unanswered` and `checked` in 0–1."""
        eta: Floats = features @ self.slopes
        eta += self.size[size] + unanswered * (self.blank[0] + self.blank[1] * unanswered)
        if checked is not None:
            eta += checked * self.visit[0] + np.sqrt(checked) * self.visit[1]
        return eta

    def spread(self, unanswered: Floats, checked: Floats | None = None) -> Floats:
        """Return the spread (n,) of η."""
        log = self.rates[0] * np.sqrt(unanswered) + self.rates[1] * unanswered
        if checked is not None:
            log += self.rates[2] * (1.0 - np.sqrt(checked))
        spread: Floats = np.exp(log)
        return spread

    def level(self, eta: Floats) -> Ints:
        """Return the median level (n,) 0–5: the highest k with P(level ≥ k) ≥ one half."""
        return self.cuts.searchsorted(eta, side="right")

    def tails(self, eta: Floats, spread: Floats) -> tuple[Floats, Floats]:
        """Return P(level ≥ k) (n, 5) and the mean verified score (n,) 0–5."""
        logits = (eta[:, None] - self.all_cuts) / spread[:, None]
        tails = 1.0 / (1.0 + np.exp(-np.maximum(logits, -700.0)))
        return tails[:, :LEVELS], tails[:, LEVELS:].sum(axis=1) * LINE_WIDTH

    def interval(self, eta: Floats, spread: Floats) -> Floats:
        """Return (2, n): the tenth and the ninetieth per cent of the verified score."""
        ends: Floats = np.interp(eta + spread * _ENDS, self.edges, EDGE_LINES)
        return ends


def probabilities_of(at_least: Floats) -> Floats:
    """Return (n, k + 1) probabilities of classes 0–k; they are ≥ 0 and sum to 1.

    `at_least` (n, k) holds P(class ≥ 1) … P(class ≥ k), falling.
    """
    n, cuts = at_least.shape
    edges = np.empty((n, cuts + 2))
    edges[:, 0], edges[:, -1] = 1.0, 0.0
    edges[:, 1:-1] = at_least
    return edges[:, :-1] - edges[:, 1:]
