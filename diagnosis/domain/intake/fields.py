"""The one reader of a caller's JSON objects: field by field, with every fault collected."""

import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from diagnosis.domain.characters import bad_character, free, identifying
from diagnosis.domain.fault import (
    MOST_FAULTS,
    UNTOLD,
    Expected,
    Fault,
    FaultyInput,
    below,
    pointer,
)
from diagnosis.domain.intake.currency import CHINA
from diagnosis.domain.intake.number import read_number, read_whole
from diagnosis.domain.person_number import first_number_of_person

T = TypeVar("T")

LONGEST_MOMENT = 35
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(rf"{_DAY.pattern}[T ]\d\d:.+", re.ASCII)
_ID = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
_LONGEST_WRITTEN = 10
"""How many times as long as it may be a text is read at all: it may have blanks at its ends."""


class Fields:
    """The fields of one object; faults gather in `faults`, shared with the objects inside it.

    Parameters
    ----------
    raw
        A parsed JSON value; what is no object is a fault, and has no fields.
    allowed
        The names that the object may have.
    place
        The pointer of the object in the caller's input.
    faults
        Where faults gather; a list of its own where absent.

    """

    def __init__(
        self,
        raw: object,
        allowed: Collection[str],
        place: str = "",
        faults: list[Fault] | None = None,
        *,
        expected: Expected = Expected.OBJECT,
    ) -> None:
        self.place = place
        self.faults: list[Fault] = [] if faults is None else faults
        self.is_object = isinstance(raw, dict)
        self.values: dict[str, object] = dict(raw) if isinstance(raw, dict) else {}
        if not self.is_object:
            self.fault("", "wrong-type", expected=expected)
        self.faults += unknown_fields(self.values, allowed, place)

    def fault(self, field: str, code: str, **values: object) -> None:
        """Note a fault of a field, or of the object itself for an empty name."""
        self.fault_at(pointer(field) if field else "", code, **values)

    def fault_at(self, place: str, code: str, **values: object) -> None:
        """Note a fault at a pointer below the object."""
        self.faults.append(Fault(self.place + place, code, values))

    def has(self, name: str, *, required: bool = False) -> bool:
        """Return whether a field is there; note its absence where it is required."""
        is_there = self.values.get(name) is not None
        if required and not is_there and self.is_object:
            self.faults.append(missing_field(name, self.place))
        return is_there

    def part(self, name: str, read: Callable[[object], T]) -> T | None:
        """Return what a reader makes of a field that is there; its faults are noted below it."""
        if not self.has(name):
            return None
        try:
            return read(self.values[name])
        except FaultyInput as error:
            self.faults += below(self.place + pointer(name), error.faults)
            return None

    def text(
        self, name: str, limit: int, *, required: bool = False, lines: bool = True
    ) -> str | None:
        """Return a text of at most so many characters; blanks count as none.

        Without `lines` it is one that names a thing, and is read as such.
        """
        if not self.has(name, required=required):
            return None
        value = read_text(self.values[name], self._at(name), limit, lines=lines)
        text = noted(value, self.faults)
        if text == "" and required:
            self.faults.append(missing_field(name, self.place))
        return text or None

    def choice(self, name: str, allowed: Collection[str], *, required: bool = True) -> str | None:
        """Return one of some values."""
        if not self.has(name, required=required):
            return None
        raw = self.values[name]
        if isinstance(raw, str) and raw in allowed:
            return raw
        if isinstance(raw, list | dict):
            self.fault(name, "wrong-type", expected=Expected.TEXT)
        else:
            self.fault(name, "unknown-value", value=raw, allowed=", ".join(allowed))
        return None

    def flag(self, name: str, *, required: bool = False) -> bool | None:
        """Return true or false."""
        if not self.has(name, required=required):
            return None
        raw = self.values[name]
        if isinstance(raw, bool):
            return raw
        self.fault(name, "wrong-type", expected=Expected.FLAG)
        return None

    def number(
        self, name: str, low: float, high: float, *, expected: Expected = Expected.NUMBER
    ) -> float | None:
        """Return a number from low to high."""
        if not self.has(name):
            return None
        value = read_number(self.values[name], self._at(name), low, high, expected)
        return noted(value, self.faults)

    def whole(self, name: str, low: int, high: int) -> int | None:
        """Return a whole number from low to high."""
        if not self.has(name):
            return None
        return noted(read_whole(self.values[name], self._at(name), low, high), self.faults)

    def day(self, name: str, *, latest: date = LAST_DAY) -> date | None:
        """Return a day written as 2026-11-23, None where there is none."""
        if not self.has(name):
            return None
        raw = self.values[name]
        day = read_day(raw) if isinstance(raw, str) else None
        if day is None:
            self.fault(name, "bad-date", value=raw)
        elif not FIRST_DAY <= day <= latest:
            self.fault(name, "out-of-range", low=str(FIRST_DAY), high=str(latest))
            return None
        return day

    def moment(self, name: str, *, after: datetime, latest: datetime) -> datetime | None:
        """Return a moment with its offset, or the start of a day in China, None where none is."""
        if not self.has(name):
            return None
        raw = self.values[name]
        moment = read_moment(raw) if isinstance(raw, str) else None
        if moment is None:
            self.fault(name, "bad-moment", value=raw)
        elif not after < moment <= latest:
            low, high = (bound.isoformat(timespec="seconds") for bound in (after, latest))
            self.fault(name, "out-of-range", low=low, high=high)
            return None
        return moment

    def texts(self, name: str, *, most: int) -> Iterator[tuple[str, str]]:
        """Yield each text of a list with its pointer below the object.

        What is no list, or has more in it than `most`, is a fault; so is what is no text in it,
        and a text that stands there again.
        """
        if not self.has(name):
            return
        raw = self.values[name]
        if not isinstance(raw, list):
            self.fault(name, "wrong-type", expected=Expected.TEXTS)
            return
        if len(raw) > most:
            self.fault(name, "too-many", limit=most)
            return
        before: set[str] = set()
        for number, text in enumerate(raw):
            place = pointer(name, number)
            if not isinstance(text, str):
                self.fault_at(place, "wrong-type", expected=Expected.TEXT)
            elif text in before:
                self.fault_at(place, "stands-twice", value=text)
            else:
                before.add(text)
                yield text, place

    def stop(self) -> None:
        """Stop where there are faults.

        Raises
        ------
        FaultyInput
            With every fault noted so far.

        """
        if self.faults:
            raise FaultyInput(self.faults)

    def _at(self, name: str) -> str:
        """Return the pointer of a field in the caller's input."""
        return self.place + pointer(name)


