"""Usual firms of every trade and size, to plan for: low, middling and fairly good ones.

Their answers are drawn around a position by a seed of the trade's name, so that a firm is the same
on every machine; nothing of them is a real firm.
"""

from dataclasses import dataclass
from math import exp, log
from random import Random
from typing import Any

from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.trade import Trade
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content

CITIES = ("441900", "442000", "440600", "440300", "441300", "440700")
REVENUE_A_HEAD = 45
"""万元 of revenue for each of its people."""
SIZES = ((16, 0.4), (60, 0.9), (320, 1.6))
"""Headcount and the position that answers are drawn around; three firms of each trade."""
LARGER_SIZES = ((40, 0.7), (100, 1.1), (320, 1.6))
"""The same where plants of sixteen people hardly exist: baths, kilns, vats, clean rooms."""
LARGER = frozenset({"trade-pcb", "trade-pharma", "trade-ceramics", "trade-textile-dyeing"})
HEADCOUNTS = tuple(sorted({people for people, _ in SIZES + LARGER_SIZES}))
PAINS_OF_A_FIRM = 2
FOR_STOCK_TOO = frozenset(
    {"trade-food", "trade-frozen-food", "trade-ceramics", "trade-toys", "trade-lamps"}
)
"""Trades that make for stock and to order; the others to order alone."""
SERVING = frozenset({"trade-equipment-makers", "trade-small-appliances", "trade-furniture"})
"""Trades that must repair or put up what they sold."""
DELIVERING = frozenset({"trade-food", "trade-ceramics", "trade-furniture"})
"""Trades that carry their goods to customers themselves."""
EXPORTING = frozenset(
    {
        "trade-frozen-food",
        "trade-toys",
        "trade-lamps",
        "trade-leather-shoes-bags",
        "trade-small-appliances",
    }
)
OWN_BRANDS = FOR_STOCK_TOO | SERVING
"""Trades that sell goods of their own name beside contract work."""
LARGE = 300
"""From so many people a lead firm asks for its platform, and two systems run already."""
LARGE_ANSWERS = {"miit-systems": "two-or-more", "miit-planning": "point-retrofits"}
"""What a large firm answers: two systems, and a retrofit done."""
BUDGETS = ((16, 5.0, 15.0), (60, 20.0, 60.0), (320, 60.0, 250.0))
"""Headcount with a tight and a good budget of three years in 万元; ours."""
AI_LAGS = 0.6
"""How far below the others the answers on AI lie."""
_STEPS = (-1.0, -0.5, -0.2, 0.0, 0.0, 0.3, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class UsualFirm:
    """A firm of a trade: what it is called, its headcount, its sheet as a caller sends it."""

    name: str
    trade: str
    employees: int
    raw: dict[str, Any]

    def sheet(self, content: Content) -> Sheet:
        """Return the sheet, read."""
        return read(content, self.raw)


def budgets_for(people: int) -> tuple[float | None, ...]:
    """Return a tight and a good budget in 万元 for so many people (> 0), and none.

    Between the headcounts of `BUDGETS` they lie on a line of logarithms, rounded to 1 万元.
    """
    below = BUDGETS[0] if people < BUDGETS[1][0] else BUDGETS[1]
    above = BUDGETS[BUDGETS.index(below) + 1]
    at = log(people / below[0]) / log(above[0] / below[0])
    low, high = (
        float(round(exp(log(less) + at * log(more / less))))
        for less, more in zip(below[1:], above[1:], strict=True)
    )
    return (low, high, None)


def usual_firms(content: Content) -> list[UsualFirm]:
    """Return three firms of each trade, small to large, each with the next two of its pains."""
    return [
        usual_firm(content, trade, people, around, pains_from=place * PAINS_OF_A_FIRM)
        for trade in content.trades.by_id.values()
        for place, (people, around) in enumerate(LARGER_SIZES if trade.id in LARGER else SIZES)
    ]


def usual_firm(
    content: Content,
    trade: Trade,
    people: int,
    around: float,
    *,
    seed: int = 0,
    pains: int = PAINS_OF_A_FIRM,
    pains_from: int = 0,
) -> UsualFirm:
    """Return a firm of a trade whose ladders lie around a position (0–5).

    It has so many of the trade's usual pains, from a place on and round to the first.
    """
    random = Random(f"{trade.id}-{people}-{seed}")
    main = next((each.code for each in trade.classes if each.is_main), None)
    industry = main or next(iter(trade.divisions), None)
    facts: dict[str, Any] = {
        "name": f"示例{trade.name.zh}{people}人厂",
        "city": random.choice(CITIES),
        "employees": people,
        "revenue_wan": people * REVENUE_A_HEAD,
        "production_type": str(trade.production_type),
    }
    if industry is not None:
        facts["industry"] = industry
    answers = _answers(content, trade, random, around, people)
    usual = [each.pain for each in trade.pains]
    raw = {
        "form": "full",
        "enterprise": facts,
        "answers": answers | (LARGE_ANSWERS if people >= LARGE else {}),
        "business": {
            "pains": [usual[(pains_from + place) % len(usual)] for place in range(pains)],
            "traits": _traits(trade.id, people),
        },
    }
    return UsualFirm(f"{trade.id} {people}", trade.id, people, raw)


def _traits(trade: str, people: int) -> dict[str, Any]:
    return {
        "production_for": "both" if trade in FOR_STOCK_TOO else "to-order",
        "sells": "both" if trade in OWN_BRANDS else "contract-work",
        "own_transport": trade in DELIVERING,
        "duty_to_service": trade in SERVING,
        "lead_firm_platform": people >= LARGE,
        "exports": trade in EXPORTING,
    }


def _machines(content: Content, trade: Trade, people: int) -> int:
    drivers = {each.id: each for each in (*content.drivers.values(), *trade.drivers)}
    return round(drivers["machines"].count(people))


def _answers(
    content: Content, trade: Trade, random: Random, around: float, people: int
) -> dict[str, Any]:
    form = list(content.forms["full"].values())[-1]
    machines = _machines(content, trade, people)
    answers: dict[str, Any] = {}
    for name, entry in form.entries.items():
        item = content.bank[name]
        if name not in form.items_of[trade.production_type]:
            continue
        if item.type is ItemType.LADDER:
            at = around + random.choice(_STEPS) - (AI_LAGS if name.startswith("ai-") else 0.0)
            answers[name] = min(entry.top, _position(at, whole_only=entry.whole_only))
        elif item.type is ItemType.SHARE:
            part = random.random() * (0.1 + 0.27 * around)
            answers[name] = {"part": round(min(1.0, part) * machines), "whole": machines}
        elif item.type is ItemType.SINGLE:
            places = len(item.options) - 1
            answers[name] = item.options[min(places, random.randrange(2))].id
        else:
            real = [option.id for option in item.options if option.id != "none"]
            chosen = [each for each in real if random.random() < around / 5]
            answers[name] = chosen or (
                ["none"] if "none" in {o.id for o in item.options} else real[:1]
            )
    return answers


def _position(at: float, *, whole_only: bool) -> float:
    whole, part = divmod(max(0.0, min(5.0, at)), 1)
    if whole_only:
        return whole
    return whole + (0.0 if part < 0.35 else 0.5 if part < 0.75 else 0.8)
