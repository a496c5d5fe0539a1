"""The trained models and their cards as JSON values."""

from typing import Any

from diagnosis.present.say import Shown
from diagnosis.services.ports.estimator import Estimator


def show_models(estimator: Estimator | None) -> list[Shown]:
    """Return every registered model, and whether it is current and served."""
    return estimator.models() if estimator else []


def show_card(card: Any) -> Any:
    """Return the card of a model as it was written when the model was evaluated."""
    return card
