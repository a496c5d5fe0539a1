"""What an answer may be, and how a raw JSON value becomes one.

Source: scoring rules of this project §1 (README, "How a sheet is written").
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, isfinite
from typing import cast

from diagnosis.domain.characters import folded
from diagnosis.domain.fault import Fault, pointer
from diagnosis.domain.intake.form import Entry
from diagnosis.domain.intake.item import NONE, POSITION_VALUES, Item, ItemType
from diagnosis.domain.intake.limits import SHARE_NUMBER
from diagnosis.domain.intake.number import finite, number_as_text, written_number

_NEAR = 1e-9
_BEFORE_DETAIL = re.compile(r"^[^:(,]*[^:(,\s](?=\s*[:(,])")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both numbers kept: whole > 0, 0 ≤ part ≤ whole."""

    part: float
    whole: float

    def at_most(self, percent: float) -> bool:
        """Return whether part / whole ≤ percent %, tested without a division.

        Where the two sides are all but equal they are compared as the decimals that were written.

        Examples
        --------
        >>> Share(1.1, 11).at_most(10)
        True
        """
        left, right = self.part * 100, percent * self.whole
        if abs(left - right) > _NEAR * right:
            return left < right
        part, bound, whole = (Decimal(repr(number)) for number in (self.part, percent, self.whole))
        return part * 100 <= bound * whole

    def raised_to(self, percent: float) -> "Share":
        """Return the share with so many per cent at least, the part in whole pieces; never less.

        Examples
        --------
        >>> Share(1, 38).raised_to(25), Share(20, 38).raised_to(25)
        (Share(part=10.0, whole=38), Share(part=20, whole=38))
        """
        if self.part * 100 >= percent * self.whole:
            return self
        return Share(min(float(ceil(percent * self.whole / 100)), self.whole), self.whole)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The item does not apply, for a reason of the item's own list."""

    reason: str


