"""Every error as problem+json (RFC 9457), one shape: type, title, status, detail, errors."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import orjson
from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.text import Text
from diagnosis.web.languages import mark_language, wanted_language

_UNREADABLE = {"bad-json", "too-deep", "not-utf8", "duplicate-key"}
_FAULTY = Text(
    "输入有 {count} 处错误,全部列在 errors 中;没有保存任何内容。",
    "The input has {count} faults, all listed in errors; nothing was stored.",
)
_TITLES = {
    400: Text("请求无法读取", "The request cannot be read"),
    404: Text("没有这个地址或资源", "No such address or resource"),
    405: Text("此地址不支持该方法", "This address does not take that method"),
    413: Text("内容过大", "The content is too large"),
    415: Text("请用 Content-Type: application/json", "Use Content-Type: application/json"),
    422: Text("内容有错误", "The content has faults"),
    500: Text("服务内部错误", "Internal error"),
}


def problem(
    status: int,
    *,
    code: str,
    detail: Text | None = None,
    faults: tuple[Fault, ...] = (),
    more: dict[str, Any] | None = None,
) -> Response:
    """Return a problem+json response in the wanted language."""
    language = wanted_language()
    title = _TITLES.get(status)
    phrase = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": f"urn:diagnosis:problem:{code}",
        "title": title.say(language) if title else phrase,
        "status": status,
        "detail": detail.say(language) if detail else (title.say(language) if title else phrase),
        "errors": [fault.as_plain(language) for fault in faults],
    }
    response = Response(
        orjson.dumps(body | (more or {})), status, content_type="application/problem+json"
    )
    return mark_language(response, language)


def _faulty_input(error: FaultyInput) -> Response:
    unreadable = any(fault.code in _UNREADABLE for fault in error.faults)
    detail = _FAULTY.fill(count=len(error.faults))
    status, code = (400, "unreadable") if unreadable else (422, "faulty-input")
    return problem(status, code=code, detail=detail, faults=error.faults)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    answer = problem(status, code=HTTPStatus(status).phrase.lower().replace(" ", "-"))
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _crash(_error: Exception) -> Response:
    incident = uuid4().hex
    current_app.logger.exception("incident %s", incident)
    detail = Text(f"事件编号 {incident}", f"Incident {incident}")
    return problem(500, code="internal", detail=detail, more={"incident": incident})


def register_problems(app: Flask) -> None:
    """Make every error of the app a problem."""
    app.register_error_handler(FaultyInput, _faulty_input)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crash)
