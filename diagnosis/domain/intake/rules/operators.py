"""The operators of checks between answers and facts: each makes a rule of what stands below it."""

from collections.abc import Callable, Mapping, Sequence

from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.business import business_pointer
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.limits import BUSINESS_LIMITS
from diagnosis.domain.intake.rules.evidence import Evidence, Pointers, Rule


def _answer(item: str, *below: str) -> str:
    return pointer("answers", item, *below)


def _fact(name: str) -> str:
    if name in BUSINESS_LIMITS:
        return business_pointer(name)
    return pointer("enterprise", "industry" if name == "division" else name)


def position_at_least(item: str, position: float) -> Rule:
    """Return a rule that trips where an item stands at a position or above."""
    where = (_answer(item),)

    def rule(evidence: Evidence) -> Pointers:
        has = evidence.position(item)
        return where if has is not None and has >= position else ()

    return rule


def position_at_most(item: str, position: float) -> Rule:
    """Return a rule that trips where an item stands at a position or below."""
    where = (_answer(item),)

    def rule(evidence: Evidence) -> Pointers:
        has = evidence.position(item)
        return where if has is not None and has <= position else ()

    return rule


def positions_at_least(items: Sequence[str], position: float, count: int) -> Rule:
    """Return a rule that trips where at least so many items stand at a position or above."""
    return _standing(items, lambda has: has >= position, count)


def positions_at_most(items: Sequence[str], position: float, count: int) -> Rule:
    """Return a rule that trips where at least so many items stand at a position or below."""
    return _standing(items, lambda has: has <= position, count)


def positions_at_least_share(items: Sequence[str], position: float, above: float) -> Rule:
    """Return a rule that trips where more than so many per cent of items stand at a position.

    Items that do not apply are not counted at all; blank and not known ones stand nowhere.
    """
    standing = _standing(items, lambda has: has >= position, 1)

    def rule(evidence: Evidence) -> Pointers:
        answers = evidence.sheet.answers
        absent = sum(isinstance(answers.get(item), NotApplicable) for item in items)
        where = standing(evidence)
        return where if len(where) * 100 > above * (len(items) - absent) else ()

    return rule


def all_below(items: Sequence[str], position: float) -> Rule:
    """Return a rule that trips where all items are known and none stands at a position or above.

    What does not apply, and what this firm is not asked, stands nowhere; one item at least stands.
    """
    known = tuple(items)

    def rule(evidence: Evidence) -> Pointers:
        if not evidence.sheet.knows_all(known):
            return ()
        has = {item: evidence.position(item) for item in known}
        standing = {item: place for item, place in has.items() if place is not None}
        if not standing or max(standing.values()) >= position:
            return ()
        return tuple(_answer(item) for item in standing)

    return rule


def _standing(items: Sequence[str], holds: Callable[[float], bool], count: int) -> Rule:
    """Return a rule that trips where so many items or more have positions of which it holds."""
    places = {item: _answer(item) for item in items}

    def rule(evidence: Evidence) -> Pointers:
        standing = []
        for item, place in places.items():
            has = evidence.position(item)
            if has is not None and holds(has):
                standing.append(place)
        return tuple(standing) if len(standing) >= count else ()

    return rule


def all_positions_equal(answers: int, above: float = -1) -> Rule:
    """Return a rule that trips where at least so many ladder items are answered, all alike.

    It does so `above` a position only: a workshop that has nothing yet stands at 0 everywhere.
    """

    def rule(evidence: Evidence) -> Pointers:
        first = last = None
        count = 0
        for item, value in evidence.sheet.answers.items():
            if isinstance(value, float):
                if first is not None and value != first[1]:
                    return ()
                first, last, count = first or (item, value), item, count + 1
        if first is None or last is None or count < answers or first[1] <= above:
            return ()
        return _answer(first[0]), _answer(last)

    return rule


def chosen(item: str, option: str) -> Rule:
    """Return a rule that trips where an option of an item is chosen."""
    where = (_answer(item),)
    return lambda evidence: where if option in evidence.chosen(item) else ()


def chosen_at_least(items: Sequence[str], count: int) -> Rule:
    """Return a rule that trips where items have at least so many options chosen in all."""

    def rule(evidence: Evidence) -> Pointers:
        total, where = 0, []
        for item in items:
            options = evidence.chosen(item)
            if options and options != (NONE,):
                total += len(options)
                where.append(_answer(item))
        return tuple(where) if total >= count else ()

    return rule


def only_none(items: Sequence[str]) -> Rule:
    """Return a rule that trips where all items are answered with none of their options."""
    where = tuple(_answer(item) for item in items)

    def rule(evidence: Evidence) -> Pointers:
        for item in items:
            if evidence.chosen(item) != (NONE,):
                return ()
        return where

    return rule


def chosen_beyond(item: str, other: str) -> Rule:
    """Return a rule that trips where an item has an option chosen that another has not."""
    where = (_answer(item), _answer(other))

    def rule(evidence: Evidence) -> Pointers:
        others = evidence.chosen(other)
        if others:
            for option in evidence.chosen(item):
                if option not in others and option != NONE:
                    return where
        return ()

    return rule


def not_applicable(item: str, reasons: Sequence[str]) -> Rule:
    """Return a rule that trips where an item is not applicable for one of some reasons."""
    where = (_answer(item),)
    return lambda evidence: where if evidence.reason(item) in reasons else ()


def share_above(item: str, percent: float) -> Rule:
    """Return a rule that trips where a share is above so many per cent."""
    where = (_answer(item, "part"), _answer(item, "whole"))

    def rule(evidence: Evidence) -> Pointers:
        share = evidence.share(item)
        return where if share is not None and not share.at_most(percent) else ()

    return rule


