"""What to ask next, in a fixed order, and when asking more would hardly change the level."""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.completion import NODES
from diagnosis.classifier.inference.head import LOGISTIC_DEVIATION
from diagnosis.classifier.inference.model import Model, ModelInput, Predictions
from diagnosis.classifier.inference.structure import KINDS
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

SAME_PART = 0.35
"""What an item is still worth in a sub-domain that has one before it in the order, as a share."""


@dataclass(frozen=True, slots=True)
class AskingDecision:
    """Which item to ask next, and whether to stop.

    `item` is its place, None where nothing is left to ask.

    `agreement` is the probability that the unasked answers would leave the level as it is, 0
    where too few answers in the order carry a level; `stop` whether it reaches what was wanted.
    """

    item: int | None
    agreement: float
    stop: bool


class Adviser:
    """Next questions of one model.

    `orders` has, per place in `KINDS`, the places of the items that have a weight, by worth:
    weight × how far the answers of firms differ, less in a sub-domain that was asked about.
    `deflated_stop` is for where the deflated rule's level is served, None where none is fitted.
    """

    def __init__(self, model: Model) -> None:
        self._model, self.deflated_stop = model, model.numbers.deflated_stop
        curves, completion = model.numbers.curves, model.completion
        prior = np.exp(-0.5 * ((NODES - curves.mean) / curves.spread) ** 2)
        prior /= prior.sum()
        expected = (completion.tails * completion.gains[:, None, :]).sum(axis=2)
        varies = expected**2 @ prior - (expected @ prior) ** 2
        uncut = np.zeros((len(KINDS), len(model.structure.subdomains)), dtype=bool)
        weights = model.features.item_weights(np.arange(len(KINDS)), uncut)
        repeat = SAME_PART if self.deflated_stop is None else self.deflated_stop.repeat
        self.orders = tuple(
            by_worth(worth, completion.owner, repeat) for worth in weights * varies
        )

    def agreement(self, eta: Floats, unanswered: Floats) -> Floats:
        """Return P(the unasked answers would leave the median level at η unchanged)."""
        head, stop = self._model.numbers.head, self._model.numbers.stop
        width = np.maximum(stop[0] * unanswered ** stop[1], 1e-9)
        cuts = np.concatenate(([-np.inf], head.cuts, [np.inf]))
        median = head.level(eta)
        above = (cuts[median + 1] - eta) / width
        below = (eta - cuts[median]) / width
        return np.maximum(_logistic(above) + _logistic(below) - 1.0, 0.0)

    def next_question(
        self,
        inputs: ModelInput,
        predictions: Predictions,
        kind: int,
        askable: Bools,
        wanted: float,
        room: Floats | None = None,
    ) -> AskingDecision:
        """Return the next item of a firm among the askable (I,), and whether to stop (n = 1).

        `room` (1, 2) is that of the deflated rule's level, None where the model's is served.

        It stops once the unasked answers leave the level as it is with probability `wanted`,
        which holds against asking every item. That was measured on answers in the order: those
        beyond the next question move the level, and count as unanswered here.
        """
        weights, answered = inputs.weights[0], inputs.completed.answered[0]
        order = [place for place in self.orders[kind].tolist() if weights[place] > 0]
        turn = next((turn for turn, place in enumerate(order) if askable[place]), None)
        if turn is None:
            whole = self._agreement(predictions, predictions.unanswered, room)
            return AskingDecision(None, float(whole[0]), stop=True)
        counted = np.zeros_like(answered)
        counted[order[:turn]] = answered[order[:turn]]
        unanswered = np.maximum(1.0 - (weights * counted).sum(keepdims=True), 0.0)
        reached = float(self._agreement(predictions, unanswered, room)[0])
        if self._model.too_few(counted[None])[0]:
            reached = 0.0
        return AskingDecision(order[turn], reached, stop=reached >= wanted)

    def _agreement(
        self, predictions: Predictions, unanswered: Floats, room: Floats | None
    ) -> Floats:
        if room is None or self.deflated_stop is None:
            return self.agreement(predictions.eta, unanswered)
        return self.deflated_stop.agreement(room, unanswered)


def by_worth(worth: Floats, owner: Ints, repeat: float) -> Ints:
    """Return the places of items that are worth something, the most first.

    What an item is worth falls to a share `repeat` with each one of its sub-domain before it;
    `owner` has the sub-domain of each item.
    """
    rest, order = worth.copy(), []
    while rest.max() > 0:
        place = int(rest.argmax())
        order.append(place)
        rest[owner == owner[place]] *= repeat
        rest[place] = 0.0
    return np.array(order, dtype=np.intp)


def _logistic(distance: Floats) -> Floats:
    """Return the logistic distribution function, scaled to unit variance."""
    below: Floats = 1.0 / (1.0 + np.exp(-np.clip(distance * LOGISTIC_DEVIATION, -700, 700)))
    return below
