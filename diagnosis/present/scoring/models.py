"""The trained models, and how far recent sheets lie from their training, as JSON values."""

from diagnosis.domain.estimate import Drift
from diagnosis.present import numbers
from diagnosis.present.say import Shown
from diagnosis.services.ports.estimator import ModelStatus


def show_registered(status: ModelStatus) -> Shown:
    """Return a registered model: of what standard, how taught, whether current and served."""
    return {
        "model": status.model,
        "standard": status.standard,
        "digest": status.digest,
        "verified_visits": status.verified_visits,
        "current": status.current,
        "served": status.served,
    }


def show_model(status: ModelStatus) -> Shown:
    """Return a registered model as a resource: its name is its `id` there."""
    shown = show_registered(status)
    return {"id": shown.pop("model"), **shown}


def show_drift(drift: Drift) -> Shown:
    """Return recent sheets against what a model was trained on, item by item."""
    return {
        "standard": drift.standard,
        "model": drift.model,
        "sheets": drift.sheets,
        "items": [
            {
                "item": item.item,
                "index": numbers.score(item.index),
                "recent_mean": numbers.score(item.recent_mean),
                "expected_mean": numbers.score(item.expected_mean),
            }
            for item in drift.items
        ],
        "moved": list(drift.moved),
        "unanswered": numbers.share(drift.unanswered),
        "insufficient_share": numbers.share(drift.insufficient_share),
        "enough": drift.enough,
    }
