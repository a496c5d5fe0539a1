"""`/v1/questionnaires`: the forms that can be answered."""

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.export_standard import find_form
from diagnosis.services.render import in_language
from diagnosis.services.show_form import show_form
from diagnosis.web.exchange import answer, wired
from diagnosis.web.languages import wanted_language

questionnaires = Blueprint("questionnaires", __name__, url_prefix="/v1/questionnaires")


@questionnaires.get("/<form>")
def get_form(form: str) -> Response:
    """Get a form (id or id@version) with every text needed to answer it."""
    content = wired().content
    try:
        found = find_form(content, form)
    except FaultyInput:
        raise NotFound from None
    return answer(show_form(content, found, in_language(wanted_language())))
