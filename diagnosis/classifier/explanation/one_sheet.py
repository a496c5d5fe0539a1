"""What is said beside the level of one sheet, for all models of a stack at once, to 1e-12.

The same as `Attributor`, `Adviser.orders` and `choose_checks` say of a batch of one.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.spot_checks import INFERRED_FIRST, REPEAT, USUAL_DOUBT
from diagnosis.classifier.inference.coded_sheets import POSITION_CODES
from diagnosis.classifier.inference.stack import CompletedSheet, ModelStack
from diagnosis.domain.estimate import CheckReason
from diagnosis.domain.intake.item import POSITION_VALUES

_CLAIMS = np.array([0.0, *POSITION_VALUES])
assert len(_CLAIMS) == POSITION_CODES


class AdvisedCheck(NamedTuple):
    """The place of an item to check, why, and its share of the doubt about all claims, 0–1."""

    place: int
    reason: CheckReason
    gain: float


class SheetExplanation(NamedTuple):
    """What one model says beside its level; S sub-domains.

    `reference` is the score of the usual firm, `answered` and `assumed` (S,) sum to the difference
    of this firm to it; `ask` is the place of the item to ask next, None where nothing is
    blank; `checks` are the answers worth checking most, the most useful first; `doubts` (I,) are
    the shares, 0–1, of the doubt about all claims.
    """

    reference: float
    answered: list[float]
    assumed: list[float]
    ask: int | None
    checks: list[AdvisedCheck]
    doubts: list[float]


class SheetExplainer:
    """Explains one completed sheet by every model of a stack."""

    def __init__(self, stack: ModelStack) -> None:
        self._stack = stack
        self._usual = np.concatenate([Attributor(model).usual for model in stack.models])
        self._orders = [
            [order.tolist() for order in Adviser(model).orders] for model in stack.models
        ]
        self._member = np.eye(stack.parts[-1].stop)[stack.owner]
        self._siblings = [
            np.flatnonzero(stack.owner == part).tolist() for part in stack.owner_places
        ]

    def __call__(
        self, sheet: CompletedSheet, kind: int, checks: int, inferred: Sequence[int] = ()
    ) -> list[SheetExplanation]:
        """Return the explanation of every model, with so many `checks` at most.

        `kind` is the place of the production type in `KINDS`.

        `inferred` are the places of the items whose answer was inferred from others, counted over
        all models: claims among them are checked first.
        """
        stack, weights = self._stack, sheet.weighing.weights
        answered, assumed = self._attribute(sheet)
        above, doubt = self._doubts(sheet)
        blank = set(sheet.unanswered)
        return [
            SheetExplanation(
                reference=float(weights[items].dot(self._usual[items])),
                answered=answered[parts],
                assumed=assumed[parts],
                ask=next((place for place in orders[kind] if place + items.start in blank), None),
                checks=self._checks(above, doubt, items, checks, inferred),
                doubts=shares_of_doubt(doubt[items]),
            )
            for items, parts, orders in zip(stack.items, stack.parts, self._orders, strict=True)
        ]

    def _attribute(self, sheet: CompletedSheet) -> tuple[list[float], list[float]]:
        """Return what answered and what assumed items add to the usual firm, per sub-domain."""
        shares = np.zeros((2, len(self._usual)))
        shares[0] = sheet.weighing.weights * (sheet.values[0] - self._usual)
        if sheet.unanswered:
            shares[1, sheet.unanswered] = shares[0, sheet.unanswered]
            shares[0, sheet.unanswered] = 0.0
        answered, assumed = shares.dot(self._member).tolist()
        return answered, assumed

    def _doubts(self, sheet: CompletedSheet) -> tuple[list[float], list[float]]:
        """Return, per item, by how much a claim exceeds what the others lead to expect (levels).

        And the doubt about it, weight × how far it may be off; 0 where there is no claim to check.
        """
        claims = _CLAIMS.take(sheet.codes)
        above = np.maximum(claims - sheet.values[1], 0.0)
        doubt = (above + USUAL_DOUBT) * sheet.weighing.weights * (claims > 0)
        return above.tolist(), doubt.tolist()

    def _checks(
        self,
        above: list[float],
        doubt: list[float],
        items: slice,
        count: int,
        inferred: Sequence[int],
    ) -> list[AdvisedCheck]:
        rest, whole = doubt[items], sum(doubt[items])
        for place in inferred:
            if items.start <= place < items.stop:
                rest[place - items.start] *= INFERRED_FIRST
        chosen: list[AdvisedCheck] = []
        while len(chosen) < count and (most := max(rest)) > 0:
            place = rest.index(most)
            at = place + items.start
            chosen.append(
                AdvisedCheck(place, check_reason(at, above[at], inferred), doubt[at] / whole)
            )
            for sibling in self._siblings[at]:
                rest[sibling - items.start] *= REPEAT
            rest[place] = 0.0
        return chosen


def shares_of_doubt(doubts: list[float]) -> list[float]:
    """Return doubts as shares of their sum; nothing where nothing is claimed."""
    whole = sum(doubts)
    return [doubt / whole for doubt in doubts] if whole else doubts


def check_reason(place: int, above: float, inferred: Sequence[int]) -> CheckReason:
    """Return why a claim is worth a check; `above` is what it exceeds the others by, in levels."""
    if place in inferred:
        return CheckReason.INFERRED
    return CheckReason.ABOVE_OTHERS if above > USUAL_DOUBT else CheckReason.WEIGHT
