"""`/v1/questionnaires`: the forms that can be answered."""

from flask import Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import Form
from diagnosis.present.intake.form import answer_schema, show_form
from diagnosis.present.intake.forms import compare, list_forms
from diagnosis.services.intake.forms import find_form
from diagnosis.web import parameters as ask
from diagnosis.web.contract import Resource, promise
from diagnosis.web.exchange import answer, content_page, say, wired
from diagnosis.web.schemas.content import QuestionnaireRowSchema, QuestionnaireSchema
from diagnosis.web.schemas.register import FormDiffSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "questionnaires",
    __name__,
    url_prefix="/v1/questionnaires",
    description="The forms that can be answered. 问卷。",
)
SINCE = ask.text("since", 100, "The form compared with, id or id@version. 与哪一份比较。")


def _form(name: str) -> Form:
    try:
        return find_form(wired().content, name)
    except FaultyInput:
        raise NotFound from None


@resource.at("")
@promise(200, page_of(QuestionnaireRowSchema), takes=ask.PAGING)
def list_questionnaires(limit: int, cursor: str | None) -> Response:
    """List the forms, the newest version of each. 问卷列表。"""
    return content_page(list_forms(wired().content, say()), limit, cursor)


@resource.at("/<form>")
@promise(200, QuestionnaireSchema, refuses=(404,))
def get_questionnaire(form: str) -> Response:
    """Get a form (id or id@version) with every text needed to answer it. 读取问卷。"""
    return answer(show_form(wired().content, _form(form), say()))


@resource.at("/<form>/schema")
@promise(200, {"type": "object"}, refuses=(404,))
def get_answer_schema(form: str) -> Response:
    """Get the JSON Schema (2020-12) of a sheet that answers a form. 答卷的 JSON Schema。"""
    return answer(answer_schema(wired().content, _form(form)))


@resource.at("/<form>/diff")
@promise(200, FormDiffSchema, takes=(SINCE,), refuses=(404,))
def get_form_diff(form: str, since: str | None) -> Response:
    """Say what became of every item since another form: kept, changed, new, gone. 版本差异。"""
    return answer(compare(wired().content, _form(form), since))
