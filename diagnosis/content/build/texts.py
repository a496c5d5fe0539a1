"""Texts in both languages, as values."""

from collections.abc import Mapping

from diagnosis.domain.text import Text


def text(value: Mapping[str, str]) -> Text:
    """Return the text of a `{zh, en}` map."""
    return Text(value["zh"], value["en"])


def text_or_none(value: Mapping[str, str] | None) -> Text | None:
    """Return the text of a `{zh, en}` map, None where there is none."""
    return None if value is None else text(value)
