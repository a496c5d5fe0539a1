"""`/v1/models`: the trained models, which is current, and their cards."""

import json

from flask import Response

from diagnosis.domain.text import Language
from diagnosis.present.scoring.models import show_model
from diagnosis.services.transaction import require
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, container, content_page
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.model import ModelSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "models",
    __name__,
    url_prefix="/v1/models",
    description="What the trained models estimate and advise; rules decide levels. 模型。",
)


@resource.view("")
@documented(200, page_of(ModelSchema), takes=query.PAGING, tagged_by=TaggedBy.BYTES)
def list_models(limit: int, cursor: str | None) -> Response:
    """List the registered models and which is current. 模型登记。

    A model is served only where its files are whole and fit the content; rules decide the
    levels either way.
    """
    estimator = container().estimator
    models = estimator.models() if estimator else ()
    return content_page([show_model(status) for status in models], limit, cursor)


@resource.view("/<model>")
@documented(200, {"type": "object"}, refuses=(404,), tagged_by=TaggedBy.BYTES)
def get_model(model: str) -> Response:
    """Get the card of a model: training data, limits, every measured figure. 模型说明。

    The card is passed on as it was written when the model was trained, in English whatever
    language is asked for; its figures rest on simulated firms.
    """
    estimator = container().estimator
    card = require(estimator.card(model) if estimator else None)
    response = answer(json.loads(card))
    response.headers["Content-Language"] = Language.EN
    return response
