"""`/v1/enterprises`: the sites that diagnoses are of."""

from uuid import UUID

from flask import Response

from diagnosis.present.intake.enterprise import show_enterprise
from diagnosis.present.say import Shown
from diagnosis.services.intake import enterprises
from diagnosis.services.ports.records import EnterpriseRecord
from diagnosis.services.ports.store import FilterValue
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import (
    CREATED_AFTER,
    MEMBERSHIP,
    NAME,
    PLACE,
    PLACE_DIGITS,
    where,
)
from diagnosis.web.entity_tags import wanted_versions
from diagnosis.web.exchange import (
    answer,
    caller,
    content,
    created,
    read_json,
    read_keyed,
    say,
    stored_page,
)
from diagnosis.web.openapi.examples import ENTERPRISE, ENTERPRISE_CHANGE
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.intake.register import EnterpriseSchema
from diagnosis.web.schemas.intake.sheet import EnterpriseChangeSchema, IdentifiedEnterpriseSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "enterprises",
    __name__,
    url_prefix="/v1/enterprises",
    description="Enterprises, one for each credit code and site. 企业（按厂区）。",
)
FILTERS = (
    query.text("credit_code", 18, "Unified social credit code. 统一社会信用代码。"),
    query.text("site", 100, "The plant. 厂区。"),
    query.text("division", 3, "GB/T 4754 division, C13 to C43. 行业大类。"),
    query.text("city", PLACE_DIGITS, PLACE),
    query.choice("size_class", tuple(closed_sets.SIZES), "Size class. 规模。"),
    *MEMBERSHIP,
    NAME,
    CREATED_AFTER,
)


def _show(record: EnterpriseRecord) -> Shown:
    return show_enterprise(content(), record, say())


@resource.view("", "POST")
@documented(
    201, EnterpriseSchema, keyed=True, tagged=True, refuses=(503,),
    takes_body=body(IdentifiedEnterpriseSchema, firm=ENTERPRISE),
)  # fmt: skip
def create_enterprise() -> Response:
    """Register an enterprise's site. 登记企业。

    A credit code and site can be registered once: 409 with the `Location` of the enterprise
    that has them.
    """
    body, key = read_keyed()
    record, replayed = enterprises.register_enterprise(content(), caller(), body, key)
    location = f"/v1/enterprises/{record.id}"
    return created(_show(record), location, replayed=replayed, version=record.version)


@resource.view("")
@documented(200, page_of(EnterpriseSchema), takes=(*query.STORED_PAGING, *FILTERS), refuses=(503,))
def list_enterprises(limit: int, cursor: str | None, **filters: FilterValue | None) -> Response:
    """List registered enterprises, newest first. 企业列表。

    Filters are joined by “and”.
    """
    page = enterprises.list_enterprises(caller(), where(filters), cursor, limit)
    return stored_page(page, _show)


@resource.view("/<uuid:enterprise_id>")
@documented(200, EnterpriseSchema, tagged=True, refuses=(404, 503))
def get_enterprise(enterprise_id: UUID) -> Response:
    """Get a registered enterprise. 读取企业。

    `ETag` names the version, for `If-Match` of the next change.
    """
    record = enterprises.get_enterprise(caller(), str(enterprise_id))
    return answer(_show(record), version=record.version)


@resource.view("/<uuid:enterprise_id>", "PATCH")
@documented(
    200, EnterpriseSchema, tagged=True, conditional=True, refuses=(404, 503),
    takes_body=body(EnterpriseChangeSchema, change=ENTERPRISE_CHANGE),
)  # fmt: skip
def change_enterprise(enterprise_id: UUID) -> Response:
    """Change facts of an enterprise; null takes one away. 修改企业信息。

    What is not sent stays; credit code and site cannot change. Needs `If-Match`.
    """
    body, versions = read_json(), wanted_versions()
    after = enterprises.change_enterprise(content(), caller(), str(enterprise_id), body, versions)
    return answer(_show(after), version=after.version)


@resource.view("/<uuid:enterprise_id>", "DELETE")
@documented(204, None, conditional=True, refuses=(404,))
def delete_enterprise(enterprise_id: UUID) -> Response:
    """Delete a firm with all that is kept of it, for good. 删除企业全部数据。

    Sheets, diagnoses, plans, notes, grants, consents and answers to earlier requests go with it;
    nobody reads them any more, and no backup brings them back. Its id stays in the audit. Take
    the export first. Needs `If-Match`.
    """
    enterprises.delete_enterprise(caller(), str(enterprise_id), wanted_versions())
    return Response(status=204)
