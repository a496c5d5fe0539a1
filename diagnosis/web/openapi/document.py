"""The OpenAPI document, made from the views."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from inspect import getdoc
from typing import Any

import flask_smorest
import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from marshmallow import Schema, fields

from diagnosis import __version__
from diagnosis.present.say import Shown
from diagnosis.web.access.cookies import NAME, SAFE_NAME
from diagnosis.web.access.policy import (
    CODE_SCHEME,
    LINK_SCHEME,
    RESULT_LINK_SCHEME,
    SCHEMES,
)
from diagnosis.web.access.who_asks import CODE_HEADER, LINK_HEADER, RESULT_LINK_HEADER
from diagnosis.web.openapi.answers import show_answers
from diagnosis.web.openapi.headers import HEADERS, describe_problem, problem_headers
from diagnosis.web.openapi_parts import JsonObject
from diagnosis.web.schemas.problem import ProblemSchema

_ABOUT = """\
诊断—改造—推广：制造企业数字化与人工智能成熟度自诊断。
One call in, a diagnosis out: where a manufacturer stands by four standards, what holds it back, \
and the trace to every answer.

- **Start**: `/` names the page, this document and the first resources.
- **Answers** are of the one type that the operation declares, whatever `Accept` names: it is not \
read, and never 406.
- **Bodies** are JSON (`Content-Type: application/json`; `application/merge-patch+json` is taken \
too), UTF-8 whatever a `charset` says, without duplicate keys or NaN. \
In an optional field null counts as left out; in a change it takes a fact, an answer, the year or \
the reference away. Of an enterprise's facts and the answers of a sheet it is a fault. An \
empty text in an optional field, or in a filter that allows it, counts as left out too. \
They may be packed (`Content-Encoding: gzip`); the limit holds for the unpacked size (413), other \
codings are 415.
- **Errors** are `application/problem+json` (RFC 9457) with *every* fault at once in `errors`, \
each with a JSON Pointer into the request's body (or `/name` of a parameter or header), a code \
and a message in the language asked for. `api_spec/errors.md` lists all codes.
- **Before any operation** the server refuses what is no HTTP that it understands (400), an \
address of more than 4094 characters (414), any `Expect` but 100-continue (417), headers that are \
too large (431) and unknown transfer codings (501): problems as well, in both languages.
- **At any address**: what there is not is 404, a method that is not taken 405 with `Allow`; HEAD \
answers as GET does, without the body; OPTIONS names the methods. A fault of this service itself \
is 500, with an `incident` to tell its operator.
- **Languages**: `Accept-Language` zh-Hans (default) or en; `Content-Language` says which was used.
- **Repeating safely**: `Idempotency-Key` on POST; the same request again gets the same answer, \
marked `Idempotency-Replayed: true`; another request with the key is refused with 409. The same \
is what sends the same JSON value to the same address: blanks, the order of keys and gzip do not \
count. A key is remembered for at least 30 days, unless the operator sets another time \
(`DIAGNOSIS_IDEMPOTENCY_DAYS`).
- **Less**: `Prefer: return=minimal` where a diagnosis is stored, `?view=levels` where it is \
previewed: level and score by each standard and model, and the flags, without a text.
- **Changing**: PATCH, DELETE of a draft, upgrade and submit need `If-Match` with the `ETag` \
that was read: 428 without, 412 when somebody changed it in between. Of several tags one is \
enough, `*` is any version. `If-None-Match` rules versions out. Tags name versions, `"v3"` is \
enough; one that a proxy made weak (`W/"v3.…"`) or gave a suffix (`"v3.…-gzip"`) is taken as \
well; a tag without quotes is a fault. Faults of the body are told first. Chains and parks have \
no versions: conditions on them are not read.
- **Reading**: what has an `ETag` is not sent again to `If-None-Match` (304); its bytes decide, \
so the tag differs by language. `If-Match` with another tag is 412. There is no `Last-Modified`: \
conditions with dates are ignored.
- **Keeping**: content may be kept and is asked for before it is used again, a firm's data is \
`no-store`. Answers are compressed with gzip where `Accept-Encoding` takes it.
- **Lists** are `{"items": […], "next": URL or null, "next_cursor": cursor or null}`, `limit` \
1–200; stored things newest first, content in its own order.
- **503** says that the database is away, locked or too busy, or that as many plans are being \
worked on as this service takes at once (`busy`), another file is being looked into \
(`files-busy`), two reports are being printed (`reports-busy`) or none can be \
(`report-printer-missing`), with `Retry-After`; nothing was stored.
- **Planning** takes at most about two seconds of work a request, whatever is wished for: a plan \
whose search ended with it says `cut_short: true`.
- **Health**: `/health/live` says that the process answers, `/health/ready` within a second, \
three where it is busy, whether requests would be served, with `checks` by name; neither is among \
the paths below.
- **Security**: content and previews are open to all, everything that is kept asks for a key: \
`Authorization: Bearer dk_…`, or an access token of the identity provider that the operator \
trusts, if any; browsers ask with a session (`/v1/session`); or for the code of a nameless sheet \
(`Resume-Code`), not for both. None, or none that is valid, is 401 with `WWW-Authenticate` \
(wrong, expired and revoked are not told apart); a key whose role or scopes do not allow it is \
403. `security` of each operation lists the roles that may, each with the scope it needs. An \
*enterprise* reads and writes the rows of its organisation; a *consultant* and a *portal* also \
read those of firms that granted it to them, and write rows of their own organisation (what is \
granted and would be written is 403, `granted-to-read`); an *admin* manages keys and sees no \
firm. Whoever has no key opens a nameless sheet (`POST /v1/sheets`): the *holder* of its code \
fills and submits that sheet, reads what comes of it, and nothing else; a *respondent* answers \
the single section that a link opens (`Section-Link`); a *viewer* reads the single result that \
a link shows (`Result-Link`). A firm alone says \
who reads it (`grants`), and what it is used for beside its own diagnosis (`consents`): a portal \
reads a firm that granted it its rows, and will count it in statistics \
where the firm agrees to that too. What is somebody else's is 404. No CORS headers are sent: a \
page of another origin asks through a server of its own, or a gateway.
- **Examples** of answers are real ones in the default language, lists cut to their first entry.
- **Standards** are named by their id in `standard`, with the `revision` beside it where a result \
hangs on it; a request may name `id` or `id@revision`.
- **Provenance**: every result pins its form, standards (`id@revision`), code version and a \
digest of all content.
- Times are ISO 8601 in UTC, days are days in China, money is in 万元 (`…_wan`).
- **Numbers** are rounded once, half up: money to the cent of a 万元, others to nine decimals. A \
total of costs, support or people-months is the sum of its rows as they are shown. What a caller \
wrote stays as it was written.
"""


_SECURITY: Mapping[str, JsonObject] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, `dk_` with its prefix and secret. 接口密钥。",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": NAME,
        "description": f"A page session, opened by `POST /v1/session`; `{SAFE_NAME}` where the "
        "service is known by https. Changes need the header `X-CSRF-Token` as well. 网页登录。",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of the identity provider, where one is set. 登录令牌。",
    },
    CODE_SCHEME: {
        "type": "apiKey",
        "in": "header",
        "name": CODE_HEADER,
        "description": "The resume code of a nameless sheet, as it was answered or typed: "
        "capitals, blanks and hyphens make no difference. 答卷编码。",
    },
    LINK_SCHEME: {
        "type": "apiKey",
        "in": "header",
        "name": LINK_HEADER,
        "description": "The text of a link to a section of a draft, `dl_…`. 分节链接。",
    },
    RESULT_LINK_SCHEME: {
        "type": "apiKey",
        "in": "header",
        "name": RESULT_LINK_HEADER,
        "description": "The text of a link to the result of a sheet, `dr_…`. 结果链接。",
    },
}


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The API's document: refusals are problem+json, and only those an operation declares."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            if status >= 400:
                response = {
                    "description": describe_problem(status),
                    "content": {"application/problem+json": {"schema": ProblemSchema}},
                    "headers": problem_headers(status.value),
                }
                self.spec.components.response(status.name, response, lazy=True)

    def _register_error_handlers(self) -> None:
        """Leave errors to `problems`."""

    def _register_pagination_header(self) -> None:
        """Leave paging to the bodies of lists."""

    def _register_etag_headers(self) -> None:
        for name, header in HEADERS.items():
            self.spec.components.header(name, header)


class Shapes(MarshmallowPlugin):
    """Describes schemas by their docstrings, and the keys of maps by those they may have."""

    def init_spec(self, spec: APISpec) -> None:
        """Join a document."""
        super().init_spec(spec)
        if self.converter is not None:
            describe_by: Callable[..., None] = self.converter.add_attribute_function
            describe_by(_describe_keys)

    def schema_helper(  # type: ignore[override]
        self, name: str, _: Shown, schema: type[Schema] | Schema | None = None, **kwargs: Any
    ) -> Shown | None:
        """Return a schema of the document, with its description."""
        helper: Callable[..., Shown | None] = super().schema_helper
        described = helper(name, _, schema, **kwargs)
        if described is None or schema is None:
            return described
        kind = schema if isinstance(schema, type) else type(schema)
        return {"description": getdoc(kind) or "", **described}


def _describe_keys(_converter: object, field: fields.Field[object], **_: object) -> Shown:
    """Return the keys that a map may have, where its field names them."""
    keys = field.key_field if isinstance(field, fields.Dict) else None
    return {"propertyNames": dict(keys.metadata)} if keys is not None and keys.metadata else {}


def _schema_name(schema: type[Schema] | Schema) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema")


def make_api(app: Flask) -> Api:
    """Return the API of an app; blueprints are registered with it."""
    app.config.update(
        API_TITLE="Diagnosis of manufacturers",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {
                "description": _ABOUT,
                "contact": {"name": "Whoever runs this service"},
                "license": {"name": "MIT", "identifier": "MIT"},
            },
            "servers": [{"url": "/", "description": "This service."}],
            "security": [{scheme: []} for scheme in SCHEMES],
        },
    )
    plugin = Shapes(schema_name_resolver=_schema_name)
    api = Api(app, spec_kwargs={"marshmallow_plugin": plugin})
    for name, scheme in _SECURITY.items():
        api.spec.components.security_scheme(name, dict(scheme))
    return api


def document(app: Flask) -> Shown:
    """Return the OpenAPI document of an app."""
    spec: Shown = app.extensions["diagnosis.api"].spec.to_dict()
    show_answers(spec)
    return spec


def as_text(spec: Shown) -> bytes:
    """Return the document as it is kept in api_spec/openapi.json."""
    return orjson.dumps(spec, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
