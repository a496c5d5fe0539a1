"""`/v1/projects`: what a plant can do."""

from flask import Response

from diagnosis.present.catalogue.project import show_project, show_project_row
from diagnosis.services.catalogue.projects import find_projects
from diagnosis.services.read.filters import PROJECT_FILTERS
from diagnosis.services.transaction import require
from diagnosis.web.api.filters import filter_parameters, wanted_filters
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.project import ProjectRowSchema, ProjectSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "projects",
    __name__,
    url_prefix="/v1/projects",
    description="Retrofit projects: what they raise, need and cost. 改造项目。",
)


@resource.view("")
@documented(
    200,
    page_of(ProjectRowSchema),
    takes=filter_parameters(PROJECT_FILTERS),
    tagged_by=TaggedBy.CONTENT,
)
def list_projects(limit: int, cursor: str | None, **filters: str | None) -> Response:
    """List retrofit projects that fit, by stage. 改造项目列表。

    Filters are joined by “and”. Costs are ranges in 万元 by size class.
    """
    projects = find_projects(content(), wanted_filters(filters, PROJECT_FILTERS))
    rows = [show_project_row(content(), project, say()) for project in projects]
    return content_page(rows, limit, cursor)


@resource.view("/<project>")
@documented(200, ProjectSchema, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_project(project: str) -> Response:
    """Get a project: needs, cost, effort, benefits, links. 读取改造项目。

    Every number has a mark that says where it comes from.
    """
    known = require(content().projects.get(project))
    return answer(show_project(content(), known, say()))
