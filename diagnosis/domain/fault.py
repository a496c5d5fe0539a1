"""What is wrong with a caller's input, and where; `present` says it and how to cure it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Expected(StrEnum):
    """What a place takes, for the fault `wrong-type`."""

    OBJECT = "an object"
    SHEET = "a sheet"
    ANSWERS = "answers by item"
    CLAIMS = "claims by id"
    TEXT = "text"
    CODE = "a code as text"
    TEXTS = "a list of texts"
    NOTES = "a list of at least one"
    PHASES = "a list of phases"
    BUDGETS = "a list of budgets"
    NUMBER = "a number"
    AMOUNT = "a number of 万元"
    WHOLE = "a whole number"
    YEAR = "a year"
    LINE_ID = "text or a whole number"
    FLAG = "true or false"
    CLAIM = "true, false or nothing"
    PRODUCTION_TYPE = "discrete or process"


class Conflict(StrEnum):
    """Why wishes on a package contradict, for the fault `wish-conflict`."""

    REFUSED = "wanted and refused"
    DONE = "wanted and done"
    GRADES = "wanted in two grades"


MOST_FAULTS = 100
"""So many faults of an input are told; the others are counted."""
LONGEST_POINTER = 200
"""So many characters of a pointer are told."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: an RFC 6901 pointer into the caller's input, a code, and values for its message.

    Values are what the caller wrote, limits, ids, names (`Text`) and members of the enums above.
    """

    pointer: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


UNTOLD = Fault(pointer="", code="untold")
"""Stands for a fault beyond those that are told: it is counted, and nobody works out what it is.

An input may have a hundred thousand faults. Whoever collects them describes the first
`MOST_FAULTS`, so this never stands before them.
"""


class FaultyInput(Exception):
    """A caller's input was refused; carries the faults found, in the order of the input.

    `more` faults were found and not kept, for an input that has very many.
    """

    def __init__(self, faults: Iterable[Fault], *, more: int = 0) -> None:
        self.faults = tuple(faults)
        self.more = more
        super().__init__("; ".join(f"{f.pointer} {f.code}" for f in self.faults[:MOST_FAULTS]))


def has_room(faults: Sequence[Fault]) -> bool:
    """Return whether the next of some faults is told, and so worth to be described."""
    return len(faults) < MOST_FAULTS


def pointer(*parts: str | int) -> str:
    """Return the RFC 6901 pointer of a path; no part is longer than what is told of a pointer.

    Examples
    --------
    >>> pointer("answers", "a/b")
    '/answers/a~1b'
    """
    return "".join(f"/{_escaped(str(part)[: LONGEST_POINTER + 1])}" for part in parts)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def below(place: str, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults of a part of the input, their pointers led by the place of the part."""
    return tuple(
        fault if fault is UNTOLD else Fault(place + fault.pointer, fault.code, fault.values)
        for fault in faults
    )


def read_both(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """Return what two readers read; where both refuse, the faults of both are raised together.

    Raises
    ------
    FaultyInput
        With the faults of the first, then those of the second.

    """
    try:
        value = first()
    except FaultyInput as error:
        try:
            second()
        except FaultyInput as other:
            raise FaultyInput((*error.faults, *other.faults)) from None
        raise
    return value, second()
