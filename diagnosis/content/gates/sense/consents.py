"""Gate 3 for the texts of consents: every use has its own, and none changes once it was shown."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.published import digest_of
from diagnosis.domain.consent import ConsentUse
from diagnosis.domain.fault import pointer

CONSENTS = "knowledge/consents.yaml"


def check_consents(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every use without a text, and every text that is not the one of its version."""
    document = documents.get(CONSENTS)
    if document is None:
        return
    uses = [entry["use"] for entry in document.value["consents"]]
    if uses != list(ConsentUse):
        message = f"the uses are {', '.join(ConsentUse)}, in this order"
        yield document.fault("sense", "/consents", message)
    for place, entry in enumerate(document.value["consents"]):
        before = date.min
        for number, text in enumerate(entry["texts"]):
            where = pointer("consents", place, "texts", number)
            for field, message in _faults(text, number, before):
                yield document.fault("sense", f"{where}/{field}", message)
            before = _day(text["since"]) or before


def _faults(text: Mapping[str, Any], number: int, before: date) -> Iterator[tuple[str, str]]:
    if text["version"] != number + 1:
        yield "version", f"versions count from 1 on: this is {number + 1}"
    since = _day(text["since"])
    if since is None:
        yield "since", f"{text['since']!r} is no date"
    elif since < before:
        yield "since", f"{text['since']} is earlier than the version before"
    if number == 0 and not text["asks_again"]:
        yield "asks_again", "the first version asks everybody"
    digest = digest_of(f"{text['text']['zh']}\n{text['text']['en']}".encode())
    if text["sha256"] != digest:
        yield (
            "sha256",
            f"the text is not that of its version: a new wording is a new one ({digest})",
        )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
