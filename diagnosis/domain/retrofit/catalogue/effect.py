"""What a package changes in the answers of a firm: one kind of effect for each kind of item.

No package changes what is measured afterwards (energy, quality, revenue, cost), the share of money
that is spent, or what a firm declares: those are the firm's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from diagnosis.domain.intake.scene_grid import MODEL_ITEM, USE_ITEM


@dataclass(frozen=True, slots=True)
class LadderEffect:
    """A ladder item stands at position `to` (1–5) at least."""

    item: str
    to: int


@dataclass(frozen=True, slots=True)
class OptionsEffect:
    """Options of a multiple choice hold: networks, areas collected, rules, scenes in use."""

    item: str
    adds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceEffect:
    """A single choice, whose options are in order, stands at an option or a later one."""

    item: str
    at_least: str


@dataclass(frozen=True, slots=True)
class ShareEffect:
    """The counted part is so many per cent (1–100) of the whole at least."""

    item: str
    to_percent: int


@dataclass(frozen=True, slots=True)
class SystemsEffect:
    """Business areas run in an information system; their number decides the single choice."""

    item: str
    areas: tuple[str, ...]


PackageEffect = LadderEffect | OptionsEffect | ChoiceEffect | ShareEffect | SystemsEffect


def is_of_scenes(effect: PackageEffect) -> TypeGuard[OptionsEffect]:
    """Return whether an effect brings scenes into use, with a model or without."""
    return isinstance(effect, OptionsEffect) and effect.item.startswith((USE_ITEM, MODEL_ITEM))


def months_of_records(delays: Mapping[tuple[str, int], int], effect: LadderEffect) -> int | None:
    """Return the months of records that a firm at 0 needs for a position; None where none.

    `delays` are the months by (item, position). Positions build on one another, so the longest
    wait on the way counts.

    Examples
    --------
    >>> delays = {("data-collection", 1): 1, ("data-collection", 4): 12}
    >>> months_of_records(delays, LadderEffect("data-collection", 3))
    1
    """
    waits = (
        months
        for (item, position), months in delays.items()
        if item == effect.item and position <= effect.to
    )
    return max(waits, default=None)
