"""The parsed national context into values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from diagnosis.content.build.marks import build_marks
from diagnosis.content.build.texts import text
from diagnosis.domain.retrofit.support.context import ContextCard

Plain = Mapping[str, Any]


def build_context(document: Plain | None) -> dict[str, ContextCard]:
    """Return the cards by id, in their order; none for content from before they came."""
    if document is None:
        return {}
    marks = build_marks(document)
    return {
        card["id"]: ContextCard(
            id=card["id"],
            name=text(card["name"]),
            issued=card["issued"],
            until=None if card["until"] is None else date.fromisoformat(card["until"]),
            says=text(card["says"]),
            means=text(card["means"]),
            mark=marks[card["mark"]],
        )
        for card in document["cards"]
    }
