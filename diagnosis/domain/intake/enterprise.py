"""The enterprise behind a sheet: its profile facts, checked and completed.

Source: GB 32100-2015 (credit code), GB/T 4754-2017 (industry), GB/T 2260 and the statistical codes
of towns (place), the statistical size rule of 2017 (size class).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from diagnosis.domain.characters import capitals, identifying
from diagnosis.domain.fault import UNTOLD, Expected, Fault, has_room, pointer
from diagnosis.domain.intake.credit_code import read_credit_code
from diagnosis.domain.intake.fields import read_text, unknown_field
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.industry import ClassList, Listing, TradeName
from diagnosis.domain.intake.limits import (
    CHAIN,
    EMPLOYEES,
    NAME,
    PARK,
    REVENUE_WAN,
    SITE,
    TextLimit,
)
from diagnosis.domain.intake.number import read_number, read_whole
from diagnosis.domain.intake.place import city_of
from diagnosis.domain.text import Text

GUANGDONG = "44"
MANUFACTURING = "C"
"""The section of GB/T 4754 that is manufacturing."""


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
class FormerPlace:
    """A district whose code is no longer used, and the codes of what it became."""

    name: Text
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The code lists that profile facts are checked against.

    `industries` maps a division (C13…C43) to the production type assumed for it, `places` the code
    of a city, district or town of Guangdong to its name, `former_places` codes that are no longer
    used to what they became; `sizes` are ordered from large to small; `trade_names` are what
    people call some of the classes, `offered_classes` those to choose from where a word is not
    understood, `words_before` and `words_after` what stands around such a word and tells nothing,
    `scenes` the ids of the scenes of smart manufacturing.
    """

    industries: Mapping[str, ProductionType]
    industry_names: Mapping[str, Text]
    places: Mapping[str, Text]
    sizes: tuple[SizeLimit, ...]
    classes: ClassList = field(default_factory=ClassList)
    trade_names: tuple[TradeName, ...] = ()
    offered_classes: tuple[str, ...] = ()
    words_before: tuple[str, ...] = ()
    words_after: tuple[str, ...] = ()
    former_places: Mapping[str, FormerPlace] = field(default_factory=dict)
    scenes: tuple[str, ...] = ()

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


FIELDS = tuple(fact.name for fact in fields(Enterprise))


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


def _text(limit: TextLimit) -> Callable[[object, str, Codes], str | Fault]:
    return lambda raw, where, _codes: read_text(raw, where, limit.most)


def _credit_code(raw: object, where: str, _codes: Codes) -> str | Fault:
    return read_credit_code(raw, where)


def read_industry(raw: object, where: str, codes: Codes) -> str | Fault:
    """Return a code of manufacturing, from a division down; an empty text stays one.

    A group or class must be listed by either edition of GB/T 4754.
    """
    if not isinstance(raw, str):
        return Fault(where, "unknown-industry")
    code = capitals(raw)
    if not code:
        return code
    is_code = len(code) in (3, 4, 5) and code[1:].isascii() and code[1:].isdigit()
    if not is_code or code[:3] not in codes.industries:
        return Fault(where, "unknown-industry", {"meant": _industry_meant(code, codes)})
    if codes.classes.listing(code) is Listing.IMPOSSIBLE:
        beside = ", ".join(codes.classes.beside(code))
        return Fault(where, "unknown-class", {"industry": code, "allowed": beside})
    return code


def _industry_meant(code: str, codes: Codes) -> str | None:
    """Return the code that was probably meant: the letter left out, or blanks and signs inside."""
    meant = MANUFACTURING + "".join(filter(str.isdigit, code.removeprefix(MANUFACTURING)))
    is_other_section = code[:1].isalpha() and not code.startswith(MANUFACTURING)
    is_known = len(meant) in (3, 4, 5) and meant[:3] in codes.industries
    return meant if is_known and not is_other_section else None


def read_listed_place(raw: object, where: str, codes: Codes) -> str | Fault:
    """Return the code of a place that is listed, or that there is none of it.

    The code of a district that is no more is told with its successor, a name with its codes.
    """
    if not isinstance(raw, str):
        return Fault(where, "wrong-type", {"expected": Expected.CODE})
    code = identifying(raw)
    if code in codes.places:
        return code
    former = codes.former_places.get(code)
    if former is None:
        named = _places_named(code, codes)
        return Fault(where, "unknown-place", {"place": raw, "named": named})
    now = [(place, codes.places[place]) for place in former.now]
    return Fault(where, "former-place", {"place": code, "name": former.name, "now": tuple(now)})


def _places_named(name: str, codes: Codes) -> tuple[tuple[str, Text], ...]:
    """Return the code and name of each place that is called so, as people say it.

    They leave its kind out, such as city or district: one or two Chinese characters.
    """
    return tuple(
        (code, place)
        for code, place in codes.places.items()
        if name.casefold() == place.en.casefold()
        or (len(name) > 1 and place.zh.startswith(name) and len(place.zh) - len(name) <= 2)
    )


def _city(raw: object, where: str, codes: Codes) -> str | Fault:
    code = identifying(raw) if isinstance(raw, str) else None
    if code == "":
        return code
    if code and len(code) in (6, 9) and code.isdigit() and code[:2] != GUANGDONG:
        return Fault(where, "outside-guangdong", {"place": code})
    return read_listed_place(raw, where, codes)


def _count(raw: object, where: str, _codes: Codes) -> int | Fault:
    return read_whole(raw, where, *EMPLOYEES.ends)


def _amount(raw: object, where: str, _codes: Codes) -> float | Fault:
    return read_number(raw, where, *REVENUE_WAN.ends, Expected.AMOUNT)


def _production_type(raw: object, where: str, _codes: Codes) -> ProductionType | Fault:
    if isinstance(raw, str) and raw in tuple(ProductionType):
        return ProductionType(raw)
    return Fault(where, "wrong-type", {"expected": Expected.PRODUCTION_TYPE})


_CHECKS: dict[str, Callable[[object, str, Codes], object]] = {
    "name": _text(NAME),
    "credit_code": _credit_code,
    "site": _text(SITE),
    "industry": read_industry,
    "city": _city,
    "employees": _count,
    "revenue_wan": _amount,
    "production_type": _production_type,
    "chain": _text(CHAIN),
    "park": _text(PARK),
}


def read_enterprise(
    raw: object, codes: Codes, where: str = "/enterprise"
) -> tuple[Enterprise, list[Fault]]:
    """Return the enterprise of a sheet and every fault in it; all facts are optional.

    A fact that is null is faulty, not left out: in a change, null takes a fact away. A text in
    which nothing is seen is left out.
    """
    if not isinstance(raw, dict):
        return Enterprise(), [Fault(where, "wrong-type", {"expected": Expected.OBJECT})]
    facts: dict[str, object] = {}
    faults: list[Fault] = []
    for key, value in raw.items():
        check = _CHECKS.get(key)
        if check is None:
            faults.append(unknown_field(key, FIELDS, where) if has_room(faults) else UNTOLD)
            continue
        result = check(value, where + pointer(key), codes)
        if isinstance(result, Fault):
            faults.append(result)
        elif result != "":
            facts[key] = result
    return Enterprise(**facts), faults  # type: ignore[arg-type]
