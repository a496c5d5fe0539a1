"""What a firm says of a recommended package, and what the next plan makes of it.

A `project` is the id that was written: that of a package, or of a project of earlier catalogues.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class FeedbackReason(StrEnum):
    """Why a recommended package was found useful or not."""

    FITS = "fits"
    NOT_FOR_US = "not-for-us"
    TRIED_BEFORE = "tried-before"
    DONE_ALREADY = "done-already"
    TOO_EXPENSIVE = "too-expensive"
    NO_PEOPLE = "no-people"
    NOT_NOW = "not-now"
    OTHER = "other"


class NextPlanEffect(StrEnum):
    """What the feedback on a package does to it in the next plan."""

    NOTHING = "nothing"
    DONE = "done"
    REFUSED = "refused"
    DEMOTED = "demoted"


_EFFECTS = {
    FeedbackReason.DONE_ALREADY: NextPlanEffect.DONE,
    FeedbackReason.NOT_FOR_US: NextPlanEffect.REFUSED,
    FeedbackReason.TRIED_BEFORE: NextPlanEffect.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a firm says of a package: whether it is useful, why, and a text of its own."""

    project: str
    useful: bool
    reason: FeedbackReason
    text: str | None = None

    @property
    def effect(self) -> NextPlanEffect:
        """Return what it does to the package in the next plan.

        What does not suit the firm is refused; what is too dear or comes too early is demoted:
        left out as long as the plan reaches its aim without it.

        Examples
        --------
        >>> reasons = (FeedbackReason.NOT_FOR_US, FeedbackReason.TOO_EXPENSIVE)
        >>> [str(Feedback("p", False, reason).effect) for reason in reasons]
        ['refused', 'demoted']
        """
        if self.useful:
            return NextPlanEffect.NOTHING
        return _EFFECTS.get(self.reason, NextPlanEffect.DEMOTED)


@dataclass(frozen=True, slots=True)
class KnownPackages:
    """The packages or earlier projects that the next plan takes as done, refused or demoted.

    `dropped` are those that were begun on or planned, and given up; `running` are in hand, each
    with the day on which it ends as planned. `shown` are those of the done ones that the sheet was
    answered with. `steps` are ids that are mere steps of a package: they say nothing of it.
    """

    done: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    demoted: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    running: Mapping[str, date] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()


def apply_feedback(feedback: Iterable[Feedback]) -> KnownPackages:
    """Return what the next plan knows of packages; the last feedback on each counts.

    Examples
    --------
    >>> first = Feedback("p", False, FeedbackReason.NOT_NOW)
    >>> sorted(apply_feedback([first, Feedback("p", True, FeedbackReason.FITS)]).demoted)
    []
    """
    effects = {each.project: each.effect for each in feedback}

    def with_effect(effect: NextPlanEffect) -> frozenset[str]:
        return frozenset(name for name, last in effects.items() if last is effect)

    return KnownPackages(
        done=with_effect(NextPlanEffect.DONE),
        refused=with_effect(NextPlanEffect.REFUSED),
        demoted=with_effect(NextPlanEffect.DEMOTED),
    )
