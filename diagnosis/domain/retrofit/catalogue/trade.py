"""A trade: a family of classes with its spine, its pains, its own packages and AI uses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.industry import DIVISION
from diagnosis.domain.retrofit.catalogue.cost_function import Driver
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text

GENERIC = {
    ProductionType.DISCRETE: "trade-generic-discrete",
    ProductionType.PROCESS: "trade-generic-process",
}
"""The trade that catches firms of which only the production type is known."""


@dataclass(frozen=True, slots=True)
class TradePain:
    """A pain that is usual in a trade, in the words of a boss."""

    pain: str
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineStep:
    """A step of the spine: what comes next, and the packages that do it, the lightest first.

    `before` is what must stand first; None where the step is no trade's but a firm's.
    """

    name: Text
    why: Text
    before: Text | None
    done_when: Text
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AiUse:
    """A use of AI that firms of a trade run, and what must stand before."""

    name: Text
    data_first: Text
    rules_first: Text
    package: str
    example: Text | None = None
    example_mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class NotApplying:
    """What makes no sense in a trade: `packages` of the catalogue are never offered to it."""

    name: Text
    packages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeFigure:
    """A usual figure of a trade, with its source."""

    name: Text
    says: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class TradeNote:
    """Something that public material tells of a trade without naming a firm."""

    says: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class TradeClass:
    """A class of GB/T 4754 of a trade: one of its own, or one that is near to it."""

    code: str
    is_main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A family of classes whose firms work alike.

    `divisions` are those whose commonest family it is; `process` are its usual steps, in order;
    `spine` is what a firm does first, in order; `drivers` are counts that differ from the usual.
    """

    id: str
    name: Text
    about: Text | None
    production_type: ProductionType
    classes: tuple[TradeClass, ...]
    divisions: tuple[str, ...]
    process: tuple[Text, ...]
    pains: tuple[TradePain, ...]
    spine: tuple[SpineStep, ...]
    ai_uses: tuple[AiUse, ...]
    not_apply: tuple[NotApplying, ...]
    figures: tuple[TradeFigure, ...]
    notes: tuple[TradeNote, ...]
    drivers: tuple[Driver, ...]
    sources: tuple[str, ...]
    marks: Mapping[str, Mark]

    def is_offered(self, package: Package) -> bool:
        """Return whether a package is for firms of the trade: its own, or generic and fitting."""
        if package.trades:
            return self.id in package.trades
        return all(package.id not in entry.packages for entry in self.not_apply)

    def offers(self, packages: Iterable[Package]) -> Iterator[Package]:
        """Yield the packages that are for firms of the trade, in their order."""
        return (package for package in packages if self.is_offered(package))


class MatchedBy(StrEnum):
    """What a trade was found by: the surest first."""

    CLASS = "class"
    DIVISION = "division"
    PRODUCTION_TYPE = "production-type"


@dataclass(frozen=True, slots=True)
class TradeMatch:
    """The trade of a firm and what it was found by.

    By the division it is the commonest family of that division, by the production type one that
    catches the rest: both must be said.
    """

    trade: Trade
    by: MatchedBy


@dataclass(frozen=True, slots=True)
class Trades:
    """The trades by id; finds that of a class or a division."""

    by_id: Mapping[str, Trade]
    _by_class: Mapping[str, Trade] = field(init=False, repr=False, compare=False)
    _by_division: Mapping[str, Trade] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the trade of each class and division: they are asked for time and again."""
        trades = self.by_id.values()
        by_class = {listed.code: trade for trade in trades for listed in trade.classes}
        by_division = {division: trade for trade in trades for division in trade.divisions}
        object.__setattr__(self, "_by_class", by_class)
        object.__setattr__(self, "_by_division", by_division)

    def match(
        self, industry: str | None, production_type: ProductionType | None
    ) -> TradeMatch | None:
        """Return the trade of a firm; None where nothing is known of it.

        Parameters
        ----------
        industry
            Code of a division, group or class (C39, C399, C3990), None: not known.
        production_type
            What the firm says of its production, or what its industry is taken for.

        """
        if industry is not None:
            if industry in self._by_class:
                return TradeMatch(self._by_class[industry], MatchedBy.CLASS)
            if industry[:DIVISION] in self._by_division:
                return TradeMatch(self._by_division[industry[:DIVISION]], MatchedBy.DIVISION)
        generic = None if production_type is None else self.by_id.get(GENERIC[production_type])
        return None if generic is None else TradeMatch(generic, MatchedBy.PRODUCTION_TYPE)
