"""Numbers as answers have them: rounded once, here at the edge, half up, each to its decimals.

In JSON scores, shares, probabilities and months have at most nine decimals, money in 万元 has two;
what is a number there is always a float. For people numbers are rounded to what is shown, but
never onto a line that they missed: 79.96 % stays below 80 %.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from diagnosis.domain.decimals import Rounder, rounder
from diagnosis.domain.retrofit.catalogue.amounts import Ends

_DECIMALS = 9
_CENTS = 2
_SPOKEN_WHOLE = 10.0
"""From so many 万元 on an amount is spoken of without decimals."""
_SAME = 1e-9
"""Amounts that differ by no more are the same."""

score = rounder(_DECIMALS)
"""A score, or a rise of it, in the standard's own unit."""
share = rounder(_DECIMALS)
"""A share, a weight or a probability, 0–1."""
months = rounder(_DECIMALS)
"""Months, or people-months."""
wan = rounder(_CENTS)
"""Money in 万元, to the cent of it."""


def position(value: float | None) -> float | None:
    """Return a ladder position, or what is a whole number of something, as a float."""
    return None if value is None else float(value)


def shares(values: Iterable[float]) -> list[float]:
    """Return shares, rounded."""
    rounded = share
    return [rounded(value) for value in values]


def wan_ends(money: Ends) -> dict[str, float]:
    """Return a range or a sum of money: low, middle, high, 万元."""
    return {"low": wan(money.low), "mid": wan(money.mid), "high": wan(money.high)}


def wan_enough(value: float) -> float:
    """Return an amount that has to suffice, 万元: never a cent less than it takes."""
    return _to_a_cent(value, 1)


def enough_in_words(value: float) -> str:
    """Return an amount that has to suffice as one says it: whole 万元 from 10 on, tenths below.

    Examples
    --------
    >>> enough_in_words(38.214), enough_in_words(1.79), enough_in_words(16.0)
    ('39', '1.8', '16')
    """
    finest = Decimal(1) if value >= _SPOKEN_WHOLE else Decimal("0.1")
    rounded = Decimal(repr(wan_enough(value))).quantize(finest, rounding=ROUND_CEILING)
    return f"{rounded.normalize():f}"


def wan_proven(value: float) -> float:
    """Return an amount below which something is proven, 万元: never a cent more than is proven."""
    return _to_a_cent(value, -1)


def _to_a_cent(value: float, direction: int) -> float:
    """Return the nearest amount to the cent that is not below (1) or not above (-1) a value."""
    nearest = wan(value)
    is_short = direction * (value - nearest) > _SAME
    return wan(nearest + direction / 100) if is_short else nearest


def shown_sum(amounts: Iterable[float]) -> float:
    """Return the sum of amounts as they are shown: 万元, or people-months, to the hundredth."""
    return wan(sum(wan(value) for value in amounts))


Lines = Sequence[float]
_PLAIN = 1e15
"""Below it a whole number is written out without a look at its digits."""
_ROUNDERS: Sequence[Rounder] = tuple(rounder(digits) for digits in range(_DECIMALS + 1))
_FORMATS = tuple(f"%.{digits}f" for digits in range(_DECIMALS + 1))


def decimals(value: float, digits: int, *, lines: Lines = (), limits: Lines = ()) -> str:
    """Return a number for people, half up to so many decimals.

    It has more where it would else be shown as reaching one of the `lines` that it misses, or as
    keeping one of the `limits` that it exceeds.

    Examples
    --------
    >>> decimals(2.675, 2), decimals(1.804, 2, lines=(1.8,)), decimals(1.7996, 2, lines=(1.8,))
    ('2.68', '1.80', '1.7996')
    """
    for shown in range(digits, _DECIMALS):
        rounded = _ROUNDERS[shown](value)
        if _is_fair(value, rounded, lines, limits):
            return _FORMATS[shown] % rounded
    return _FORMATS[_DECIMALS] % score(value)


def percent(value: float, digits: int = 0, *, lines: Lines = (), limits: Lines = ()) -> str:
    """Return a share (0–1) in per cent for people, without the sign; lines are shares too.

    Examples
    --------
    >>> percent(0.125), percent(0.7996, 1), percent(0.7996, 1, lines=(0.8,))
    ('13', '80.0', '79.96')
    >>> percent(0.0501), percent(0.0501, limits=(0.05,))
    ('5', '5.01')
    """
    for shown in range(digits, _DECIMALS - 2):
        rounded = _ROUNDERS[shown + 2](value)
        if _is_fair(value, rounded, lines, limits):
            return _FORMATS[shown] % (rounded * 100)
    return _FORMATS[_DECIMALS - 2] % (share(value) * 100)


def _is_fair(value: float, rounded: float, lines: Lines, limits: Lines) -> bool:
    """Return whether a number, rounded, is still below the lines and above the limits it is."""
    for line in lines:
        if value < line <= rounded:
            return False
    return not limits or all(not value > limit >= rounded for limit in limits)


def amount(value: float) -> str:
    """Return money in 万元 for people: to the cent, without the zeros at the end.

    Examples
    --------
    >>> amount(9.6855), amount(9.7), amount(100_000_000.0)
    ('9.69', '9.7', '100000000')
    """
    return (_FORMATS[_CENTS] % wan(value)).rstrip("0").rstrip(".")


def number(value: float, *, digits: int = 6) -> str:
    """Return a sum, a count or a limit as it is written for people: in full, without an exponent.

    Parameters
    ----------
    digits
        How many digits are kept behind a leading one; what is larger is a whole number in full.

    Examples
    --------
    >>> number(2600.0), number(12.5), number(100_000_000), number(0.3456785)
    ('2600', '12.5', '100000000', '0.345679')
    """
    if -_PLAIN < value < _PLAIN and value % 1.0 == 0.0:
        return str(int(value))
    text = f"{value:.{digits}g}"
    if "e" not in text and float(text) == value:
        return text
    written = Decimal(repr(float(value)))
    places = min(0, written.adjusted() + 1 - digits)
    if not places:
        return f"{written.to_integral_value(ROUND_HALF_UP):f}"
    rounded = written.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")
