"""The trained models as JSON values."""

from dataclasses import asdict

from diagnosis.present.say import Shown
from diagnosis.services.ports.estimator import ModelStatus


def show_model(status: ModelStatus) -> Shown:
    """Return a registered model: of what standard, how taught, whether current and served."""
    return {**asdict(status), "id": status.model}
