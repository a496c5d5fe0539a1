"""The names of industries and places by their codes."""

from diagnosis.domain.intake.enterprise import Codes
from diagnosis.domain.intake.industry import DIVISION
from diagnosis.domain.text import Text


def industry_name(codes: Codes, code: str) -> Text:
    """Return the name of a class, group or division that is listed, else of its division.

    The lists name groups and classes in Chinese alone; in English a trade lends its name.
    """
    division = codes.industry_names[code[:DIVISION]]
    trade = next((trade for trade in codes.trade_names if trade.code == code), None)
    zh = codes.classes.current.get(code, division.zh)
    if trade is None:
        return Text(zh, division.en)
    return Text(zh if trade.name.zh in zh else f"{zh}（{trade.name.zh}）", trade.name.en)


def place_name(codes: Codes, code: str) -> Text:
    """Return the name of a place, and the city that it lies in."""
    name, city = codes.places[code], codes.city_of(code)
    if city is None or city == code:
        return name
    around = codes.places[city]
    return Text(f"{around.zh}{name.zh}", f"{name.en}, {around.en}")
