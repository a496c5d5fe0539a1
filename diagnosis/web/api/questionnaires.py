"""`/v1/questionnaires`: the forms that can be answered, the next question, inferred answers."""

from flask import Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import Form
from diagnosis.present.intake.form import answer_schema, show_form
from diagnosis.present.intake.forms import show_form_comparison, show_forms
from diagnosis.present.intake.inferences import show_inferences
from diagnosis.present.scoring.advice import show_next_question
from diagnosis.services.intake.forms import compare_form, find_form
from diagnosis.services.intake.infer import infer
from diagnosis.services.scoring.advise import next_question
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, container, content, content_page, read_json, say
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.catalogue.questionnaire import (
    QuestionnaireRowSchema,
    QuestionnaireSchema,
)
from diagnosis.web.schemas.intake.assessment import FormComparisonSchema
from diagnosis.web.schemas.intake.inference import InferenceRequestSchema, InferredAnswersSchema
from diagnosis.web.schemas.model import NextQuestionRequestSchema, NextQuestionSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "questionnaires",
    __name__,
    url_prefix="/v1/questionnaires",
    description="The forms that can be answered. 问卷。",
)
SINCE = query.text("since", 100, "The form compared with, id or id@version. 与哪一份比较。")
NEXT_BODY = body(
    NextQuestionRequestSchema,
    begun={"answers": {"equipment-automation": 2, "sales-management": 1.5}, "agreement": 0.95},
)
INFERENCE_BODY = body(
    InferenceRequestSchema,
    begun={
        "answers": {
            "network-coverage": 2,
            "integration-equipment": 1,
            "security-rules": 2,
            "security-protection": 1,
            "miit-network-security": ["rules", "products"],
        }
    },
)


def _form(name: str) -> Form:
    try:
        return find_form(content(), name)
    except FaultyInput:
        raise NotFound from None


@resource.view("")
@documented(200, page_of(QuestionnaireRowSchema), takes=query.PAGING, tagged_by=TaggedBy.CONTENT)
def list_questionnaires(limit: int, cursor: str | None) -> Response:
    """List the forms, the newest version of each. 问卷列表。

    Withdrawn versions are named beside it: their sheets are read, new ones are refused.
    """
    return content_page(show_forms(content(), say()), limit, cursor)


@resource.view("/<form>")
@documented(200, QuestionnaireSchema, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_questionnaire(form: str) -> Response:
    """Get a form (id or id@version) with every text needed to answer it. 读取问卷。

    An id alone means the newest version that is not withdrawn.
    """
    return answer(show_form(content(), _form(form), say()))


@resource.view("/<form>/schema")
@documented(200, {"type": "object"}, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_questionnaire_schema(form: str) -> Response:
    """Get the JSON Schema (2020-12) of a sheet that answers a form. 答卷的 JSON Schema。

    Use it to check a sheet before it is sent, or to build a page for it.
    """
    return answer(answer_schema(content(), _form(form)))


@resource.view("/<form>/diff")
@documented(200, FormComparisonSchema, takes=(SINCE,), refuses=(404,), tagged_by=TaggedBy.CONTENT)
def compare_questionnaires(form: str, since: str | None) -> Response:
    """Say what became of every item since another form: kept, changed, new, gone. 版本差异。

    Without `since` it is compared with the version before it.
    """
    return answer(show_form_comparison(compare_form(content(), _form(form), since)))


@resource.view("/<form>/next-question", "POST")
@documented(200, NextQuestionSchema, takes_body=NEXT_BODY, refuses=(404, 409))
def find_next_question(form: str) -> Response:
    """Ask for the most telling next item, and whether to stop; nothing is stored. 下一题。

    The model of the standard decides; 409 where none is served. Send the answers so far with
    each call.
    """
    known = _form(form)
    question = next_question(content(), container().estimator, known, read_json())
    return answer(show_next_question(content(), question, say()))


@resource.view("/<form>/inferences", "POST")
@documented(200, InferredAnswersSchema, takes_body=INFERENCE_BODY, refuses=(404,))
def infer_answers(form: str) -> Response:
    """Propose answers that follow from other answers of the sheet; nothing is stored. 推定答案。

    Ask the firm to confirm or change each: a proposal scores nothing until it stands in `answers`.
    Where it is taken as it is, list its question in `confirmed_inferences` of the sheet.
    """
    known = _form(form)
    return answer(show_inferences(content(), infer(content(), known, read_json()), say()))
