"""`/login` and `/logout`: what a browser does without a script, and no program asks for."""

from contextlib import suppress

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from diagnosis.identity.provider.login import PageLogin
from diagnosis.identity.provider.trusted import RETURN_PATH
from diagnosis.services.errors import LoginFailed, StoreUnavailable
from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.web.access.cookies import attempt_cookie, give_attempt, take_attempt
from diagnosis.web.access.local_paths import START, local_path
from diagnosis.web.access.who_asks import operation_of_request
from diagnosis.web.api.access.sessions import begin_session, finish_session
from diagnosis.web.exchange import container, sent_on

log_in = Blueprint("log_in", __name__)


def _login() -> PageLogin:
    """Return what lets people log in; where nobody may there is no such address."""
    trusted = container().trusted_provider
    if trusted is None or trusted.login is None:
        raise NotFound
    return trusted.login


@log_in.get("/login")
def begin_log_in() -> Response:
    """Send a browser to the identity provider; `next` is a path of this service to go on to."""
    begun = _login().begin(local_path(request.args.get("next")), container().clock())
    give_attempt(begun.attempt)
    return sent_on(begun.url)


@log_in.get(RETURN_PATH)
def finish_log_in() -> Response:
    """Open a session for who logged in at the provider, which sends the browser here."""
    login, kept = _login(), attempt_cookie()
    take_attempt()
    try:
        finished = login.finish(kept, request.args.to_dict(), container().clock())
    except LoginFailed as error:
        _enter_failure(error)
        raise
    begin_session(finished.asker)
    return sent_on(finished.path)


def _enter_failure(error: LoginFailed) -> None:
    """Enter in the audit that somebody of an organisation could not log in.

    Their role is the one that their token names: an enterprise's where that is none.
    """
    if error.organisation is None:
        return
    role = AccessRole(error.role or AccessRole.ENTERPRISE)
    who = Principal(error.organisation, "", role, operation=operation_of_request())
    with suppress(StoreUnavailable):  # nobody is let in all the same
        container().store.enter_refusal(who, container().clock(), ActKind.LOGIN_FAILED)


@log_in.post("/logout")
def log_out() -> Response:
    """End the session of the browser; the form brings its proof in the field `csrf_token`."""
    finish_session()
    return sent_on(START)
