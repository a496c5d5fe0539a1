"""Who asks: by key, token, session, code or link, held to the policy of its operation first."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from flask import Flask, current_app, request

from diagnosis.bootstrap import Container
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.identity.provider.tokens import is_token
from diagnosis.services.errors import (
    AttachFirst,
    MistypedCode,
    NotAllowed,
    ProviderAway,
    StoreUnavailable,
)
from diagnosis.services.ports.askers import Asker, AskerReader
from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.ports.links import LinkRecord
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.web.access.cookies import session_cookie
from diagnosis.web.access.cross_site import check_proof
from diagnosis.web.access.page_cookies import (
    CODE_LINE,
    LINK_LINE,
    RESULT_LINK_LINE,
    bring_cookies,
    cookie_of_request,
)
from diagnosis.web.access.page_policies import policy_of
from diagnosis.web.access.policy import PUBLIC, Policy
from diagnosis.web.door.limits import (
    count_of_address,
    count_of_organisation,
    take_back_of_address,
)

T = TypeVar("T")
PRINCIPAL = "diagnosis.principal"
"""The name of who asks in the environment of a request."""
_ASKER = "diagnosis.asker"
_CODE = "diagnosis.code"
_LINK = "diagnosis.link"
_RESULT_LINK = "diagnosis.result_link"
_SCHEME = "bearer"
CODE_HEADER = "Resume-Code"
LINK_HEADER = "Section-Link"
RESULT_LINK_HEADER = "Result-Link"
_LINES = {
    "HTTP_AUTHORIZATION": AccessRole.ENTERPRISE,
    CODE_LINE: AccessRole.HOLDER,
    LINK_LINE: AccessRole.RESPONDENT,
    RESULT_LINK_LINE: AccessRole.VIEWER,
}
"""The lines of a request that say who asks, and a role that asks so."""
_OF_OTHERS = "basic"
"""The scheme of a line that says nothing here: that of a proxy with a password of its own."""
_HEADERS = {
    AccessRole.HOLDER: CODE_HEADER,
    AccessRole.RESPONDENT: LINK_HEADER,
    AccessRole.VIEWER: RESULT_LINK_HEADER,
}
_UNCOUNTED = ("live", "ready")
"""Operations that anybody may ask as often as they like: whoever watches the service."""


class NobodyKnown(Exception):
    """A request does not say who asks, or nobody is known by what it says.

    `by` is the way in which it asks: by `key`, `session`, `code` or `link`, or by a key that was
    `typed`.
    """

    def __init__(self, by: str = "key", *, was_wrong: bool) -> None:
        super().__init__()
        self.by = by
        self.was_wrong = was_wrong


def check_who_asks(app: Flask) -> None:
    """Have an app hold every request to the policy of its operation."""
    app.before_request(_check)


def _check() -> None:
    operation = operation_of_request()
    if operation in _UNCOUNTED:
        return
    policy = PUBLIC if request.url_rule is None else policy_of(operation)
    if policy.is_page:
        bring_cookies(policy)
    if not policy.roles or request.method == "OPTIONS":
        # Content is there for everybody, also with a key that is none and without a database.
        with suppress(NobodyKnown, MistypedCode, ProviderAway, StoreUnavailable):
            _who(policy)
        return
    # Whoever was looked up a moment ago is remembered, and not what an earlier request read.
    # What is granted is there to be read; whoever writes finds the rows of its organisation.
    is_writing = policy.scope is not KeyScope.READ
    principal = replace(_who(policy), operation=operation, entered=set(), is_writing=is_writing)
    asker: Asker | None = request.environ.get(_ASKER)
    if asker is not None and asker.session is not None:
        check_proof(str(session_cookie()))
    elif policy.is_page:
        check_proof(str(cookie_of_request()))
    if not _may(principal, policy):
        if policy.shared and _CODE in request.environ:
            raise AttachFirst
        running: Container = current_app.extensions["diagnosis"]
        with suppress(StoreUnavailable):  # it is refused all the same
            running.store.enter_refusal(principal, running.clock())
        raise NotAllowed
    request.environ[PRINCIPAL] = principal


def _may(principal: Principal, policy: Policy) -> bool:
    """Return whether who asks may do what the policy is of."""
    if principal.role not in policy.roles:
        return False
    asker: Asker | None = request.environ.get(_ASKER)
    key = None if asker is None else asker.key
    target = str((request.view_args or {}).get("key_id"))
    is_itself = policy.to_itself and key is not None and target == key.id
    return policy.scope is None or policy.scope in principal.allowed or is_itself


def _who(policy: Policy) -> Principal:
    """Return who asks, counted by whose rows they are: by key, token, session, code or link.

    What changes hands is asked for with a code beside another. Browsers send a cookie along with
    whatever they send: it counts for nothing beside a line that says who asks.

    Raises
    ------
    FaultyInput
        When the request has several such lines without need.

    """
    ways = [role for line, role in _LINES.items() if line in request.environ]
    if policy.changes_hands:
        principal = _count_known()
        _count_code()
        return principal
    if len(ways) > 1 and policy.roles:
        count_of_address()
        raise FaultyInput([Fault(f"/{_HEADERS[ways[-1]]}", "told-twice-who")])
    way = ways[0] if ways else next(iter(policy.roles), None)
    counted = {
        AccessRole.HOLDER: _count_code,
        AccessRole.RESPONDENT: _count_link,
        AccessRole.VIEWER: _count_result_link,
    }
    return counted.get(way or AccessRole.ENTERPRISE, _count_known)()


def _count_known() -> Principal:
    asker = request.environ[_ASKER] = _known()
    count_of_organisation(asker.principal.owner)
    return asker.principal


def _count_code() -> Principal:
    code = request.environ[_CODE] = _known_code()
    count_of_organisation(code.owner)
    return code.principal


def _count_link() -> Principal:
    link = request.environ[_LINK] = _known_link()
    count_of_organisation(link.owner)
    return link.principal


def _count_result_link() -> Principal:
    link = request.environ[_RESULT_LINK] = _known_result_link()
    count_of_organisation(link.owner)
    return link.principal


def _text_of(line: str, by: str) -> str:
    """Return the text of a line that says who asks; where there is none it counts by address."""
    text: str | None = request.environ.get(line)
    if text is None:
        count_of_address()
        raise NobodyKnown(by, was_wrong=False)
    return text


def _known_link() -> LinkRecord:
    """Return the section link of the request; ended ones and those that never were are alike."""
    return known_by_link(_text_of(LINK_LINE, "link"))


def known_by_link(text: str) -> LinkRecord:
    """Return the section link that a text is, counted by the address until it is known.

    Raises
    ------
    NobodyKnown
        When nobody is known by it.

    """
    running: Container = current_app.extensions["diagnosis"]
    reader = running.code_reader
    return _known_by(
        reader.has_met_link(text),
        lambda: reader.read_link(text, running.clock()),
        NobodyKnown("link", was_wrong=True),
    )


def _known_result_link() -> ResultLink:
    """Return the result link of the request; ended ones and those that never were are alike."""
    return known_by_result_link(_text_of(RESULT_LINK_LINE, "link"))


def known_by_result_link(text: str) -> ResultLink:
    """Return the result link that a text is, counted by the address until it is known.

    Raises
    ------
    NobodyKnown
        When nobody is known by it.

    """
    running: Container = current_app.extensions["diagnosis"]
    reader = running.code_reader
    return _known_by(
        reader.has_met_result_link(text),
        lambda: reader.read_result_link(text, running.clock()),
        NobodyKnown("link", was_wrong=True),
    )


def _known_code() -> CodeRecord:
    """Return the code of the request; a dead one and one that never was are alike."""
    return known_by_code(_text_of(CODE_LINE, "code"))


def known_by_code(text: str) -> CodeRecord:
    """Return the code that a text is, counted by the address until it is known.

    Raises
    ------
    NobodyKnown, MistypedCode
        When nobody is known by it; when it is no code at all.

    """
    running: Container = current_app.extensions["diagnosis"]
    reader = running.code_reader
    try:
        has_met = reader.has_met(text)
    except MistypedCode:
        count_of_address()
        raise
    return _known_by(
        has_met,
        lambda: reader.read(text, running.today()),
        NobodyKnown("code", was_wrong=True),
    )


def _known() -> Asker:
    """Return who asks with the key, token or session of the request; what does not count is alike.

    Where there is none the request counts by its address.
    """
    running: Container = current_app.extensions["diagnosis"]
    line = request.environ.get("HTTP_AUTHORIZATION")
    scheme, _, text = (line or "").partition(" ")
    has_bearer = scheme.lower() == _SCHEME
    is_silent = line is None or scheme.lower() == _OF_OTHERS
    cookie = session_cookie() if is_silent else None
    reader: AskerReader
    if has_bearer:
        text = text.strip(" ")
        reader = _reader_of(running, text)
    elif cookie is not None:
        text, reader = cookie, running.session_reader
    else:
        count_of_address()
        raise NobodyKnown(was_wrong=False)
    return _known_by(
        reader.has_met(text),
        lambda: reader.read(text, running.clock()),
        NobodyKnown("key" if has_bearer else "session", was_wrong=has_bearer),
    )


def _known_by(has_met: bool, read: Callable[[], T | None], nobody: NobodyKnown) -> T:
    """Return who is known by a text; raise `nobody` where it is none that counts.

    What was never met counts by its address until it is known, so that whoever guesses keeps no
    database busy; what was met counts so where it fails.
    """
    if not has_met:
        count_of_address()
    try:
        known = read()
        if known is None:
            raise nobody
    except (NobodyKnown, ProviderAway, StoreUnavailable):
        if has_met:
            count_of_address()
        raise
    if not has_met:
        take_back_of_address()
    return known


def _reader_of(running: Container, text: str) -> AskerReader:
    """Return what reads a text: tokens where there is a provider, or else keys."""
    trusted = running.trusted_provider
    return trusted.tokens if trusted is not None and is_token(text) else running.key_reader


def operation_of_request() -> str:
    """Return the id of the operation that the request asks for."""
    return str(request.endpoint).rpartition(".")[2]


def is_with_code() -> bool:
    """Return whether the request came with a valid resume code, which anybody may have."""
    return _CODE in request.environ and _ASKER not in request.environ


def is_with_result_link() -> bool:
    """Return whether the request came with a valid result link, which anybody may have."""
    return _RESULT_LINK in request.environ


def is_known() -> bool:
    """Return whether somebody known asks, by more than a code; nothing public needs it."""
    return _ASKER in request.environ


def asker_of_request() -> Asker:
    """Return who asks, and with which key; what is public may have nobody."""
    asker: Asker = request.environ[_ASKER]
    return asker


def code_of_request() -> CodeRecord:
    """Return the resume code of the request, where its operation asks for one."""
    record: CodeRecord = request.environ[_CODE]
    return record


def link_of_request() -> LinkRecord:
    """Return the section link of the request, where its operation asks for one."""
    record: LinkRecord = request.environ[_LINK]
    return record


def result_link_of_request() -> ResultLink:
    """Return the result link of the request, where its operation asks for one."""
    record: ResultLink = request.environ[_RESULT_LINK]
    return record


def principal_of_request() -> Principal:
    """Return who asks; there is nobody in what is public."""
    principal: Principal = request.environ[PRINCIPAL]
    return principal
