"""The firms that are granted to whoever visits them, and how far each visit has come."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diagnosis.services.ports.records import DiagnosisRow, DiagnosisStanding, EnterpriseRecord
from diagnosis.services.ports.scope import Grant, GrantState
from diagnosis.services.ports.store import Page, Reader
from diagnosis.services.ports.visits import KeptVisit, VisitParty, VisitRemark, VisitState
from diagnosis.services.transaction import Caller, require

_MOST_OF_FIRM = 50
"""How many visits and diagnoses of a firm are looked at, the newest first."""


class VisitStage(StrEnum):
    """How far the visit of a granted firm has come; what is most urgent counts."""

    NO_SHEET = "no-sheet"
    FILLED_IN = "filled-in"
    BEGUN = "begun"
    OBJECTED = "objected"
    SIGNED = "signed"
    GRANT_OVER = "grant-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedFirm:
    """A firm that is or was granted to the caller, its last diagnosis, and the visits to it.

    `firm` and `diagnosis` are None where the grant is over, or where there is none; `unanswered`
    are the visits whose firm objects to something that nobody answered.
    """

    grant: Grant
    is_granted: bool
    firm: EnterpriseRecord | None
    diagnosis: DiagnosisRow | None
    visits: tuple[KeptVisit, ...]
    unanswered: frozenset[str]

    @property
    def stage(self) -> VisitStage:
        """Return how far the visit of the firm has come."""
        states = {visit.state for visit in self.visits}
        if self.unanswered:
            return VisitStage.OBJECTED
        if not self.is_granted:
            return VisitStage.GRANT_OVER
        if VisitState.OPEN in states:
            return VisitStage.BEGUN
        if self.diagnosis is None:
            return VisitStage.NO_SHEET
        about = {visit.diagnosis_id for visit in self.visits if visit.state is VisitState.SIGNED}
        return VisitStage.SIGNED if self.diagnosis.id in about else VisitStage.FILLED_IN


def assigned_firms(caller: Caller, after: str | None, limit: int) -> Page[AssignedFirm]:
    """Return a page of the firms granted to the caller, those with the newest grants first.

    A firm whose grants are over is among them where the caller visited it.
    """
    with caller.store.read(caller.principal) as reader:
        page = reader.held_grants(after, limit)
        chosen = _chosen(page.items, caller.now)
        firms = tuple(_assigned(reader, grant, caller.now) for grant in chosen.values())
    return Page(tuple(firm for firm in firms if firm.is_granted or firm.visits), page.next)


def firm_of_diagnosis(caller: Caller, diagnosis_id: str) -> EnterpriseRecord:
    """Return the firm that a diagnosis is of.

    Raises
    ------
    NotThere
        When the caller sees no such diagnosis.

    """
    with caller.store.read(caller.principal) as reader:
        row = require(reader.diagnosis(diagnosis_id)).row
        return require(reader.enterprise(row.enterprise_id))


def _chosen(grants: Iterable[Grant], now: datetime) -> Mapping[str, Grant]:
    """Return by firm the grant that counts: an active one, or else the newest."""
    chosen: dict[str, Grant] = {}
    for grant in grants:
        before = chosen.get(grant.enterprise_id)
        if before is None or (not _is_active(before, now) and _is_active(grant, now)):
            chosen[grant.enterprise_id] = grant
    return chosen


def _is_active(grant: Grant, now: datetime) -> bool:
    return grant.state_at(now) is GrantState.ACTIVE


def _assigned(reader: Reader, grant: Grant, now: datetime) -> AssignedFirm:
    where = {"enterprise_id": grant.enterprise_id}
    visits = reader.visits(where, None, _MOST_OF_FIRM).items
    is_granted = _is_active(grant, now)
    diagnoses = reader.diagnoses(where, None, _MOST_OF_FIRM).items if is_granted else ()
    kept = (each for each in diagnoses if each.standing is not DiagnosisStanding.WITHDRAWN)
    return AssignedFirm(
        grant=grant,
        is_granted=is_granted,
        firm=reader.enterprise(grant.enterprise_id) if is_granted else None,
        diagnosis=next(kept, None),
        visits=visits,
        unanswered=frozenset(_unanswered(reader, visits)),
    )


def _unanswered(reader: Reader, visits: Iterable[KeptVisit]) -> Iterator[str]:
    for visit in visits:
        if visit.state is VisitState.SIGNED and open_objections(reader.visit_remarks(visit.id)):
            yield visit.id


def open_objections(remarks: Iterable[VisitRemark]) -> frozenset[str]:
    """Return the items that a firm objects to and nobody answered.

    Examples
    --------
    >>> open_objections(())
    frozenset()
    """
    kept = tuple(remarks)
    answered = {each.item for each in kept if each.party is VisitParty.CONSULTANT}
    objected = {each.item for each in kept if each.party is VisitParty.FIRM}
    return frozenset(objected - answered)
