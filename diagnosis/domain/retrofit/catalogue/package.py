"""A package: what one signs a contract for, or names one person for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.intake.business import Traits
from diagnosis.domain.intake.item import Positions
from diagnosis.domain.retrofit.catalogue.amounts import Benefit, MarkedRange
from diagnosis.domain.retrofit.catalogue.cost_function import CostFunction
from diagnosis.domain.retrofit.catalogue.effect import PackageEffect, is_of_scenes
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text


class PackageArea(StrEnum):
    """What part of the firm a package is about."""

    START = "start"
    DESIGN = "design"
    ORDERS = "orders"
    PRODUCTION = "production"
    STOCK = "stock"
    QUALITY = "quality"
    MACHINES = "machines"
    ENERGY = "energy"
    SAFETY = "safety"
    NETWORK = "network"
    OFFICE = "office"
    SECURITY = "security"
    DATA = "data"
    SERVICE = "service"
    CHAIN = "chain"
    AI = "ai"


class Grade(StrEnum):
    """Light: a start that a small firm can carry; full: the whole system."""

    LIGHT = "light"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class PackageStep:
    """An organisational thing of a package: it costs time, no money. `earlier` are project ids."""

    name: Text
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemNeed:
    """An item and the position (1–5) that it must have before a package starts."""

    item: str
    at_least: int

    def is_met(self, positions: Positions) -> bool:
        """Return whether the item has the position; an item without one counts as 0."""
        return positions.get(self.item, 0.0) >= self.at_least


@dataclass(frozen=True, slots=True)
class PackageNeeds:
    """What must work before a package starts: packages (in either grade), and item positions."""

    packages: tuple[str, ...] = ()
    items: tuple[ItemNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Headcounts:
    """For how many people a package is made, both ends closed; None is an open end.

    It decides what is offered, never what it costs.
    """

    least: int | None = None
    most: int | None = None

    def hold(self, headcount: int | None) -> bool:
        """Return whether a firm of so many people (None: not known) is among them."""
        if headcount is None:
            return True
        return (self.least or 0) <= headcount and (self.most is None or headcount <= self.most)


class CostPart(StrEnum):
    """What money to build goes to; services are set-up, advice and custom work."""

    SOFTWARE = "software"
    HARDWARE = "hardware"
    SERVICES = "services"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostParts:
    """What the money to build goes to, per cent; the three sum to 100.

    Programmes of support pay for some of them only.
    """

    software: float
    hardware: float
    services: float
    mark: Mark

    def of(self, part: CostPart) -> float:
        """Return the per cent that goes to a part."""
        shares = {
            CostPart.SOFTWARE: self.software,
            CostPart.HARDWARE: self.hardware,
            CostPart.SERVICES: self.services,
        }
        return shares[part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What one signs one contract for, or names one person for.

    `family` joins the grades of one thing, and the same grade in the words of trades: they exclude
    one another, and any serves where one of them is needed. `trades` is empty where the package is
    for every trade, else it is that trade's own. `traits` are what the business of a firm must be
    like, by the name of the trait, with the values that serve. `earlier` are ids of projects of
    earlier catalogues that it took over. `brings` is empty where nothing public is known, as
    `brings_unknown` says. `shown_by` are positions that together tell that the firm runs it,
    though it would raise more; empty where only its effects tell.
    """

    id: str
    area: PackageArea
    grade: Grade
    family: str | None
    name: Text
    what: Text
    first_step: Text
    done_when: Text
    steps: tuple[PackageStep, ...]
    earlier: tuple[str, ...]
    trades: tuple[str, ...]
    headcounts: Headcounts
    traits: Mapping[str, tuple[object, ...]]
    needs: PackageNeeds
    effects: tuple[PackageEffect, ...]
    build_wan: CostFunction
    run_wan_per_year: CostFunction
    cost_covers: Text
    cost_parts: CostParts
    months: MarkedRange
    people_months: CostFunction
    brings: tuple[Benefit, ...]
    brings_unknown: Text | None
    pains: tuple[str, ...]
    is_ai: bool
    measures: tuple[str, ...]
    sources: tuple[str, ...]
    marks: Mapping[str, Mark]
    note: Text | None = None
    shown_by: tuple[ItemNeed, ...] = ()

    def fits_business(self, traits: Traits) -> bool:
        """Return whether the firm does the business that the package is for.

        A trait that the firm has not told does not serve: logistics, forecasts and service are
        planned only where the firm has said that it has that business.
        """
        return all(getattr(traits, name) in values for name, values in self.traits.items())

    @property
    def scenes(self) -> tuple[str, ...]:
        """Return the scenes that it brings into use, with a model or without."""
        brought = (
            scene for effect in self.effects if is_of_scenes(effect) for scene in effect.adds
        )
        return tuple(dict.fromkeys(brought))

    def earlier_ids(self) -> tuple[str, ...]:
        """Return the ids of earlier projects that it and its steps took over."""
        return (*self.earlier, *(each for step in self.steps for each in step.earlier))


def grades_of(packages: Iterable[Package]) -> dict[str, tuple[str, ...]]:
    """Return, for each package, itself and the other grades of its family, by id."""
    known = tuple(packages)
    by_family: dict[str, list[str]] = {}
    for package in known:
        by_family.setdefault(package.family or package.id, []).append(package.id)
    return {
        package.id: (
            package.id,
            *(each for each in by_family[package.family or package.id] if each != package.id),
        )
        for package in known
    }
