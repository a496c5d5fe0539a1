"""Further scales that others ask for: told and mapped, never computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text


class ScaleStanding(StrEnum):
    """How far a scale has come: in force, in use, a draft, or asked for without a text seen."""

    IN_FORCE = "in-force"
    IN_USE = "in-use"
    DRAFT = "draft"
    NOT_SEEN = "not-seen"


@dataclass(frozen=True, slots=True)
class ScaleAsker:
    """Who asks for a scale, and for what."""

    who: Text
    what_for: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class ScaleSince:
    """Since when a scale holds, as precise as it is known (2024, 2024-09, 2024-09-26)."""

    date: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ScaleLevels:
    """The names of a scale's levels, from low to high."""

    names: tuple[Text, ...]
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleFeed:
    """What here is about the same thing as a scale asks: a standard, a part of it, or an item.

    Either `standard` or `item` is there; `part` is None where the whole standard is meant.
    """

    standard: str | None
    part: str | None
    item: str | None
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedScale:
    """A scale that others ask a firm for and that this service does not compute.

    `since` and `levels` are None where they are not known; `revises` is the id of the standard
    that it is a draft of; `notice` says what a firm should look out for; `map_mark` is the mark of
    `fed_by`, `mark` that of all that has none of its own.
    """

    id: str
    name: Text
    issuer: Text
    about: Text
    standing: ScaleStanding
    since: ScaleSince | None
    asked_by: tuple[ScaleAsker, ...]
    levels: ScaleLevels | None
    fed_by: tuple[ScaleFeed, ...]
    map_mark: Mark
    fill_in: Text
    why_not_computed: Text
    notice: Text | None
    revises: str | None
    mark: Mark
    marks: Mapping[str, Mark]
