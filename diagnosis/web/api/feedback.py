"""`/v1/enterprises/{id}/…/feedback`: whether recommended projects are useful, and why not."""

from uuid import UUID

from flask import Response

from diagnosis.services.retrofit.feedback import give_feedback, list_feedback, show_word
from diagnosis.web.contract import Resource, body, promise
from diagnosis.web.exchange import answer, books, created, read_keyed, say, wired
from diagnosis.web.plan_examples import WORD
from diagnosis.web.schemas.progress import WordBodySchema, WordSchema, WordsSchema

resource = Resource(
    "feedback",
    __name__,
    url_prefix="/v1/enterprises",
    description="A firm's word on recommended projects. 企业反馈。",
)


@resource.at("/<uuid:enterprise_id>/projects/<project>/feedback", "POST")
@promise(
    201, WordSchema, refuses=(404, 503), keyed=True, takes_body=body(WordBodySchema, word=WORD)
)
def say_of_project(enterprise_id: UUID, project: str) -> Response:
    """Say whether a project is useful and why; the next plan reads it. 反馈是否有用。"""
    given, ticket = read_keyed()
    content, own = wired().content, str(enterprise_id)
    stored, replayed = give_feedback(content, books(), own, project, given, ticket)
    location = f"/v1/enterprises/{own}/feedback"
    return created(show_word(content, stored, say()), location, replayed=replayed)


@resource.at("/<uuid:enterprise_id>/feedback")
@promise(200, WordsSchema, refuses=(404, 503))
def get_feedback(enterprise_id: UUID) -> Response:
    """Get an enterprise's last word on each project. 读取反馈。"""
    return answer(list_feedback(wired().content, books(), str(enterprise_id), say()))
