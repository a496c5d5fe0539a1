"""Every error as problem+json (RFC 9457), one shape: type, title, status, detail, errors."""

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
    AlreadyGranted,
    AlreadyRegistered,
    AlreadyRemarked,
    AlreadySubmitted,
    AttachFirst,
    Busy,
    ContentNotKept,
    FileNotKept,
    FilesBusy,
    GrantedToRead,
    GrantOver,
    HasKeys,
    HasMembers,
    KeyEnded,
    KeyReused,
    LoginFailed,
    MistypedCode,
    NoModel,
    NotAllowed,
    NotSubmitted,
    NotThere,
    ObjectionsOver,
    OfItsOwner,
    OtherFirm,
    PrinterMissing,
    ProviderAway,
    ReportsBusy,
    SheetHandedIn,
    Stale,
    StillRunning,
    StoreUnavailable,
    TooManyKeys,
    VisitOpen,
    VisitSettled,
)
from diagnosis.web.access.cross_site import CrossSite
from diagnosis.web.access.who_asks import NobodyKnown
from diagnosis.web.bodies import NoFileType
from diagnosis.web.door.hosts import UntrustedHost
from diagnosis.web.door.limits import TooManyRequests, TooManySheets
from diagnosis.web.door.security_headers import SECURITY_HEADERS
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.observe import log_crash, log_unavailable
from diagnosis.web.problem_kinds import KINDS, TYPE

UNREADABLE = frozenset(("bad-json", "too-deep", "not-utf8", "duplicate-key", "bad-gzip"))
_ALL_LISTED = Text("都列在 errors 中", "all listed in errors")
_FIRST_LISTED = Text("errors 列出前 {most} 处", "the first {most} listed in errors")
RETRY_SECONDS = "2"
"""When to ask again what could not be answered now, in `Retry-After`."""
RESTORE_SECONDS = "600"
"""When to ask again what waits for a person who restores it."""


_SECURITY_LINES = "".join(f"{name}: {value}\r\n" for name, value in SECURITY_HEADERS.items())
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
        f"{_SECURITY_LINES}"
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


def _not_known(error: NobodyKnown) -> Response:
    """Ask for a key (RFC 6750, 3), or a code; why a bad one is bad is not told."""
    answer = problem(
        {"typed": "key-unknown", "session": "session-ended"}.get(error.by, f"{error.by}-needed")
    )
    fault = ', error="invalid_token"' if error.was_wrong and error.by == "key" else ""
    answer.headers["WWW-Authenticate"] = f'Bearer realm="diagnosis"{fault}'
    return answer


def _mistyped(_: MistypedCode) -> Response:
    answer = problem("mistyped-code")
    answer.headers["WWW-Authenticate"] = 'Bearer realm="diagnosis"'
    return answer


def _register_later(app: Flask) -> None:
    """Make a problem of each error that says to come back, with the time to do so."""
    for later, name, seconds in (
        (StillRunning, "still-running", RETRY_SECONDS),
        (Busy, "busy", RETRY_SECONDS),
        (FilesBusy, "files-busy", RETRY_SECONDS),
        (ReportsBusy, "reports-busy", RETRY_SECONDS),
        (PrinterMissing, "report-printer-missing", RESTORE_SECONDS),
        (ProviderAway, "provider-away", RETRY_SECONDS),
        (ContentNotKept, "content-not-kept", RESTORE_SECONDS),
        (FileNotKept, "file-not-kept", RESTORE_SECONDS),
    ):
        app.register_error_handler(later, lambda _, n=name, s=seconds: _try_again(n, seconds=s))


def _register_elsewhere(app: Flask) -> None:
    """Make a problem of each error that names what stands in the way, with its address."""
    for kind, code, place in (
        (AlreadySubmitted, "already-submitted", "/v1/diagnoses/{0.diagnosis_id}"),
        (AlreadyRegistered, "already-registered", "/v1/{0.kind}s/{0.registered_id}"),
        (
            AlreadyGranted,
            "already-granted",
            "/v1/enterprises/{0.enterprise_id}/grants/{0.grant_id}",
        ),
        (OtherFirm, "other-firm", "/v1/enterprises/{0.registered_id}"),
        (HasMembers, "has-members", "/v1/enterprises?{0.kind}={0.registered_id}"),
    ):
        app.register_error_handler(
            kind, lambda e, c=code, p=place: problem(c, location=p.format(e))
        )


def register_problems(app: Flask) -> None:
    """Make every error of the app a problem."""
    app.register_error_handler(FaultyInput, _faulty_input)
    app.register_error_handler(UntrustedHost, lambda _: problem("untrusted-host"))
    app.register_error_handler(
        TooManyRequests, lambda e: _try_again("too-many-requests", seconds=str(e.seconds))
    )
    app.register_error_handler(NobodyKnown, _not_known)
    app.register_error_handler(MistypedCode, _mistyped)
    app.register_error_handler(AttachFirst, lambda _: problem("attach-first"))
    app.register_error_handler(
        TooManySheets, lambda e: _try_again("too-many-sheets", seconds=str(e.seconds))
    )
    app.register_error_handler(LoginFailed, lambda _: problem("login-failed"))
    app.register_error_handler(CrossSite, lambda _: problem("cross-site"))
    app.register_error_handler(NotAllowed, lambda _: problem("not-allowed"))
    app.register_error_handler(OfItsOwner, lambda _: problem("of-its-owner"))
    app.register_error_handler(VisitSettled, lambda _: problem("visit-settled"))
    app.register_error_handler(VisitOpen, lambda _: problem("visit-open"))
    app.register_error_handler(ObjectionsOver, lambda _: problem("objections-over"))
    app.register_error_handler(AlreadyRemarked, lambda _: problem("already-remarked"))
    app.register_error_handler(GrantOver, lambda _: problem("grant-over"))
    app.register_error_handler(GrantedToRead, lambda _: problem("granted-to-read"))
    app.register_error_handler(NotThere, _not_there)
    app.register_error_handler(Stale, lambda _: problem("stale"))
    app.register_error_handler(KeyEnded, lambda _: problem("key-ended"))
    app.register_error_handler(HasKeys, lambda _: problem("has-keys"))
    app.register_error_handler(TooManyKeys, lambda _: problem("too-many-keys"))
    app.register_error_handler(NoModel, lambda _: problem("no-model"))
    app.register_error_handler(KeyReused, lambda _: problem("key-reused"))
    app.register_error_handler(NoFileType, lambda _: problem("unsupported-file-type"))
    _register_later(app)
    _register_elsewhere(app)
    app.register_error_handler(SheetHandedIn, lambda _: problem("sheet-handed-in"))
    app.register_error_handler(NotSubmitted, lambda _: problem("not-submitted"))
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(PreconditionRequired, lambda _: problem("version-required"))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crash)
