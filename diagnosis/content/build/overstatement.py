"""The parsed overstatement into a value."""

from collections.abc import Mapping
from typing import Any

from diagnosis.domain.overstatement import Overstatement


def build_overstatement(document: Mapping[str, Any] | None) -> Overstatement | None:
    """Return the overstatement that is assumed, None for content from before it was there."""
    if document is None:
        return None
    steps = document["overstatement"]
    value, low, high = (float(steps[name]) for name in ("value", "low", "high"))
    return Overstatement(value=value, low=low, high=high)
