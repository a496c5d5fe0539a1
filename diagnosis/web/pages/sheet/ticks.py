"""What is ticked and typed at a question of a page, and the answer that it states."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from diagnosis.domain.intake.form import Entry
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.intake.number import written_number

TICK, PARTLY, PART, WHOLE, SEEN, PROPOSED = "a:", "p:", "part:", "whole:", "seen:", "proposed:"
"""What the fields of a question begin with; the id of its item follows."""
NOT_KNOWN, REASON = "not_known", "na:"
_PARTS = {"0.5": 0.5, "0.8": 0.8}
Fields = Mapping[str, Sequence[str]]


class Ticks(NamedTuple):
    """What stands at a question: what is ticked, how far the next position is met, two numbers."""

    ticked: tuple[str, ...] = ()
    partly: str = ""
    part: str = ""
    whole: str = ""


def ticks_of_answer(item: Item, answer: object) -> Ticks:
    """Return what is ticked where an answer stands, as a sheet writes it; None for none."""
    if answer is None:
        return Ticks()
    if isinstance(answer, dict):
        if "not_applicable" in answer:
            return Ticks((f"{REASON}{answer['not_applicable']}",))
        return Ticks(part=_plain(answer.get("part")), whole=_plain(answer.get("whole")))
    if isinstance(answer, int | float):
        position = int(answer)
        partly = round(answer - position, 1)
        return Ticks((str(position),), "" if not partly else str(partly))
    if isinstance(answer, list | tuple):
        return Ticks(tuple(str(option) for option in answer))
    return Ticks((str(answer),))


def _plain(number: object) -> str:
    """Return a number as people type it, without a point where it is whole."""
    is_whole = isinstance(number, float) and number.is_integer()
    return "" if number is None else str(int(float(str(number))) if is_whole else number)


def ticks_of_fields(item: Item, fields: Fields) -> Ticks:
    """Return what was ticked and typed at a question, by the fields of its form."""
    return Ticks(
        tuple(fields.get(TICK + item.id, ())),
        _first(fields, PARTLY + item.id),
        _first(fields, PART + item.id).strip(),
        _first(fields, WHOLE + item.id).strip(),
    )


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name, ("",))
    return values[0]


def answer_of(item: Item, entry: Entry, ticks: Ticks) -> object:
    """Return the answer that is stated, as a sheet writes it, or None for none.

    What a form does not take is handed on as it was typed, for the service to refuse.
    """
    if ticks.ticked == (NOT_KNOWN,) and not ticks.part and not ticks.whole:
        return NOT_KNOWN
    reasons = [tick for tick in ticks.ticked if tick.startswith(REASON)]
    if len(ticks.ticked) == 1 and reasons:
        return {"not_applicable": reasons[0].removeprefix(REASON)}
    if item.type is ItemType.SHARE:
        return _share(ticks)
    if not ticks.ticked:
        return None
    if item.type is ItemType.MULTIPLE:
        return list(dict.fromkeys(ticks.ticked))
    if item.type is ItemType.SINGLE:
        return ticks.ticked[0]
    return _position(entry, ticks)


def _position(entry: Entry, ticks: Ticks) -> object:
    position = ticks.ticked[0]
    if not position.isascii() or not position.isdecimal() or len(position) > 1:
        return position
    whole = int(position)
    takes_part = whole < entry.top and not entry.whole_only
    partly = _PARTS.get(ticks.partly, 0.0) if takes_part else 0.0
    return whole + partly if partly else whole


def _share(ticks: Ticks) -> object:
    if not ticks.part and not ticks.whole:
        return None
    typed = {"part": ticks.part, "whole": ticks.whole}
    numbers = {name: _number(text) for name, text in typed.items() if text}
    return numbers | dict.fromkeys(ticks.ticked, True)


def _number(text: str) -> object:
    number = written_number(text)
    if number is None:
        return text
    return int(number) if number == number.to_integral_value() else float(number)
