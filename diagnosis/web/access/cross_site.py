"""Whether a change was sent by a page of this service: a browser sends cookies for any page.

Two proofs: what browsers say of where a request comes from, and a text that only a page of this
service can read (the synchroniser token of OWASP's cheat sheet on cross-site request forgery).
"""

import hmac
from urllib.parse import urlsplit

from flask import current_app, request

from diagnosis.bootstrap import Container
from diagnosis.web.bodies import FILE_FORM, FORM, read_file_form, read_form

HEADER, FIELD = "X-CSRF-Token", "csrf_token"
_READS = ("GET", "HEAD", "OPTIONS")
_OF_THIS_SITE = ("same-origin", "none")


class CrossSite(Exception):
    """A change with a session comes from another site, or does not prove that it does not."""


def check_origin() -> None:
    """Refuse what a browser says to be sent by a page of another site.

    Raises
    ------
    CrossSite
        When it says so.

    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in _OF_THIS_SITE:
        raise CrossSite
    if origin is not None and _host_of(origin) not in _hosts():
        raise CrossSite


def check_proof(session: str) -> None:
    """Refuse a change with a session that does not bring the proof of a page of this service.

    The proof stands in a header, or in a field of a form.

    Raises
    ------
    CrossSite
        When it is missing or another's.

    """
    if request.method in _READS:
        return
    check_origin()
    running: Container = current_app.extensions["diagnosis"]
    brought = request.headers.get(HEADER, "")
    if not brought and request.mimetype == FORM:
        brought = read_form().get(FIELD, "")
    elif not brought and request.mimetype == FILE_FORM:
        brought = read_file_form().fields.get(FIELD, "")
    expected = running.session_reader.mint.proof(session)
    if not hmac.compare_digest(brought.encode(errors="replace"), expected.encode()):
        raise CrossSite


def _hosts() -> tuple[str, ...]:
    """Return the hosts that pages of this service are at, with their ports."""
    running: Container = current_app.extensions["diagnosis"]
    public = running.settings.public_url
    return (request.host.lower(), *(() if public is None else (_host_of(public),)))


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
