"""Plans as they are kept, for tests of the store and of what is said of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.project import Money
from diagnosis.domain.retrofit.plan.hints import (
    DearForTheFirm,
    LevelInReach,
    ShortOfPeople,
    SizeAssumed,
)
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.kept_plan import (
    KeptPhase,
    KeptPlan,
    KeptPoint,
    KeptProject,
    Minded,
    PlanPins,
    PlanTarget,
    Proof,
)
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.problem import Binding, Objective
from diagnosis.domain.retrofit.plan.reasons import (
    ChosenProject,
    LeftOutProject,
    LeftOutReason,
    RaisedItem,
)
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.reading import Reading

SOME = Money(1.0, 2.0, 4.0)
BEFORE = (Reading("gbt-39116-2020@1", None, None, (1, 1.25)), Reading("ai-readiness@1", 1, 1.5))
AFTER = (Reading("gbt-39116-2020@1", 2, 2.0), Reading("ai-readiness@1", 1, 1.5))


def a_planned_project(name: str, start: float, end: float, cost: Money) -> KeptProject:
    """Return a project of a plan, in it for no reason that is told."""
    why = ChosenProject(
        project=name, raises=(), requirements=(), goals=(), scenes=(), enables=(), wanted=False
    )
    return KeptProject(
        id=name,
        start_month=start,
        end_month=end,
        cost=cost,
        running=Money(),
        people_months=1.0,
        prior=0.4,
        why=why,
    )


def a_phase(
    number: int, projects: tuple[KeptProject, ...], readings: tuple[Reading, ...]
) -> KeptPhase:
    """Return a phase of a year."""
    return KeptPhase(
        number=number,
        start=12.0 * (number - 1),
        end=12.0 * number,
        budget_wan=None,
        cost=Money(),
        people_months=0.0,
        value=0.0,
        readings=readings,
        projects=projects,
    )


def a_kept_plan(**changes: Any) -> KeptPlan:
    """Return a plan with one project and something in every field."""
    why = ChosenProject(
        project="prj-mes",
        raises=(RaisedItem("planning-scheduling", None, 3, 0.25),),
        requirements=(LevelCondition(2, ConditionKind.DIMENSION, "production"),),
        goals=("delivery",),
        scenes=("production-management",),
        enables=("prj-aps",),
        wanted=True,
    )
    project = KeptProject(
        id="prj-mes",
        start_month=1.0,
        end_month=6.5,
        cost=SOME,
        running=SOME,
        people_months=3.5,
        prior=0.4,
        why=why,
    )
    phase = KeptPhase(
        number=1,
        start=0.0,
        end=12.0,
        budget_wan=None,
        cost=SOME,
        people_months=3.5,
        value=0.25,
        readings=AFTER,
        projects=(project,),
    )
    plan = KeptPlan(
        target=PlanTarget("gbt-39116-2020@1", 2, True),
        objective=Objective.REACH,
        budget_wan=120.0,
        binding=Binding.HIGH,
        size=SizeClass.SMALL,
        starts_on=date(2026, 12, 1),
        cost=SOME,
        running=SOME,
        running_in_plan=SOME,
        annual=SOME,
        people_months=3.5,
        value=0.25,
        expected=0.1,
        proof=Proof(
            gap=0.05, criterion=Criterion.COST, worth=2.0, bound=1.9, method="cuts", finished=True
        ),
        before=BEFORE,
        phases=(phase,),
        left_out=(
            LeftOutProject(
                project="prj-aps", reason=LeftOutReason.BUDGET, others=("prj-mes",), needs_wan=30.5
            ),
        ),
        infeasible=(
            Infeasible(
                wish=WishKind.TARGET,
                code=Obstacle.LEVEL,
                level=1,
                unreached=(LevelCondition(3, ConditionKind.TOTAL),),
            ),
        ),
        frontier=(KeptPoint(cost=SOME, value=0.25, level=2, months=6.5, projects=("prj-mes",)),),
        hints=(
            DearForTheFirm(120.0, 900.0),
            SizeAssumed(),
            ShortOfPeople(9.0, 3.0, 12.0),
            LevelInReach(2, 80.0),
        ),
        unscored=("planning-scheduling",),
        minded=Minded(("prj-erp",), ("prj-agv",), (), True),
        pins=PlanPins(
            form="full@1.0.0", standards=("ai-readiness@1",), code="0.1.0", content="0" * 64
        ),
    )
    return replace(plan, **changes)