def share_at_most(item: str, percent: float) -> Rule:
    """Return a rule that trips where a share is at most so many per cent."""
    where = (_answer(item),)

    def rule(evidence: Evidence) -> Pointers:
        share = evidence.share(item)
        return where if share is not None and share.at_most(percent) else ()

    return rule


def share_exceeds(item: str, other: str) -> Rule:
    """Return a rule that trips where a share is larger than another."""
    where = (_answer(item), _answer(other))

    def rule(evidence: Evidence) -> Pointers:
        share, other_share = evidence.share(item), evidence.share(other)
        if share is None or other_share is None:
            return ()
        return where if share.part * other_share.whole > other_share.part * share.whole else ()

    return rule


def totals_differ(item: str, other: str, percent: float) -> Rule:
    """Return a rule that trips where two wholes differ by more than so much of the larger."""
    where = (_answer(item, "whole"), _answer(other, "whole"))

    def rule(evidence: Evidence) -> Pointers:
        share, other_share = evidence.share(item), evidence.share(other)
        if share is None or other_share is None:
            return ()
        low, high = sorted((share.whole, other_share.whole))
        return where if (high - low) * 100 > percent * high else ()

    return rule


def total_differs_from_fact(item: str, fact: str, times: float) -> Rule:
    """Return a rule that trips where a whole is so many times a fact, or the other way round."""
    where = (_answer(item, "whole"), _fact(fact))

    def rule(evidence: Evidence) -> Pointers:
        share, amount = evidence.share(item), evidence.amount(fact)
        if share is None or not amount:
            return ()
        return where if share.whole > times * amount or share.whole * times < amount else ()

    return rule


def total_per_head_above(item: str, limit: float) -> Rule:
    """Return a rule that trips where a whole is above so much for each employee."""
    where = (_answer(item, "whole"), _fact("employees"))

    def rule(evidence: Evidence) -> Pointers:
        share, heads = evidence.share(item), evidence.amount("employees")
        return where if share is not None and heads and share.whole > limit * heads else ()

    return rule


def per_head_above(fact: str, limit: float, outside: Sequence[str] = ()) -> Rule:
    """Return a rule that trips where a fact is above so much for each employee.

    In trades whose code begins with one of those `outside` it trips never.
    """
    where, exempt = (_fact(fact), _fact("employees")), tuple(outside)

    def rule(evidence: Evidence) -> Pointers:
        amount, heads = evidence.amount(fact), evidence.amount("employees")
        if not (amount and heads and amount > limit * heads):
            return ()
        return () if (evidence.sheet.enterprise.industry or "").startswith(exempt) else where

    return rule


def per_head_below(fact: str, limit: float) -> Rule:
    """Return a rule that trips where a fact is below so much for each employee, and not 0."""
    where = (_fact(fact), _fact("employees"))

    def rule(evidence: Evidence) -> Pointers:
        amount, heads = evidence.amount(fact), evidence.amount("employees")
        return where if amount and heads and amount < limit * heads else ()

    return rule


def fact_at_most(fact: str, limit: float) -> Rule:
    """Return a rule that trips where a fact is at most a number."""
    where = (_fact(fact),)

    def rule(evidence: Evidence) -> Pointers:
        amount = evidence.amount(fact)
        return where if amount is not None and amount <= limit else ()

    return rule


def fact_above(fact: str, limit: float, unknown: str | None = None) -> Rule:
    """Return a rule that trips where a fact is above a number, and another one `unknown`."""
    where = (_fact(fact),)

    def rule(evidence: Evidence) -> Pointers:
        amount = evidence.amount(fact)
        is_lone = unknown is None or evidence.fact(unknown) is None
        return where if amount is not None and amount > limit and is_lone else ()

    return rule


def fact_exceeds(fact: str, than: str) -> Rule:
    """Return a rule that trips where a fact is larger than another one."""
    where = (_fact(fact), _fact(than))

    def rule(evidence: Evidence) -> Pointers:
        amount, other = evidence.amount(fact), evidence.amount(than)
        return where if amount is not None and other is not None and amount > other else ()

    return rule


def fact_is(fact: str, values: Sequence[str]) -> Rule:
    """Return a rule that trips where a fact is among values; `division` is the industry's."""
    where, known = (_fact(fact),), frozenset(values)
    return lambda evidence: where if evidence.fact(fact) in known else ()


def industry_begins(values: Sequence[str]) -> Rule:
    """Return a rule that trips where the code of the industry begins with one of some codes."""
    where, beginnings = (_fact("industry"),), tuple(values)

    def rule(evidence: Evidence) -> Pointers:
        return where if (evidence.sheet.enterprise.industry or "").startswith(beginnings) else ()

    return rule


def period_beyond(years: int) -> Rule:
    """Return a rule that trips where the period is more than so many years ahead of this one."""
    where = (pointer("period"),)

    def rule(evidence: Evidence) -> Pointers:
        period, year = evidence.sheet.period, evidence.year
        is_beyond = period is not None and year is not None and period > year + years
        return where if is_beyond else ()

    return rule


OPERATORS: Mapping[str, Callable[..., Rule]] = {
    function.__name__: function
    for function in (
        position_at_least,
        position_at_most,
        positions_at_most,
        positions_at_least,
        positions_at_least_share,
        all_below,
        all_positions_equal,
        chosen,
        chosen_at_least,
        only_none,
        chosen_beyond,
        not_applicable,
        share_above,
        share_at_most,
        share_exceeds,
        totals_differ,
        total_differs_from_fact,
        total_per_head_above,
        per_head_above,
        per_head_below,
        fact_at_most,
        fact_above,
        fact_exceeds,
        fact_is,
        industry_begins,
        period_beyond,
    )
}
"""The operators by name, which is that of their function."""
