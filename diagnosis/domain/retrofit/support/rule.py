"""The closed rule language of support instruments, evaluated with three values.

A rule is compiled into a tree of `AllOf` and `AnyOf` over conditions; `not` is pushed down to the
conditions (De Morgan holds in this logic), so that a failing or unknown condition can be named.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.place import WHOLE_COUNTRY, area
from diagnosis.domain.retrofit.catalogue.amounts import Range
from diagnosis.domain.retrofit.catalogue.package import Package

BEYOND_MEANS = 0.5
"""No firm is taken to spend more than this share of a year's revenue unless it says so (ours)."""


class Role(StrEnum):
    """What a firm is; support often depends on it."""

    MANUFACTURER = "manufacturer"
    AI_FIRM = "ai-firm"
    SOFTWARE_FIRM = "software-firm"
    RESEARCH = "research-org"
    EQUIPMENT_MAKER = "equipment-maker"
    SERVICE_PROVIDER = "service-provider"
    CHAIN_LEADER = "chain-leader"
    PLATFORM = "platform"
    TELECOM = "telecom"


class FirmList(StrEnum):
    """The public lists of firms that support may ask for."""

    ZJTX = "zjtx"
    LITTLE_GIANT = "little-giant"
    CHAMPION = "champion"
    SME_PILOT = "sme-pilot-list"
    INNOVATIVE = "innovative-sme"


class Answer(StrEnum):
    """Whether a condition holds; unknown stays unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def _flip(answer: Answer) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(answer, Answer.UNKNOWN)


def _answer_of(claim: bool | None) -> Answer:
    if claim is None:
        return Answer.UNKNOWN
    return Answer.YES if claim else Answer.NO


def _only_manufacturer() -> dict[str, bool]:
    return {"manufacturer": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts:
    """What a rule may ask about a firm; None or an absent key means not known.

    `place` is the code of a city, district or town, `above_size` whether revenue reaches the
    statistical threshold, `listed` and `declared` map a list or a declaration to whether it holds.
    `revenue_wan` (万元 a year) decides thresholds of spending far beyond the firm where nobody
    said what it would spend.
    """

    place: str | None = None
    size: SizeClass | None = None
    above_size: bool | None = None
    revenue_wan: float | None = None
    division: str | None = None
    roles: Mapping[str, bool] = field(default_factory=_only_manufacturer)
    listed: Mapping[str, bool] = field(default_factory=dict)
    declared: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What a rule may ask about a plan; None means not known (or no plan yet).

    Money in 万元, a range where only that is known: a threshold inside it stays unknown.
    `packages` are those of the plan whose money counts; `levels_after` maps a standard to the
    level after the plan.
    """

    packages: Collection[Package] | None = None
    spend_wan: float | Range | None = None
    interest_wan: float | Range | None = None
    equipment_wan: float | Range | None = None
    levels_after: Mapping[str, int] = field(default_factory=dict)
    started: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule: operator, operand (plain values) and whether it is negated."""

    operator: str
    operand: Any
    negated: bool = False

    def answer(self, firm: FirmFacts, plan: PlanFacts) -> Answer:
        """Return whether the condition holds, with its negation."""
        plain = _OPERATORS[self.operator](self.operand, firm, plan)
        return _flip(plain) if self.negated else plain


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: "tuple[Rule, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold."""

    parts: "tuple[Rule, ...]"


