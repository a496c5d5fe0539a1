"""What a firm says of a recommended project, and what the next plan makes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a recommended project was found useful or not."""

    FITS = "fits"
    NOT_FOR_US = "not-for-us"
    TRIED_BEFORE = "tried-before"
    DONE_ALREADY = "done-already"
    TOO_EXPENSIVE = "too-expensive"
    NO_PEOPLE = "no-people"
    NOT_NOW = "not-now"
    OTHER = "other"


class Heed(StrEnum):
    """What the next plan makes of a word on a project."""

    NOTHING = "nothing"
    DONE = "done"
    REFUSED = "refused"
    DEMOTED = "demoted"


_HEEDS = {
    Why.DONE_ALREADY: Heed.DONE,
    Why.NOT_FOR_US: Heed.REFUSED,
    Why.TRIED_BEFORE: Heed.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Word:
    """A firm's word on a project: useful or not, why, and in its own words."""

    project: str
    useful: bool
    why: Why
    text: str | None = None

    @property
    def heed(self) -> Heed:
        """Return what the next plan makes of it.

        What does not suit the firm is refused; what is too dear or comes too early is demoted:
        left out as long as the plan reaches its aim without it.

        Examples
        --------
        >>> [str(Word("p", False, why).heed) for why in (Why.NOT_FOR_US, Why.TOO_EXPENSIVE)]
        ['refused', 'demoted']
        """
        if self.useful:
            return Heed.NOTHING
        return _HEEDS.get(self.why, Heed.DEMOTED)


@dataclass(frozen=True, slots=True)
class Heeded:
    """The projects that a firm's words make done, refused or demoted in the next plan."""

    done: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    demoted: frozenset[str] = frozenset()


def heed(words: Iterable[Word]) -> Heeded:
    """Return what the next plan makes of a firm's words, the last one on each project counting.

    Examples
    --------
    >>> sorted(heed([Word("p", False, Why.NOT_NOW), Word("p", True, Why.FITS)]).demoted)
    []
    """
    last = {word.project: word.heed for word in words}
    return Heeded(
        *(
            frozenset(name for name, found in last.items() if found is kind)
            for kind in (Heed.DONE, Heed.REFUSED, Heed.DEMOTED)
        )
    )
