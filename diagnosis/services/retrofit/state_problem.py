"""The problem of one firm that a solver is given, stated from its sheet and the catalogue."""

from dataclasses import dataclass, replace

from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.item import Positions
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.adoption import adoption_prior
from diagnosis.domain.retrofit.catalogue.project import Project, stand_ins
from diagnosis.domain.retrofit.plan.plan import Rescore
from diagnosis.domain.retrofit.plan.problem import Problem, ProjectOption, Unfit, Wishes
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.yardstick import yardstick
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.scoring.standards import find_standard

OWN_PEOPLE_SHARE = 0.02
OWN_PEOPLE = {
    SizeClass.MICRO: 1.0,
    SizeClass.SMALL: 1.5,
    SizeClass.MEDIUM: 6.0,
    SizeClass.LARGE: 20.0,
}
"""People (full-time) who can work on projects, ours: 2 % of the staff, at least one; by size
class where the headcount is not known. It spaces projects out, it never forbids one."""


@dataclass(frozen=True, slots=True)
class _Firm:
    """The firm as the catalogue meets it; `absent` are the items that do not apply to it."""

    size: SizeClass
    division: str | None
    positions: Positions
    absent: frozenset[str]


def state_problem(
    content: Content, sheet: Sheet, request: PlanRequest, size: SizeClass
) -> Problem:
    """Return the problem of one firm: its positions, and what each project is to it."""
    ladders = content.scorers.encoder.ladders
    positions = {
        item: value
        for item, value in sheet.answers.items()
        if isinstance(value, float) and item in ladders
    }
    absent = frozenset(i for i, v in sheet.answers.items() if isinstance(v, NotApplicable))
    standard = find_standard(content, request.standard)
    scores = content.one_sheet.score(content.scorers.encode_sheet(sheet))
    firm = _Firm(size, sheet.enterprise.division, positions, absent)
    options: dict[str, ProjectOption] = {}
    unfit: dict[str, Unfit] = {}
    for project in content.projects.values():
        option = _option(content, request.wishes, firm, project)
        if isinstance(option, ProjectOption):
            options[project.id] = option
        else:
            unfit[project.id] = option
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
    content: Content, wishes: Wishes, firm: _Firm, project: Project
) -> ProjectOption | Unfit:
    """Return a project as the firm would meet it, or why it is not for the firm."""
    cost = project.cost_wan.at(firm.size)
    running = project.running_wan_per_year.at(firm.size)
    people = project.people_months.by_size[firm.size]
    if project.id in wishes.done:
        return Unfit.DONE
    if project.id in wishes.refused:
        return Unfit.REFUSED
    if cost is None or running is None or people is None:
        return Unfit.SIZE
    if not project.suits(firm.division):
        return Unfit.INDUSTRY
    if project.is_in_place(firm.positions):
        return Unfit.IN_PLACE
    if _does_not_apply(firm, project):
        return Unfit.NOT_APPLICABLE
    payback = project.payback_months
    return ProjectOption(
        project=project,
        cost=cost,
        running=running,
        months=project.duration_months.range.mid,
        people_months=people,
        prior=adoption_prior(payback.range.mid if payback else None, cost.mid, content.adoption),
    )


def _does_not_apply(firm: _Firm, project: Project) -> bool:
    """Return whether nothing that a project raises, or something that it needs, applies."""
    return all(effect.item in firm.absent for effect in project.effects) or any(
        need.item in firm.absent for need in project.needs.items
    )


def judge_of(content: Content, sheet: Sheet) -> Rescore:
    """Return the scorer of a sheet with some positions raised; blank items stay blank."""

    def judge(positions: Positions) -> SheetScores:
        raised = {item: at for item, at in positions.items() if item in sheet.answers}
        return content.one_sheet.score(
            content.scorers.encode_sheet(replace(sheet, answers={**sheet.answers, **raised}))
        )

    return judge
