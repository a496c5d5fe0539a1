"""Pages of a draft: once it was sent in, each leads to its result."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from flask import Response

from diagnosis.services.errors import AlreadySubmitted
from diagnosis.services.intake.drafts import get_assessment
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.web.exchange import caller, sent_on

View = Callable[..., Response]


def draft_of(assessment_id: UUID) -> AssessmentRecord:
    """Return a draft that was not sent in yet.

    Raises
    ------
    NotThere, AlreadySubmitted
        When there is none, or it was sent in.

    """
    record = get_assessment(caller(), str(assessment_id))
    if record.state is State.SUBMITTED:
        raise AlreadySubmitted(record.diagnosis_id)
    return record


def until_sent_in(view: View) -> View:
    """Return a view of a draft that leads to the result of one that was sent in."""

    @wraps(view)
    def shown(assessment_id: UUID, **path: str) -> Response:
        try:
            return view(assessment_id, **path)
        except AlreadySubmitted:
            return sent_on(f"/sheets/{assessment_id}/result")

    return shown
