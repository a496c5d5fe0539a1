"""What a firm should know beside its roadmap: money, people, a level within reach."""

from dataclasses import replace

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.plan import PlanOutcome
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.domain.text import Text
from diagnosis.services.ports.solver import RoadmapSolver
from diagnosis.services.read.plan_request import RoadmapRequest

REVENUE_SHARE = 0.05
"""Beyond this share of a year's revenue a budget is warned about."""


def warnings(
    sheet: Sheet, request: RoadmapRequest, outcome: PlanOutcome, *, size_known: bool
) -> list[Text]:
    """Return what a firm is warned about; none of it forbids the plan."""
    found = []
    revenue = sheet.enterprise.revenue_wan
    money = outcome.cost.mid if request.budget_wan is None else request.budget_wan
    if revenue is not None and money > REVENUE_SHARE * revenue:
        share = f"{money / revenue * 100:.0f}" if revenue else "∞"
        found.append(
            Text(
                f"{money:g} 万元超过一年营收的 {REVENUE_SHARE:.0%}（约占 {share}%），请量力而行。",
                f"{money:g} 万元 is more than {REVENUE_SHARE:.0%} of a year's revenue "
                f"(about {share} %): spend within your means.",
            )
        )
    if not size_known:
        found.append(
            Text(
                "人数或营收未填，按小型企业估算费用。",
                "Headcount or revenue is missing: costs are those of a small firm.",
            )
        )
    return found


def hints(solver: RoadmapSolver, problem: Problem, outcome: PlanOutcome) -> list[Text]:
    """Return what a firm would want to know beside the plan: people, and a level in reach."""
    found = []
    carried = problem.own_people * problem.horizon_months
    if outcome.people_months > carried:
        asked, own = f"{outcome.people_months:.0f}", f"{carried:.0f}"
        months = f"{problem.horizon_months:g}"
        found.append(
            Text(
                f"计划要企业自己投入约 {asked} 个人月，按人数估计"
                f"{months} 个月内约有 {own} 个：请减项、延期或借外力。",
                f"The plan takes about {asked} people-months of the firm's own staff; about "
                f"{own} can be expected in {months} months: do less, take longer or get help.",
            )
        )
    level = problem.yardstick.level_after(problem.reached(outcome.plan.projects)) + 1
    if problem.objective is Objective.GAIN and level <= problem.yardstick.top and outcome.value:
        aim = replace(problem, objective=Objective.REACH, level=level)
        other = solver.plan(aim, bounded=False)
        if other.plan is not None and level <= aim.yardstick.level_after(
            aim.reached(other.plan.projects)
        ):
            cost = f"{other.worth:.1f}"
            found.append(
                Text(
                    f"同样的预算也够达到 {level} 级（{cost} 万元）："
                    "把目标定为该级即可，均分提高会少一些。",
                    f"The budget also reaches level {level} ({cost} 万元): make that the target; "
                    "the mean then rises by less.",
                )
            )
    return found
