"""Gate 3 for the national context: every card is there a single time, and its days exist."""

from collections.abc import Iterator
from datetime import date

from diagnosis.content.documents.yaml_file import ContentFault
from diagnosis.content.gates.sense.known import Documents, twice
from diagnosis.domain.fault import pointer

_CONTEXT = "knowledge/context.yaml"


def check_context(documents: Documents) -> Iterator[ContentFault]:
    """Yield every fault of sense in the cards of national context."""
    document = documents.get(_CONTEXT)
    if document is None:
        return
    cards = document.value["cards"]
    yield from twice(document, "/cards", [card["id"] for card in cards], "the card")
    for place, card in enumerate(cards):
        until = card["until"]
        if until is None:
            continue
        try:
            date.fromisoformat(until)
        except ValueError:
            yield document.fault(
                "sense", pointer("cards", place, "until"), f"{until!r} is no date"
            )
        if until < card["issued"]:
            message = f"the term ends on {until}, before it was issued"
            yield document.fault("sense", pointer("cards", place, "until"), message)
