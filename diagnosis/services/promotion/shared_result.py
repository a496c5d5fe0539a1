"""The result of a sheet as whoever has a link to it reads it: the diagnosis and the plan."""

from dataclasses import dataclass

from diagnosis.services.errors import NotThere
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.promotion.sheet_result import (
    SheetDiagnosis,
    SheetPlan,
    diagnose_at_hand,
    plan_at_hand,
)
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.transaction import Caller


@dataclass(frozen=True, slots=True)
class SharedResult:
    """What a link shows: the diagnosis of its sheet and the plan, each by its own content."""

    link: ResultLink
    at_hand: SheetDiagnosis
    planned: SheetPlan

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the diagnosis was withdrawn."""
        stored = self.at_hand.stored
        return stored is not None and stored.withdrawal is not None


def get_shared_result(
    using: Planning, estimator: Estimator | None, caller: Caller, link: ResultLink, link_id: str
) -> SharedResult:
    """Return the result that a link shows, as it stands now.

    Raises
    ------
    NotThere, ContentNotKept, FaultyInput
        When the link is another one, or its sheet is gone; as `diagnose_at_hand` does.

    """
    if link.id != link_id:
        raise NotThere
    sheet_id = link.assessment_id
    at_hand = diagnose_at_hand(using.contents, estimator, caller, sheet_id)
    return SharedResult(link, at_hand, plan_at_hand(using, caller, sheet_id))
