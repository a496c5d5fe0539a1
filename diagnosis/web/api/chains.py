"""`/v1/chains`: the industrial chains that firms belong to."""

from uuid import UUID

from flask import Response

from diagnosis.present.intake.register import show_chain
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
    stored_page,
)
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.intake.register import ChainRequestSchema, ChainSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "chains",
    __name__,
    url_prefix="/v1/chains",
    description="Industrial chains; firms that state exactly the name belong to one. 产业链。",
)


@resource.view("", "POST")
@documented(
    201, ChainSchema, keyed=True, refuses=(503,),
    takes_body=body(ChainRequestSchema, chain={"name": "模具—注塑—家电"}),
)  # fmt: skip
def create_chain() -> Response:
    """Register a chain; firms whose facts state exactly its name belong to it. 登记产业链。

    A name can be registered once: 409 with the `Location` of the chain that has it.
    """
    raw, key = read_keyed()
    entry_id, replayed = add_to_register(content(), caller(), Register.CHAIN, raw, key)
    entry = get_from_register(caller(), Register.CHAIN, entry_id)
    return created(show_chain(entry), f"/v1/chains/{entry_id}", replayed=replayed)


@resource.view("")
@documented(200, page_of(ChainSchema), takes=query.STORED_PAGING, refuses=(503,))
def list_chains(limit: int, cursor: str | None) -> Response:
    """List registered chains, newest first. 产业链列表。

    Firms of a chain are listed by `/v1/enterprises?chain=`.
    """
    return stored_page(list_register(caller(), Register.CHAIN, cursor, limit), show_chain)


@resource.view("/<uuid:chain_id>")
@documented(200, ChainSchema, refuses=(404, 503))
def get_chain(chain_id: UUID) -> Response:
    """Get a registered chain. 读取产业链。

    Firms of the chain are listed by `/v1/enterprises?chain=`.
    """
    return answer(show_chain(get_from_register(caller(), Register.CHAIN, str(chain_id))))


@resource.view("/<uuid:chain_id>", "PUT")
@documented(
    200,
    ChainSchema,
    refuses=(404, 409, 503),
    takes_body=body(ChainRequestSchema, chain={"name": "模具—注塑—家电（佛山）"}),
)
def change_chain(chain_id: UUID) -> Response:
    """Give a chain another name; its members stay. 修改产业链名称。

    Firms whose facts state exactly the new name join it.
    """
    entry = change_in_register(content(), caller(), Register.CHAIN, str(chain_id), read_json())
    return answer(show_chain(entry))


@resource.view("/<uuid:chain_id>", "DELETE")
@documented(204, None, refuses=(404, 409, 503))
def delete_chain(chain_id: UUID) -> Response:
    """Remove a chain that no firm belongs to. 删除没有企业的产业链。

    409 while a firm belongs to it; `Location` lists them.
    """
    remove_from_register(caller(), Register.CHAIN, str(chain_id))
    return Response(status=204)


@resource.view("/<uuid:chain_id>/enterprises/<uuid:enterprise_id>", "PUT")
@documented(204, None, refuses=(404, 503))
def add_enterprise_to_chain(chain_id: UUID, enterprise_id: UUID) -> Response:
    """Put a firm into a chain, whatever its facts state. 把企业归入产业链。

    It stays there until it is taken out, or its facts state another registered chain.
    """
    set_membership(caller(), Register.CHAIN, str(chain_id), str(enterprise_id), belongs=True)
    return Response(status=204)


@resource.view("/<uuid:chain_id>/enterprises/<uuid:enterprise_id>", "DELETE")
@documented(204, None, refuses=(404, 503))
def remove_enterprise_from_chain(chain_id: UUID, enterprise_id: UUID) -> Response:
    """Take a firm out of a chain. 把企业移出产业链。

    What the facts of the firm state is left as it is.
    """
    set_membership(caller(), Register.CHAIN, str(chain_id), str(enterprise_id), belongs=False)
    return Response(status=204)
