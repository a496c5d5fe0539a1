"""A plan as support sees it: projects with days and costs, levels over time."""

from datetime import date

from diagnosis.domain.retrofit.catalogue.project import Money, MoneyRange
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan, KeptProject
from diagnosis.domain.retrofit.support.eligibility import LevelsAt
from diagnosis.domain.scoring.reading import Reading
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.planned_work import planned_work
from tests.builders import a_kept_plan, a_phase, a_planned_project

START = date(2026, 3, 1)


def a_project(name: str, start: float, end: float) -> KeptProject:
    """Return a project of a plan, 4 to 9 万元."""
    return a_planned_project(name, start, end, Money(4, 6, 9))


def a_plan(*phases: tuple[KeptProject, ...]) -> KeptPlan:
    """Return a plan whose nth phase leads to level n."""
    return a_kept_plan(
        before=(Reading("gbt-39116-2020@1", 0, 0.4), Reading("smart-factory-2025@1", None, None)),
        phases=tuple(
            a_phase(number, projects, (Reading("gbt-39116-2020@1", number, float(number)),))
            for number, projects in enumerate(phases, start=1)
        ),
    )


def test_projects_get_their_days(content: Content) -> None:
    plan = a_plan((a_project("prj-5s-visual", 0, 2.5),), (a_project("prj-eam-light", 6, 9),))
    first, second = planned_work(content, plan, START, FirmClaims()).projects
    assert (first.project, first.cost) == (content.projects["prj-5s-visual"], MoneyRange(4, 9))
    assert (first.start, first.end) == (START, date(2026, 5, 16))
    assert (second.start, second.end) == (date(2026, 9, 1), date(2026, 12, 1))


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
    assert [project.project.id for project in work.projects] == ["prj-5s-visual"]
    assert work.levels[-1].day == date(2026, 7, 1)


def test_planned_spending_is_what_the_firm_claims(content: Content) -> None:
    claims = FirmClaims(equipment_wan=300.0, interest_wan=12.5)
    work = planned_work(content, a_plan(), START, claims)
    assert (work.equipment_wan, work.interest_wan, work.projects) == (300.0, 12.5, ())
