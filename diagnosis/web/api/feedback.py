"""`/v1/enterprises/{id}/…/feedback`: whether recommended packages are useful, and why not."""

from uuid import UUID

from flask import Response

from diagnosis.present.retrofit.feedback import show_feedback
from diagnosis.services.retrofit import feedback
from diagnosis.web.exchange import answer, caller, content, created, read_keyed, say
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.openapi.plan_examples import FEEDBACK
from diagnosis.web.schemas.progress import (
    FeedbackListSchema,
    FeedbackRequestSchema,
    FeedbackSchema,
)

resource = Resource(
    "feedback",
    __name__,
    url_prefix="/v1/enterprises",
    description="What a firm says of recommended packages. 企业反馈。",
)


@resource.view("/<uuid:enterprise_id>/projects/<project>/feedback", "POST")
@documented(
    201, FeedbackSchema, refuses=(404, 503), keyed=True,
    takes_body=body(FeedbackRequestSchema, feedback=FEEDBACK),
)  # fmt: skip
def give_feedback(enterprise_id: UUID, project: str) -> Response:
    """Say whether a package is useful and why; the next plan reads it. 反馈是否有用。

    An earlier project counts for the package that took it over. What does not suit the firm is
    refused in its next plan; what is too dear or comes too early is used only if the aim is out
    of reach without it.
    """
    sent, key = read_keyed()
    stored = feedback.give_feedback(
        content(), caller(), str(enterprise_id), project, sent, key=key
    )
    location = f"/v1/enterprises/{enterprise_id}/feedback"
    return created(
        show_feedback(content(), stored.record, say()), location, replayed=stored.replayed
    )


@resource.view("/<uuid:enterprise_id>/feedback")
@documented(200, FeedbackListSchema, refuses=(404, 503))
def list_feedback(enterprise_id: UUID) -> Response:
    """Get what an enterprise last said of each package. 读取反馈。

    Earlier feedback on the same package is kept, under any of its ids, but only the last counts.
    """
    records = feedback.list_feedback(content(), caller(), str(enterprise_id))
    return answer({"items": [show_feedback(content(), record, say()) for record in records]})
