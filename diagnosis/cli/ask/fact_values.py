"""Facts of a firm between what people type, what a sheet writes and how they are shown."""

import re
from collections.abc import Mapping
from decimal import Decimal

from diagnosis.cli.ask.sheet_so_far import PlainFact
from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.number import written_number
from diagnosis.domain.retrofit.catalogue.amounts import YUAN_PER_WAN
from diagnosis.domain.text import Text
from diagnosis.present.intake.code_names import industry_name, place_name
from diagnosis.present.names import PRODUCTION_TYPES
from diagnosis.present.numbers import amount
from diagnosis.present.say import plain
from diagnosis.services.ports.content import Content

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
_PEOPLE = Text("{count} 人", "{count} people")
_REVENUE = Text("{wan} 万元", "{yuan} yuan")
_PER_HEAD = Text(
    "合每人 {wan} 万元，请看看单位是不是万元；不对就输入 b 回来改。",
    "That is {yuan} yuan a head. Is it in units of 10,000 yuan? If not, type b to come back.",
)


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


def shown_fact(content: Content, name: str, value: PlainFact) -> Text:
    """Return a fact as people read it."""
    if name == "industry":
        return Text("{code} {name}", "{code} {name}").fill(
            code=value, name=industry_name(content.codes, str(value))
        )
    if name == "city":
        return place_name(content.codes, str(value))
    if name == "production_type":
        return PRODUCTION_TYPES[ProductionType(str(value))]
    if name == "employees":
        return _PEOPLE.fill(count=value)
    return shown_money(float(value)) if name == "revenue_wan" else plain(value)


def shown_money(wan: float) -> Text:
    """Return an amount of 万元 as people read it."""
    return _money(_REVENUE, wan)


def doubt_of_revenue(firm: Enterprise) -> Text | None:
    """Return what to look at where the revenue a head is not likely, None where it is."""
    if not firm.employees or firm.revenue_wan is None:
        return None
    per_head = firm.revenue_wan / firm.employees
    if _FEW_PER_HEAD <= per_head <= _MUCH_PER_HEAD:
        return None
    return _money(_PER_HEAD, per_head)


def _money(text: Text, wan: float) -> Text:
    """Return a text with money in it: in 万元 in Chinese, in yuan in English."""
    return text.fill(wan=amount(wan), yuan=f"{wan * YUAN_PER_WAN:,.0f}")
