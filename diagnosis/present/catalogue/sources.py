"""The bibliography as JSON values: what is cited where, and what is stale."""

from datetime import date

from diagnosis.present.marks import show_source
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


def show_bibliography(
    content: Content, say: Say, *, on: date, stale_only: bool = False
) -> list[Shown]:
    """Return every source with the files that cite it and whether it is stale at a date.

    A source is stale when it was checked more than a year before.
    """
    return [
        show_source(source, say)
        | {"cited_in": list(content.cited_in.get(name, ())), "stale": source.is_stale(on)}
        for name, source in content.sources.items()
        if source.is_stale(on) or not stale_only
    ]
