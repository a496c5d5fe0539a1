"""Records the example answers of the document: `python -m tests.contract.example_answers`.

Each is the first answer of its shape while the examples of the document are sent, in the
default language; lists of objects are cut to their first entry.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from werkzeug.test import TestResponse

from diagnosis.bootstrap import container
from diagnosis.domain.text import Language
from diagnosis.web.openapi.answers import PROBLEM, RECORDED, answer_media, name_of_answer
from diagnosis.web.openapi.examples import SHEET
from tests.contract.story import Story, tell
from tests.web.service import a_service, an_app

FAULTY = SHEET | {"answers": {"ai-plan": 9, "ai-plans": 1}}


def shortened(value: Any) -> Any:
    """Return a JSON value with its lists of objects cut to their first entry."""
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shortened(value[0])]
    return value


class RecordedStory(Story):
    """Keeps the first answer of each shape."""

    def __init__(self, app: Any) -> None:
        super().__init__(app, str(Language.ZH))
        self.answers: dict[str, Any] = {}

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        """Send one request, and keep its answer where it is the first."""
        response: TestResponse = super().send(method, path, **more)
        operation = self.spec["paths"][path][method]
        media = answer_media(operation)
        if media is not None:
            self.answers.setdefault(name_of_answer(operation, media), shortened(response.json))
        return response


def record() -> dict[str, Any]:
    """Return the example answers by the name of their schema, a problem among them."""
    with TemporaryDirectory() as folder:
        service = a_service(container().versions, Path(folder), estimator=container().estimator)
        story = RecordedStory(an_app(service))
        tell(story)
        problem = story.client.post("/v1/diagnoses/preview", json=FAULTY).json
        service.store.engine.dispose()
    return story.answers | {PROBLEM: problem}


if __name__ == "__main__":
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    RECORDED.write_bytes(orjson.dumps(record(), option=options) + b"\n")
