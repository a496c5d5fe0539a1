"""The trained models, and how far recent sheets lie from their training, as JSON values."""

from diagnosis.domain.estimate import Drift
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.say import Shown, in_both
from diagnosis.services.ports.estimator import ModelStatus

_TOO_FEW = Text(
    "答卷太少，看不出与训练用的企业有没有不同。",
    "Too few sheets to say whether they look different from the firms the model was trained on.",
)
_ALIKE = Text(
    "这些答卷与训练用的企业看起来差不多。",
    "The answers look like those of the firms the model was trained on.",
)
_DIFFERENT = Text(
    "有 {moved} 题的答案与训练用的企业看起来不同。这不等于按规则就更准："
    "估计准不准，要看现场核实。",
    "The answers to {moved} items look different from the firms the model was trained on. That "
    "does not make the rule the better guess: only visits show how good an estimate is.",
)


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
        "why": in_both(_drift_in_words(drift)),
    }


def _drift_in_words(drift: Drift) -> Text:
    """Return what drift means: that answers look different, and no more."""
    if not drift.enough:
        return _TOO_FEW
    return _DIFFERENT.fill(moved=len(drift.moved)) if drift.moved else _ALIKE
