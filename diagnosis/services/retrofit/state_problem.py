"""The roadmap problem of one firm, stated from its sheet and the catalogue."""

from dataclasses import replace

from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.item import Positions
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.adoption import adoption_prior
from diagnosis.domain.retrofit.catalogue.project import Project, stand_ins
from diagnosis.domain.retrofit.plan.plan import Rescore
from diagnosis.domain.retrofit.plan.problem import Problem, ProjectOption, Unfit
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.yardstick import yardstick
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import RoadmapRequest

OWN_PEOPLE_SHARE = 0.02
OWN_PEOPLE = {
    SizeClass.MICRO: 1.0,
    SizeClass.SMALL: 1.5,
    SizeClass.MEDIUM: 6.0,
    SizeClass.LARGE: 20.0,
}
"""People (full-time) who can work on projects, ours: 2 % of the staff, at least one; by size
class where the headcount is not known. It spaces projects out, it never forbids one."""


def state_problem(
    content: Content, sheet: Sheet, request: RoadmapRequest, size: SizeClass
) -> Problem:
    """Return the problem of one firm: its positions, and what each project is to it."""
    ladders = content.scorers.encoder.ladders
    positions = {
        item: value
        for item, value in sheet.answers.items()
        if isinstance(value, float) and item in ladders
    }
    absent = frozenset(i for i, v in sheet.answers.items() if isinstance(v, NotApplicable))
    standard = next(one for one in content.standards if one.id == request.standard)
    scores = content.one_sheet.score(content.scorers.encode_one(sheet))
    options: dict[str, ProjectOption] = {}
    unfit: dict[str, Unfit] = {}
    for project in content.projects.values():
        found = _option(content, sheet, request, project, size, positions, absent)
        if isinstance(found, ProjectOption):
            options[project.id] = found
        else:
            unfit[project.id] = found
    staff = sheet.enterprise.employees
    return Problem(
        positions=positions,
        not_applicable=absent,
        projects=content.projects,
        alternatives=stand_ins(content.projects),
        options=options,
        unfit=unfit,
        yardstick=yardstick(content.scorers, standard, positions, scores),
        objective=request.objective,
        level=request.level,
        budget_wan=request.budget_wan,
        binding=request.binding,
        phases=request.phases,
        wishes=request.wishes,
        own_people=OWN_PEOPLE[size] if staff is None else max(1.0, OWN_PEOPLE_SHARE * staff),
    )


def _option(
    content: Content,
    sheet: Sheet,
    request: RoadmapRequest,
    project: Project,
    size: SizeClass,
    positions: Positions,
    absent: frozenset[str],
) -> ProjectOption | Unfit:
    cost, running = project.cost_wan.at(size), project.running_wan_per_year.at(size)
    people = project.people_months.by_size[size]
    if project.id in request.wishes.done:
        return Unfit.DONE
    if project.id in request.wishes.refused:
        return Unfit.REFUSED
    if cost is None or running is None or people is None:
        return Unfit.SIZE
    if not project.suits(sheet.enterprise.division):
        return Unfit.INDUSTRY
    if project.is_in_place(positions):
        return Unfit.IN_PLACE
    if all(one.item in absent for one in project.effects) or any(
        need.item in absent for need in project.needs.items
    ):
        return Unfit.NOT_APPLICABLE
    payback = project.payback_months
    prior = adoption_prior(payback.range.mid if payback else None, cost.mid, content.adoption)
    return ProjectOption(
        project=project,
        cost=cost,
        running=running,
        months=project.duration_months.range.mid,
        people_months=people,
        prior=prior,
    )


def judge_of(content: Content, sheet: Sheet) -> Rescore:
    """Return the scorer of a sheet with some positions raised; blank items stay blank."""

    def judge(positions: Positions) -> SheetScores:
        raised = {item: at for item, at in positions.items() if item in sheet.answers}
        return content.one_sheet.score(
            content.scorers.encode_one(replace(sheet, answers={**sheet.answers, **raised}))
        )

    return judge
