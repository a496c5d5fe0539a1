"""Keep one diagnosis of a site and form current: by newer sheets, and by withdrawals."""

from dataclasses import replace

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.currency import current_of
from diagnosis.domain.intake.fields import Fields, missing_field
from diagnosis.services.intake.register import give_back
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisRow, DiagnosisStanding
from diagnosis.services.ports.store import Work
from diagnosis.services.transaction import Caller, require

LONGEST_REASON = 500
"""The longest reason for a withdrawal."""


def settle_currency(caller: Caller, work: Work, enterprise_id: str, form_id: str) -> str | None:
    """Let the newest period of a site's sheets of a form be current; return its diagnosis' id."""
    submissions = work.submissions(enterprise_id, form_id)
    submitted = [each for each in submissions if not each.is_withdrawn]
    current = current_of(submitted)
    for each in submitted:
        standing = DiagnosisStanding.CURRENT if each is current else DiagnosisStanding.SUPERSEDED
        if each.standing is not standing:
            work.stand(each, standing, caller.now)
    return None if current is None else current.id


def withdraw_diagnosis(
    content: Content, caller: Caller, diagnosis_id: str, raw: object
) -> DiagnosisRow:
    """Return a diagnosis after it was withdrawn; what it superseded is current again.

    It stays readable, and counts nowhere; facts that the register took from it become those of the
    sheet before. Withdrawing it again changes nothing.

    Raises
    ------
    NotThere
        When the caller has none of this id.
    FaultyInput
        When no reason is told.

    """
    fields = Fields(raw, ("reason",))
    reason = fields.text("reason", LONGEST_REASON, required=True)
    fields.stop()
    if not reason:
        raise FaultyInput([missing_field("reason")])
    with caller.store.begin(caller.principal) as work:
        record = require(work.diagnosis(diagnosis_id))
        row = record.row
        work.enterprise(row.enterprise_id)  # held: two withdrawals of one firm wait for each other
        form_id = row.form.partition("@")[0]
        submitted = work.submissions(row.enterprise_id, form_id)
        (withdrawn,) = (each for each in submitted if each.id == diagnosis_id)
        if not withdrawn.is_withdrawn:
            work.add_withdrawal(withdrawn, reason, caller.now)
            work.stand(withdrawn, DiagnosisStanding.WITHDRAWN, caller.now)
            settle_currency(caller, work, row.enterprise_id, form_id)
            give_back(content, caller, work, record)
    return replace(row, standing=DiagnosisStanding.WITHDRAWN)
