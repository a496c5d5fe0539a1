"""Amounts as people type them: with or without a unit, with or without an 约."""

import re
from collections.abc import Mapping
from decimal import Decimal

from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.intake.number import written_number

_AMOUNT = re.compile(r"[约大概]*\s*(?P<number>[-+\d.,]+)\s*(?P<unit>\D*)")
_PEOPLE_UNITS = {unit: Decimal(1) for unit in ("", "人", "个人", "名", "people", "persons")}
_REVENUE_UNITS = {
    **dict.fromkeys(("", "万", "万元", "wan"), Decimal(1)),
    **dict.fromkeys(("亿", "亿元"), Decimal(10_000)),
    **dict.fromkeys(("元", "yuan"), Decimal("0.0001")),
    **dict.fromkeys(("million", "million yuan", "m"), Decimal(100)),
}
"""What units of revenue are in 万元."""
_FEW_PER_HEAD, _MUCH_PER_HEAD = 3.0, 800.0
"""Revenue a head, 万元, below or above which the unit was probably taken for another (ours)."""


def people(typed: str) -> int | float | None:
    """Return the number of people that was typed, None for what is no number.

    Examples
    --------
    >>> people("约60人"), people("60"), people("many")
    (60, 60, None)
    """
    count = _measured(typed, _PEOPLE_UNITS)
    if count is None:
        return None
    return int(count) if count == count.to_integral_value() else float(count)


def revenue(typed: str) -> float | None:
    """Return the revenue that was typed, in 万元, None for what is no number.

    Examples
    --------
    >>> revenue("2600"), revenue("1.2亿"), revenue("26 million yuan"), revenue("lots")
    (2600.0, 12000.0, 2600.0, None)
    """
    wan = _measured(typed, _REVENUE_UNITS)
    return None if wan is None else float(wan)


def _measured(typed: str, units: Mapping[str, Decimal]) -> Decimal | None:
    """Return a number by its unit, None where either is not understood."""
    match = _AMOUNT.fullmatch(typed)
    count = match and written_number(match["number"])
    factor = match and units.get(match["unit"].strip())
    return None if count is None or factor is None else count * factor


def revenue_per_head(firm: Enterprise) -> float | None:
    """Return the revenue of a firm a head, in 万元; None where either number is missing."""
    if not firm.employees or firm.revenue_wan is None:
        return None
    return firm.revenue_wan / firm.employees


def is_likely_per_head(wan: float) -> bool:
    """Return whether a revenue a head is a likely one; else the unit was perhaps another."""
    return _FEW_PER_HEAD <= wan <= _MUCH_PER_HEAD
