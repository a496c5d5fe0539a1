"""What a typical firm spends to climb a level: a yardstick for plans, with its basis."""

from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.amounts import Range
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalFirm:
    """What a firm of some size buys to climb from a level to another, and what that costs.

    `build_wan` is the range that public money speaks for, 万元; `run_wan_per_year` the middle of
    what running costs, 万元 a year. Both are estimates of ours.
    """

    id: str
    name: Text
    employees: int
    standard: str
    from_level: int
    to_level: int
    packages: tuple[str, ...]
    build_wan: Range
    run_wan_per_year: float
    says: Text
    mark: Mark
