"""What a firm says of a recommended project: useful or not, and why; its next plan minds it."""

from dataclasses import dataclass

from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.retrofit.follow_up.feedback import Feedback, FeedbackReason
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import FeedbackRecord
from diagnosis.services.ports.store import IdempotencyKey, Work
from diagnosis.services.transaction import Caller, require, run_once

MOST_REMARK_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """Feedback as it is kept, and whether an earlier request sent it."""

    record: FeedbackRecord
    replayed: bool


def read_feedback(content: Content, project: str, raw: object) -> Feedback:
    """Return what a request says of a project.

    Raises
    ------
    NotThere
        When the catalogue has no such project.
    FaultyInput
        With every fault; what is not useful needs a reason, and `other` needs words.

    """
    require(content.projects.get(project))
    fields = Fields(raw, ("useful", "why", "text"))
    useful = fields.flag("useful", required=True)
    reasons = [
        str(why) for why in FeedbackReason if (why is FeedbackReason.FITS) is (useful is True)
    ]
    why = fields.choice("why", reasons, required=useful is False)
    text = fields.text("text", MOST_REMARK_CHARACTERS, required=why == FeedbackReason.OTHER)
    fields.stop()
    return Feedback(project, useful is True, FeedbackReason(why or FeedbackReason.FITS), text)


def give_feedback(
    content: Content,
    caller: Caller,
    enterprise_id: str,
    project: str,
    raw: object,
    *,
    key: IdempotencyKey | None = None,
) -> StoredFeedback:
    """Return what a firm says of a project, as it is kept.

    Raises
    ------
    NotThere, FaultyInput, KeyReused
        When there is no such enterprise or project, with every fault, or when the key was used.

    """
    feedback = read_feedback(content, project, raw)

    def keep(work: Work) -> str:
        require(work.enterprise(enterprise_id))
        record = FeedbackRecord(caller.make_id(), enterprise_id, caller.now, feedback)
        work.add_feedback(record)
        return record.id

    made = run_once(caller, key, str, keep)
    with caller.store.read(caller.principal) as reader:
        kept = [record for record in reader.feedback(enterprise_id) if record.id == made.value]
    return StoredFeedback(require(kept[0] if kept else None), made.replayed)


def list_feedback(caller: Caller, enterprise_id: str) -> tuple[FeedbackRecord, ...]:
    """Return what an enterprise said last of each project, newest first.

    Raises
    ------
    NotThere
        When the caller has no such enterprise.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.enterprise(enterprise_id))
        records = reader.feedback(enterprise_id)
    last = {record.feedback.project: record for record in records}
    return tuple(sorted(last.values(), key=lambda record: record.id, reverse=True))
