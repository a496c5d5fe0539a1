"""What a firm says of its business: pains, goals, cost, budget, traits. Kept, never scored.

It is read with every fault at once. `null` counts as left out: a page sends it for what was not
filled in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from diagnosis.domain.fault import UNTOLD, Expected, Fault, has_room, pointer
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.limits import (
    GOALS,
    PAINS,
    PERCENT,
    PRODUCTION_FOR,
    SELLS,
    YEARLY_BUDGET_WAN,
)

BUSINESS = "business"
"""The field of a sheet."""
SCENE = "scene:"
"""What a goal begins with that is a scene of smart manufacturing; the id of the scene follows."""

_HINTS = 20
"""How many unknown ids of a list are looked up for what may have been meant."""
_LONGEST_ID = 100
"""So many characters of an unknown id are compared with the known ones."""

PlainPart = dict[str, str | float | bool]
PlainBusiness = dict[str, list[str] | float | PlainPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPercent:
    """What the cost of a year is made of, per cent; None where it was not given."""

    material: float | None = None
    labour: float | None = None
    energy: float | None = None
    outside_work: float | None = None
    overhead: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """How a firm does business; None where it was not given.

    `lead_firm_platform` is whether a lead firm wants its suppliers on a platform of its own.
    """

    production_for: str | None = None
    sells: str | None = None
    own_transport: bool | None = None
    duty_to_service: bool | None = None
    lead_firm_platform: bool | None = None
    exports: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """What a firm says of its business beside the answers that are scored.

    `pains` are those of the limits, the worst first, `goals` scenes as `scene:<id>`;
    `yearly_budget_wan` is what it would spend on digital work and AI in the next twelve months,
    万元, None where it was not given.
    """

    pains: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    cost_percent: CostPercent = field(default_factory=CostPercent)
    yearly_budget_wan: float | None = None
    traits: Traits = field(default_factory=Traits)

    def known_to(self, scenes: Iterable[str]) -> "Business":
        """Return it with the pains and goals that are still listed."""
        goals = goals_of(scenes)
        return replace(
            self,
            pains=tuple(pain for pain in self.pains if pain in PAINS.values),
            goals=tuple(goal for goal in self.goals if goal in goals),
        )


Part = TypeVar("Part", CostPercent, Traits)


def goals_of(scenes: Iterable[str]) -> tuple[str, ...]:
    """Return the goals that a firm may have, by the ids of the scenes.

    Examples
    --------
    >>> goals_of(["plant-twin"])
    ('scene:plant-twin',)
    """
    return tuple(SCENE + scene for scene in scenes)


def business_pointer(name: str) -> str:
    """Return where a field of the limits of a business stands in a sheet.

    Examples
    --------
    >>> business_pointer("traits.sells")
    '/business/traits/sells'
    """
    return pointer(BUSINESS, *name.split("."))


def business_fact(business: Business, name: str) -> object:
    """Return the value of a field of the limits of a business; None where it was not given."""
    part, _, inner = name.partition(".")
    value = getattr(business, part)
    return getattr(value, inner) if inner else value


def business_as_plain(business: Business) -> PlainBusiness:
    """Return what was given, as a caller writes it; `read_business` takes it back.

    Examples
    --------
    >>> business_as_plain(Business(pains=("energy",), traits=Traits(exports=False)))
    {'pains': ['energy'], 'traits': {'exports': False}}
    """
    plain: PlainBusiness = {}
    for name in (each.name for each in fields(business)):
        value = getattr(business, name)
        if isinstance(value, CostPercent | Traits):
            value = _known_of(value)
        elif isinstance(value, tuple):
            value = list(value)
        if value is not None and value not in ([], {}):
            plain[name] = value
    return plain


def _known_of(part: CostPercent | Traits) -> PlainPart:
    """Return the fields of a part that were given."""
    values = ((each.name, getattr(part, each.name)) for each in fields(part))
    return {name: value for name, value in values if value is not None}


def business_from_plain(raw: object) -> Business:
    """Return what `business_as_plain` wrote; unchecked, what is not there was not given."""
    plain = raw if isinstance(raw, dict) else {}
    return Business(
        pains=tuple(plain.get("pains", ())),
        goals=tuple(plain.get("goals", ())),
        cost_percent=_part(CostPercent, plain.get("cost_percent")),
        yearly_budget_wan=plain.get("yearly_budget_wan"),
        traits=_part(Traits, plain.get("traits")),
    )


def _part(kind: type[Part], raw: object) -> Part:
    """Return a part from a plain object; other fields of the object are left out."""
    plain = raw if isinstance(raw, dict) else {}
    return kind(**{each.name: plain[each.name] for each in fields(kind) if each.name in plain})


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
