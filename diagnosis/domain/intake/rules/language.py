"""The closed language that checks between answers and facts are written in."""

from collections.abc import Mapping, Sequence
from typing import Any

from diagnosis.domain.intake.rules.evidence import Evidence, Pointers, Rule
from diagnosis.domain.intake.rules.operators import OPERATORS


def compile_rule(plain: Mapping[str, Any]) -> tuple[Rule, tuple[str, ...]]:
    """Return a rule of the closed language, and the items that it reads.

    `all` and `any` join rules; every other operator is one of `OPERATORS`, which takes
    what stands below it by name. What is blank, not known or not applicable trips nothing.
    """
    items: list[str] = []
    rule = _compile(plain, items)
    return rule, tuple(dict.fromkeys(items))


def _compile(plain: Mapping[str, Any], items: list[str]) -> Rule:
    ((operator, operand),) = plain.items()
    if operator in ("all", "any"):
        rules = [_compile(part, items) for part in operand]
        return _all(rules) if operator == "all" else _any(rules)
    items += [operand[key] for key in ("item", "other") if key in operand]
    items += operand.get("items", ())
    return OPERATORS[operator](**operand)


def _all(rules: Sequence[Rule]) -> Rule:
    def rule(evidence: Evidence) -> Pointers:
        pointers: list[str] = []
        for part in rules:
            where = part(evidence)
            if not where:
                return ()
            pointers += where
        return tuple(dict.fromkeys(pointers))

    return rule


def _any(rules: Sequence[Rule]) -> Rule:
    def rule(evidence: Evidence) -> Pointers:
        for part in rules:
            where = part(evidence)
            if where:
                return where
        return ()

    return rule
