"""Retrofit projects as JSON values: as lists show them, and in full."""

from diagnosis.domain.intake.item import Item
from diagnosis.domain.retrofit.catalogue.adoption import project_prior
from diagnosis.domain.retrofit.catalogue.project import (
    SIZES,
    Benefit,
    Cost,
    MarkedRange,
    Project,
    stand_ins,
)
from diagnosis.present import names, numbers
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.say import Say, Shown, named
from diagnosis.services.ports.content import Content


def show_project_row(content: Content, project: Project, say: Say) -> Shown:
    """Return a project as a list shows it."""
    return {
        "id": project.id,
        "stage": str(project.stage),
        "stage_name": say(names.STAGES[project.stage]),
        "name": say(project.name),
        "what": say(project.what),
        "effects": _effects(content, project, say),
        "cost_wan": show_cost(project.cost_wan, say),
        "duration_months": show_months(project.duration_months, say),
        "payback_months": project.payback_months and show_months(project.payback_months, say),
        "payback_reason": project.payback_reason and say(project.payback_reason),
        "goals": [{"id": str(goal), "name": say(names.GOALS[goal])} for goal in project.goals],
        "industries": _industries(content, project, say),
        "scenes": named(content.scenes, project.scenes, say),
        "sources": show_sources(content, cited(project.sources, project.marks), say),
    }


def show_project(content: Content, project: Project, say: Say) -> Shown:
    """Return a project in full: needs, costs, effort, benefits, adoption prior, links."""
    projects = names.names_of_projects(content)
    shown = show_project_row(content, project, say)
    shown.update(
        {
            "done_when": say(project.done_when),
            "note": project.note and say(project.note),
            "needs": _needs(content, project, say),
            "stands_in_for": named(projects, project.stands_in_for, say),
            "excludes": named(projects, project.excludes, say),
            "running_wan_per_year": show_cost(project.running_wan_per_year, say),
            "people_months": {
                **{
                    str(size): numbers.months(project.people_months.by_size[size])
                    for size in SIZES
                },
                "mark": show_mark(project.people_months.mark, say),
            },
            "benefits": [show_benefit(benefit, say) for benefit in project.benefits],
            "adoption_prior": _adoption(content, project, say),
            "measures": named(names.names_of_measures(content), project.measures, say),
            "support": [
                {"id": instrument.id, "name": say(instrument.name)}
                for instrument in content.instruments.values()
                if instrument.pays_for(project)
            ],
            "cases": [
                {"id": case.id, "company": say(case.company), "unconfirmed": case.is_unconfirmed}
                for case in content.cases.values()
                if project.id in case.projects
            ],
        }
    )
    return shown


def show_cost(cost: Cost, say: Say) -> Shown:
    """Return a cost by size class, with its mark."""
    ranges = {str(size): cost.by_size[size] for size in SIZES}
    by_size = {size: ends and numbers.wan_ends(ends) for size, ends in ranges.items()}
    return {**by_size, "mark": show_mark(cost.mark, say)}


def show_months(value: MarkedRange, say: Say) -> Shown:
    """Return a time as a range of months, with its mark."""
    return {
        "low": numbers.months(value.range.low),
        "high": numbers.months(value.range.high),
        "mark": show_mark(value.mark, say),
    }


def show_benefit(benefit: Benefit, say: Say) -> Shown:
    """Return what gets better, as a range in its unit, with its mark."""
    return {
        "name": say(benefit.name),
        "low": numbers.score(benefit.range.low),
        "high": numbers.score(benefit.range.high),
        "unit": benefit.unit,
        "unit_name": say(names.UNITS[benefit.unit]),
        "direction": benefit.direction,
        "mark": show_mark(benefit.mark, say),
    }


def show_practice(item: Item, position: int, say: Say) -> Shown:
    """Return an item and what a position of it looks like."""
    return {
        "name": say(item.name),
        "text": say(item.text),
        "practice": say(item.positions[position]),
        "ours": item.is_ours(position),
    }


def _effects(content: Content, project: Project, say: Say) -> list[Shown]:
    return [
        {
            "item": effect.item,
            "to": effect.to,
            **show_practice(content.bank[effect.item], effect.to, say),
        }
        for effect in project.effects
    ]


def _needs(content: Content, project: Project, say: Say) -> Shown:
    alternatives = stand_ins(content.projects)
    return {
        "projects": [
            {
                "id": needed,
                "name": say(content.projects[needed].name),
                "or_instead": [
                    {"id": other, "name": say(content.projects[other].name)}
                    for other in alternatives[needed][1:]
                ],
            }
            for needed in project.needs.projects
        ],
        "items": [
            {
                "item": need.item,
                "at_least": need.at_least,
                **show_practice(content.bank[need.item], need.at_least, say),
            }
            for need in project.needs.items
        ],
    }


def _industries(content: Content, project: Project, say: Say) -> object:
    if project.industries is None:
        return "all"
    return named(content.codes.industry_names, project.industries, say)


def _adoption(content: Content, project: Project, say: Say) -> Shown:
    return {
        **{
            str(size): numbers.share(project_prior(project, size, content.adoption))
            for size in SIZES
        },
        "note": say(content.adoption.note),
        "mark": show_mark(content.adoption.mark, say),
    }
