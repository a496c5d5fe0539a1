"""`/v1/models`, the next question and counterfactuals: what the learned part advises."""

import json
from dataclasses import asdict

from flask import Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.intake.forms import find_form
from diagnosis.services.scoring.advise import counterfactual, next_question
from diagnosis.web import parameters as ask
from diagnosis.web.contract import Resource, body, promise
from diagnosis.web.examples import SHEET
from diagnosis.web.exchange import answer, content_page, read_json, say, wired
from diagnosis.web.schemas.model import (
    CounterfactualRequestSchema,
    CounterfactualSchema,
    ModelSchema,
    NextQuestionRequestSchema,
    NextQuestionSchema,
)
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "models",
    __name__,
    url_prefix="/v1",
    description="What the trained models estimate and advise; rules decide levels. 模型。",
)
NEXT_BODY = body(
    NextQuestionRequestSchema,
    begun={"answers": {"equipment-automation": 2, "sales-management": 1.5}, "agreement": 0.96},
)
RAISE_BODY = body(
    CounterfactualRequestSchema, next_level={"sheet": SHEET, "standard": "gbt-39116-2020"}
)


@resource.at("/models")
@promise(200, page_of(ModelSchema), takes=ask.PAGING)
def list_models(limit: int, cursor: str | None) -> Response:
    """List the registered models and which is current. 模型登记。"""
    estimator = wired().content.estimator
    models = estimator.models() if estimator else ()
    rows = [asdict(status) | {"id": status.model} for status in models]
    return content_page(rows, limit, cursor)


@resource.at("/models/<model>")
@promise(200, {"type": "object"}, refuses=(404,))
def get_model_card(model: str) -> Response:
    """Get the card of a model: training data, limits, every measured figure. 模型说明。"""
    estimator = wired().content.estimator
    card = estimator.card(model) if estimator else None
    if card is None:
        raise NotFound
    return answer(json.loads(card))


@resource.at("/questionnaires/<form>/next-question", "POST")
@promise(200, NextQuestionSchema, takes_body=NEXT_BODY, refuses=(404, 409))
def ask_next_question(form: str) -> Response:
    """Ask for the most telling next item, and whether to stop; nothing is stored. 下一题。"""
    content = wired().content
    try:
        found = find_form(content, form)
    except FaultyInput:
        raise NotFound from None
    return answer(next_question(content, found, read_json(), say()))


@resource.at("/diagnoses/counterfactuals", "POST")
@promise(200, CounterfactualSchema, takes_body=RAISE_BODY, refuses=(409,))
def list_counterfactuals() -> Response:
    """Say which raised answers reach an estimated level. 反事实。"""
    return answer(counterfactual(wired().content, read_json(), say()))
