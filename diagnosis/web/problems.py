"""Every error as problem+json (RFC 9457), one shape: type, title, status, detail, errors."""

from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from uuid import uuid4

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException, PreconditionRequired

from diagnosis import __version__
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.text import Text
from diagnosis.present.faults import show_faults
from diagnosis.present.say import Shown
from diagnosis.services.errors import (
    AlreadyRegistered,
    AlreadySubmitted,
    Busy,
    ContentNotKept,
    HasMembers,
    KeyReused,
    NoModel,
    NotSubmitted,
    NotThere,
    Stale,
    StillRunning,
    StoreUnavailable,
)
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.observe import log_crash, log_unavailable

TYPE = "urn:diagnosis:problem:"
UNREADABLE = frozenset(("bad-json", "too-deep", "not-utf8", "duplicate-key", "bad-gzip"))
_ALL_LISTED = Text("都列在 errors 中", "all listed in errors")
_FIRST_LISTED = Text("errors 列出前 {most} 处", "the first {most} listed in errors")
RETRY_SECONDS = "2"
"""When to ask again what could not be answered now, in `Retry-After`."""
RESTORE_SECONDS = "600"
"""When to ask again what waits for a person who restores it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of problem: its status, title and what to do."""

    status: int
    title: Text
    detail: Text


