"""A plan as support sees it: packages with days and costs, levels over time."""

from datetime import date

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.retrofit.support.eligibility import LevelsAt
from diagnosis.domain.scoring.reading import Reading
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.planned_work import planned_packages, planned_work
from tests.builders import a_kept_plan, a_phase, a_planned_package

START = date(2026, 3, 1)
NO = FirmClaims()


def a_project(name: str, start: float, end: float) -> KeptPackage:
    """Return a project of a plan, 4 to 9 万元."""
    return a_planned_package(name, start, end, Money(4, 6, 9))


def a_plan(*phases: tuple[KeptPackage, ...]) -> KeptPlan:
    """Return a plan whose nth phase leads to level n."""
    return a_kept_plan(
        before=(Reading("gbt-39116-2020@1", 0, 0.4), Reading("smart-factory-2025@1", None, None)),
        phases=tuple(
            a_phase(number, projects, (Reading("gbt-39116-2020@1", number, float(number)),))
            for number, projects in enumerate(phases, start=1)
        ),
    )


def test_packages_get_their_days(content: Content) -> None:
    plan = a_plan((a_project("pkg-changeover", 0, 2.5),), (a_project("prj-eam-light", 6, 9),))
    first, second = planned_work(content, plan, START, FirmClaims()).packages
    assert (first.package, first.build) == (content.packages["pkg-changeover"], Money(4, 6, 9))
    assert second.package is content.packages["pkg-maintenance"]
    assert (first.start, first.end) == (START, date(2026, 5, 16))
    assert (second.start, second.end) == (date(2026, 9, 1), date(2026, 12, 1))


def test_earlier_projects_of_a_package_are_that_package(content: Content) -> None:
    """A package and two steps of it: costs add up, from the first start to the last end."""
    steps = (a_project("prj-lean", 3, 5), a_project("prj-5s-visual", 1, 2))
    work = planned_work(content, a_plan(steps, (a_project("pkg-changeover", 6, 9),)), START, NO)
    (package,) = work.packages
    assert (package.package.id, package.build) == ("pkg-changeover", Money(12, 18, 27))
    assert (package.start, package.end) == (date(2026, 4, 1), date(2026, 12, 1))
    assert planned_packages(content, a_plan(steps)) == (package.package,)


def test_a_phases_levels_hold_once_its_last_project_ends(content: Content) -> None:
    early, late = a_project("prj-5s-visual", 0, 2), a_project("prj-eam-light", 1, 5)
    work = planned_work(content, a_plan((late, early), (), ()), START, FirmClaims())
    assert work.levels == (
        LevelsAt(START, {"gbt-39116-2020": 0}),
        LevelsAt(date(2026, 8, 1), {"gbt-39116-2020": 1}),
    )


def test_a_project_that_the_catalogue_lost_still_takes_its_time(content: Content) -> None:
    kept, lost = a_project("prj-5s-visual", 0, 2), a_project("prj-gone", 0, 4)
    work = planned_work(content, a_plan((kept, lost)), START, FirmClaims())
    assert [each.package.id for each in work.packages] == ["pkg-changeover"]
    assert work.levels[-1].day == date(2026, 7, 1)


def test_planned_spending_is_what_the_firm_claims(content: Content) -> None:
    claims = FirmClaims(equipment_wan=300.0, interest_wan=12.5)
    work = planned_work(content, a_plan(), START, claims)
    assert (work.equipment_wan, work.interest_wan, work.packages) == (300.0, 12.5, ())
