"""A firm objects to what was verified, and is answered; what was signed stays as it is."""

from dataclasses import dataclass
from datetime import timedelta

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.fields import Fields
from diagnosis.services.errors import AlreadyRemarked, ObjectionsOver, VisitOpen
from diagnosis.services.ports.store import IdempotencyKey, Work
from diagnosis.services.ports.visits import KeptVisit, VisitParty, VisitRemark, VisitState
from diagnosis.services.transaction import Caller, Made, require, run_once
from diagnosis.services.visits.answers import LONGEST_REMARK

_FIELDS = ("item", "note")


@dataclass(frozen=True, slots=True)
class Objections:
    """What a firm objects to in a visit, and what it was answered."""

    visit: KeptVisit
    remarks: tuple[VisitRemark, ...]


def object_to_visit(
    caller: Caller, visit_id: str, raw: object, key: IdempotencyKey | None, *, days: int
) -> Made[str]:
    """Return the id of a visit after its firm objected to what was verified of an item.

    It may within so many `days` of the signature, once an item.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault, an item that was not verified among them; when the key stood for another
        request.
    NotThere, VisitOpen, ObjectionsOver, AlreadyRemarked
        When no firm of the caller has such a visit, it is not signed, the time is over, or the
        firm objected to it already.

    """
    item, note = _read(raw)

    def keep(work: Work) -> str:
        visit = _signed_visit(work, visit_id)
        require(work.enterprise(visit.enterprise_id))
        signed_at = require(visit.signed_at)
        if caller.now > signed_at + timedelta(days=days):
            raise ObjectionsOver
        if item not in {answer.item for answer in work.visit_answers(visit_id)}:
            raise FaultyInput([Fault("/item", "item-not-verified", {"item": item})])
        _add(caller, work, _remark(caller, visit_id, item, note, VisitParty.FIRM))
        return visit_id

    return run_once(caller, key, str, keep)


def answer_objection(
    caller: Caller, visit_id: str, raw: object, key: IdempotencyKey | None
) -> Made[str]:
    """Return the id of a visit after its consultant answered what the firm objects to.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault, an item that nobody objects to among them; when the key stood for
        another request.
    NotThere, VisitOpen, AlreadyRemarked
        When the caller paid no such visit, it is not signed, or the objection was answered.

    """
    item, note = _read(raw)

    def keep(work: Work) -> str:
        require(work.hold_visit(visit_id))
        _signed_visit(work, visit_id)
        remarks = work.visit_remarks(visit_id)
        if (item, VisitParty.FIRM) not in {(each.item, each.party) for each in remarks}:
            raise FaultyInput([Fault("/item", "nobody-objects", {"item": item})])
        _add(caller, work, _remark(caller, visit_id, item, note, VisitParty.CONSULTANT))
        return visit_id

    return run_once(caller, key, str, keep)


def get_objections(caller: Caller, visit_id: str) -> Objections:
    """Return what the firm of a visit objects to, and what it was answered.

    Raises
    ------
    NotThere
        When the caller sees no such visit.

    """
    with caller.store.read(caller.principal) as reader:
        return Objections(require(reader.visit(visit_id)), reader.visit_remarks(visit_id))


def _read(raw: object) -> tuple[str, str]:
    fields = Fields(raw, _FIELDS)
    item = fields.text("item", 80, required=True, lines=False)
    note = fields.text("note", LONGEST_REMARK, required=True)
    fields.stop()
    return require(item), require(note)


def _signed_visit(work: Work, visit_id: str) -> KeptVisit:
    visit = require(work.visit(visit_id))
    if visit.state is not VisitState.SIGNED:
        raise VisitOpen
    return visit


def _remark(caller: Caller, visit_id: str, item: str, note: str, party: VisitParty) -> VisitRemark:
    return VisitRemark(
        visit_id=visit_id,
        item=item,
        party=party,
        note=note,
        actor=caller.principal.actor,
        created_at=caller.now,
    )


def _add(caller: Caller, work: Work, remark: VisitRemark) -> None:
    if not work.add_visit_remark(remark):
        raise AlreadyRemarked
