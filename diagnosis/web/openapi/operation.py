"""Operations: a view under an address, with its answers, refusals, parameters and body.

Answers are described by schemas and held to them by the contract tests; they are not dumped
through the schemas.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from http import HTTPStatus
from typing import TypedDict, TypeVar, Unpack

import flask_smorest
from flask import Response, current_app, request
from marshmallow import Schema

from diagnosis.bootstrap import Container
from diagnosis.services.errors import NotThere
from diagnosis.services.ports.store import FilterValue
from diagnosis.web.access.granted_rows import refusal_of
from diagnosis.web.access.policy import POLICIES
from diagnosis.web.bodies import FORM
from diagnosis.web.content_tags import TaggedBy, out_of_content, tagged_by_bytes
from diagnosis.web.door.security_headers import CSP
from diagnosis.web.entity_tags import unless_known
from diagnosis.web.openapi.headers import EVERYWHERE, IN_A_LANGUAGE, HeaderNames
from diagnosis.web.openapi_parts import (
    AnswerPart,
    BodyPart,
    FilePart,
    JsonObject,
    JsonSchema,
    MediaPart,
    ParameterPart,
)
from diagnosis.web.parameters import Parameter, read_query

View = TypeVar("View", bound=Callable[..., Response])
Documented = TypeVar("Documented", bound=Callable[..., Response])

JSON = "application/json"
MARKDOWN = "text/markdown"
ACCEPT_LANGUAGE: ParameterPart = {
    "in": "header",
    "name": "Accept-Language",
    "description": "zh-Hans (default) or en. 语言。",
    "required": False,
    "schema": {"type": "string", "default": "zh-Hans", "examples": ["zh-Hans", "en"]},
}
IDEMPOTENCY_KEY: ParameterPart = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "1–200 visible ASCII characters; the same request again is answered the same "
    "and stored once. 幂等键：重复提交只保存一次。",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
PREFER: ParameterPart = {
    "in": "header",
    "name": "Prefer",
    "description": "`return=minimal` (RFC 7240): levels and flags alone, at less cost; "
    "other preferences are ignored. 只要级别和标记。",
    "required": False,
    "schema": {"type": "string", "examples": ["return=minimal"]},
}
IF_NONE_MATCH: ParameterPart = {
    "in": "header",
    "name": "If-None-Match",
    "description": "The ETag of what the client has: 304 where it is still so. 已有内容的 ETag。",
    "required": False,
    "schema": {"type": "string"},
}
IF_MATCH_READ: ParameterPart = {
    "in": "header",
    "name": "If-Match",
    "description": "The ETag that is wanted, or several: 412 where it is another by now. "
    "只要这个版本。",
    "required": False,
    "schema": {"type": "string"},
}
IF_MATCH: ParameterPart = {
    "in": "header",
    "name": "If-Match",
    "description": "The ETag of the version that is changed, or several; `*` for any. "
    "所改版本的 ETag。",
    "required": True,
    "schema": {"type": "string"},
}


PATH_PARAMETERS = {
    "assessment_id": "Id of the assessment. 答卷编号。",
    "case": "Id of the case. 案例编号。",
    "chain_id": "Id of the chain. 产业链编号。",
    "diagnosis_id": "Id of the diagnosis. 诊断编号。",
    "enterprise_id": "Id of the enterprise. 企业编号。",
    "evidence_id": "Id of the file. 佐证文件编号。",
    "form": "The form, id or id@version. 问卷。",
    "grant_id": "Id of the grant. 授权编号。",
    "instrument": "Id of the instrument. 政策编号。",
    "key_id": "Id of the key. 密钥编号。",
    "link_id": "Id of the section link. 分节链接编号。",
    "measure": "Id of the measure. 举措编号。",
    "model": "Id of the model. 模型编号。",
    "park_id": "Id of the park. 园区编号。",
    "project": "Id of a package, or of an earlier project. 改造包或旧项目编号。",
    "package": "Id of the package. 改造包编号。",
    "trade": "Id of the trade. 行业族编号。",
    "result_link_id": "Id of the result link. 结果链接编号。",
    "report_id": "Id of the report. 报告编号。",
    "file_format": "Format of the file: the ending of its name. 文件格式。",
    "roadmap_id": "Id of the roadmap. 路线图编号。",
    "scale": "Id of the scale. 量表编号。",
    "standard": "The standard, id or id@revision. 标准。",
    "visit_id": "Id of the visit. 走访编号。",
}
"""What each part of an address is that varies."""
_LOCATIONS = {201: "NewLocation", 301: "MovedLocation"}
"""What `Location` says, by the status of the answer."""
READING = ("GET", "HEAD")
"""The methods that change nothing: conditions are for their answers, RFC 9110, 13.2.1."""
_PLACES = re.compile(r"<(?:\w+:)?(\w+)>")


class Resource(flask_smorest.Blueprint):  # type: ignore[misc]
    """A blueprint of the API: one resource."""

    def view(self, rule: str, method: str = "GET") -> Callable[[Documented], Documented]:
        """Return the decorator that registers a documented view under an address."""
        parameters = [
            {"in": "path", "name": name, "description": PATH_PARAMETERS[name]}
            for name in _PLACES.findall(rule)
        ]
        register: Callable[[Documented], Documented] = self.route(
            rule, methods=[method], parameters=parameters
        )

        def describe(view: Documented) -> Documented:
            operation = replace(view.operation, method=method)  # type: ignore[attr-defined]
            view._apidoc = operation.described(view.__name__)  # type: ignore[attr-defined]
            return register(view)

        return describe


def either(*schemas: type[Schema]) -> JsonSchema:
    """Return the schema of an answer that has one of several shapes."""
    return {"oneOf": list(schemas)}


def body(schema: type[Schema], *, required: bool = True, **examples: JsonObject) -> BodyPart:
    """Return the description of a JSON body, with examples by name."""
    media: MediaPart = {
        "schema": schema,
        "examples": {name: {"value": value} for name, value in examples.items()},
    }
    return {"required": required, "content": {JSON: media}}


def file_body(kinds: Iterable[str]) -> BodyPart:
    """Return the description of a body that is a file of some kinds."""
    media: FilePart = {"schema": {"type": "string", "format": "binary"}}
    return {"required": True, "content": dict.fromkeys(kinds, media)}


def or_form(part: BodyPart) -> BodyPart:
    """Return the description of a body that may as well come as a form of a page."""
    content = part["content"]
    return {"required": part["required"], "content": {**content, FORM: content[JSON]}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What a view answers and takes.

    `status` and `schema` describe the answer when all is well; `refuses` are the statuses of its
    problems, 414, 422 and 429 always among them; `takes` are query parameters, passed by name.
    `keyed`, `conditional`, `tagged` and `prefers` say whether it takes an `Idempotency-Key`, needs
    `If-Match`, answers with the `ETag` of a version, minds `Prefer: return`. `tagged_by` is set
    where content decides the answer. `gives_cookie` and `sends_on` are of what browsers ask for:
    whether the answer may set the cookie of a session, whether a form is answered with 303. What
    is read with either tag is not sent again to whoever has it; what changes something looks at
    no condition after it was done.
    """

    status: int
    schema: type[Schema] | JsonSchema | None
    refuses: Iterable[int] = ()
    takes: tuple[Parameter, ...] = ()
    takes_body: BodyPart | None = None
    keyed: bool = False
    conditional: bool = False
    tagged: bool = False
    prefers: bool = False
    tagged_by: TaggedBy | None = None
    content_type: str = JSON
    other_types: tuple[str, ...] = ()
    """What else it is answered as, where the address says which."""
    gives_cookie: bool = False
    sends_on: bool = False
    is_sandboxed: bool = False
    """Whether it answers with what somebody sent, which no page of this service may be."""
    is_public: bool = True
    """Whether nobody is asked for a key."""
    method: str = "GET"

    def headers(self) -> HeaderNames:
        """Return the headers of the answer when all is well."""
        headers = dict(EVERYWHERE)
        headers |= {} if self.schema is None else IN_A_LANGUAGE
        headers |= {"ETag": "VersionTag"} if self.tagged else {}
        headers |= {"ETag": "ContentTag"} if self.tagged_by else {}
        headers |= {"Preference-Applied": "PreferenceApplied"} if self.prefers else {}
        headers |= {"Location": _LOCATIONS[self.status]} if self.status in _LOCATIONS else {}
        headers |= {"Content-Disposition": "ContentDisposition"} if self.is_file else {}
        headers |= {CSP: "FileSecurityPolicy"} if self.is_sandboxed else {}
        headers |= {"Set-Cookie": "SessionCookie"} if self.gives_cookie else {}
        return headers | ({"Idempotency-Replayed": "IdempotencyReplayed"} if self.keyed else {})

    @property
    def is_file(self) -> bool:
        """Return whether the answer is kept as a file."""
        return self.content_type not in (JSON, MARKDOWN)

    @property
    def is_read_by_tag(self) -> bool:
        """Return whether the answer is read, and not sent again to whoever has it."""
        return self.method in READING and (self.tagged or self.tagged_by is not None)

    def parameters(self) -> list[ParameterPart]:
        """Return the parameters and headers that it takes."""
        parameters = [parameter.document() for parameter in self.takes] + [ACCEPT_LANGUAGE]
        parameters += [IDEMPOTENCY_KEY] if self.keyed else []
        parameters += [PREFER] if self.prefers else []
        parameters += [IF_NONE_MATCH, IF_MATCH_READ] if self.is_read_by_tag else []
        return parameters + ([IF_MATCH] if self.conditional else [])

    def problems(self) -> set[int]:
        """Return the statuses of its problems."""
        statuses = {414, 422, 429, *self.refuses}
        statuses |= set() if self.is_public else {401, 403, 503}
        statuses |= {409} if self.keyed else set()
        statuses |= {412, 428} if self.conditional else set()
        statuses |= {412} if self.is_read_by_tag else set()
        return statuses | ({400, 413, 415} if self.takes_body is not None else set())

    def responses(self) -> dict[int, list[AnswerPart | str]]:
        """Return all answers by status, as flask-smorest documents them; a problem by its name."""
        answer: AnswerPart = {
            "description": HTTPStatus(self.status).phrase,
            "headers": self.headers(),
            "content_type": self.content_type,
        }
        if self.schema is not None:
            schema = self.schema
            answer["schema"] = schema() if isinstance(schema, type) else schema
        others: list[AnswerPart | str] = [
            {**answer, "content_type": media_type} for media_type in self.other_types
        ]
        responses: dict[int, list[AnswerPart | str]] = {self.status: [answer, *others]}
        if self.is_read_by_tag:
            tag = "ContentTag" if self.tagged_by else "VersionTag"
            not_modified: AnswerPart = {
                "description": "The client has it already.",
                "headers": EVERYWHERE | {"ETag": tag, "Vary": "Vary"},
                "content_type": self.content_type,
            }
            responses[304] = [not_modified]
        if self.sends_on:
            sent: HeaderNames = {"Location": "MovedLocation", "Set-Cookie": "SessionCookie"}
            responses[303] = [
                {
                    "description": "A form was taken, and the browser goes on.",
                    "headers": EVERYWHERE | sent,
                    "content_type": self.content_type,
                }
            ]
        for status in sorted(self.problems()):
            responses[status] = [HTTPStatus(status).name]
        return responses

    def described(self, view_name: str) -> Mapping[str, object]:
        """Return what flask-smorest documents of the view of this name."""
        policy = POLICIES[view_name]
        taken = {"requestBody": self.takes_body} if self.takes_body is not None else {}
        return {
            "response": {"responses": replace(self, is_public=policy.is_public).responses()},
            "manual_doc": {
                "operationId": view_name,
                "parameters": self.parameters(),
                "security": policy.security(),
                **taken,
            },
        }


