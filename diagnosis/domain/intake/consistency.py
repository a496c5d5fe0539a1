"""Checks between answers: pairs that cannot both be true, told to the user, never scored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnosis.domain.intake.answer import Share, Value
from diagnosis.domain.text import Text

Answers = Mapping[str, Value]
Holds = Callable[[Answers], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what to look for, the items it reads and what to tell the user."""

    id: str
    message: Text
    items: tuple[str, ...]
    holds: Holds


def compile_check(check_id: str, message: Text, rule: Mapping[str, Any]) -> Check:
    """Return the check that a rule of the closed language writes.

    Operators: all, any, position_at_least, position_at_most, chosen, share_exceeds, share_at_most,
    chosen_beyond (options of one item beyond those of another), all_positions_equal.
    """
    items: list[str] = []
    holds = _compile(rule, items)
    return Check(check_id, message, tuple(dict.fromkeys(items)), holds)


def _compile(rule: Mapping[str, Any], items: list[str]) -> Holds:
    ((operator, operand),) = rule.items()
    if operator in ("all", "any"):
        return _joined([_compile(part, items) for part in operand], operator == "any")
    items += [operand[key] for key in ("item", "other") if key in operand]
    return _OPERATORS[operator](operand)


def _joined(parts: Sequence[Holds], enough: bool) -> Holds:
    """Return whether any of the parts holds where `enough` is True, or all of them where False.

    A plain loop: generators would cost more than what they go through.
    """

    def holds(answers: Answers) -> bool:
        for part in parts:
            if part(answers) is enough:
                return enough
        return not enough

    return holds


def _position(answers: Answers, item: str) -> float | None:
    value = answers.get(item)
    return value if isinstance(value, float) else None


def _chosen(answers: Answers, item: str) -> tuple[str, ...]:
    value = answers.get(item)
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _position_at_least(operand: Mapping[str, Any]) -> Holds:
    item, limit = operand["item"], operand["position"]
    return lambda answers: (v := _position(answers, item)) is not None and v >= limit


def _position_at_most(operand: Mapping[str, Any]) -> Holds:
    item, limit = operand["item"], operand["position"]
    return lambda answers: (v := _position(answers, item)) is not None and v <= limit


def _is_chosen(operand: Mapping[str, Any]) -> Holds:
    item, option = operand["item"], operand["option"]
    return lambda answers: option in _chosen(answers, item)


def _share_exceeds(operand: Mapping[str, Any]) -> Holds:
    item, other = operand["item"], operand["other"]

    def holds(answers: Answers) -> bool:
        share, other_share = answers.get(item), answers.get(other)
        if not isinstance(share, Share) or not isinstance(other_share, Share):
            return False
        return share.part * other_share.whole > other_share.part * share.whole

    return holds


def _share_at_most(operand: Mapping[str, Any]) -> Holds:
    item, percent = operand["item"], operand["percent"]

    def holds(answers: Answers) -> bool:
        value = answers.get(item)
        return isinstance(value, Share) and value.at_most(percent)

    return holds


def _chosen_beyond(operand: Mapping[str, Any]) -> Holds:
    item, other = operand["item"], operand["other"]

    def holds(answers: Answers) -> bool:
        others = _chosen(answers, other)
        if others:
            for option in _chosen(answers, item):
                if option not in others and option != "none":
                    return True
        return False

    return holds


def _all_positions_equal(operand: Mapping[str, Any]) -> Holds:
    least = operand["answers"]

    def holds(answers: Answers) -> bool:
        first, count = None, 0
        for value in answers.values():
            if isinstance(value, float):
                if count and value != first:
                    return False
                first, count = value, count + 1
        return count >= least and count > 0

    return holds


_OPERATORS: dict[str, Callable[[Mapping[str, Any]], Holds]] = {
    "position_at_least": _position_at_least,
    "position_at_most": _position_at_most,
    "chosen": _is_chosen,
    "share_exceeds": _share_exceeds,
    "share_at_most": _share_at_most,
    "chosen_beyond": _chosen_beyond,
    "all_positions_equal": _all_positions_equal,
}


def inconsistencies(checks: tuple[Check, ...], answers: Answers) -> list[Check]:
    """Return the checks that these answers trip, in the order of the checks."""
    return [check for check in checks if check.holds(answers)]
