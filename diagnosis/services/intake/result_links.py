"""Result links: the result of a sheet for somebody to read, and no way to change anything."""

from datetime import timedelta
from typing import NamedTuple

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.fields import Fields
from diagnosis.services.errors import NotThere
from diagnosis.services.ports.codes import CodeMaker
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.scope import GrantState
from diagnosis.services.ports.store import Page
from diagnosis.services.transaction import Caller, require

USUAL_SHOWN_DAYS, MOST_SHOWN_DAYS = 30, 90
"""How many days a link shows its result unless others are wished, and at most."""
MOST_RESULT_LINKS = 20
"""How many links to a result may show something at once."""
LONGEST_RECIPIENT = 100
_LOOKED_THROUGH = 200


class GivenResultLink(NamedTuple):
    """A link as it is kept, and its text, which is shown now and never again."""

    record: ResultLink
    text: str


def give_result_link(
    caller: Caller, maker: CodeMaker, assessment_id: str, raw: object
) -> GivenResultLink:
    """Return a link that shows the result of a sheet, for somebody, for some days.

    Raises
    ------
    FaultyInput
        With every fault; a link too many is one.
    NotThere
        When the caller has no such sheet.

    """
    fields = Fields(raw, ("recipient", "open_days"))
    recipient = fields.text("recipient", LONGEST_RECIPIENT, required=True, lines=False)
    days = fields.whole("open_days", 1, MOST_SHOWN_DAYS)
    fresh = maker.result_link()
    with caller.store.begin(caller.principal) as work:
        sheet = require(work.assessment(assessment_id))
        fields.stop()
        links = work.result_links(sheet.id, None, _LOOKED_THROUGH).items
        if sum(link.state_at(caller.now) is GrantState.ACTIVE for link in links) >= (
            MOST_RESULT_LINKS
        ):
            raise FaultyInput([Fault("", "too-many-result-links", {"most": MOST_RESULT_LINKS})])
        record = ResultLink(
            id=caller.make_id(),
            owner=caller.principal.owner,
            digest=fresh.digest,
            enterprise_id=sheet.enterprise_id,
            assessment_id=sheet.id,
            recipient=require(recipient),
            created_at=caller.now,
            ends_at=caller.now + timedelta(days=USUAL_SHOWN_DAYS if days is None else days),
            created_by=caller.principal.actor,
        )
        work.add_result_link(record)
    return GivenResultLink(record, fresh.text)


def list_result_links(
    caller: Caller, assessment_id: str, after: str | None, limit: int
) -> Page[ResultLink]:
    """Return a page of the links to the result of a sheet, newest first, also ended ones.

    Raises
    ------
    NotThere
        When the caller has no such sheet.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.assessment(assessment_id))
        return reader.result_links(assessment_id, after, limit)


def revoke_result_link(caller: Caller, assessment_id: str, link_id: str) -> None:
    """Revoke a link: it shows nothing any more. Again changes nothing.

    Raises
    ------
    NotThere
        When the caller has no such sheet, or the sheet no such link.

    """
    with caller.store.begin(caller.principal) as work:
        if require(work.result_link(link_id)).assessment_id != assessment_id:
            raise NotThere
        work.revoke_result_link(link_id, caller.now)
