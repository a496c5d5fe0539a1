"""`Prefer` (RFC 7240): how much of what was made a caller wants to be answered."""

from enum import StrEnum

from flask import Response, request
from werkzeug.http import parse_list_header

_RETURN = "return"


class Return(StrEnum):
    """The values of the preference `return`."""

    MINIMAL = "minimal"
    REPRESENTATION = "representation"


def wanted_return() -> Return | None:
    """Return the preference `return` of the request; None without one, or one not known.

    The first of its name counts; other preferences, parameters and unknown values are ignored.
    """
    written = request.headers.get("Prefer")
    if written is None:
        return None
    for preference in parse_list_header(written):
        name, _, value = preference.partition(";")[0].partition("=")
        if name.strip().lower() == _RETURN:
            value = value.strip().strip('"').lower()
            return Return(value) if value in tuple(Return) else None
    return None


def mark_preference(response: Response, applied: Return | None) -> Response:
    """Return an answer in some language with the preference that was applied: it varies by it."""
    if applied is not None:
        response.headers["Preference-Applied"] = f"{_RETURN}={applied}"
    response.headers["Vary"] += ", Prefer"
    return response
