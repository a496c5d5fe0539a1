"""What a firm says of itself for support: roles, lists, declarations, planned spending."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.enterprise import Enterprise, size_class
from diagnosis.domain.retrofit.support.rule import FirmFacts
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.services.ports.content import Content

CLAIMS = ("roles", "listed", "declared")
AMOUNTS = ("equipment_wan", "interest_wan")
MOST_WAN = 1_000_000
ASSUMED_ROLE = Text(
    "行业属制造业，按制造企业匹配；其他身份没有说明，按未知处理。",
    "Taken as a manufacturer, by its industry; other roles were not stated and stay unknown.",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a firm said: claims that hold or not (absent: unknown), and money in 万元."""

    roles: Mapping[str, bool] = field(default_factory=dict)
    listed: Mapping[str, bool] = field(default_factory=dict)
    declared: Mapping[str, bool] = field(default_factory=dict)
    equipment_wan: float | None = None
    interest_wan: float | None = None


def known_claims(content: Content) -> dict[str, tuple[str, ...]]:
    """Return the ids that each kind of claim may name."""
    declared = {name for one in content.instruments.values() for name in one.declarations}
    return {
        "roles": tuple(names.ROLES),
        "listed": tuple(names.LISTS),
        "declared": tuple(sorted(declared)),
    }


def read_said(content: Content, raw: object, where: str = "/facts") -> Said:
    """Return what a caller's facts say: maps of true and false, and two amounts.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    if raw is None:
        return Said()
    if not isinstance(raw, dict):
        expected = {"expected": Text("对象", "an object")}
        raise FaultyInput([Fault(where, "wrong-type", expected)])
    known, faults = known_claims(content), []
    found: dict[str, object] = {}
    for key, value in raw.items():
        place = where + pointer(key)
        if key in CLAIMS:
            found[key] = value
            faults += _claim_faults(value, known[key], place)
        elif key in AMOUNTS:
            found[key] = value
            faults += _amount_faults(value, place)
        else:
            values = {"name": key, "allowed": ", ".join(CLAIMS + AMOUNTS)}
            faults.append(Fault(place, "unknown-field", dict(values)))
    if faults:
        raise FaultyInput(faults)
    return Said(**found)  # type: ignore[arg-type]


def _claim_faults(value: object, known: Collection[str], where: str) -> list[Fault]:
    if not isinstance(value, dict):
        expected = Text("对象 {编号: true 或 false}", "an object {id: true or false}")
        return [Fault(where, "wrong-type", {"expected": expected})]
    faults = []
    for name, holds in value.items():
        place = where + pointer(name)
        if name not in known:
            values = {"value": name, "allowed": ", ".join(known)}
            faults.append(Fault(place, "unknown-value", dict(values)))
        elif not isinstance(holds, bool):
            expected = Text("true 或 false;不清楚就不写", "true or false; leave out if unknown")
            faults.append(Fault(place, "wrong-type", {"expected": expected}))
    return faults


def _amount_faults(value: object, where: str) -> list[Fault]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        expected = Text("数值（万元）", "a number (万元)")
        return [Fault(where, "wrong-type", {"expected": expected})]
    if not math.isfinite(value) or not 0 <= value <= MOST_WAN:
        return [Fault(where, "out-of-range", {"low": 0, "high": MOST_WAN})]
    return []


def read_claims(content: Content, kind: str, raw: str, where: str) -> dict[str, bool]:
    """Return claims written in one text, with commas; a leading hyphen says that one fails.

    Examples
    --------
    `zjtx,-little-giant` reads as `{"zjtx": True, "little-giant": False}`.

    Raises
    ------
    FaultyInput
        With every unknown name.

    """
    parts = [part.strip() for part in raw.split(",") if part.strip()]
    found = {part.removeprefix("-"): not part.startswith("-") for part in parts}
    faults = _claim_faults(found, known_claims(content)[kind], where)
    if faults:
        raise FaultyInput([Fault(where, one.code, one.values) for one in faults])
    return found


def firm_facts(content: Content, own: Enterprise, said: Said) -> FirmFacts:
    """Return what rules may ask about a firm; what nobody said stays unknown.

    A firm with an industry of section C is a manufacturer unless it says otherwise. Whether it is
    above size follows from its revenue.
    """
    roles = {"manufacturer": True} if own.division is not None else {}
    line = content.standards.tiers.above_size_revenue_wan
    return FirmFacts(
        place=own.city,
        size=size_class(own.employees, own.revenue_wan, content.codes.sizes),
        above_size=None if own.revenue_wan is None else own.revenue_wan >= line,
        division=own.division,
        roles={**roles, **said.roles},
        listed=said.listed,
        declared=said.declared,
    )
