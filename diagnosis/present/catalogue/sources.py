"""The bibliography: what is cited where, and what is stale."""

from datetime import date
from typing import Any

from diagnosis.domain.text import Say
from diagnosis.present.marks import render_source
from diagnosis.services.ports.content import Content

STALE_AFTER_DAYS = 365


def list_sources(
    content: Content, say: Say, *, on: date, stale_only: bool = False
) -> list[dict[str, Any]]:
    """Return every source with the files that cite it and whether it is stale at a date.

    A source is stale when it was checked more than a year before.
    """
    shown = []
    for name, source in content.sources.items():
        stale = is_stale(source["checked_on"], on)
        if stale or not stale_only:
            row = render_source(source, say)
            row["cited_in"] = list(content.cited_in.get(name, ()))
            row["stale"] = stale
            shown.append(row)
    return shown


def is_stale(checked_on: str, on: date) -> bool:
    """Return whether a day of checking lies more than a year before a date.

    Examples
    --------
    >>> is_stale("2025-11-22", date(2026, 11, 23)), is_stale("2025-11-23", date(2026, 11, 23))
    (True, False)
    """
    return (on - date.fromisoformat(checked_on)).days > STALE_AFTER_DAYS