def _state(values: Mapping[str, FilterValue | None]) -> Iterator[str]:
    """Yield what decides an answer beside its path: content, the query as it was sent, the day.

    A list repeats the query in the address of its next page. A date left out is today in China.
    """
    running: Container = current_app.extensions["diagnosis"]
    yield running.content.digest
    yield request.query_string.decode("latin-1")
    if "date" in values and values["date"] is None:
        yield running.today().isoformat()


class Details(TypedDict, total=False):
    """The fields of `Operation` that may be left out."""

    refuses: Iterable[int]
    takes: tuple[Parameter, ...]
    takes_body: BodyPart | None
    keyed: bool
    conditional: bool
    tagged: bool
    prefers: bool
    tagged_by: TaggedBy | None
    content_type: str
    other_types: tuple[str, ...]
    gives_cookie: bool
    sends_on: bool
    is_sandboxed: bool


def documented(
    status: int, schema: type[Schema] | JsonSchema | None, **details: Unpack[Details]
) -> Callable[[View], Callable[..., Response]]:
    """Return the decorator that documents a view and reads its query parameters.

    Parameters
    ----------
    status, schema
        The answer when all is well.
    **details
        The other fields of `Operation`.

    """
    operation = Operation(status=status, schema=schema, **details)
    known = {parameter.name: parameter for parameter in operation.takes}

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer(**path: object) -> Response:
            values = read_query(known)
            is_read = request.method in READING
            if is_read and operation.tagged_by is TaggedBy.CONTENT:
                return out_of_content(lambda: view(**path, **values), *_state(values))
            try:
                shown = view(**path, **values)
            except NotThere as error:
                raise refusal_of(error, path) from error
            if is_read and operation.tagged_by is TaggedBy.BYTES:
                return tagged_by_bytes(shown)
            return unless_known(shown) if is_read and operation.tagged else shown

        answer.operation = operation  # type: ignore[attr-defined]
        return answer

    return decorate
