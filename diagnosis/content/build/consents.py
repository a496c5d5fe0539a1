"""The parsed texts of consents into values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from diagnosis.content.build.texts import text
from diagnosis.domain.consent import ConsentTerms, ConsentText, ConsentUse

Plain = Mapping[str, Any]


def build_consents(document: Plain | None) -> dict[ConsentUse, ConsentTerms]:
    """Return what a firm agrees to by use; none for content from before there were consents."""
    if document is None:
        return {}
    terms = (_terms(entry) for entry in document["consents"])
    return {each.use: each for each in terms}


def _terms(entry: Plain) -> ConsentTerms:
    return ConsentTerms(
        use=ConsentUse(entry["use"]),
        name=text(entry["name"]),
        texts=tuple(
            ConsentText(
                version=row["version"],
                since=date.fromisoformat(row["since"]),
                asks_again=row["asks_again"],
                text=text(row["text"]),
            )
            for row in entry["texts"]
        ),
    )
