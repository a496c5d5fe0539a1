"""The one reader of numbers: from JSON values, and from what people type.

A number is a JSON number: `60.0` is the whole number 60, `true` and `"60"` are none. One of 400
digits is out of range like any other; `1e400`, which is read as infinity, is none.
"""

import re
import unicodedata
from decimal import Decimal
from math import isfinite

from diagnosis.domain.decimals import half_up
from diagnosis.domain.fault import Expected, Fault

_LONGEST = 40
"""The longest text that is looked at as a number, in characters."""
_MOST_DIGITS = 18
"""The digits of a whole number that is read from text without a sign."""
_SHOWN = 9
"""The decimals of a limit in a message."""
_WRITTEN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)


def read_whole(
    raw: object, place: str, low: int, high: int, expected: Expected = Expected.WHOLE
) -> int | Fault:
    """Return a whole number from low to high, or the fault of what is none.

    A float without a fraction is a whole number, as in JSON Schema.
    """
    limits = {"low": low, "high": high}
    number = _plain(raw)
    if number is None:
        return _no_number(raw, place, expected, limits)
    if isinstance(number, float) and isfinite(number):
        if not number.is_integer():
            return Fault(place, "wrong-type", {"expected": expected, **limits})
        number = int(number)
    if low <= number <= high:
        return int(number)
    return _beyond(number, place, low, high)


def read_number(
    raw: object, place: str, low: float, high: float, expected: Expected = Expected.NUMBER
) -> float | Fault:
    """Return a number from low to high, or the fault of what is none; zero has no sign."""
    number = _plain(raw)
    if number is None:
        return _no_number(raw, place, expected, {})
    if low <= number <= high:
        return float(number) + 0.0
    return _beyond(number, place, low, high)


def finite(raw: object) -> float | None:
    """Return a JSON number as a float; None for what is none, and for what no float can hold."""
    number = _plain(raw)
    if number is None:
        return None
    try:
        value = float(number)
    except OverflowError:
        return None
    return value + 0.0 if isfinite(value) else None


def written_number(text: str) -> Decimal | None:
    """Return the number that a person wrote as text; None for anything else.

    Full-width digits and commas between thousands are understood, exponents are not.

    Examples
    --------
    >>> written_number("６０"), written_number(" 2,600.5 "), written_number("60人")
    (Decimal('60'), Decimal('2600.5'), None)
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return Decimal(plain) if _WRITTEN.fullmatch(plain) else None


def whole_of(text: str) -> int | None:
    """Return the whole number that ASCII digits write; None for anything else.

    Examples
    --------
    >>> whole_of("2025"), whole_of("-1"), whole_of("２"), whole_of("9" * 5000)
    (2025, None, None, None)
    """
    is_whole = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_whole else None


def number_as_text(text: str, number: Decimal, place: str) -> Fault:
    """Return the fault of a text that stands where the number that it writes should."""
    return Fault(place, "number-as-text", {"value": text, "number": f"{number:f}"})


def _plain(raw: object) -> int | float | None:
    """Return a JSON number as it is; true and false, which Python counts as numbers, are none."""
    return raw if isinstance(raw, int | float) and not isinstance(raw, bool) else None


def _no_number(raw: object, place: str, expected: Expected, limits: dict[str, int]) -> Fault:
    number = written_number(raw) if isinstance(raw, str) else None
    if number is not None:
        return number_as_text(str(raw), number, place)
    return Fault(place, "wrong-type", {"expected": expected, **limits})


def _beyond(number: float, place: str, low: float, high: float) -> Fault:
    """Return the fault of a number outside its limits; it may have more digits than a float."""
    if isinstance(number, float) and not isfinite(number):
        return Fault(place, "not-a-number")
    return Fault(place, "out-of-range", {"low": _limit(low), "high": _limit(high)})


def _limit(number: float) -> float:
    """Return a limit as a message shows it: no binary tail, whole numbers without a fraction."""
    rounded = half_up(number, _SHOWN)
    return int(rounded) if rounded == int(rounded) else rounded
