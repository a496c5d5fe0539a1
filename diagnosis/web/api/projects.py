"""`/v1/projects`: where earlier retrofit projects are now."""

from flask import Response

from diagnosis.services.errors import NotThere
from diagnosis.services.transaction import require
from diagnosis.web.exchange import content, moved
from diagnosis.web.openapi.operation import Resource, documented

resource = Resource(
    "projects",
    __name__,
    url_prefix="/v1/projects",
    description="Earlier retrofit projects: packages took them over. 旧改造项目。",
)


@resource.view("")
@documented(301, None)
def list_earlier_projects() -> Response:
    """Go to the packages: there are no projects any more. 改造项目已并入改造包。

    `earlier` of a package names the projects that it took over.
    """
    return moved("/v1/packages")


@resource.view("/<project>")
@documented(301, None, refuses=(404,))
def get_earlier_project(project: str) -> Response:
    """Go to the package that took an earlier project over. 旧项目所在的改造包。

    The project may be the package itself, a part of it, or a mere step.
    """
    if project in content().packages:
        raise NotThere(f"/v1/packages/{project}")
    taken = require(content().earlier.get(project))
    return moved(f"/v1/packages/{taken.package}")
