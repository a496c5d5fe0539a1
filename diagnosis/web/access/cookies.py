"""The cookies of a page session and of a log-in: out of reach of scripts, bound to https."""

from datetime import datetime

from flask import Response, after_this_request, current_app, g, request

from diagnosis.bootstrap import Container
from diagnosis.identity.provider.login import ATTEMPT_TIME

_BOUND = "__Host-"
"""Begins the names with https: browsers take such a cookie from no other host, nor by http."""
NAME, _ATTEMPT = "diagnosis-session", "diagnosis-login"
SAFE_NAME = _BOUND + NAME


def is_by_https() -> bool:
    """Return whether browsers come by https: the public address says so."""
    running: Container = current_app.extensions["diagnosis"]
    return (running.settings.public_url or "").startswith("https://")


def name_of_cookie(usual: str) -> str:
    """Return the name of a cookie, which https binds to this host."""
    return _BOUND + usual if is_by_https() else usual


def session_cookie() -> str | None:
    """Return the id of a session that the request carries."""
    return request.cookies.get(name_of_cookie(NAME))


def attempt_cookie() -> str | None:
    """Return what the browser kept while somebody logged in."""
    return request.cookies.get(name_of_cookie(_ATTEMPT))


def give_session(text: str, *, now: datetime, until: datetime) -> None:
    """Let the answer give the browser the id of a session, to keep until a moment."""
    g.session_of_answer = text
    give_cookie(NAME, text, int((until - now).total_seconds()))


def give_attempt(text: str) -> None:
    """Let the answer give the browser what it needs when it comes back from the provider."""
    give_cookie(_ATTEMPT, text, int(ATTEMPT_TIME.total_seconds()))


def proof_of_answer() -> str:
    """Return the proof of the session that the answer gives; see `SessionMint.proof`."""
    running: Container = current_app.extensions["diagnosis"]
    return running.session_reader.mint.proof(g.session_of_answer)


def take_session() -> None:
    """Let the answer take the id of its session from the browser."""
    give_cookie(NAME, "", 0)


def take_attempt() -> None:
    """Let the answer take what was kept for a log-in from the browser."""
    give_cookie(_ATTEMPT, "", 0)


def give_cookie(usual: str, text: str, seconds: int) -> None:
    """Let the answer give the browser a text to keep for so many seconds; none takes it away."""
    name, is_safe = name_of_cookie(usual), is_by_https()

    @after_this_request
    def give(response: Response) -> Response:
        response.set_cookie(
            name,
            text,
            max_age=max(0, seconds),
            secure=is_safe,
            httponly=True,
            samesite="Lax",  # Strict is not sent on the way back from an identity provider
        )
        return response
