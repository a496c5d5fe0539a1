"""The enterprise behind a sheet: its profile facts, checked and completed.

Source: GB 32100-2015 (credit code), GB/T 4754-2017 (industry), GB/T 2260 and the statistical codes
of towns (place), the statistical size rule of 2017 (size class).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from diagnosis.domain.fault import Expected, Fault, pointer
from diagnosis.domain.intake.fields import read_number, read_text, read_whole, unknown_field
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.place import city_of
from diagnosis.domain.text import Text

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_RANK = {character: rank for rank, character in enumerate(CREDIT_ALPHABET)}
GUANGDONG = "44"
MOST_EMPLOYEES = 5_000_000
MOST_REVENUE_WAN = 100_000_000
LONGEST_FACT = {"name": 200, "site": 100, "chain": 200, "park": 200}
"""The most characters of each fact that is a text."""


class SizeClass(StrEnum):
    """The four statistical size classes of industrial firms (大型, 中型, 小型, 微型)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """The lower limits of one size class; revenue in 万元."""

    size: SizeClass
    employees: int
    revenue_wan: float


@dataclass(frozen=True, slots=True)
class Codes:
    """The code lists that profile facts are checked against.

    `industries` maps a division (C13…C43) to the production type assumed for it, `places` the code
    of a city, district or town of Guangdong to its name, `sizes` are ordered from large to small.
    """

    industries: Mapping[str, ProductionType]
    industry_names: Mapping[str, Text]
    places: Mapping[str, Text]
    sizes: tuple[SizeLimit, ...]

    def city_of(self, place: str | None) -> str | None:
        """Return the code of the city that a listed place lies in, None for any other place."""
        return city_of(place) if place is not None and place in self.places else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """The profile facts of a sheet; each is None where it was not given."""

    name: str | None = None
    credit_code: str | None = None
    site: str | None = None
    industry: str | None = None
    city: str | None = None
    employees: int | None = None
    revenue_wan: float | None = None
    production_type: ProductionType | None = None
    chain: str | None = None
    park: str | None = None

    @property
    def division(self) -> str | None:
        """Return the two-digit division (C13…C43) of the industry."""
        return self.industry[:3] if self.industry else None


FIELDS = tuple(field.name for field in fields(Enterprise))


def facts_as_plain(enterprise: Enterprise) -> dict[str, str | int | float]:
    """Return the facts that are known, as a caller writes them; `read_enterprise` takes them back.

    Examples
    --------
    >>> facts_as_plain(Enterprise(city="441900", employees=60))
    {'city': '441900', 'employees': 60}
    """
    values = ((name, getattr(enterprise, name)) for name in FIELDS)
    return {
        name: str(value) if isinstance(value, ProductionType) else value
        for name, value in values
        if value is not None
    }


def facts_from_plain(raw: object) -> Enterprise:
    """Return the facts that `facts_as_plain` wrote; unchecked, None where one is missing."""
    facts = {name: raw[name] for name in FIELDS if name in raw} if isinstance(raw, dict) else {}
    kind = facts.get("production_type")
    return Enterprise(
        **facts | {"production_type": None if kind is None else ProductionType(kind)}
    )


def credit_check_character(body: str) -> str:
    """Return the check character of the first 17 characters of a credit code.

    Examples
    --------
    >>> credit_check_character("91441900EXAMPLE11")
    'Y'

    Source: GB 32100-2015.
    """
    total = sum(
        _CREDIT_RANK[character] * pow(3, place, 31) for place, character in enumerate(body)
    )
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def size_class(
    employees: int | None, revenue_wan: float | None, limits: tuple[SizeLimit, ...]
) -> SizeClass | None:
    """Return the size class, or None where headcount or revenue is missing.

    Large, medium and small need both lower limits, else the firm drops until both hold.
    """
    if employees is None or revenue_wan is None:
        return None
    for limit in limits:
        if employees >= limit.employees and revenue_wan >= limit.revenue_wan:
            return limit.size
    return SizeClass.MICRO


