"""What to ask next, and when asking more would hardly change the level."""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.completion import step_arrays
from diagnosis.classifier.inference.head import LOGISTIC_DEVIATION
from diagnosis.classifier.inference.model import Model, ModelInput, Predictions
from diagnosis.domain.scoring.encode import Bools, Floats

SAME_PART = 0.5
"""What an answer settles of an unanswered sibling, as a share of its weight."""
OTHER_PARTS = 0.15
"""What it settles of an unanswered item of another sub-domain."""


@dataclass(frozen=True, slots=True)
class AskingDecision:
    """Which item to ask next, and whether to stop.

    `item` is its place, None where nothing is left to ask.

    `agreement` is the probability that the unasked answers would leave the level as it is; `stop`
    whether it reaches what was wanted.
    """

    item: int | None
    agreement: float
    stop: bool


class Adviser:
    """Next questions of one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        steps, self._gains = step_arrays(model.structure)
        self.squares = np.diff(steps**2, axis=1)
        self._member = np.eye(len(model.structure.subdomains))[model.completion.owner]

    def worth(self, inputs: ModelInput) -> Floats:
        """Return (n, I): the variance of s* that an answer would settle, 0 where answered.

        An answer settles its own weight, half that of its unanswered siblings and 15 % of others.
        """
        reached, blank = inputs.completed.reached, ~inputs.completed.answered
        mean = (reached * self._gains).sum(axis=2)
        variance = np.maximum((reached * self.squares).sum(axis=2) - mean * mean, 0.0)
        open_weight = np.where(blank, inputs.weights, 0.0)
        part = (open_weight @ self._member)[:, self._model.completion.owner]
        whole = open_weight.sum(axis=1, keepdims=True)
        reach = (
            (1 - SAME_PART) * open_weight + (SAME_PART - OTHER_PARTS) * part + OTHER_PARTS * whole
        )
        worth: Floats = np.where(open_weight > 0, variance * reach * reach, 0.0)
        return worth

    def agreement(self, predictions: Predictions) -> Floats:
        """Return (n,) P(the unasked answers would leave the median level unchanged)."""
        head, stop = self._model.numbers.head, self._model.numbers.stop
        width = np.maximum(stop[0] * predictions.unanswered ** stop[1], 1e-9)
        cuts = np.concatenate(([-np.inf], head.cuts, [np.inf]))
        median = head.level(predictions.eta)
        above = (cuts[median + 1] - predictions.eta) / width
        below = (predictions.eta - cuts[median]) / width
        return np.maximum(_logistic(above) + _logistic(below) - 1.0, 0.0)

    def next_question(
        self, inputs: ModelInput, predictions: Predictions, askable: Bools, agreement: float
    ) -> AskingDecision:
        """Return the next item of a firm among the askable (I,), and whether to stop.

        It stops once the unasked answers leave the level as it is with probability `agreement`,
        which holds against asking every item.
        """
        worth = self.worth(inputs)[0] * askable
        place = int(worth.argmax())
        reached = float(self.agreement(predictions)[0])
        if worth[place] <= 0:
            return AskingDecision(None, reached, True)
        stop = bool(reached >= agreement and not predictions.insufficient[0])
        return AskingDecision(place, reached, stop)


def _logistic(distance: Floats) -> Floats:
    """Return the logistic distribution function, scaled to unit variance."""
    below: Floats = 1.0 / (1.0 + np.exp(-np.clip(distance * LOGISTIC_DEVIATION, -700, 700)))
    return below
