"""The measures of the action plan that packages and instruments serve."""

from dataclasses import dataclass

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A part of the action plan: its number, from 1, and its name."""

    number: int
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of the action plan: what it says and which verbs of this service serve it.

    `part` is None where nobody knows in which part of the plan it stands; `number_checked` is
    False where its number in the plan is inferred.
    """

    id: str
    part: PlanPart | None
    name: Text
    says: Text
    services: tuple[str, ...]
    unserved: Text | None
    mark: Mark
    number_checked: bool