def unknown_fields(
    raw: Mapping[str, object], allowed: Collection[str], place: str = ""
) -> list[Fault]:
    """Return a fault for each field of an object that may not be there."""
    unknown = [name for name in raw if name not in allowed]
    return _unknown_names(unknown, allowed, place) if unknown else []


def _unknown_names(
    names: Collection[str], allowed: Collection[str], place: str = ""
) -> list[Fault]:
    """Return a fault for each of some names of fields that may not be there."""
    listed = ", ".join(allowed)
    faults = [
        Fault(place + pointer(name), "unknown-field", {"name": name, "allowed": listed})
        for name in islice(names, MOST_FAULTS)
    ]
    return faults + [UNTOLD] * (len(names) - len(faults))


def unknown_field(name: str, allowed: Collection[str], place: str = "") -> Fault:
    """Return the fault of a field that may not be there."""
    return _unknown_names([name], allowed, place)[0]


def missing_field(name: str, place: str = "") -> Fault:
    """Return the fault of a field that an object must have; it points to where the field belongs.

    Examples
    --------
    >>> missing_field("name", "/enterprise").pointer
    '/enterprise/name'
    """
    return Fault(place + pointer(name), "missing-field", {"name": name})


def noted(value: T | Fault, faults: list[Fault]) -> T | None:
    """Return what was read; note the fault of what was not."""
    if isinstance(value, Fault):
        faults.append(value)
        return None
    return value


