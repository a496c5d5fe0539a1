"""An item of the bank: one question with its anchored positions or options."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Text

TOP_POSITION = 5
NONE = "none"
"""The option of a multiple choice that stands by itself: none of the others."""
POSITION_VALUES: tuple[float, ...] = tuple(
    float(value) for whole in range(TOP_POSITION) for value in (whole, whole + 0.5, whole + 0.8)
) + (float(TOP_POSITION),)
"""The sixteen values a ladder answer may take (design: one number for practice and partial)."""


class ItemType(StrEnum):
    """How an item is answered."""

    LADDER = "ladder"
    SINGLE = "single"
    MULTIPLE = "multiple"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Reason(Option):
    """One reason for not applicable, and the firms whose own profile proves it.

    `proved_by_types` are production types, `proved_by_classes` 4-digit classes of GB/T 4754 such
    as C3525. A reason with neither is a claim: it can cut a whole sub-domain, not half of one.
    """

    proved_by_types: tuple[ProductionType, ...] = ()
    proved_by_classes: tuple[str, ...] = ()

    @property
    def can_be_proved(self) -> bool:
        """Return whether any profile proves it."""
        return bool(self.proved_by_types or self.proved_by_classes)

    def is_proved_by(self, kind: ProductionType, industry: str | None) -> bool:
        """Return whether a firm of this production type and industry proves it."""
        return kind in self.proved_by_types or industry in self.proved_by_classes


@dataclass(frozen=True, slots=True)
class Term:
    """A word of jargon and what it means in plain words."""

    term: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class ShareText:
    """What the two numbers of a share count."""

    part: Text
    whole: Text
    unit: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of the bank; it carries no weight, weights belong to standards.

    `name` is what it is called where it is not asked in full: in gaps, plans, traces, charts.
    `help` may refer to other items by id (`diagnosis.domain.intake.references`).
    `anchors_ours` are the positions that are ours: no clause of a standard is known behind them.
    `positions` has six texts for a ladder and is empty otherwise; `options` is filled for single
    and multiple choice; `reasons` are those for which it may be answered not applicable.
    """

    id: str
    area: str
    type: ItemType
    name: Text
    text: Text
    help: Text
    terms: tuple[Term, ...]
    evidence: tuple[Text, ...]
    positions: tuple[Text, ...]
    options: tuple[Option, ...]
    share: ShareText | None
    reasons: tuple[Reason, ...]
    sources: tuple[str, ...]
    basis: str
    checked: str
    anchors_ours: tuple[int, ...]

    def is_ours(self, position: float | None) -> bool:
        """Return whether no clause of a standard stands behind a position (0–5; None: none).

        One that is partly met, such as 3.5, rests on the position above, 4.
        """
        return position is not None and ceil(position) in self.anchors_ours


Positions = Mapping[str, float]
"""Ladder position (0–5) by item id; an item that is absent counts as 0."""


def is_ladder(bank: Mapping[str, Item], item_id: str) -> bool:
    """Return whether an id is that of a ladder of the bank."""
    return item_id in bank and bank[item_id].type is ItemType.LADDER
