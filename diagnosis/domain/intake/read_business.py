"""What a firm says of its business, read with every fault at once.

`null` counts as left out: a page sends it for what was not filled in.
"""

from collections.abc import Collection, Iterable
from dataclasses import fields
from decimal import Decimal
from difflib import get_close_matches

from diagnosis.domain.fault import UNTOLD, Expected, Fault, has_room, pointer
from diagnosis.domain.intake.business import (
    BUSINESS,
    Business,
    CostPercent,
    Traits,
    goals_of,
)
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.limits import (
    GOALS,
    PAINS,
    PERCENT,
    PRODUCTION_FOR,
    SELLS,
    YEARLY_BUDGET_WAN,
)

_HINTS = 20
"""How many unknown ids of a list are looked up for what may have been meant."""
_LONGEST_ID = 100
"""So many characters of an unknown id are compared with the known ones."""


def read_business(raw: object, scenes: Iterable[str]) -> tuple[Business, list[Fault]]:
    """Return what a sheet says of the business, and every fault in it; all of it is optional.

    `scenes` are the ids that a goal may name.
    """
    if raw is None:
        return Business(), []
    sent = Fields(raw, _names(Business), pointer(BUSINESS))
    business = Business(
        pains=_read_ids(sent, "pains", PAINS.values, PAINS.most),
        goals=_read_ids(sent, "goals", goals_of(scenes), GOALS.most),
        cost_percent=_read_costs(_object(sent, "cost_percent", CostPercent)),
        yearly_budget_wan=sent.number(
            "yearly_budget_wan", *YEARLY_BUDGET_WAN.ends, expected=Expected.AMOUNT
        ),
        traits=_read_traits(_object(sent, "traits", Traits)),
    )
    return business, sent.faults


def _names(kind: type[Business | CostPercent | Traits]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _object(sent: Fields, name: str, kind: type[CostPercent | Traits]) -> Fields:
    """Return the fields of an object inside; it has none where it was left out."""
    raw = sent.values[name] if sent.has(name) else {}
    return Fields(raw, _names(kind), sent.place + pointer(name), sent.faults)


def _read_costs(sent: Fields) -> CostPercent:
    """Return what the cost is made of; parts that are more than the whole together are a fault."""
    parts = {name: sent.number(name, *PERCENT.ends) for name in _names(CostPercent)}
    known = [Decimal(repr(part)) for part in parts.values() if part is not None]
    if sum(known) > PERCENT.high:
        sent.fault("", "sum-out-of-range", sum=float(sum(known)), high=int(PERCENT.high))
    return CostPercent(**parts)


def _read_traits(sent: Fields) -> Traits:
    flags = ("own_transport", "duty_to_service", "lead_firm_platform", "exports")
    return Traits(
        production_for=sent.choice("production_for", PRODUCTION_FOR.values, required=False),
        sells=sent.choice("sells", SELLS.values, required=False),
        **{name: sent.flag(name) for name in flags},
    )


def _read_ids(sent: Fields, name: str, allowed: Collection[str], most: int) -> tuple[str, ...]:
    """Return the ids of a list, each one allowed and there but a single time."""
    raw = sent.values.get(name)
    if raw is None:
        return ()
    if not isinstance(raw, list):
        sent.fault(name, "wrong-type", expected=Expected.TEXTS)
        return ()
    if len(raw) > most:
        sent.fault(name, "too-many", limit=most)
    chosen: list[str] = []
    faulty = 0
    for number, value in enumerate(raw):
        if isinstance(value, str) and value in allowed and value not in chosen:
            chosen.append(value)
        elif has_room(sent.faults):
            faulty += 1
            place = sent.place + pointer(name, number)
            sent.faults.append(_id_fault(value, place, allowed, hint=faulty <= _HINTS))
        else:
            sent.faults.append(UNTOLD)
    return tuple(chosen)


def _id_fault(value: object, place: str, allowed: Collection[str], *, hint: bool) -> Fault:
    """Return why an id is not taken: it is no text, stands there before, or is not known."""
    if not isinstance(value, str):
        return Fault(place, "wrong-type", {"expected": Expected.TEXT})
    if value in allowed:
        return Fault(place, "stands-twice", {"value": value})
    near = get_close_matches(value[:_LONGEST_ID], allowed, n=1) if hint else []
    values = {"value": value, "near": next(iter(near), None), "allowed": ", ".join(allowed)}
    return Fault(place, "unknown-value", values)
