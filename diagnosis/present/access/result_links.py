"""Links to results as JSON values."""

from datetime import datetime

from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.intake.result_links import GivenResultLink
from diagnosis.services.ports.result_links import ResultLink


def show_result_link(link: ResultLink, now: datetime) -> Shown:
    """Return a link without its text: for whom, how long."""
    revoked = link.revoked_at
    return {
        "id": link.id,
        "assessment_id": link.assessment_id,
        "recipient": link.recipient,
        "state": link.state_at(now).value,
        "created_at": iso(link.created_at),
        "ends_at": iso(link.ends_at),
        "revoked_at": None if revoked is None else iso(revoked),
        "created_by": link.created_by,
    }


def show_given_result_link(fresh: GivenResultLink, now: datetime) -> Shown:
    """Return a new link with its text, which is shown now alone."""
    return show_result_link(fresh.record, now) | {"link": fresh.text}
