"""`/v1/enterprises`: the sites that diagnoses are of."""

from typing import Any
from uuid import UUID

from flask import Response

from diagnosis.services.intake.enterprises import (
    change_enterprise,
    get_enterprise,
    list_enterprises,
    register_enterprise,
    show_enterprise,
    stored_enterprise,
)
from diagnosis.services.ports.store import Plain
from diagnosis.web import parameters as ask
from diagnosis.web.api.diagnoses import chosen
from diagnosis.web.contract import Resource, body, promise
from diagnosis.web.examples import ENTERPRISE, ENTERPRISE_CHANGE
from diagnosis.web.exchange import (
    answer,
    books,
    created,
    read_json,
    read_keyed,
    say,
    stored_page,
    wired,
)
from diagnosis.web.schemas.register import EnterpriseSchema
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.sheet import EnterpriseChangeSchema, EnterpriseFactsSchema

resource = Resource(
    "enterprises",
    __name__,
    url_prefix="/v1/enterprises",
    description="Enterprises, one for each credit code and site. 企业（按厂区）。",
)
FILTERS = (
    ask.text("credit_code", 18, "Unified social credit code. 统一社会信用代码。"),
    ask.text("site", 100, "The plant. 厂区。"),
    ask.text("division", 3, "GB/T 4754 division, C13 to C43. 行业大类。"),
    ask.text("city", 6, "GB/T 2260 code. 地市或区县。"),
    ask.choice("size_class", ("large", "medium", "small", "micro"), "Size class. 规模。"),
)


def _show(stored: Plain) -> dict[str, Any]:
    return show_enterprise(wired().content, stored, say())


@resource.at("", "POST")
@promise(
    201, EnterpriseSchema, takes_body=body(EnterpriseFactsSchema, firm=ENTERPRISE), keyed=True,
    tagged=True, refuses=(503,),
)  # fmt: skip
def create_enterprise() -> Response:
    """Register an enterprise's site. 登记企业。"""
    given, ticket = read_keyed()
    stored, replayed = register_enterprise(wired().content, books(), given, ticket)
    location = f"/v1/enterprises/{stored['id']}"
    return created(_show(stored), location, replayed=replayed, version=stored["version"])


@resource.at("")
@promise(200, page_of(EnterpriseSchema), takes=(*ask.STORED_PAGING, *FILTERS), refuses=(503,))
def list_registered_enterprises(limit: int, cursor: str | None, **filters: Any) -> Response:
    """List registered enterprises, newest first. 企业列表。"""
    found = list_enterprises(books(), chosen(filters), cursor, limit)
    return stored_page(found, lambda record: _show(stored_enterprise(record)))


@resource.at("/<uuid:enterprise_id>")
@promise(200, EnterpriseSchema, tagged=True, refuses=(404, 503))
def get_registered_enterprise(enterprise_id: UUID) -> Response:
    """Get a registered enterprise. 读取企业。"""
    record = get_enterprise(books(), str(enterprise_id))
    return answer(_show(stored_enterprise(record)), version=record.version)


@resource.at("/<uuid:enterprise_id>", "PATCH")
@promise(
    200, EnterpriseSchema, tagged=True, conditional=True, refuses=(404, 503),
    takes_body=body(EnterpriseChangeSchema, change=ENTERPRISE_CHANGE),
)  # fmt: skip
def change_registered_enterprise(enterprise_id: UUID) -> Response:
    """Change facts of an enterprise; null takes one away. 修改企业信息。"""
    given, version = read_json(), ask.wanted_version()
    after = change_enterprise(wired().content, books(), str(enterprise_id), given, version)
    return answer(_show(after), version=after["version"])
