"""The measures of the action plan that projects and instruments serve."""

from dataclasses import dataclass

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of the action plan: what it says and which verbs of this service serve it.

    `number_checked` is False where its number in the plan is inferred.
    """

    id: str
    part: int
    part_name: Text
    name: Text
    says: Text
    services: tuple[str, ...]
    unserved: Text | None
    mark: Mark
    number_checked: bool
