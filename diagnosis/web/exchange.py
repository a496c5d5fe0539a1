"""What every view needs: the request's body, the application's container, JSON answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

import orjson
from flask import Response, current_app, request

from diagnosis.bootstrap import Container
from diagnosis.domain.fault import Fault, FaultyInput, read_both
from diagnosis.domain.intake.strict_json import parse
from diagnosis.present.say import Say, Shown, in_language
from diagnosis.report.press import Press
from diagnosis.services.keys import KeyDesk
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import IdempotencyKey, Page
from diagnosis.services.promotion.kept_reports import ReportDesk
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.transaction import Caller
from diagnosis.web.access.who_asks import (
    asker_of_request,
    is_with_code,
    is_with_result_link,
    principal_of_request,
)
from diagnosis.web.bodies import read_body
from diagnosis.web.entity_tags import version_tag
from diagnosis.web.idempotency import keyed, wanted_key
from diagnosis.web.languages import mark_language, wanted_language

T = TypeVar("T")


def container() -> Container:
    """Return the container of the running application."""
    running: Container = current_app.extensions["diagnosis"]
    return running


def content() -> Content:
    """Return the content of the running application."""
    return container().content


def caller() -> Caller:
    """Return who sends the request."""
    return container().caller(principal_of_request())


def planning() -> Planning:
    """Return what plans are kept with; code and result link share a turn with the keyless."""
    whole = container().planning
    if not is_with_code() and not is_with_result_link():
        return whole
    return replace(whole, limits=whole.limits.for_anonymous())


def report_desk() -> ReportDesk:
    """Return what reports are made and kept with."""
    running = container()
    return ReportDesk(
        planning=planning(),
        estimator=running.estimator,
        maker=running.code_mint,
        press=Press(running.report_printer),
        language=wanted_language(),
        kept_days=running.settings.report_days,
    )


def key_desk() -> KeyDesk:
    """Return who sends the request, as one who manages keys."""
    return replace(container().key_desk(asker_of_request()), principal=principal_of_request())


def read_json() -> object:
    """Return the JSON value of the request's body, strictly read.

    Raises
    ------
    FaultyInput
        When it is not JSON, has duplicate keys, NaN, bad UTF-8 or bottomless nesting.

    """
    return parse(read_body(), orjson.loads)


def read_keyed() -> tuple[object, IdempotencyKey | None]:
    """Return the JSON value of the body, and the request's idempotency key where it has one."""
    body = read_body()
    value, key = read_both(lambda: parse(body, orjson.loads), wanted_key)
    return value, keyed(key, value)


def say() -> Say:
    """Return the way to say texts in the language that the request wants."""
    return in_language(wanted_language())


def answer(shown: Shown, status: int = 200, *, version: int | None = None) -> Response:
    """Return a JSON response in the wanted language, with the ETag of its version."""
    body, language = orjson.dumps(shown), wanted_language()
    response = Response(body, status, content_type="application/json")
    if version is not None:
        response.headers["ETag"] = version_tag(version, body + language.encode())
    return mark_language(response, language)


def created(
    shown: Shown, location: str, *, replayed: bool, version: int | None = None
) -> Response:
    """Return 201 with the address of what was made; the answer to a repeated request says so."""
    response = answer(shown, 201, version=version)
    response.headers["Location"] = location
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def moved(location: str) -> Response:
    """Return 301 without a body: what was asked for is elsewhere for good."""
    response = Response(status=HTTPStatus.MOVED_PERMANENTLY)
    response.headers.pop("Content-Type")  # Flask names a type of what is not there
    response.headers["Location"] = location
    return response


def sent_on(location: str) -> Response:
    """Return 303 without a body: a browser goes on elsewhere."""
    response = moved(location)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def page(items: Iterable[Shown], following: str | None) -> Response:
    """Return a page of a collection: its items, the URL and the cursor of the next page."""
    url = None
    if following is not None:
        query = {**request.args.to_dict(), "cursor": following}
        url = f"{request.path}?{urlencode(query)}"
    return answer({"items": list(items), "next": url, "next_cursor": following})


def stored_page(stored: Page[T], show: Callable[[T], Shown]) -> Response:
    """Return a page of stored things."""
    return page((show(thing) for thing in stored.items), stored.next)


def content_page(items: Sequence[Shown], limit: int, cursor: str | None) -> Response:
    """Return a page of a list that content holds; its cursor is the id of the last item shown.

    Raises
    ------
    FaultyInput
        When the cursor is no id of the list.

    """
    start = 0
    if cursor is not None:
        ids = [item["id"] for item in items]
        if cursor not in ids:
            raise FaultyInput([Fault("/cursor", "bad-cursor")])
        start = ids.index(cursor) + 1
    end = start + limit
    return page(items[start:end], items[end - 1]["id"] if end < len(items) else None)
