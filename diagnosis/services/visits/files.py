"""Photos and PDF that a consultant adds at a visit: they are the firm's, and seen by both."""

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import GrantOver, NotThere, VisitSettled
from diagnosis.services.intake.evidence import (
    EvidenceDesk,
    clean_file,
    require_bytes,
    require_item,
    require_room,
)
from diagnosis.services.intake.evidence_files import drop_of_owner
from diagnosis.services.ports.evidence import EvidenceRecord, FileKind
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.ports.store import Reader, Work
from diagnosis.services.ports.visits import VisitState
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, require
from diagnosis.services.visits.visit import as_visitor, held_open

_ANY = SeenVersions(None)


def add_visit_evidence(
    desk: EvidenceDesk, caller: Caller, visit_id: str, item: str, sent: bytes, stated: FileKind
) -> EvidenceRecord:
    """Return a file that was added to an answer of the sheet that an open visit is about.

    It is kept for the firm, within the limits of the firm, and says at which visit it was added.
    The same file again adds nothing: what there is is returned.

    Raises
    ------
    FaultyInput
        When the form does not ask the item, the file is not taken, or there are enough of them.
    NotThere, VisitSettled, GrantOver
        When the caller has no such visit, it is open no more, or its firm is granted no longer.
    FilesBusy
        When another file is being looked into.

    """
    caller = as_visitor(caller)
    with caller.store.read(caller.principal) as reader:
        owner, sheet = _visited(reader, caller, visit_id)
        require_item(desk.content, sheet, item)
    made = clean_file(desk, sent, stated)
    digest = None
    try:
        with desk.files.adding(owner):
            digest = desk.files.keep(owner, made.content)
            record = EvidenceRecord(
                id=caller.make_id(),
                enterprise_id=sheet.enterprise_id,
                assessment_id=sheet.id,
                item=item,
                kind=made.kind,
                digest=digest,
                size=len(made.content),
                added_at=caller.now,
                added_by=caller.principal.actor,
                visit_id=visit_id,
            )
            with held_open(caller, visit_id, _ANY) as (work, _):
                return _keep_row(desk, work, record)
    except (FaultyInput, NotThere, VisitSettled, GrantOver):
        if digest is not None:
            drop_of_owner(caller, owner, (digest,))
        raise


def _visited(reader: Reader, caller: Caller, visit_id: str) -> tuple[str, AssessmentRecord]:
    """Return whose firm an open visit of the caller is to, and the sheet that it is about."""
    visit = require(reader.visit(visit_id))
    if visit.visited_by != caller.principal.owner:
        raise NotThere
    if visit.state is not VisitState.OPEN:
        raise VisitSettled
    diagnosis = reader.diagnosis(visit.diagnosis_id)
    sheet = None if diagnosis is None else reader.assessment(diagnosis.row.assessment_id)
    if sheet is None:
        raise GrantOver
    return require(reader.owner_of_visited(visit_id)), sheet


def _keep_row(desk: EvidenceDesk, work: Work, record: EvidenceRecord) -> EvidenceRecord:
    """Return the row of a file, added unless the item has the same already."""
    kept = work.evidence_of(record.assessment_id)
    for each in kept:
        if (each.item, each.digest) == (record.item, record.digest):
            return each
    require_room(kept, record.item)
    used = work.evidence_bytes_of_firm(record.enterprise_id)
    require_bytes(used, record.size, desk.most_total)
    if not work.add_visit_evidence(record):
        raise NotThere
    return record


def remove_visit_evidence(caller: Caller, visit_id: str, evidence_id: str) -> None:
    """Remove a file that was added at a visit, while that is open; its bytes go with it.

    Raises
    ------
    NotThere, VisitSettled, GrantOver
        When the caller has no such visit, or it no such file; when it is open no more; when its
        firm is granted no longer.

    """
    caller = as_visitor(caller)
    with held_open(caller, visit_id, _ANY) as (work, _):
        owner = require(work.owner_of_visited(visit_id))
        record = require(work.evidence(evidence_id))
        if record.visit_id != visit_id or not work.remove_visit_evidence(record, caller.now):
            raise NotThere
    drop_of_owner(caller, owner, (record.digest,))
