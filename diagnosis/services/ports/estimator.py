"""The port of the learned part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from diagnosis.domain.estimate import Drift, Estimate, NextItem
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStatus:
    """A registered model: what it is of, and whether it is the current one and served.

    `digest` is the sha256 of its artefact, `verified_visits` the number of visits it has learned
    from.
    """

    model: str
    standard: str
    digest: str
    verified_visits: int
    current: bool
    served: bool


class Estimator(Protocol):
    """What services need of the learned part."""

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        """Return one estimate per standard that has a model; never raises.

        Each has the model's level; `level_by` says whose is to be served.
        """
        ...

    def estimate_checked(self, checked: CheckedSheet) -> tuple[Estimate, ...]:
        """Return as `estimate`, with the answers that a visit verified; at least one is.

        A higher verified answer never lowers a level, nor the expected score.
        """
        ...

    def asking_order(self, sheet: Sheet, standard: str) -> tuple[str, ...]:
        """Return the items that `next_item` asks of such a firm by this form, in its order.

        Whatever is answered, it is the same; empty where the standard has no model.
        """
        ...

    def next_item(
        self, sheet: Sheet, standard: str, agreement: float, overstatement: float | None = None
    ) -> NextItem | None:
        """Return the next item of the sheet's form, None where the standard has no model.

        `agreement` (0–1) is the probability, wanted before stopping, that the unasked answers
        would leave the level as it is; the level is the rule's on answers lowered by an
        `overstatement` (ladder steps 0–5) where that is served, else the model's.
        """
        ...

    def drift(self, standard: str, sheets: Sequence[Sheet]) -> Drift | None:
        """Return how far recent sheets lie from the training population.

        None where the standard has no model or there are no sheets.
        """
        ...

    def models(self) -> tuple[ModelStatus, ...]:
        """Return every registered model, in the order they were registered."""
        ...

    def card(self, model: str) -> str | None:
        """Return the card of a model as the JSON text that was written, None where none was."""
        ...