def read_text(raw: object, place: str, limit: int, *, lines: bool = False) -> str | Fault:
    """Return a text of at most so many characters as it is kept, or the fault of what is none.

    It is a text that names a thing (`identifying`), with `lines` a free one of several lines. A
    text in which nothing is seen is empty. The number of a citizen is taken in none.
    """
    if not isinstance(raw, str):
        return Fault(place, "wrong-type", {"expected": Expected.TEXT})
    if len(raw) > _LONGEST_WRITTEN * limit:  # not worth the work of folding it
        return Fault(place, "too-long", {"limit": limit})
    text = free(raw) if lines else identifying(raw)
    bad = bad_character(raw, text, lines=lines)
    if bad is not None:
        values = {"position": bad.position, "character": bad.code_point, "kind": bad.kind}
        return Fault(place, "bad-text", values)
    start = first_number_of_person(identifying(text) if lines else text)
    if start is not None:
        written = first_number_of_person(raw)
        position = (start if written is None else written) + 1
        return Fault(place, "number-of-a-person", {"position": position})
    return text if len(text) <= limit else Fault(place, "too-long", {"limit": limit})


def read_id(raw: object) -> str | None:
    """Return an id as this service writes it, in whatever case it is sent; None for what is none.

    Examples
    --------
    >>> read_id("019ABCDE-0000-7000-8000-000000000000"), read_id("019abcde")
    ('019abcde-0000-7000-8000-000000000000', None)
    """
    is_id = isinstance(raw, str) and _ID.fullmatch(raw) is not None
    return str(raw).lower() if is_id else None


def read_day(text: str) -> date | None:
    """Return a day written as 2026-11-23, None for anything else (week dates among it).

    Examples
    --------
    >>> read_day("2026-11-23"), read_day("20261123")
    (datetime.date(2026, 11, 23), None)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def read_moment(text: str) -> datetime | None:
    """Return a moment that is written with its offset, or the start of a day in China.

    None for anything else, and for what lies outside the days that are taken.

    Examples
    --------
    >>> read_moment("2026-11-23T08:00:00Z") == read_moment("2026-11-23T16:00:00+08:00")
    True
    >>> read_moment("2026-11-23").isoformat(), read_moment("2026-11-23T08:00:00")
    ('2026-11-23T00:00:00+08:00', None)
    """
    is_day = _DAY.fullmatch(text) is not None
    is_written = is_day or (len(text) <= LONGEST_MOMENT and _MOMENT.fullmatch(text) is not None)
    try:
        moment = datetime.fromisoformat(text) if is_written else None
    except ValueError:
        return None
    if moment is None or not FIRST_DAY <= moment.date() <= LAST_DAY:
        return None
    if is_day:
        return moment.replace(tzinfo=CHINA)
    return moment if moment.tzinfo else None


def merge_patch(before: object, change: object) -> object:
    """Return an object with the fields of another put over it; null takes a field away.

    One level deep (RFC 7396 without the recursion): what is no object replaces the whole.
    """
    if not isinstance(before, dict) or not isinstance(change, dict):
        return change
    return {name: value for name, value in {**before, **change}.items() if value is not None}


def merge_inside(before: object, change: object) -> object:
    """Return an object with another put over it, and so the objects inside; lists are replaced.

    What is put over by null is null, which the reader of such an object takes as left out.

    Examples
    --------
    >>> merge_inside({"a": [1], "b": {"c": 2, "d": 3}}, {"a": [4], "b": {"c": None}})
    {'a': [4], 'b': {'c': None, 'd': 3}}
    """
    if not isinstance(before, dict) or not isinstance(change, dict):
        return change
    return before | {name: merge_inside(before.get(name), value) for name, value in change.items()}


def merge_known(before: object, change: object, known: Container[str]) -> object:
    """Return as `merge_patch`; null takes away only what is known, by name.

    Null for a name that nobody knows stays, so that it is a fault like any other value of it.
    """
    merged = merge_patch(before, change)
    if not (isinstance(merged, dict) and isinstance(change, dict)):
        return merged
    unknown = [name for name, value in change.items() if value is None and name not in known]
    return merged | dict.fromkeys(unknown)
