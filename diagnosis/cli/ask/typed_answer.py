"""What is typed at a question, read as an answer of a sheet."""

import re

from diagnosis.cli.ask.sheet_so_far import PlainAnswer
from diagnosis.domain.intake.answer import positions_of
from diagnosis.domain.intake.form import Entry
from diagnosis.domain.intake.item import NONE, Item, ItemType, Option
from diagnosis.domain.intake.number import whole_of, written_number
from diagnosis.domain.text import Text
from diagnosis.present.numbers import number

_BETWEEN_OPTIONS = re.compile(r"[,、;\s]+")
_POSITION = Text(
    "请填 0 到 {top} 的数；下一档做到一部分加 .5，大部分做到加 .8，例如 1.5。",
    "Please type a number from 0 to {top}; add .5 where the next position is partly met, .8 "
    "where mostly, such as 1.5.",
)
_WHOLE_POSITION = Text("请填 0 到 {top} 的整数。", "Please type a whole number from 0 to {top}.")
_OPTION = Text(
    "请填一个选项的序号：1 到 {count}。", "Please type the number of an option, 1 to {count}."
)
_OPTIONS = Text(
    "请填选项的序号（1 到 {count}），有几项填几项，例如 1,3。",
    "Please type the numbers of the options that hold (1 to {count}), such as 1,3.",
)
_NONE_ALONE = Text(
    "「{none}」不能与其他选项一起选。", "“{none}” cannot be chosen together with others."
)
_SHARE = Text(
    "请填「部分/总数」，例如 12/40；总数要大于 0，部分不能比总数大。",
    "Please type part/whole, such as 12/40; the whole above 0, the part no more than the whole.",
)


def read_typed(item: Item, entry: Entry, typed: str) -> PlainAnswer | Text:
    """Return the answer to an item, or what should have been typed.

    Parameters
    ----------
    typed
        A line in plain signs and small letters.

    """
    if item.type is ItemType.LADDER:
        return _position(entry, typed)
    if item.type is ItemType.SHARE:
        return _share(typed)
    return _option(item, typed) if item.type is ItemType.SINGLE else _options(item, typed)


def typed_like(item: Item, answer: PlainAnswer) -> str:
    """Return how an answer that `read_typed` took is typed.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> typed_like(SimpleNamespace(options=()), 1.5)
    '1.5'
    """
    if isinstance(answer, float | int):
        return number(answer)
    if isinstance(answer, dict):
        return "/".join(number(float(value)) for value in answer.values())
    places = {option.id: str(place) for place, option in enumerate(item.options, 1)}
    chosen = [answer] if isinstance(answer, str) else answer
    return ",".join(places.get(option, option) for option in chosen)


def chosen_options(item: Item, answer: PlainAnswer) -> tuple[Option, ...]:
    """Return the options that an answer chooses; none where it is no choice."""
    if not isinstance(answer, str | list):
        return ()
    chosen = [answer] if isinstance(answer, str) else answer
    return tuple(option for option in item.options if option.id in chosen)


def _position(entry: Entry, typed: str) -> PlainAnswer | Text:
    position = written_number(typed)
    if position is not None and float(position) in positions_of(entry):
        return float(position)
    return (_WHOLE_POSITION if entry.whole_only else _POSITION).fill(top=entry.top)


def _option(item: Item, typed: str) -> PlainAnswer | Text:
    option = _option_typed(item, typed)
    return _OPTION.fill(count=len(item.options)) if option is None else option.id


def _options(item: Item, typed: str) -> PlainAnswer | Text:
    parts = [part for part in _BETWEEN_OPTIONS.split(typed) if part]
    options = [_option_typed(item, part) for part in parts]
    chosen = list(dict.fromkeys(option.id for option in options if option is not None))
    if not options or None in options:
        return _OPTIONS.fill(count=len(item.options))
    if NONE in chosen and len(chosen) > 1:
        none = next(option for option in item.options if option.id == NONE)
        return _NONE_ALONE.fill(none=none.text)
    return chosen


def _option_typed(item: Item, typed: str) -> Option | None:
    """Return the option of a number, counted from 1, or of an id."""
    place = whole_of(typed)
    if place is not None:
        return item.options[place - 1] if 0 < place <= len(item.options) else None
    return next((option for option in item.options if option.id == typed), None)


def _share(typed: str) -> PlainAnswer | Text:
    left, _, right = typed.partition("/")
    part, whole = written_number(left), written_number(right)
    if part is None or whole is None or not 0 <= part <= whole or whole <= 0:
        return _SHARE
    return {"part": float(part), "whole": float(whole)}
