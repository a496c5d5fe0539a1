"""How parts of the standards relate; no level is ever converted into another."""

from dataclasses import dataclass

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True)
class PartRef:
    """A part of a standard, by ids."""

    standard: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkLink:
    """How one part relates to another.

    `type` is same-question (one item feeds both), prefills (offered as a first guess) or supports
    (related, not used in scoring); `grade` is strong, partial or weak.
    """

    start: PartRef
    end: PartRef
    type: str
    grade: str
    note: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The links between parts, and what they are for."""

    about: Text
    links: tuple[CrosswalkLink, ...]
