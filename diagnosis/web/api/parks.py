"""`/v1/parks`: the parks that firms lie in."""

from uuid import UUID

from flask import Response

from diagnosis.present.intake.register import show_park
from diagnosis.services.intake.registers import (
    add_to_register,
    change_in_register,
    get_from_register,
    list_register,
    remove_from_register,
    set_membership,
)
from diagnosis.services.ports.records import Register
from diagnosis.web import parameters as query
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
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.intake.register import ParkRequestSchema, ParkSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "parks",
    __name__,
    url_prefix="/v1/parks",
    description="Parks; firms that state exactly the name belong to one. 园区。",
)


@resource.view("", "POST")
@documented(
    201, ParkSchema, keyed=True, refuses=(503,),
    takes_body=body(ParkRequestSchema, park={"name": "松山湖高新区", "city": "441900"}),
)  # fmt: skip
def create_park() -> Response:
    """Register a park; firms whose facts state exactly its name belong to it. 登记园区。

    A name can be registered once: 409 with the `Location` of the park that has it.
    """
    raw, key = read_keyed()
    entry_id, replayed = add_to_register(content(), caller(), Register.PARK, raw, key)
    entry = get_from_register(caller(), Register.PARK, entry_id)
    return created(show_park(content(), entry, say()), f"/v1/parks/{entry_id}", replayed=replayed)


@resource.view("")
@documented(200, page_of(ParkSchema), takes=query.STORED_PAGING, refuses=(503,))
def list_parks(limit: int, cursor: str | None) -> Response:
    """List registered parks, newest first. 园区列表。

    Firms of a park are listed by `/v1/enterprises?park=`.
    """
    return stored_page(
        list_register(caller(), Register.PARK, cursor, limit),
        lambda entry: show_park(content(), entry, say()),
    )


@resource.view("/<uuid:park_id>")
@documented(200, ParkSchema, refuses=(404, 503))
def get_park(park_id: UUID) -> Response:
    """Get a registered park. 读取园区。

    Firms of the park are listed by `/v1/enterprises?park=`.
    """
    return answer(
        show_park(content(), get_from_register(caller(), Register.PARK, str(park_id)), say())
    )


@resource.view("/<uuid:park_id>", "PUT")
@documented(
    200,
    ParkSchema,
    refuses=(404, 409, 503),
    takes_body=body(ParkRequestSchema, park={"name": "松山湖高新区", "city": "441900119"}),
)
def change_park(park_id: UUID) -> Response:
    """Give a park another name or place; its members stay. 修改园区名称或所在地。

    Firms whose facts state exactly the new name join it.
    """
    entry = change_in_register(content(), caller(), Register.PARK, str(park_id), read_json())
    return answer(show_park(content(), entry, say()))


@resource.view("/<uuid:park_id>", "DELETE")
@documented(204, None, refuses=(404, 409, 503))
def delete_park(park_id: UUID) -> Response:
    """Remove a park that no firm belongs to. 删除没有企业的园区。

    409 while a firm belongs to it; `Location` lists them.
    """
    remove_from_register(caller(), Register.PARK, str(park_id))
    return Response(status=204)


@resource.view("/<uuid:park_id>/enterprises/<uuid:enterprise_id>", "PUT")
@documented(204, None, refuses=(404, 503))
def add_enterprise_to_park(park_id: UUID, enterprise_id: UUID) -> Response:
    """Put a firm into a park, whatever its facts state. 把企业归入园区。

    It stays there until it is taken out, or its facts state another registered park.
    """
    set_membership(caller(), Register.PARK, str(park_id), str(enterprise_id), belongs=True)
    return Response(status=204)


@resource.view("/<uuid:park_id>/enterprises/<uuid:enterprise_id>", "DELETE")
@documented(204, None, refuses=(404, 503))
def remove_enterprise_from_park(park_id: UUID, enterprise_id: UUID) -> Response:
    """Take a firm out of a park. 把企业移出园区。

    What the facts of the firm state is left as it is.
    """
    set_membership(caller(), Register.PARK, str(park_id), str(enterprise_id), belongs=False)
    return Response(status=204)
