"""What a firm says of itself for support: roles, lists, declarations, planned spending."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from diagnosis.domain.fault import UNTOLD, Expected, Fault, FaultyInput, has_room, pointer
from diagnosis.domain.intake.enterprise import Enterprise, size_class
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.retrofit.catalogue.amounts import MOST_MONEY_WAN
from diagnosis.domain.retrofit.support.rule import FirmFacts, FirmList, Role
from diagnosis.services.ports.content import Content

CLAIMS = ("roles", "listed", "declared")
AMOUNTS = ("equipment_wan", "interest_wan")
NATIONAL_TITLES = (str(FirmList.LITTLE_GIANT), str(FirmList.CHAMPION))
TITLES_FROM_WAN = 5000.0
"""Below this revenue of a year (万元) no firm is taken to have a national title (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmClaims:
    """What a firm claims: what holds or not (absent: unknown), and money in 万元."""

    roles: Mapping[str, bool] = field(default_factory=dict)
    listed: Mapping[str, bool] = field(default_factory=dict)
    declared: Mapping[str, bool] = field(default_factory=dict)
    equipment_wan: float | None = None
    interest_wan: float | None = None


def known_claims(content: Content) -> dict[str, tuple[str, ...]]:
    """Return the ids that each kind of claim may name."""
    declared = {
        name for instrument in content.instruments.values() for name in instrument.declarations
    }
    return {
        "roles": tuple(map(str, Role)),
        "listed": tuple(map(str, FirmList)),
        "declared": tuple(sorted(declared)),
    }


def read_claims(content: Content, raw: object) -> FirmClaims:
    """Return what a caller's object claims: maps of true and false, and two amounts.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    known = known_claims(content)
    fields = Fields(raw, CLAIMS + AMOUNTS)
    claims = {name: _claims(fields, name, known[name]) for name in CLAIMS}
    equipment, interest = (
        fields.number(name, 0, MOST_MONEY_WAN, expected=Expected.AMOUNT) for name in AMOUNTS
    )
    fields.stop()
    return FirmClaims(**claims, equipment_wan=equipment, interest_wan=interest)


def _claims(fields: Fields, name: str, known: Collection[str]) -> dict[str, bool]:
    raw = fields.values.get(name)
    if raw is not None and not isinstance(raw, dict):
        fields.fault(name, "wrong-type", expected=Expected.CLAIMS)
    if not isinstance(raw, dict):
        return {}
    claims: dict[str, bool] = {}
    allowed = ", ".join(known)
    for claim, holds in raw.items():
        if claim in known and isinstance(holds, bool):
            claims[claim] = holds
            continue
        if not has_room(fields.faults):
            fields.faults.append(UNTOLD)
            continue
        place = fields.place + pointer(name, claim)
        if claim not in known:
            fields.faults.append(_unknown(claim, allowed, place))
        else:
            fields.faults.append(Fault(place, "wrong-type", {"expected": Expected.CLAIM}))
    return claims


def parse_claims(content: Content, texts: Mapping[str, str]) -> FirmClaims:
    """Return claims written as a text for each kind, with commas; a leading hyphen says no.

    Examples
    --------
    `{"listed": "zjtx,-little-giant"}` says that the firm is on the first list, not on the second.

    Raises
    ------
    FaultyInput
        With every unknown name of every kind, and every name that stands there again.

    """
    known = known_claims(content)
    faults: list[Fault] = []
    claims: dict[str, dict[str, bool]] = {}
    for kind in CLAIMS:
        parts = [part.strip() for part in texts.get(kind, "").split(",") if part.strip()]
        claims[kind] = {part.removeprefix("-"): not part.startswith("-") for part in parts}
        names = Counter(part.removeprefix("-") for part in parts)
        twice = [name for name, count in names.items() if count > 1]
        faults += [Fault(pointer(kind), "stands-twice", {"value": name}) for name in twice]
        unknown = [name for name in claims[kind] if name not in known[kind]]
        faults += [_unknown(name, ", ".join(known[kind]), pointer(kind)) for name in unknown]
    if faults:
        raise FaultyInput(faults)
    return FirmClaims(roles=claims["roles"], listed=claims["listed"], declared=claims["declared"])


def _unknown(name: str, allowed: str, place: str) -> Fault:
    return Fault(place, "unknown-value", {"value": name, "allowed": allowed})


def firm_facts(content: Content, enterprise: Enterprise, claims: FirmClaims) -> FirmFacts:
    """Return what rules may ask about a firm; what nobody stated stays unknown.

    A firm with an industry of section C is a manufacturer unless it says otherwise. Whether it is
    above size follows from its revenue; below `TITLES_FROM_WAN` it has no national title unless
    it says so. Revenue tells nothing of its means where the firm said what it would spend.
    """
    is_manufacturer = enterprise.division is not None
    roles = {str(Role.MANUFACTURER): True} if is_manufacturer else {}
    line, revenue = content.standards.tiers.above_size_revenue_wan, enterprise.revenue_wan
    size = size_class(enterprise.employees, revenue, content.codes.sizes)
    is_below = revenue is not None and revenue < TITLES_FROM_WAN
    untitled = dict.fromkeys(NATIONAL_TITLES, False) if is_below else {}
    return FirmFacts(
        place=enterprise.city,
        size=size,
        above_size=None if revenue is None else revenue >= line,
        revenue_wan=revenue if claims.equipment_wan is None else None,
        division=enterprise.division,
        roles={**roles, **claims.roles},
        listed={**untitled, **claims.listed},
        declared=claims.declared,
    )
