"""Cells and rows of the Markdown tables for experts."""

from collections.abc import Iterable

from diagnosis.domain.text import Text


def both(text: Text) -> str:
    """Return a text in Chinese and in English, as one cell holds it."""
    return f"{text.zh} {text.en}"


def row(cells: Iterable[str]) -> str:
    """Return a row of a Markdown table; bars inside the cells are escaped."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def head(titles: tuple[str, ...]) -> list[str]:
    """Return the two rows that open a Markdown table with these columns."""
    return [row(titles), row(["---"] * len(titles))]
