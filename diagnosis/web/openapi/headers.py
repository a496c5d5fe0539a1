"""The headers of answers, described in one place; operations and problems name them."""

from http import HTTPStatus

from diagnosis.web.door.security_headers import CSP, FILE_POLICY, HSTS, SECURITY_HEADERS
from diagnosis.web.openapi_parts import HeaderPart

_TEXT = "string"

_OF_SECURITY = {
    "X-Content-Type-Options": "Nobody guesses another type. 不猜测类型。",
    CSP: "The answer is no page: it loads and runs nothing, and nobody frames it. 内容安全策略。",
    "Referrer-Policy": "Where a reader came from is told to nobody. 不外传来源。",
    "X-Frame-Options": "Nobody frames it: for old browsers. 不许嵌入。",
    "Permissions-Policy": "What a page of this service never asks a device for. 不用设备权限。",
    "Cross-Origin-Opener-Policy": "Who opens it in a window cannot reach into it. 窗口隔离。",
    "Cross-Origin-Resource-Policy": "No other site puts it into a page of its own. 不许他站引用。",
}
"""What each header that protects readers means, in their order."""

HEADERS: dict[str, HeaderPart] = {
    "DiagnosisVersion": {
        "description": "Version of this service. 服务版本。",
        "schema": {"type": _TEXT},
    },
    "RequestId": {
        "description": "Id of the request, the caller's `X-Request-ID` where it sent a plain one "
        "(at most 64 letters, digits, `.`, `_`, `-`); the operator's log names it. 请求编号。",
        "schema": {"type": _TEXT, "pattern": "^[A-Za-z0-9._-]{1,64}$"},
    },
    **{
        name.replace("-", ""): {
            "description": about,
            "schema": {"type": _TEXT, "enum": [SECURITY_HEADERS[name]]},
        }
        for name, about in _OF_SECURITY.items()
    },
    "FileSecurityPolicy": {
        "description": "What somebody sent runs nothing, and is of no site. 文件隔离。",
        "schema": {"type": _TEXT, "enum": [FILE_POLICY]},
    },
    HSTS.replace("-", ""): {
        "description": "Come by https alone for a year; sent where callers know the service by an "
        "address with https. 只走 https。",
        "schema": {"type": _TEXT, "pattern": "^max-age=[0-9]+$"},
    },
    "CacheControl": {
        "description": "`no-store`: a firm's data, kept by nobody on the way; `public, no-cache`: "
        "content, may be kept and is asked for before it is used again. 缓存规则。",
        "schema": {"type": _TEXT, "enum": ["no-store", "public, no-cache"]},
    },
    "ContentLanguage": {
        "description": "The language of the texts. 文本语言。",
        "schema": {"type": _TEXT, "enum": ["zh-Hans", "en"]},
    },
    "BothLanguages": {
        "description": "The texts are in both languages: nobody has read which is wanted.",
        "schema": {"type": _TEXT, "enum": ["zh-Hans, en"]},
    },
    "Vary": {
        "description": "The headers of the request that the answer depends on.",
        "schema": {"type": _TEXT},
    },
    "VersionTag": {
        "description": "The version, for `If-Match`, and behind the point these bytes, for "
        "`If-None-Match`. 版本号。",
        "schema": {"type": _TEXT, "examples": ['"v1.0c3a96f2"']},
    },
    "ContentTag": {
        "description": "The tag of these bytes, for `If-None-Match`. 内容标识。",
        "schema": {"type": _TEXT},
    },
    "NewLocation": {
        "description": "Where the new resource is. 新资源的地址。",
        "schema": {"type": _TEXT, "format": "uri-reference"},
    },
    "MovedLocation": {
        "description": "Where it is now. 现在的地址。",
        "schema": {"type": _TEXT, "format": "uri-reference"},
    },
    "KnownLocation": {
        "description": "Where what stands in the way is: the thing that was registered or "
        "submitted already, or the members of a chain or park. 已有资源的地址。",
        "schema": {"type": _TEXT, "format": "uri-reference"},
    },
    "IdempotencyReplayed": {
        "description": "`true` where an earlier request with this key was answered again.",
        "schema": {"type": _TEXT, "enum": ["true"]},
    },
    "PreferenceApplied": {
        "description": "The preference of `Prefer` that was applied. 已采用的偏好。",
        "schema": {"type": _TEXT, "enum": ["return=minimal", "return=representation"]},
    },
    "WwwAuthenticate": {
        "description": "`Bearer`: what to say who asks by (RFC 6750); `invalid_token` where what "
        "was sent is no valid key. 认证方式。",
        "schema": {"type": _TEXT, "pattern": '^Bearer realm="diagnosis"'},
    },
    "SessionCookie": {
        "description": "The page session, out of reach of scripts, by https alone where there is "
        "any; empty when it ends. 登录会话。",
        "schema": {"type": _TEXT, "pattern": "HttpOnly; Path=/; SameSite=Lax$"},
    },
    "RetryAfter": {
        "description": "Seconds after which to send the request again. 几秒后重试。",
        "schema": {"type": _TEXT, "pattern": "^[0-9]+$"},
    },
    "AcceptEncoding": {
        "description": "The coding that a body may have: `gzip`. Sent where it had another. "
        "可用的内容编码。",
        "schema": {"type": _TEXT, "enum": ["gzip"]},
    },
    "ContentDisposition": {
        "description": "The name to keep the file under. 文件名。",
        "schema": {"type": _TEXT},
    },
}
"""The headers by the name under which the document keeps them."""

