"""Checks between answers and facts: what cannot both be true, or rarely is; told, never scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.intake.rules.evidence import Evidence, Pointers, Rule
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.text import Text


class Severity(StrEnum):
    """How sure it is that something is wrong.

    A contradiction cannot be true by the wording of the questions; a doubt may be, though rarely.
    """

    CONTRADICTION = "contradiction"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what to look for, the items it reads, what to tell the user and what to ask.

    `basis` says what it rests on: the `wording` of the questions, or an `estimated` threshold.
    """

    id: str
    severity: Severity
    basis: str
    message: Text
    question: Text
    items: tuple[str, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A check that a sheet trips, and where the values stand in the sheet."""

    check: Check
    pointers: Pointers


def inconsistencies(
    checks: Sequence[Check], sheet: Sheet, year: int | None = None
) -> list[Inconsistency]:
    """Return the checks that a sheet trips, in their order, with where its values stand.

    `year` is that in which the sheet is read; without it no period lies in the future.
    """
    evidence = Evidence(sheet, year)
    return [Inconsistency(check, where) for check in checks if (where := check.rule(evidence))]