def production_type_of(enterprise: Enterprise, codes: Codes) -> tuple[ProductionType, str]:
    """Return the production type to score by, and where it comes from.

    The second value is `given`, `division` (assumed from the industry) or `default` (discrete).
    """
    if enterprise.production_type is not None:
        return enterprise.production_type, "given"
    if enterprise.division is not None:
        return codes.industries[enterprise.division], "division"
    return ProductionType.DISCRETE, "default"


def _text(limit: int) -> Callable[[object, str, Codes], str | Fault]:
    return lambda raw, where, _codes: read_text(raw, where, limit)


def read_credit_code(raw: object, where: str) -> str | Fault:
    """Return a credit code, or what is wrong with it."""
    if (
        not isinstance(raw, str)
        or len(raw) != 18
        or any(character not in _CREDIT_RANK for character in raw)
    ):
        return Fault(where, "bad-credit-code")
    if credit_check_character(raw[:17]) != raw[17]:
        return Fault(where, "credit-code-check")
    return raw


def _credit_code(raw: object, where: str, _codes: Codes) -> str | Fault:
    return read_credit_code(raw, where)


def _industry(raw: object, where: str, codes: Codes) -> str | Fault:
    good = (
        isinstance(raw, str)
        and len(raw) in (3, 4, 5)
        and raw[0] == "C"
        and raw[1:].isascii()
        and raw[1:].isdigit()
        and raw[:3] in codes.industries
    )
    return str(raw) if good else Fault(where, "unknown-industry")


def read_listed_place(raw: object, where: str, codes: Codes) -> str | Fault:
    """Return the code of a place that is listed, or that there is none of it."""
    if isinstance(raw, str) and raw in codes.places:
        return raw
    return Fault(where, "unknown-place", {"place": raw})


def _city(raw: object, where: str, codes: Codes) -> str | Fault:
    if isinstance(raw, str) and len(raw) in (6, 9) and raw.isdigit() and raw[:2] != GUANGDONG:
        return Fault(where, "outside-guangdong", {"place": raw})
    return read_listed_place(raw, where, codes)


def _count(raw: object, where: str, _codes: Codes) -> int | Fault:
    return read_whole(raw, where, 0, MOST_EMPLOYEES)


def _amount(raw: object, where: str, _codes: Codes) -> float | Fault:
    return read_number(raw, where, 0, MOST_REVENUE_WAN, Expected.AMOUNT)


def _production_type(raw: object, where: str, _codes: Codes) -> ProductionType | Fault:
    if isinstance(raw, str) and raw in tuple(ProductionType):
        return ProductionType(raw)
    return Fault(where, "wrong-type", {"expected": Expected.PRODUCTION_TYPE})


_CHECKS: dict[str, Callable[[object, str, Codes], object]] = {
    "name": _text(LONGEST_FACT["name"]),
    "credit_code": _credit_code,
    "site": _text(LONGEST_FACT["site"]),
    "industry": _industry,
    "city": _city,
    "employees": _count,
    "revenue_wan": _amount,
    "production_type": _production_type,
    "chain": _text(LONGEST_FACT["chain"]),
    "park": _text(LONGEST_FACT["park"]),
}


def read_enterprise(
    raw: object, codes: Codes, where: str = "/enterprise"
) -> tuple[Enterprise, list[Fault]]:
    """Return the enterprise of a sheet and every fault in it; all facts are optional.

    A fact that is null is faulty, not left out: in a change, null takes a fact away.
    """
    if not isinstance(raw, dict):
        return Enterprise(), [Fault(where, "wrong-type", {"expected": Expected.OBJECT})]
    facts: dict[str, object] = {}
    faults: list[Fault] = []
    for key, value in raw.items():
        check = _CHECKS.get(key)
        if check is None:
            faults.append(unknown_field(key, FIELDS, where))
            continue
        result = check(value, where + pointer(key), codes)
        if isinstance(result, Fault):
            faults.append(result)
        else:
            facts[key] = result
    return Enterprise(**facts), faults  # type: ignore[arg-type]
