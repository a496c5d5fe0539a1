"""The port of the learned part."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from diagnosis.domain.estimate import Estimate, NextItem, Raises
from diagnosis.domain.intake.sheet import Sheet


class Estimator(Protocol):
    """What services need of the learned part."""

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        """Return one estimate per standard that has a model; never raises."""
        ...

    def next_item(self, sheet: Sheet, standard: str, promise: float) -> NextItem | None:
        """Return the next item of the sheet's form, None where the standard has no model."""
        ...

    def raises_to(self, sheet: Sheet, standard: str, level: int) -> Raises | None:
        """Return answers whose raise reaches an estimated level, None where there is no model."""
        ...

    def drift(self, standard: str, sheets: Sequence[Sheet]) -> Mapping[str, Any] | None:
        """Return how far recent sheets lie from the training population, item by item."""
        ...

    def models(self) -> list[dict[str, Any]]:
        """Return the registry: every model, which is current, digest and visits."""
        ...

    def card(self, model: str) -> Mapping[str, Any] | None:
        """Return the card of a model as JSON values, None where there is none."""
        ...