KINDS: dict[str, Kind] = {
    "unreadable": Kind(
        400,
        Text("请求无法读取", "The request cannot be read"),
        Text(
            "内容不是可以读取的 JSON，没有保存任何内容。",
            "The content is no JSON that can be read; nothing was stored.",
        ),
    ),
    "bad-request": Kind(
        400,
        Text("请求无法读取", "The request cannot be read"),
        Text("请求的格式不对。", "The request is malformed."),
    ),
    "not-found": Kind(
        404,
        Text("没有这个地址或资源", "No such address or resource"),
        Text("请核对地址和编号。", "Check the address and the id."),
    ),
    "elsewhere": Kind(
        404, Text("不在这个地址", "Not at this address"), Text("在 {place}。", "It is at {place}.")
    ),
    "method-not-allowed": Kind(
        405,
        Text("此地址不支持该方法", "This address does not take that method"),
        Text("可用的方法见 Allow 头。", "The header Allow names the methods it takes."),
    ),
    "key-reused": Kind(
        409,
        Text("幂等键已用于另一个请求", "The idempotency key stands for another request"),
        Text("请换一个 Idempotency-Key。", "Use another Idempotency-Key."),
    ),
    "already-registered": Kind(
        409,
        Text("已登记", "It is registered already"),
        Text(
            "这个信用代码和厂区（或产业链、园区的名称）已经登记过，见 Location 头。",
            "This credit code and site, or this name of a chain or park, is registered already; "
            "see the header Location.",
        ),
    ),
    "has-members": Kind(
        409,
        Text("还有企业属于它", "Firms still belong to it"),
        Text(
            "请先把这些企业移出或归到别处，再删除；名单见 Location 头。",
            "Take these firms out or put them elsewhere first; the header Location lists them.",
        ),
    ),
    "already-submitted": Kind(
        409,
        Text("答卷已提交，不能再改", "The assessment was submitted and no longer changes"),
        Text("诊断结果见 Location 头。", "Its diagnosis is named in the header Location."),
    ),
    "no-model": Kind(
        409,
        Text("没有可用的模型", "No model is served"),
        Text(
            "该标准目前只按规则评分，见 /v1/models。",
            "This standard is scored by rule alone for now; see /v1/models.",
        ),
    ),
    "still-running": Kind(
        409,
        Text("同一请求还在处理", "The same request is still being worked on"),
        Text(
            "带有这个 Idempotency-Key 的请求还没有答复，请稍后用同样的请求再取结果。",
            "A request with this Idempotency-Key has not been answered yet; send it again later.",
        ),
    ),
    "content-not-kept": Kind(
        503,
        Text("该结果所依据的内容无法装入", "The content of this result cannot be loaded"),
        Text(
            "级别和得分仍在列表中；说明要等运维恢复内容包后才能给出。",
            "Levels stay in the list; the explanation waits until its bundle is restored.",
        ),
    ),
    "not-submitted": Kind(
        409,
        Text("答卷还没有提交", "The assessment is a draft still"),
        Text("先提交答卷，再生成路线图。", "Submit it first; its answers may still change."),
    ),
    "stale": Kind(
        412,
        Text("版本已变", "The version has changed"),
        Text(
            "现在的版本不符合 If-Match 或 If-None-Match：读取之后有人改过。请重新读取，"
            "再带上新的 ETag。",
            "The version does not fit If-Match or If-None-Match: it was changed after it was "
            "read. Read it again, and send its new ETag.",
        ),
    ),
    "too-large": Kind(
        413,
        Text("内容过大", "The content is too large"),
        Text("内容超过本服务的上限。", "The content is larger than this service takes."),
    ),
    "address-too-long": Kind(
        414,
        Text("地址过长", "The address is too long"),
        Text(
            "地址（连同查询参数）最多 4094 个字符；内容多时请放在请求体里。",
            "An address with its query has at most 4094 characters; send long content in a body.",
        ),
    ),
    "unsupported-media-type": Kind(
        415,
        Text("内容类型不对", "The content type is not taken here"),
        Text("请用 Content-Type: application/json。", "Use Content-Type: application/json."),
    ),
    "expectation-failed": Kind(
        417,
        Text("Expect 头无法满足", "The header Expect cannot be met"),
        Text("只支持 Expect: 100-continue。", "Only Expect: 100-continue is understood."),
    ),
    "unsupported-encoding": Kind(
        415,
        Text("内容编码不对", "The content coding is not taken here"),
        Text(
            "请用 gzip 压缩，或不压缩（Accept-Encoding 头写明可用的编码）。",
            "Send it with gzip, or without a coding; Accept-Encoding names what is taken.",
        ),
    ),
    "faulty-input": Kind(
        422,
        Text("内容有错误", "The content has faults"),
        Text(
            "输入有 {count} 处错误，{listed}；没有保存任何内容。",
            "Faults in the input: {count}, {listed}; nothing was stored.",
        ),
    ),
    "version-required": Kind(
        428,
        Text("缺少 If-Match", "If-Match is required"),
        Text(
            "修改时请带上所读版本的 ETag（If-Match 头）。",
            "Send the ETag of the version you read in the header If-Match.",
        ),
    ),
    "header-too-large": Kind(
        431,
        Text("请求头过大", "The request's headers are too large"),
        Text("请缩短请求头。", "Send shorter headers."),
    ),
    "internal": Kind(
        500,
        Text("服务内部错误", "Internal error"),
        Text(
            "请把事件编号 {incident} 告诉维护人员。",
            "Tell the operator the incident {incident}.",
        ),
    ),
    "not-implemented": Kind(
        501,
        Text("不支持这种传输编码", "The transfer coding is not supported"),
        Text(
            "请用 Content-Length 或 Transfer-Encoding: chunked 发送内容。",
            "Send the body with Content-Length or with Transfer-Encoding: chunked.",
        ),
    ),
    "busy": Kind(
        503,
        Text("规划请求太多", "Too many plans are being worked on"),
        Text(
            "同时规划的请求已到上限，没有保存任何内容，请稍后再试。",
            "As many plans are being worked on as this service takes at once; nothing was stored. "
            "Try again later.",
        ),
    ),
    "unavailable": Kind(
        503,
        Text("暂时无法服务", "Not available for the moment"),
        Text(
            "数据库连不上或太忙，没有保存任何内容，请稍后再试。",
            "The database is out of reach or too busy; nothing was stored. Try again later.",
        ),
    ),
}
_OF_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    414: "address-too-long",
    415: "unsupported-media-type",
    417: "expectation-failed",
    428: "version-required",
    431: "header-too-large",
    501: "not-implemented",
}


def problem(
    code: str,
    *,
    faults: tuple[Fault, ...] = (),
    more: int = 0,
    location: str | None = None,
    incident: str | None = None,
) -> Response:
    """Return a problem+json response in the wanted language.

    Parameters
    ----------
    code
        One of `KINDS`.
    faults
        Faults of the caller's input; the first hundred are listed.
    more
        How many faults were found beside them.
    location
        Where the resource is that the caller may want instead.
    incident
        The id that a crash is logged under.

    """
    language, kind = wanted_language(), KINDS[code]
    listed = show_faults(faults, language)
    more += len(faults) - len(listed)
    values = {
        "count": len(listed) + more,
        "listed": (_FIRST_LISTED.fill(most=len(listed)) if more else _ALL_LISTED).say(language),
        "incident": incident,
        "place": location,
    }
    body: Shown = {
        "type": TYPE + code,
        "title": kind.title.say(language),
        "status": kind.status,
        "detail": kind.detail.say(language).format(**values),
        "errors": listed,
    }
    body |= {name: value for name, value in (("more", more), ("incident", incident)) if value}
    response = Response(orjson.dumps(body), kind.status, content_type="application/problem+json")
    if location is not None:
        response.headers["Location"] = location
    return mark_language(response, language)


