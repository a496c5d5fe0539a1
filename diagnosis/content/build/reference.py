"""Parsed bibliography, profile and crosswalk into domain values."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from diagnosis.content.build.marks import build_marks
from diagnosis.content.build.questionnaires import build_options
from diagnosis.content.build.texts import text
from diagnosis.domain.intake.business import goals_of
from diagnosis.domain.intake.item import Option
from diagnosis.domain.intake.profile import ProfileFact
from diagnosis.domain.scoring.crosswalk import Crosswalk, CrosswalkLink, PartRef
from diagnosis.domain.source import Link, Source
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]


def build_sources(documents: Iterable[Plain]) -> dict[str, Source]:
    """Return the sources by id, in the order of the files of the bibliography."""
    return {row["id"]: _source(row) for document in documents for row in document["sources"]}


def _source(row: Plain) -> Source:
    link = row["link"]
    return Source(
        id=row["id"],
        publisher=text(row["publisher"]),
        title=text(row["title"]),
        date=row["date"],
        kind=row["kind"],
        licence=row["licence"],
        checked=row["checked"],
        checked_on=date.fromisoformat(row["checked_on"]),
        link=Link(link["url"], link["status"], link["on"]) if link else None,
    )


def build_profile(document: Plain, scenes: Mapping[str, Text]) -> tuple[ProfileFact, ...]:
    """Return the profile facts in the order they are asked; goals are chosen from the scenes.

    In content that was kept before, no fact has choices.
    """
    goals = tuple(map(Option, goals_of(scenes), scenes.values()))
    return tuple(
        ProfileFact(
            id=fact["id"],
            text=text(fact["text"]),
            help=text(fact["help"]),
            format=text(fact["format"]),
            used_for=text(fact["used_for"]),
            choices=goals if fact["id"] == "goals" else build_options(fact.get("choices", ())),
        )
        for fact in document["facts"]
    )


def build_crosswalk(document: Plain) -> Crosswalk:
    """Return how parts of the standards relate."""
    marks = build_marks(document)
    links = tuple(
        CrosswalkLink(
            start=PartRef(**row["from"]),
            end=PartRef(**row["to"]),
            type=row["type"],
            grade=row["grade"],
            note=text(row["note"]),
            mark=marks[row["mark"]],
        )
        for row in document["links"]
    )
    return Crosswalk(text(document["about"]), links)
