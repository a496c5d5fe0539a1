"""What an operation promises: its answers, refusals, parameters and body, stated once.

`promise` documents a view and refuses query parameters that it does not take; answers are
declared here and held to by the contract tests, not dumped through the schemas.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

import flask_smorest
from flask import Response
from marshmallow import Schema

from diagnosis.web.parameters import Parameter, read_query

View = TypeVar("View", bound=Callable[..., Response])
Promised = TypeVar("Promised", bound=Callable[..., Response])

JSON = "application/json"
MARKDOWN = "text/markdown"
CONTENT_LANGUAGE = {
    "description": "The language of the texts. 文本语言。",
    "schema": {"type": "string", "enum": ["zh-Hans", "en"]},
}
ETAG = {"description": "The version, for `If-Match`. 版本号。", "schema": {"type": "string"}}
LOCATION = {
    "description": "Where the new resource is. 新资源的地址。",
    "schema": {"type": "string"},
}
REPLAYED = {
    "description": "`true` where an earlier request with this key was answered again.",
    "schema": {"type": "string", "enum": ["true"]},
}
ACCEPT_LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "description": "zh-Hans (default) or en. 语言。",
    "required": False,
    "schema": {"type": "string", "default": "zh-Hans", "examples": ["zh-Hans", "en"]},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "1–200 visible ASCII characters; the same request again is answered the same "
    "and stored once. 幂等键：重复提交只保存一次。",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "description": "The ETag of the version that is changed. 所改版本的 ETag。",
    "required": True,
    "schema": {"type": "string"},
}


class Resource(flask_smorest.Blueprint):  # type: ignore[misc]
    """A blueprint of the API."""

    def at(self, rule: str, method: str = "GET") -> Callable[[Promised], Promised]:
        """Return the decorator that puts a promised view at an address."""
        put: Callable[[Promised], Promised] = self.route(rule, methods=[method])
        return put


def body(schema: type[Schema] | dict[str, Any], **examples: Any) -> dict[str, Any]:
    """Return a JSON body for `promise`, with examples by name."""
    media: dict[str, Any] = {"schema": schema}
    if examples:
        media["examples"] = {name: {"value": value} for name, value in examples.items()}
    return {"required": True, "content": {JSON: media}}


def promise(
    status: int,
    schema: type[Schema] | dict[str, Any] | None,
    *,
    refuses: Iterable[int] = (),
    takes: tuple[Parameter, ...] = (),
    takes_body: dict[str, Any] | None = None,
    keyed: bool = False,
    conditional: bool = False,
    tagged: bool = False,
    content_type: str = JSON,
) -> Callable[[View], Callable[..., Response]]:
    """Return the decorator of a view.

    Parameters
    ----------
    status, schema
        The answer when all is well.
    refuses
        The statuses of its problems; 422 is always among them.
    takes
        Query parameters, given to the view by name.
    keyed, conditional, tagged
        Whether it takes an `Idempotency-Key`, needs `If-Match`, answers with an `ETag`.

    """
    known = {one.name: one for one in takes}
    headers: dict[str, Any] = {} if schema is None else {"Content-Language": CONTENT_LANGUAGE}
    headers |= {"ETag": ETAG} if tagged else {}
    headers |= {"Location": LOCATION} if status == HTTPStatus.CREATED else {}
    headers |= {"Idempotency-Replayed": REPLAYED} if keyed else {}
    parameters = [one.document() for one in takes] + [ACCEPT_LANGUAGE]
    parameters += [IDEMPOTENCY_KEY] if keyed else []
    parameters += [IF_MATCH] if conditional else []
    statuses = {422, *refuses}
    statuses |= {409} if keyed else set()
    statuses |= {412, 428} if conditional else set()
    statuses |= {400, 413, 415} if takes_body is not None else set()
    responses: dict[int, list[Any]] = {
        status: [
            {
                "schema": schema() if isinstance(schema, type) else schema,
                "description": HTTPStatus(status).phrase,
                "headers": headers,
                "content_type": content_type,
            }
        ]
    }
    if schema is None:
        responses[status][0].pop("schema")
    for one in sorted(statuses):
        responses[one] = [HTTPStatus(one).name]

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def kept(**path: Any) -> Response:
            return view(**path, **read_query(known))

        manual: dict[str, Any] = {"operationId": view.__name__, "parameters": parameters}
        if takes_body is not None:
            manual["requestBody"] = takes_body
        kept._apidoc = {  # type: ignore[attr-defined]
            "response": {"responses": responses},
            "manual_doc": manual,
        }
        return kept

    return decorate
