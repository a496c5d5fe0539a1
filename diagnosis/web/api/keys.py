"""`/v1/keys`: API keys; an admin's view is of all, anybody else's of its own organisation."""

from uuid import UUID

from flask import Response

from diagnosis.present.keys import show_issued, show_key, show_revoked
from diagnosis.services.keys import get_key as find_key
from diagnosis.services.keys import issue_key
from diagnosis.services.keys import list_keys as page_of_keys
from diagnosis.services.keys import revoke_key as end_key
from diagnosis.services.keys import rotate_key as replace_key
from diagnosis.web import parameters as query
from diagnosis.web.exchange import answer, created, key_desk, read_json, stored_page
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.api_key import (
    ApiKeySchema,
    IssuedKeySchema,
    KeyRequestSchema,
    KeyRotationSchema,
    RevokedKeySchema,
)
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "keys",
    __name__,
    url_prefix="/v1/keys",
    description="API keys of an organisation; of all of them for an admin. 接口密钥。",
)


@resource.view("", "POST")
@documented(
    201, IssuedKeySchema, refuses=(409,),
    takes_body=body(KeyRequestSchema, key={"actor": "ERP 接口", "scopes": ["read"]}),
)  # fmt: skip
def create_key() -> Response:
    """Issue a key; its text is in this answer and in no other. 发放密钥。

    A key issues keys of its own organisation and role, with no more scopes than it has; they end
    no later than it does, and `parent_id` names it. An admin also issues the first key of another
    organisation, which belongs to that: one that has or had keys is 409, and so is `local`.
    An organisation has so many keys that count at once (`DIAGNOSIS_KEYS_PER_ORGANISATION`); one
    more is 409.

    There is no `Idempotency-Key`: an answer that holds a secret is not kept. Where an answer was
    lost, revoke the key that the list shows.
    """
    raw, desk = read_json(), key_desk()
    issued = issue_key(desk, raw)
    return created(show_issued(issued, desk.now), f"/v1/keys/{issued.record.id}", replayed=False)


@resource.view("")
@documented(200, page_of(ApiKeySchema), takes=query.STORED_PAGING)
def list_keys(limit: int, cursor: str | None) -> Response:
    """List keys, newest first, also those that have ended. 密钥列表。

    None can be read out of what is kept: `prefix` tells which is which.
    """
    desk = key_desk()
    return stored_page(page_of_keys(desk, cursor, limit), lambda key: show_key(key, desk.now))


@resource.view("/<uuid:key_id>")
@documented(200, ApiKeySchema, refuses=(404,))
def get_key(key_id: UUID) -> Response:
    """Get a key without its secret. 读取密钥。

    `last_used_at` is written at most each hour.
    """
    desk = key_desk()
    return answer(show_key(find_key(desk, str(key_id)), desk.now))


@resource.view("/<uuid:key_id>/rotation", "POST")
@documented(
    201, IssuedKeySchema, refuses=(404, 409),
    takes_body=body(KeyRotationSchema, rotation={"overlap_hours": 24}),
)  # fmt: skip
def rotate_key(key_id: UUID) -> Response:
    """Issue a key in the place of another, which still counts for a while. 换发密钥。

    The new one is of the same organisation, actor, role, scopes and parent, for as many days from
    now on, but ends no later than its parent and the key that asks, unless the old one did. Keys
    of your organisation and role are yours to rotate whose scopes you have all; others are 403.
    A key that has ended is not rotated: 409. What was issued with the old one goes on: where that
    one may be in wrong hands, revoke it after its rotation.
    """
    raw, desk = read_json(), key_desk()
    issued = replace_key(desk, str(key_id), raw)
    return created(show_issued(issued, desk.now), f"/v1/keys/{issued.record.id}", replayed=False)


@resource.view("/<uuid:key_id>/revocation", "POST")
@documented(200, RevokedKeySchema, refuses=(404,))
def revoke_key(key_id: UUID) -> Response:
    """Revoke a key, and all that was issued with it, for good. 吊销密钥。

    They are dead within five seconds, and stay in the list, `revoked`. Also a key that has ended
    can be revoked, for what was issued with it. An admin revokes any key, every key itself,
    whatever its scopes; otherwise the rule of rotation holds.
    """
    desk = key_desk()
    return answer(show_revoked(end_key(desk, str(key_id)), desk.now))
