"""A plan as support sees it: projects with days, levels over time."""

from datetime import date

from diagnosis.domain.retrofit.catalogue.project import MoneyRange
from diagnosis.domain.retrofit.plan.days import after_months as after_months
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.support.eligibility import LevelsAt, PlannedProject, PlannedWork
from diagnosis.domain.scoring.reading import levels_by_standard
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims


def planned_work(
    content: Content, plan: KeptPlan, starts_on: date, claims: FirmClaims
) -> PlannedWork:
    """Return a plan that starts on a day as support sees it.

    Projects that the catalogue no longer has are left out. A phase's levels hold from the day on
    which the last of its projects ends.
    """
    planned, levels = [], [LevelsAt(starts_on, levels_by_standard(plan.before))]
    last = 0.0
    for phase in plan.phases:
        for project in phase.projects:
            last = max(last, project.end_month)
            known = content.projects.get(project.id)
            if known is not None:
                start = after_months(starts_on, project.start_month)
                end = after_months(starts_on, project.end_month)
                cost = MoneyRange(project.cost.low, project.cost.high)
                planned.append(PlannedProject(known, cost, start, end))
        if phase.projects:
            day = after_months(starts_on, last)
            levels.append(LevelsAt(day, levels_by_standard(phase.readings)))
    return PlannedWork(tuple(planned), tuple(levels), claims.equipment_wan, claims.interest_wan)
