"""Examples of answers in the document: real ones, see `tests.contract.example_answers`."""

from functools import cache
from pathlib import Path

import orjson

from diagnosis.present.say import Shown

RECORDED = Path(__file__).with_name("answers.json")
"""The answers by the schema that they keep to, or by the operation where that has no name."""
PROBLEM = "Problem"
_JSON, _PROBLEM_JSON = "application/json", "application/problem+json"
_FAULTY = "UNPROCESSABLE_ENTITY"


@cache
def _recorded() -> Shown:
    answers: Shown = orjson.loads(RECORDED.read_bytes())
    return answers


def answer_media(operation: Shown) -> Shown | None:
    """Return the JSON that an operation answers when all is well, None where it is none."""
    responses: Shown = operation["responses"]
    answered = (responses[status] for status in responses if status.startswith("2"))
    nothing: Shown = {}
    media: Shown | None = next(answered, nothing).get("content", nothing).get(_JSON)
    return media


def name_of_answer(operation: Shown, media: Shown) -> str:
    """Return the name under which the answer of an operation is recorded."""
    schema = media["schema"]
    reference: str = schema.get("oneOf", [schema])[0].get("$ref", operation["operationId"])
    return reference.rpartition("/")[2]


def show_answers(spec: Shown) -> None:
    """Put the recorded answers into a document, each beside the schema that it keeps to."""
    answers = _recorded()
    shown = spec["components"]["examples"] = {}

    def put(media: Shown, name: str) -> None:
        if name in answers:
            about = "A real answer, lists cut to their first entry."
            shown[name] = {"summary": about, "value": answers[name]}
            media["examples"] = {"answer": {"$ref": f"#/components/examples/{name}"}}

    for methods in spec["paths"].values():
        for method, operation in methods.items():
            media = None if method == "parameters" else answer_media(operation)
            if media is not None:
                put(media, name_of_answer(operation, media))
    faulty = spec["components"]["responses"].get(_FAULTY)
    if faulty is not None:
        put(faulty["content"][_PROBLEM_JSON], PROBLEM)
