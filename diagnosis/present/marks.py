"""Marks and sources as JSON values: where every number and statement comes from."""

from collections.abc import Iterable, Mapping

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.source import Source
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content

_BY_CHECK = {"two-sources": "high", "one-source": "medium", "unconfirmed": "low"}
_BY_BASIS = {"estimated": "low"}


def confidence(mark: Mark) -> str:
    """Return how far a number may be trusted: high, medium or low.

    What was read in two sources is high, in one medium, what is only remembered low. Where there
    is nothing to check, an estimate is low and what follows from our own rule medium.
    """
    return _BY_CHECK.get(mark.checked) or _BY_BASIS.get(mark.basis, "medium")


def show_mark(mark: Mark, say: Say) -> Shown:
    """Return a mark: basis, how it was checked, confidence, source ids and note."""
    return {
        "basis": mark.basis,
        "checked": mark.checked,
        "confidence": confidence(mark),
        "unconfirmed": mark.is_unconfirmed,
        "sources": list(mark.sources),
        "note": mark.note and say(mark.note),
    }


def cited(sources: Iterable[str], marks: Mapping[str, Mark]) -> list[str]:
    """Return the source ids of an entry: its own first, then those of its marks, each once."""
    ids = dict.fromkeys(sources)
    for mark in marks.values():
        ids.update(dict.fromkeys(mark.sources))
    return list(ids)


def show_source(source: Source, say: Say) -> Shown:
    """Return a source: publisher, title, date, kind, how it was checked, link."""
    link = source.link
    return {
        "id": source.id,
        "publisher": say(source.publisher),
        "title": say(source.title),
        "date": source.date,
        "kind": source.kind,
        "licence": source.licence,
        "checked": source.checked,
        "checked_on": source.checked_on.isoformat(),
        "link": link and {"url": link.url, "status": link.status, "on": link.on},
    }


def show_sources(content: Content, ids: Iterable[str], say: Say) -> list[Shown]:
    """Return the sources of some ids, in their order."""
    return [show_source(content.sources[identity], say) for identity in ids]
