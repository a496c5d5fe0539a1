"""What a plan goes by beside the answers: size, headcount, trade, and the standard that pays."""

from dataclasses import dataclass

from diagnosis.domain.intake.enterprise import SizeClass, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy, Trade
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest

USUAL_HEADCOUNT = 60
"""The firm that is planned for where the headcount is not known."""


@dataclass(frozen=True, slots=True)
class PlannedFor:
    """What a plan goes by beside the answers: size, headcount and trade; each may be assumed.

    `size_known` and `headcount` (None: not known) say what was given.
    """

    size: SizeClass
    size_known: bool
    headcount: int | None
    trade: Trade
    matched_by: MatchedBy

    @property
    def people(self) -> int:
        """Return the headcount that costs are taken with."""
        return self.headcount or USUAL_HEADCOUNT


def planned_for(content: Content, sheet: Sheet) -> PlannedFor:
    """Return what a plan goes by beside the answers."""
    firm = sheet.enterprise
    known = size_class(firm.employees, firm.revenue_wan, content.codes.sizes)
    match = content.trades.match(firm.industry, sheet.production_type)
    assert match is not None  # every production type has a generic trade
    size = known or SizeClass.SMALL
    return PlannedFor(size, known is not None, firm.employees, match.trade, match.by)


def yearly_budget(sheet: Sheet, request: PlanRequest) -> float | None:
    """Return what the firm would spend in a year, where its budget comes from that, 万元.

    A budget that the caller names stands in its place.
    """
    raw = request.raw if isinstance(request.raw, dict) else {}
    is_named = request.budget_wan is None or raw.get("budget_wan") is not None
    return None if is_named else sheet.business.yearly_budget_wan


def yearly_pace(sheet: Sheet, request: PlanRequest) -> float | None:
    """Return what the firm would spend in a year, 万元, whoever named the budget.

    None where it told nothing, without a budget, and where the caller limits phases.
    """
    limited = any(phase.budget_wan is not None for phase in request.phases)
    if request.budget_wan is None or limited:
        return None
    return sheet.business.yearly_budget_wan


def paying_standard(content: Content, facts: PlannedFor, scores: SheetScores) -> AnyStandard:
    """Return the standard whose next level pays: for small and medium firms the SME index.

    From its level 3 on, for large firms, and where nothing of the index was answered, it is the
    maturity model.
    """
    standards = content.standards
    points = scores.points
    is_small = facts.size is not SizeClass.LARGE
    if is_small and points.is_scored and points.level[0] < standards.points.levels[-2].level:
        return standards.points
    return standards.staged
