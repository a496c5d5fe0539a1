"""Bodies in and out: strict JSON in, orjson out, the container of the application."""

from typing import Any

import orjson
from flask import Response, current_app, request
from werkzeug.exceptions import UnsupportedMediaType

from diagnosis.bootstrap import Container
from diagnosis.domain.intake.strict_json import parse
from diagnosis.web.languages import mark_language, wanted_language


def wired() -> Container:
    """Return the container of the running application."""
    own: Container = current_app.extensions["diagnosis"]
    return own


def read_json() -> object:
    """Return the JSON value of the request's body, strictly read.

    Raises
    ------
    UnsupportedMediaType
        When the body is not declared as JSON.
    FaultyInput
        When it is not JSON, has duplicate keys, NaN, bad UTF-8 or bottomless nesting.

    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    return parse(request.get_data(cache=False))


def answer(value: Any, status: int = 200) -> Response:
    """Return a JSON response in the wanted language."""
    response = Response(orjson.dumps(value), status, content_type="application/json")
    return mark_language(response, wanted_language())
