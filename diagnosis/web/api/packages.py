"""`/v1/packages`: what one signs one contract for."""

from flask import Response

from diagnosis.present.catalogue.package import show_package, show_package_row
from diagnosis.services.catalogue.packages import costs_of, find_packages, trade_for_costs
from diagnosis.services.errors import NotThere
from diagnosis.services.read.filters import PACKAGE_FILTERS
from diagnosis.services.transaction import require
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import filter_parameter, filter_parameters, wanted_filters
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.package import PackageRowSchema, PackageSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "packages",
    __name__,
    url_prefix="/v1/packages",
    description="Packages: what one signs a contract for, what it costs and changes. 改造包。",
)
_EMPLOYEES = query.whole(
    "employees", 1, 100_000, "People employed: what it costs such a firm. 员工人数。"
)


@resource.view("")
@documented(
    200,
    page_of(PackageRowSchema),
    takes=(*filter_parameters(PACKAGE_FILTERS), _EMPLOYEES),
    tagged_by=TaggedBy.CONTENT,
)
def list_packages(
    limit: int, cursor: str | None, employees: int | None, **filters: str | None
) -> Response:
    """List packages that fit, by area. 改造包列表。

    Those with `text` in their name come first. Filters are joined by “and”. `trade` keeps what
    firms of the trade are offered and takes costs with its counts; `employees` keeps what is
    made for so many people. Without it costs are those of 25, 60 and 250.
    """
    wanted = wanted_filters(filters, PACKAGE_FILTERS)
    known = content()
    rows = []
    for package in find_packages(known, wanted, employees):
        trade = trade_for_costs(known, package, wanted.trade)
        costs = costs_of(known, package, trade, employees)
        rows.append(show_package_row(known, package, costs, say()))
    return content_page(rows, limit, cursor)


@resource.view("/<package>")
@documented(
    200,
    PackageSchema,
    takes=(filter_parameter("trade"), _EMPLOYEES),
    refuses=(404,),
    tagged_by=TaggedBy.CONTENT,
)
def get_package(package: str, employees: int | None, **filters: str | None) -> Response:
    """Get a package: first step, needs, effects, cost functions, what it brings. 读取改造包。

    Every number has a mark that says where it comes from; prices are estimates, no quotes. With
    `trade` a package for every trade costs what the counts of that trade make of it.
    """
    known = content()
    if package in known.earlier and package not in known.packages:
        raise NotThere(f"/v1/packages/{known.earlier[package].package}")
    chosen = require(known.packages.get(package))
    wanted = wanted_filters(filters, ("trade",))
    costs = costs_of(known, chosen, trade_for_costs(known, chosen, wanted.trade), employees)
    return answer(show_package(known, chosen, costs, say()))
