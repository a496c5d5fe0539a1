"""`/v1/session`: the page session of a browser, opened with a key that was typed."""

from dataclasses import replace

from flask import Response, request

from diagnosis.present.access.sessions import show_asker
from diagnosis.services.ports.askers import Asker
from diagnosis.services.sessions import end_session as end_kept
from diagnosis.services.sessions import open_session as open_kept
from diagnosis.services.sessions import read_typed_key
from diagnosis.web.access.cookies import (
    give_session,
    proof_of_answer,
    session_cookie,
    take_session,
)
from diagnosis.web.access.cross_site import check_origin
from diagnosis.web.access.local_paths import local_path
from diagnosis.web.access.who_asks import NobodyKnown, asker_of_request, operation_of_request
from diagnosis.web.bodies import FORM, read_form
from diagnosis.web.exchange import answer, container, created, read_json, sent_on
from diagnosis.web.openapi.operation import Resource, body, documented, or_form
from diagnosis.web.schemas.access.session import SessionRequestSchema, WhoAsksSchema

resource = Resource(
    "session",
    __name__,
    url_prefix="/v1/session",
    description="The page session of a browser. 网页登录。",
)


def begin_session(asker: Asker) -> Asker:
    """Return somebody with a new session, which the answer gives to the browser.

    Its id is always a new one; the session that the browser had ends.
    """
    running, cookie = container(), session_cookie()
    reader, text = running.session_reader, running.session_reader.mint()
    before = None if cookie is None else reader.read(cookie, running.clock())
    session = open_kept(
        running.session_desk(operation_of_request()),
        asker,
        reader.mint.digest(text),
        before=None if before is None else before.session,
    )
    give_session(text, now=session.created_at, until=session.expires_at)
    return replace(asker, session=session)


def asker_of_typed(raw: object) -> Asker:
    """Return who asks with a key that was typed.

    Raises
    ------
    FaultyInput, NobodyKnown
        When none was typed; when nobody is known by it.

    """
    running = container()
    asker = running.key_reader.read(read_typed_key(raw), running.clock())
    if asker is None:
        raise NobodyKnown("typed", was_wrong=True)
    return asker


@resource.view("", "POST")
@documented(
    201, WhoAsksSchema, gives_cookie=True, sends_on=True,
    takes_body=or_form(body(SessionRequestSchema, key={"key": "dk_abcdefghijkl_" + 43 * "A"})),
)  # fmt: skip
def open_session() -> Response:
    """Open a session with a key that a person typed. 用密钥登录。

    The answer gives the browser a cookie that scripts cannot read; it counts for 12 hours
    (`DIAGNOSIS_SESSION_HOURS`), no longer than the key, and ends at once when the key is revoked.
    A session that the browser had ends. A key has at most 20; one more ends the oldest. Changes
    with the cookie need `csrf_token` in the header `X-CSRF-Token`.

    A form is taken too (`key`, and a path of this service in `next`): it is answered with 303.
    """
    check_origin()
    is_form = request.mimetype == FORM
    form = read_form() if is_form else {}
    raw = {name: value for name, value in form.items() if name != "next"} if is_form else None
    known = begin_session(asker_of_typed(raw if is_form else read_json()))
    if is_form:
        return sent_on(local_path(form.get("next")))
    return created(show_asker(known, proof_of_answer()), "/v1/session", replayed=False)


@resource.view("")
@documented(200, WhoAsksSchema)
def get_session() -> Response:
    """Say who asks, by what and until when. 查看当前身份。

    It answers keys and tokens too; those have no `csrf_token`.
    """
    asker, cookie = asker_of_request(), session_cookie()
    mint = container().session_reader.mint
    proof = None if asker.session is None or cookie is None else mint.proof(cookie)
    return answer(show_asker(asker, proof))


@resource.view("", "DELETE")
@documented(204, None, gives_cookie=True)
def end_session() -> Response:
    """End the session of the request; its cookie counts no more. 退出登录。

    A request with a key or token ends nothing.
    """
    finish_session()
    return Response(status=204)


def finish_session() -> None:
    """End the session of the request, if it has any, and let the browser forget it."""
    asker = asker_of_request()
    if asker.session is not None:
        end_kept(container().session_desk(operation_of_request()), asker.session)
        take_session()
