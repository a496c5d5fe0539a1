"""`/v1/diagnoses/preview`: a sheet in, a diagnosis out, nothing stored."""

from flask import Blueprint, Response

from diagnosis.services.diagnose import diagnose, read
from diagnosis.services.render import in_language, render
from diagnosis.web.exchange import answer, read_json, wired
from diagnosis.web.languages import wanted_language

preview = Blueprint("preview", __name__, url_prefix="/v1/diagnoses")


@preview.post("/preview")
def diagnose_sheet() -> Response:
    """Diagnose a sheet without storing anything."""
    content = wired().content
    diagnosis = diagnose(content, read(content, read_json()))
    return answer(render(content, diagnosis, in_language(wanted_language())))
