"""Parsed scales that are only mapped into values."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.content.build.marks import Marks, build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.scoring.mapped_scale import (
    MappedScale,
    ScaleAsker,
    ScaleFeed,
    ScaleLevels,
    ScaleSince,
    ScaleStanding,
)

Plain = Mapping[str, Any]


def build_scales(documents: Iterable[Plain]) -> dict[str, MappedScale]:
    """Return the scales that are only mapped, by id; earlier content has none."""
    return {document["id"]: _scale(document) for document in documents}


def _scale(document: Plain) -> MappedScale:
    marks = build_marks(document)
    return MappedScale(
        id=document["id"],
        name=text(document["name"]),
        issuer=text(document["issuer"]),
        about=text(document["about"]),
        standing=ScaleStanding(document["standing"]),
        since=_since(document.get("since"), marks),
        asked_by=tuple(
            ScaleAsker(text(row["who"]), text(row["what_for"]), marks[row["mark"]])
            for row in document["asked_by"]
        ),
        levels=_levels(document, marks),
        fed_by=tuple(
            ScaleFeed(
                standard=row.get("standard"),
                part=row.get("part"),
                item=row.get("item"),
                note=text(row["note"]),
            )
            for row in document["fed_by"]
        ),
        map_mark=marks[document["map_mark"]],
        fill_in=text(document["fill_in"]),
        why_not_computed=text(document["why_not_computed"]),
        notice=text_or_none(document.get("notice")),
        revises=document.get("revises"),
        mark=marks[document["mark"]],
        marks=marks,
    )


def _since(value: Plain | None, marks: Marks) -> ScaleSince | None:
    return None if value is None else ScaleSince(value["date"], marks[value["mark"]])


def _levels(document: Plain, marks: Marks) -> ScaleLevels | None:
    if "levels" not in document:
        return None
    names = tuple(text(level) for level in document["levels"])
    return ScaleLevels(names, marks[document["levels_mark"]])