def problem_of_server(
    code: str, incident: str | None = None, *, has_content: bool = True
) -> bytes:
    """Return the whole answer to a request that never reached the application, as it is sent.

    Its texts are in both languages: what the client wants may not have been read. To a HEAD it
    has no content (RFC 9110, 9.3.2), but says the length that there would be.
    """
    kind = KINDS[code]
    both = [kind.title, kind.detail.fill(incident=incident) if incident else kind.detail]
    title, detail = (f"{text.zh} {text.en}" for text in both)
    body: Shown = {
        "type": TYPE + code,
        "title": title,
        "status": kind.status,
        "detail": detail,
        "errors": [],
    }
    if incident is not None:
        body["incident"] = incident
    content = orjson.dumps(body)
    head = (
        f"HTTP/1.1 {kind.status} {HTTPStatus(kind.status).phrase}\r\n"
        f"Date: {formatdate(usegmt=True)}\r\n"
        "Connection: close\r\n"
        "Content-Type: application/problem+json\r\n"
        "Content-Language: zh-Hans, en\r\n"
        f"Content-Length: {len(content)}\r\n"
        "Cache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        f"Diagnosis-Version: {__version__}\r\n\r\n"
    )
    return head.encode("ascii") + (content if has_content else b"")


def _faulty_input(error: FaultyInput) -> Response:
    codes = {fault.code for fault in error.faults}
    if "unsupported-encoding" in codes:
        answer = problem("unsupported-encoding", faults=error.faults)
        answer.headers["Accept-Encoding"] = "gzip"
        return answer
    code = "faulty-input" if codes.isdisjoint(UNREADABLE) else "unreadable"
    return problem(code, faults=error.faults, more=error.more)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    code = _OF_STATUS.get(error.code or 500)
    if code is None:
        return _crash(error)
    answer = problem(code)
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    if answer.status_code == 413:
        answer.headers["Connection"] = "close"
    return answer


def _unavailable(error: StoreUnavailable) -> Response:
    log_unavailable(error)
    return _try_again("unavailable")


def _try_again(code: str, *, seconds: str = RETRY_SECONDS) -> Response:
    answer = problem(code)
    answer.headers["Retry-After"] = seconds
    return answer


def _crash(error: Exception) -> Response:
    incident = uuid4().hex
    log_crash(incident, error)
    return problem("internal", incident=incident)


def _not_there(error: NotThere) -> Response:
    return problem("elsewhere" if error.elsewhere else "not-found", location=error.elsewhere)


def register_problems(app: Flask) -> None:
    """Make every error of the app a problem."""
    app.register_error_handler(FaultyInput, _faulty_input)
    app.register_error_handler(NotThere, _not_there)
    app.register_error_handler(Stale, lambda _: problem("stale"))
    app.register_error_handler(
        ContentNotKept, lambda _: _try_again("content-not-kept", seconds=RESTORE_SECONDS)
    )
    app.register_error_handler(NoModel, lambda _: problem("no-model"))
    app.register_error_handler(KeyReused, lambda _: problem("key-reused"))
    app.register_error_handler(StillRunning, lambda _: _try_again("still-running"))
    app.register_error_handler(Busy, lambda _: _try_again("busy"))
    for kind, code, place in (
        (AlreadySubmitted, "already-submitted", "/v1/diagnoses/{0.diagnosis_id}"),
        (AlreadyRegistered, "already-registered", "/v1/{0.kind}s/{0.registered_id}"),
        (HasMembers, "has-members", "/v1/enterprises?{0.kind}={0.registered_id}"),
    ):
        app.register_error_handler(
            kind, lambda e, c=code, p=place: problem(c, location=p.format(e))
        )
    app.register_error_handler(NotSubmitted, lambda _: problem("not-submitted"))
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(PreconditionRequired, lambda _: problem("version-required"))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crash)