HeaderNames = dict[str, str]
"""Headers of an answer: how they are written, and their names in `HEADERS`."""

_PROTECTING: HeaderNames = {name: name.replace("-", "") for name in SECURITY_HEADERS}
EVERYWHERE: HeaderNames = {
    "Diagnosis-Version": "DiagnosisVersion",
    "X-Request-ID": "RequestId",
    "Cache-Control": "CacheControl",
    **_PROTECTING,
    HSTS: HSTS.replace("-", ""),
}
IN_A_LANGUAGE: HeaderNames = {"Content-Language": "ContentLanguage", "Vary": "Vary"}
_OF_PROBLEMS: dict[int, HeaderNames] = {
    401: {"WWW-Authenticate": "WwwAuthenticate"},
    409: {"Location": "KnownLocation", "Retry-After": "RetryAfter"},
    415: {"Accept-Encoding": "AcceptEncoding"},
    429: {"Retry-After": "RetryAfter"},
    503: {"Retry-After": "RetryAfter"},
}
PROBLEMS = {
    400: "The request cannot be read: no JSON, or badly framed. 请求无法读取。",
    401: "No key was sent, or none that is valid. 需要有效的密钥。",
    403: "The key may not do that: its role or its scopes do not allow it; or a change with a "
    "session does not come from a page of this service. 密钥权限不够。",
    404: "There is no such thing, or it belongs to somebody else. 不存在。",
    405: "The address takes other methods. 方法不对。",
    409: "What is stored stands in the way; `code` of `type` says what, `Location` where, and "
    "`Retry-After` when to ask again. 与已有内容冲突。",
    412: "What there is does not fit `If-Match` or `If-None-Match`: it was changed after it was "
    "read. 版本已变。",
    413: "The body is larger than this service takes. 内容过大。",
    414: "The address has more than 4094 characters. 地址过长。",
    415: "The body is not declared as what is taken, or packed with something else than gzip. "
    "内容类型或编码不对。",
    422: "The request has faults; `errors` lists each. 内容有错误。",
    428: "`If-Match` is missing. 缺少 If-Match。",
    429: "The key, or the address without one, has sent as many requests as a minute allows; "
    "`Retry-After` says when the next begins. 请求太频繁。",
    431: "The headers are too large. 请求头过大。",
    500: "A fault of this service; `incident` names it. 服务内部错误。",
    503: "The service is too busy, or its database is out of reach; nothing was stored. "
    "暂时无法服务。",
}
"""What a problem of each status means."""


_BEFORE_OPERATIONS: HeaderNames = {
    "Diagnosis-Version": "DiagnosisVersion",
    "Cache-Control": "CacheControl",
    "Content-Language": "BothLanguages",
    **_PROTECTING,
}
"""The headers of what the server refuses before any operation sees it."""


def problem_headers(status: int) -> HeaderNames:
    """Return the headers of a problem."""
    if status == HTTPStatus.REQUEST_URI_TOO_LONG:
        return _BEFORE_OPERATIONS
    return EVERYWHERE | IN_A_LANGUAGE | _OF_PROBLEMS.get(status, {})


def describe_problem(status: HTTPStatus) -> str:
    """Return what a problem of a status means."""
    return PROBLEMS.get(status.value, status.phrase)
