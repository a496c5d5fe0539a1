"""Whether enough was answered of a standard for a level to be told."""

from diagnosis.domain.retrofit.plan.hints import FewAnswered, NothingAnswered
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.domain.scoring.verdict import below_coverage
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.scoring.standards import find_standard


def few_answered(
    content: Content, standard_id: str, before: SheetScores
) -> FewAnswered | NothingAnswered | None:
    """Return how little of the target was answered, None where it carries a level."""
    standards = content.standards
    if standard_id == standards.points.id:
        return None if before.points.is_scored else NothingAnswered()
    coverages = {
        standards.staged.id: before.staged.coverage,
        standards.gated.id: before.gated.coverage,
    }
    coverage = coverages.get(standard_id, 1.0)
    if not coverage:
        return NothingAnswered()
    standard = find_standard(content, standard_id)
    too_few = below_coverage(coverage, standard.minimum_coverage)
    return None if too_few is None else FewAnswered(too_few.coverage, too_few.minimum)


def tells_level(
    content: Content, request: PlanRequest, standard: AnyStandard, scores: SheetScores
) -> bool:
    """Return whether a level counts: it was asked for, or enough was answered to tell one."""
    is_asked_for = request.level is not None or request.objective is Objective.LEVEL
    return is_asked_for or few_answered(content, standard.id, scores) is None
