"""Plans as they are kept, for tests of the store and of what is said of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.account import YearAccount
from diagnosis.domain.retrofit.plan.first_ai import FirstAi, LackingItem
from diagnosis.domain.retrofit.plan.hints import (
    BudgetFromYearly,
    CarriesMoreFrom,
    CheaperPlan,
    DearForTheFirm,
    FewAnswered,
    LevelThere,
    NothingAffordable,
    SizeAssumed,
    SpineShort,
    WishUnserved,
    WishWaits,
)
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.kept_plan import (
    KeptPackage,
    KeptPhase,
    KeptPlan,
    KeptPoint,
    Minded,
    PlannedFirm,
    PlanPins,
    PlanTarget,
    Proof,
)
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.problem import Binding, BudgetCovers, Objective
from diagnosis.domain.retrofit.plan.reasons import (
    ChosenPackage,
    LeftOutReason,
    NearlyChosen,
)
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import RaisedItem
from diagnosis.domain.scoring.reading import Reading

SOME = Money(1.0, 2.0, 4.0)
BEFORE = (Reading("miit-sme-2024@1", 1, 25.0), Reading("ai-readiness@1", None, None, (1, 1.5)))
AFTER = (Reading("miit-sme-2024@1", 3, 62.5), Reading("ai-readiness@1", None, None, (1, 1.5)))
SCENES = LevelCondition(2, ConditionKind.SCENES)


def a_planned_package(
    name: str, start: float, end: float, build: Money, **changes: Any
) -> KeptPackage:
    """Return a package of a plan, in it for no reason that is told, with some changes."""
    package = KeptPackage(
        id=name,
        start_month=start,
        end_month=end,
        build=build,
        run=Money(),
        people_months=1.0,
        why=ChosenPackage(),
    )
    return replace(package, **changes)


def a_phase(
    number: int, packages: tuple[KeptPackage, ...], readings: tuple[Reading, ...]
) -> KeptPhase:
    """Return a phase of a year."""
    return KeptPhase(
        number=number,
        start=12.0 * (number - 1),
        end=12.0 * number,
        budget_wan=None,
        readings=readings,
        packages=packages,
    )


def a_kept_plan(**changes: Any) -> KeptPlan:
    """Return the plan of a mould shop with something in every field; it promises level 2."""
    why = ChosenPackage(
        raises=(RaisedItem("production-control", 0.5, 2, 12),),
        comes_to={"production-control": 2},
        spine_step=1,
        conditions=(SCENES,),
        serves=("late-delivery", "scene:progress-tracking"),
        enables=("pkg-mould-hours",),
        wanted=True,
    )
    reporting = a_planned_package(
        "pkg-work-reporting", 0.0, 1.5, Money(2.0, 6.0, 12.0),
        run=Money(0.6, 1.8, 3.6), people_months=1.234, why=why,
    )  # fmt: skip
    hours = a_planned_package(
        "pkg-mould-hours", 12.0, 14.0, Money(0.5, 1.0, 2.0), why=ChosenPackage()
    )
    plan = KeptPlan(
        target=PlanTarget("miit-sme-2024@1", 2, True),
        objective=Objective.BALANCED,
        budget_wan=40.0,
        covers=BudgetCovers.TOTAL,
        binding=Binding.MID,
        firm=PlannedFirm(SizeClass.SMALL, 60, "trade-moulds-machining", "class"),
        starts_on=date(2026, 12, 1),
        wishes=("late-delivery", "scene:progress-tracking"),
        build=Money(2.5, 7.0, 14.0),
        run=Money(0.6, 1.8, 3.6),
        total=Money(4.3, 12.4, 24.8),
        account=(
            YearAccount(1, Money(2.0, 6.0, 12.0), Money(0.52, 1.58, 3.15)),
            YearAccount(2, Money(0.5, 1.0, 2.0), Money(0.6, 1.8, 3.6)),
        ),
        people_months=2.234,
        worth=0.5,
        proof=Proof(gap=0.05, criterion=Criterion.WORTH, value=0.95, bound=1.0, repaired=True),
        before=BEFORE,
        caps={"miit-sme-2024": 2},
        phases=(
            a_phase(1, (reporting,), AFTER),
            a_phase(2, (hours,), AFTER),
            a_phase(3, (), AFTER),
        ),
        first_ai=FirstAi(
            package="pkg-quote-assistant",
            lacking_packages=("pkg-ai-start",),
            lacking_items=(LackingItem("sales-management", 1.0, 2),),
        ),
        nearly=(
            NearlyChosen(
                package="pkg-machine-counter",
                with_needs=("pkg-network",),
                cost_wan=30.5,
                reason=LeftOutReason.BUDGET,
            ),
        ),
        left_out={"budget": ("pkg-machine-counter",), "not-for-trade": ("pkg-agv", "pkg-boards")},
        infeasible=(
            Infeasible(
                wish=WishKind.TARGET,
                code=Obstacle.LEVEL,
                aimed=3,
                level=2,
                unreached=(LevelCondition(3, ConditionKind.POINTS),),
            ),
        ),
        curve=(
            KeptPoint(
                budget_wan=20.0, cost=SOME, level=1, months=1.5, packages=("pkg-work-reporting",)
            ),
        ),
        hints=(
            DearForTheFirm(120.0, 900.0, 1),
            SizeAssumed(60),
            BudgetFromYearly(30.0),
            CheaperPlan(2, 10.004, 1),
            SpineShort(("pkg-orders-stock",)),
            WishWaits(1, 3),
            WishUnserved(("energy", "scene:progress-tracking"), False),
            CarriesMoreFrom(2, 10, 3),
            FewAnswered(0.7, 0.8),
            NothingAffordable(3.004),
            LevelThere(1),
        ),
        unscored=("planning-scheduling",),
        minded=Minded(("pkg-erp",), ("pkg-agv",), (), True),
        pins=PlanPins(
            form="full@1.0.0", standards=("ai-readiness@1",), code="0.1.0", content="0" * 64
        ),
    )
    return replace(plan, **changes)
