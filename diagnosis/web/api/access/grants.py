"""`/v1/enterprises/{id}/grants` and `/v1/grants`: who may read the rows of a firm."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.grants import show_grant
from diagnosis.services import grants
from diagnosis.services.ports.scope import Grant
from diagnosis.services.ports.store import Page
from diagnosis.services.transaction import Caller
from diagnosis.web import parameters as query
from diagnosis.web.exchange import answer, caller, created, read_keyed, stored_page
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.access.grant import GrantRequestSchema, GrantSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "grants",
    __name__,
    url_prefix="/v1",
    description="Leave to read the rows of a firm, from the firm. 企业授权。",
)
GRANT_PAGE = page_of(GrantSchema)


def _page(who: Caller, page: Page[Grant]) -> Response:
    return stored_page(page, lambda grant: show_grant(grant, who.now))


@resource.view("/enterprises/<uuid:enterprise_id>/grants", "POST")
@documented(
    201, GrantSchema, keyed=True, refuses=(404, 409),
    takes_body=body(
        GrantRequestSchema,
        grant={"grantee": "office", "role": "consultant", "purpose": "2026 年现场诊断"},
    ),
)  # fmt: skip
def create_grant(enterprise_id: UUID) -> Response:
    """Let another organisation read all that is of a firm, for a purpose and a time. 授权查看。

    It opens the firm to principals of that role alone, to read, never to write; the grantee finds
    it in `/v1/grants`. Whether there is such an organisation is not told. An organisation has a
    single active grant in a role: another one is 409, `Location` names the first; to extend it,
    take it back and give a new one. A visit that a consultant begins under it stays readable to
    that consultant after it has ended: what it verified is its own work.
    """
    raw, key = read_keyed()
    who = caller()
    grant_id, replayed = grants.give_grant(who, str(enterprise_id), raw, key)
    grant = grants.get_grant(who, str(enterprise_id), grant_id)
    location = f"/v1/enterprises/{enterprise_id}/grants/{grant_id}"
    return created(show_grant(grant, who.now), location, replayed=replayed)


@resource.view("/enterprises/<uuid:enterprise_id>/grants")
@documented(200, GRANT_PAGE, takes=query.STORED_PAGING, refuses=(404,))
def list_grants(enterprise_id: UUID, limit: int, cursor: str | None) -> Response:
    """List the grants of a firm, newest first, also those that have ended. 授权列表。

    `state` says which of them open anything now; one that has ended still leaves a consultant the
    visits that it began under it, to read.
    """
    who = caller()
    return _page(who, grants.list_grants(who, str(enterprise_id), cursor, limit))


@resource.view("/enterprises/<uuid:enterprise_id>/grants/<uuid:grant_id>")
@documented(200, GrantSchema, refuses=(404,))
def get_grant(enterprise_id: UUID, grant_id: UUID) -> Response:
    """Get a grant of a firm. 读取授权。

    One that was revoked stays, with the moment; visits begun under it stay readable to their
    consultant, too.
    """
    who = caller()
    return answer(show_grant(grants.get_grant(who, str(enterprise_id), str(grant_id)), who.now))


@resource.view("/enterprises/<uuid:enterprise_id>/grants/<uuid:grant_id>", "DELETE")
@documented(204, None, refuses=(404,))
def revoke_grant(enterprise_id: UUID, grant_id: UUID) -> Response:
    """Take a grant back; from then on nobody reads through it. 收回授权。

    It stays in the list, `revoked`. To take it back again changes nothing. A visit that was begun
    stays readable to its consultant, whose own work it is: what was verified, and the claims it is
    about; nothing more is written to it.
    """
    grants.revoke_grant(caller(), str(enterprise_id), str(grant_id))
    return Response(status=204)


@resource.view("/grants")
@documented(200, GRANT_PAGE, takes=query.STORED_PAGING)
def list_held_grants(limit: int, cursor: str | None) -> Response:
    """List the grants to the caller's organisation in its role, newest first. 所获授权列表。

    Those that have ended or were revoked stay, and open nothing.
    """
    who = caller()
    return _page(who, grants.list_held_grants(who, cursor, limit))