class NotKnown:
    """The firm does not know; a value of its own, distinct from a blank."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_KNOWN"


NOT_KNOWN = NotKnown()
Value = float | str | tuple[str, ...] | Share | NotKnown | NotApplicable
ValueReader = Callable[[object], "Value | None"]


def positions_of(entry: Entry) -> dict[float, float]:
    """Return the positions that an entry takes, each by itself; mind that `True` equals 1."""
    return {
        value: value
        for value in POSITION_VALUES
        if value <= entry.top and not (entry.whole_only and value % 1)
    }


def ladder_reader(entry: Entry) -> ValueReader:
    """Return a reader of positions; it returns None for what is no position of this entry."""
    get = positions_of(entry).get

    def read(raw: object) -> Value | None:
        kind = raw.__class__
        return get(cast(float, raw)) if kind is float or kind is int else None

    return read


def choice_reader(item: Item) -> ValueReader:
    """Return a reader of one option id."""
    allowed = {option.id: option.id for option in item.options}

    def read(raw: object) -> Value | None:
        return allowed.get(raw) if isinstance(raw, str) else None

    return read


def choices_reader(item: Item) -> ValueReader:
    """Return a reader of a list of distinct option ids; the order is that of the item."""
    ids = tuple(option.id for option in item.options)
    order = {option: rank for rank, option in enumerate(ids)}
    none = order.get(NONE, -1)

    def read(raw: object) -> Value | None:
        if not isinstance(raw, list) or not raw:
            return None
        try:
            ranks = [order[option] for option in raw]
        except (KeyError, TypeError):
            return None
        if len(ranks) == 1:
            return (ids[ranks[0]],)
        chosen = set(ranks)
        if len(chosen) != len(ranks) or none in chosen:
            return None
        ranks.sort()
        return tuple([ids[rank] for rank in ranks])

    return read


def read_share(raw: object) -> Value | None:
    """Return the share that `{"part", "whole"}` writes, or None."""
    if not isinstance(raw, dict) or raw.keys() != {"part", "whole"}:
        return None
    part, whole = finite(raw["part"]), finite(raw["whole"])
    if part is None or whole is None or not 0 < whole <= SHARE_NUMBER.high:
        return None
    return Share(part, whole) if 0 <= part <= whole else None


def _plain_reader(item: Item, entry: Entry) -> ValueReader:
    if item.type is ItemType.LADDER:
        return ladder_reader(entry)
    if item.type is ItemType.SHARE:
        return read_share
    return choice_reader(item) if item.type is ItemType.SINGLE else choices_reader(item)


def reader(item: Item, entry: Entry) -> ValueReader:
    """Return the reader of an item as a form asks it; it takes every kind of value.

    The reader returns None for a refused value; `explain` then says why.
    """
    plain = _plain_reader(item, entry)
    reasons = {reason.id: NotApplicable(reason.id) for reason in item.reasons}

    def read(raw: object) -> Value | None:
        value = plain(raw)
        if value is not None:
            return value
        if raw == "not_known":
            return NOT_KNOWN
        if isinstance(raw, dict) and raw.keys() == {"not_applicable"}:
            reason = raw["not_applicable"]
            return reasons.get(reason) if isinstance(reason, str) else None
        return None

    return read


def explain(item: Item, entry: Entry, raw: object, where: str) -> Fault:
    """Return the fault of a value that the reader refused."""
    if raw is None:
        return Fault(where, "blank-null")
    if isinstance(raw, float) and not isfinite(raw):
        return Fault(where, "not-a-number")
    if isinstance(raw, dict) and "not_applicable" in raw:
        return _explain_reason(item, raw, where)
    if item.type is ItemType.LADDER:
        return _explain_position(entry, raw, where)
    if item.type is ItemType.SHARE:
        return _explain_share(raw, where)
    return _explain_choice(item, raw, where)


def _explain_position(entry: Entry, raw: object, where: str) -> Fault:
    """Return the fault of what is no position; a position that was written as text is told."""
    number = written_number(raw) if isinstance(raw, str) else None
    if number is not None and float(number) in positions_of(entry):
        return number_as_text(str(raw), number, where)
    in_words = isinstance(raw, str) and number is None
    values = {"top": entry.top, "whole_only": entry.whole_only, "in_words": in_words}
    return Fault(where, "bad-position", values)


def _explain_share(raw: object, where: str) -> Fault:
    """Return the fault of what is no share; a number of it that was written as text is told."""
    fault = Fault(where, "bad-share", {"most": SHARE_NUMBER.high})
    if not isinstance(raw, dict) or raw.keys() != {"part", "whole"}:
        return fault
    for name, value in raw.items():
        number = written_number(value) if isinstance(value, str) else None
        if number is not None:
            return number_as_text(value, number, where + pointer(name))
    return fault


def _explain_reason(item: Item, raw: Mapping[str, object], where: str) -> Fault:
    if not item.reasons:
        return Fault(where, "not-applicable-refused")
    allowed = ", ".join(reason.id for reason in item.reasons)
    return Fault(where, "unknown-reason", {"reason": raw["not_applicable"], "allowed": allowed})


def _explain_choice(item: Item, raw: object, where: str) -> Fault:
    allowed = ", ".join(option.id for option in item.options)
    ids = {option.id for option in item.options}
    if item.type is ItemType.SINGLE:
        if isinstance(raw, str):
            return _unknown_option(item, raw, allowed, where)
        return Fault(where, "bad-choice", {"allowed": allowed})
    if isinstance(raw, list):
        strangers = [option for option in raw if not (isinstance(option, str) and option in ids)]
        if strangers:
            return _unknown_option(item, strangers[0], allowed, where)
        if NONE in raw and len(raw) > 1:
            return Fault(where, "none-with-others")
    return Fault(where, "bad-choices", {"allowed": allowed})


def _unknown_option(item: Item, raw: object, allowed: str, where: str) -> Fault:
    """Return the fault of what is no option; one that was written in its words is told.

    The words before a colon or a bracket are enough, as in yes: with what it takes.
    """
    words = folded(raw) if isinstance(raw, str) else None
    near = [
        option.id
        for option in item.options
        for text in (folded(option.text.zh), folded(option.text.en))
        if words in (text, *_BEFORE_DETAIL.findall(text))
    ]
    values = {"value": raw, "allowed": allowed, "near": near[0] if near else None}
    return Fault(where, "unknown-option", values)


def as_plain(value: Value) -> object:
    """Return an answer as JSON writes it; `reader` takes it back.

    Examples
    --------
    >>> as_plain(Share(12.0, 40.0))
    {'part': 12.0, 'whole': 40.0}
    """
    if value.__class__ is float:  # most answers are positions
        return value
    if isinstance(value, Share):
        return {"part": value.part, "whole": value.whole}
    if isinstance(value, NotApplicable):
        return {"not_applicable": value.reason}
    if isinstance(value, NotKnown):
        return "not_known"
    return list(value) if isinstance(value, tuple) else value


def from_plain(raw: object) -> Value | None:
    """Return the answer that `as_plain` wrote, None for what it never writes; no form is asked.

    Examples
    --------
    >>> from_plain({"not_applicable": "no-line"})
    NotApplicable(reason='no-line')
    """
    if raw.__class__ is float or raw.__class__ is int:  # most answers are positions
        return finite(raw)
    if isinstance(raw, str):
        return NOT_KNOWN if raw == "not_known" else raw
    if isinstance(raw, list):
        return tuple(str(option) for option in raw)
    if isinstance(raw, dict):
        if "not_applicable" in raw:
            return NotApplicable(str(raw["not_applicable"]))
        return read_share(raw)
    return finite(raw)
