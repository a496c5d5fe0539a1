"""Find retrofit projects."""

from diagnosis.domain.retrofit.catalogue.project import (
    Project,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import Filters, mentions


def find_projects(content: Content, filters: Filters) -> list[Project]:
    """Return the projects that fit, by stage and id.

    A project without a list of industries suits them all; one without a cost for a size is not
    made for it.
    """
    return [project for project in content.projects.values() if _fits(project, filters)]


def _fits(project: Project, filters: Filters) -> bool:
    size = filters.size
    return (
        (filters.division is None or project.suits(filters.division))
        and (size is None or project.cost_wan.at(size) is not None)
        and (filters.scene is None or filters.scene in project.scenes)
        and (filters.stage is None or filters.stage is project.stage)
        and (filters.goal is None or filters.goal in project.goals)
        and (filters.measure is None or filters.measure in project.measures)
        and mentions(filters.text, project.name, project.what)
    )