Rule = Condition | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The answer of a rule, the conditions that fail it and those that are not known."""

    answer: Answer
    failing: tuple[Condition, ...] = ()
    unknown: tuple[Condition, ...] = ()


def compile_rule(node: Mapping[str, Any], *, negated: bool = False) -> Rule:
    """Return the rule that a node (a map with one operator) writes.

    Examples
    --------
    >>> compile_rule({"not": {"above_size": True}})
    Condition(operator='above_size', operand=True, negated=True)
    """
    ((operator, operand),) = node.items()
    if operator == "not":
        return compile_rule(operand, negated=not negated)
    if operator in ("all", "any"):
        parts = tuple(compile_rule(part, negated=negated) for part in operand)
        return AllOf(parts) if (operator == "all") is not negated else AnyOf(parts)
    if operator not in _OPERATORS:
        raise ValueError(f"no operator {operator!r} in the rule language")
    return Condition(operator, operand, negated)


def conditions(rule: Rule) -> Iterator[Condition]:
    """Yield every condition of a rule, in its order."""
    if isinstance(rule, Condition):
        yield rule
    else:
        for part in rule.parts:
            yield from conditions(part)


def evaluate(rule: Rule, firm: FirmFacts, plan: PlanFacts) -> RuleResult:
    """Return whether a rule holds for a firm and a plan, in Kleene's three-valued logic.

    `failing` is empty unless the answer is no; `unknown` names what was not known in parts that
    could still change or cure the answer.
    """
    if isinstance(rule, Condition):
        answer = rule.answer(firm, plan)
        return RuleResult(
            answer,
            (rule,) if answer is Answer.NO else (),
            (rule,) if answer is Answer.UNKNOWN else (),
        )
    results = [evaluate(part, firm, plan) for part in rule.parts]
    deciding, other = (
        (Answer.NO, Answer.YES) if isinstance(rule, AllOf) else (Answer.YES, Answer.NO)
    )
    answers = {result.answer for result in results}
    if deciding in answers:
        answer = deciding
    else:
        answer = Answer.UNKNOWN if Answer.UNKNOWN in answers else other
    if answer is Answer.YES:
        return RuleResult(answer)
    return RuleResult(
        answer,
        _merge(result.failing for result in results) if answer is Answer.NO else (),
        _merge(
            result.unknown
            for result in results
            if answer is Answer.NO or result.answer is Answer.UNKNOWN
        ),
    )


def _merge(groups: Iterable[tuple[Condition, ...]]) -> tuple[Condition, ...]:
    merged: list[Condition] = []
    for group in groups:
        merged += [condition for condition in group if condition not in merged]
    return tuple(merged)


def lies_in(place: str | None, codes: Iterable[str]) -> Answer:
    """Return whether a place lies in one of the codes; unknown where it is only wide enough.

    Examples
    --------
    >>> lies_in("440307", ["440300"]), lies_in("440300", ["440307"]), lies_in("441900", ["440300"])
    (<Answer.YES: 'yes'>, <Answer.UNKNOWN: 'unknown'>, <Answer.NO: 'no'>)
    """
    if place is None:
        return Answer.YES if WHOLE_COUNTRY in codes else Answer.UNKNOWN
    answer = Answer.NO
    for code in codes:
        if place.startswith(area(code)):
            return Answer.YES
        if code.startswith(area(place)):
            answer = Answer.UNKNOWN
    return answer


def _member(value: str | None, allowed: Collection[str]) -> Answer:
    return _answer_of(None if value is None else value in allowed)


def _any_of(names: Iterable[str], known: Mapping[str, bool]) -> Answer:
    claims = [known.get(name) for name in names]
    if True in claims:
        return Answer.YES
    return Answer.UNKNOWN if None in claims else Answer.NO


def _at_least(value: float | Range | None, limit: float) -> Answer:
    if isinstance(value, Range):
        return _answer_of(
            value.low >= limit if (value.low >= limit) is (value.high >= limit) else None
        )
    return _answer_of(None if value is None else value >= limit)


def _spends(value: float | Range | None, limit: float, firm: FirmFacts) -> Answer:
    """Return whether a firm spends so much; where nobody said, not what is beyond its means."""
    revenue = firm.revenue_wan
    if value is None and revenue is not None and limit > BEYOND_MEANS * revenue:
        return Answer.NO
    return _at_least(value, limit)


def _any_package(plan: PlanFacts, fits: Callable[[Package], bool]) -> Answer:
    return _answer_of(None if plan.packages is None else any(map(fits, plan.packages)))


def _level_after(operand: Any, plan: PlanFacts) -> Answer:
    return _at_least(plan.levels_after.get(operand["standard"]), operand["level"])


def _started(operand: Any, plan: PlanFacts) -> Answer:
    if plan.started is None:
        return Answer.UNKNOWN
    day = plan.started.isoformat()
    start, end = operand["from"], operand["to"]
    return _answer_of((start is None or start <= day) and (end is None or day <= end))


def _above_size(operand: Any, firm: FirmFacts) -> Answer:
    return _answer_of(None if firm.above_size is None else firm.above_size is operand)


_OPERATORS: dict[str, Callable[[Any, FirmFacts, PlanFacts], Answer]] = {
    "place_in": lambda operand, firm, _plan: lies_in(firm.place, operand),
    "role_in": lambda operand, firm, _plan: _any_of(operand, firm.roles),
    "size_in": lambda operand, firm, _plan: _member(firm.size, operand),
    "above_size": lambda operand, firm, _plan: _above_size(operand, firm),
    "division_in": lambda operand, firm, _plan: _member(firm.division, operand),
    "listed_in": lambda operand, firm, _plan: _any_of(operand, firm.listed),
    "spend_at_least_wan": lambda operand, firm, plan: _spends(plan.spend_wan, operand, firm),
    "interest_at_least_wan": lambda operand, _firm, plan: _at_least(plan.interest_wan, operand),
    "equipment_at_least_wan": lambda operand, firm, plan: _spends(
        plan.equipment_wan, operand, firm
    ),
    "level_after_at_least": lambda operand, _firm, plan: _level_after(operand, plan),
    "package_in": lambda operand, _firm, plan: _any_package(plan, lambda each: each.id in operand),
    "package_area_in": lambda operand, _firm, plan: _any_package(
        plan, lambda each: each.area in operand
    ),
    "package_with_ai": lambda operand, _firm, plan: _any_package(
        plan, lambda each: each.is_ai is operand
    ),
    "started_between": lambda operand, _firm, plan: _started(operand, plan),
    "declared": lambda operand, firm, _plan: _answer_of(firm.declared.get(operand)),
}

OPERATORS = tuple(_OPERATORS)
"""The operators of a condition; `all`, `any` and `not` join them."""

_OPERATORS |= {name: lambda *_facts: Answer.UNKNOWN for name in ("project_in", "project_stage_in")}
# Content that kept results are pinned to asked so of projects: nobody can tell any more.
