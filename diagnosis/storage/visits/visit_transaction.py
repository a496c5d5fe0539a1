"""The transaction of a principal that also pays visits, and remarks on those paid to it."""

from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, delete, update

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.evidence import EvidenceRecord
from diagnosis.services.ports.records import ChangeKind, KeptReading
from diagnosis.services.ports.scope import AccessRole
from diagnosis.services.ports.visits import (
    KeptVisit,
    VisitAnswer,
    VisitParty,
    VisitRemark,
    VisitState,
)
from diagnosis.storage.access.visit_rows import (
    visit_answer_values,
    visit_record,
    visit_remark_values,
    visit_values,
)
from diagnosis.storage.diagnosis_rows import kept_values
from diagnosis.storage.diagnosis_tables import (
    diagnosis,
    visit,
    visit_answer,
    visit_reading,
    visit_remark,
)
from diagnosis.storage.evidence.evidence_rows import evidence_values
from diagnosis.storage.evidence.evidence_tables import assessment_evidence
from diagnosis.storage.owner_transaction import OwnerTransaction
from diagnosis.storage.rows import Columns
from diagnosis.storage.scope import OWNER, is_granted
from diagnosis.storage.tables import enterprise

_FIRM = visit.c.enterprise_id
_REMARK_KEY = ("visit_id", "item", "party")
_CHANGING = ("state", "version", "updated_at", "signed_at", "signed_by")


class VisitTransaction(OwnerTransaction):
    """One transaction over one owner's rows, its visits to firms of others among them.

    Visits are written while their firm is granted to the owner, by its consultants; row-level
    security on PostgreSQL says the same.
    """

    def _is_granted(self, whose: ColumnElement[str]) -> ColumnElement[bool]:
        return is_granted(whose, AccessRole.CONSULTANT)

    @property
    def _is_consultant(self) -> bool:
        return self.reads_as is AccessRole.CONSULTANT

    def begin_visit(self, record: KeptVisit) -> bool:
        """Store a new visit; False where its diagnosis is of no firm granted to a consultant."""
        if not self._is_consultant:
            return False
        column = diagnosis.c
        query = self._select(diagnosis, column.owner_id).where(
            column.id == record.diagnosis_id,
            column.enterprise_id == record.enterprise_id,
            column.owner_id != OWNER,
            self._is_granted(column.enterprise_id),
        )
        owner = self._run(query).scalar_one_or_none()
        if owner is None:
            return False
        self._add(visit, visit_values(record) | {"firm_owner": owner})
        self._tell_both(ChangeKind.VISIT_BEGUN, record.id, record.created_at)
        return True

    def may_visit(self, enterprise_id: str) -> bool:
        """Return whether a firm is granted to the principal, a consultant, at this moment."""
        if not self._is_consultant:
            return False
        column = enterprise.c
        query = self._select(enterprise, column.id).where(
            column.id == enterprise_id, self._is_granted(column.id)
        )
        return self._run(query).first() is not None

    def hold_visit(self, visit_id: str) -> KeptVisit | None:
        """Return a visit of the owner, kept from other writers until the transaction ends."""
        query = self._select(visit).where(visit.c.owner_id == OWNER, visit.c.id == visit_id)
        # Row-level security lets open ones alone be held: the others never change.
        row = self._row(self._kept(query, visit)) or self._row(query)
        return row and visit_record(row)

    def keep_visit_answers(
        self, record: KeptVisit, kept: tuple[VisitAnswer, ...], dropped: tuple[str, ...]
    ) -> bool:
        """Store a visit with some answers, without those to items that are `dropped`.

        False where its version before is not the stored one, it is open no more, or the firm is
        no longer granted; nothing is stored then.
        """
        if not self._change_visit(record):
            return False
        column, items = visit_answer.c, (*(answer.item for answer in kept), *dropped)
        before = delete(visit_answer).where(column.visit_id == record.id, column.item.in_(items))
        self._connection.execute(before)
        self._add(visit_answer, *(visit_answer_values(record, answer) for answer in kept))
        return True

    def sign_visit(self, record: KeptVisit, readings: tuple[KeptReading, ...]) -> bool:
        """Store a signed visit and what was made of it; False as `keep_visit_answers`."""
        ready = self._select(visit).where(self._may_change(record), self._is_granted(_FIRM))
        if self._run(self._kept(ready, visit)).first() is None:
            return False
        of_it: Columns = {"visit_id": record.id, "enterprise_id": record.enterprise_id}
        # Row-level security takes readings of open visits alone: they go before the signature.
        self._add(visit_reading, *(kept_values(reading) | of_it for reading in readings))
        if not self._change_visit(record):
            raise StoreUnavailable("a visit changed while it was held")
        self._tell_both(ChangeKind.VISIT_SIGNED, record.id, record.updated_at)
        return True

    def withdraw_visit(self, record: KeptVisit) -> bool:
        """Store a withdrawn visit; False where it is open no more, or was changed meanwhile."""
        query = update(visit).where(self._may_change(record))
        if self._run_change(query, record) != 1:
            return False
        self._tell_both(ChangeKind.VISIT_WITHDRAWN, record.id, record.updated_at)
        return True

    def add_visit_remark(self, remark: VisitRemark) -> bool:
        """Keep what a party says of an item of a signed visit; False where it has said it."""
        is_firm = remark.party is VisitParty.FIRM
        whose = visit.c.firm_owner if is_firm else visit.c.owner_id
        query = self._select(visit).where(
            visit.c.id == remark.visit_id,
            visit.c.state == VisitState.SIGNED.value,
            whose == OWNER,
        )
        row = self._row(query)
        values = row and visit_remark_values(visit_record(row), remark)
        if not values or not self._add_unless_taken(visit_remark, values, _REMARK_KEY):
            return False
        kind = ChangeKind.VISIT_OBJECTED if is_firm else ChangeKind.OBJECTION_ANSWERED
        self._tell_both(kind, remark.visit_id, remark.created_at)
        return True

    def add_visit_evidence(self, record: EvidenceRecord) -> bool:
        """Keep a file for the owner of the firm that an open visit is to; False as it may not be.

        It may where the firm is granted and its item has not the same bytes already.
        """
        owner = self._owner_while_open(record)
        if owner is None:
            return False
        taken = ("assessment_id", "item", "digest")
        values = evidence_values(record)
        if not self._add_unless_taken(assessment_evidence, values, taken, owner=owner):
            return False
        kind, firm_id = ChangeKind.EVIDENCE_ADDED, record.enterprise_id
        self._note_for(owner, kind, record.id, firm_id, record.added_at, fields=(record.item,))
        return True

    def remove_visit_evidence(self, record: EvidenceRecord, at: datetime) -> bool:
        """Remove a file that was added at an open visit of the owner; False where none is."""
        owner = self._owner_while_open(record)
        column = assessment_evidence.c
        query = delete(assessment_evidence).where(
            column.owner_id == owner, column.id == record.id, column.of_visit == record.visit_id
        )
        if owner is None or self._connection.execute(query).rowcount != 1:
            return False
        kind, firm_id = ChangeKind.EVIDENCE_REMOVED, record.enterprise_id
        self._note_for(owner, kind, record.id, firm_id, at, fields=(record.item,))
        return True

    def _owner_while_open(self, record: EvidenceRecord) -> str | None:
        """Return whose firm the open visit of a file is to, None where it may not be written."""
        if not self._is_consultant:
            return None
        column = visit.c
        query = self._select(visit, column.firm_owner).where(
            column.id == record.visit_id,
            column.owner_id == OWNER,
            column.enterprise_id == record.enterprise_id,
            column.state == VisitState.OPEN.value,
            self._is_granted(_FIRM),
        )
        return self._run(query).scalar_one_or_none()

    def _may_change(self, record: KeptVisit) -> ColumnElement[bool]:
        """Return whether a visit is the owner's, open, and of the version before."""
        column = visit.c
        return and_(
            column.owner_id == OWNER,
            column.id == record.id,
            column.version == record.version - 1,
            column.state == VisitState.OPEN.value,
        )

    def _change_visit(self, record: KeptVisit) -> bool:
        """Store a changed visit while its firm is granted; return False where it may not be."""
        if not self._is_consultant:
            return False
        query = update(visit).where(self._may_change(record), self._is_granted(_FIRM))
        return self._run_change(query, record) == 1

    def _run_change(self, query: Update, record: KeptVisit) -> int:
        changed = visit_values(record)
        values = {name: changed[name] for name in _CHANGING}
        who = {OWNER.key: self._principal.owner}
        return self._connection.execute(query.values(values), who).rowcount

    def _tell_both(self, kind: ChangeKind, visit_id: str, at: datetime) -> None:
        """Note what happened to a visit in the feeds of both sides, and in nobody else's."""
        column = visit.c
        query = self._select(visit, column.owner_id, column.firm_owner, column.enterprise_id)
        paid = self._run(query.where(column.id == visit_id)).one()
        for owner in (paid.owner_id, paid.firm_owner):
            self._note_for(owner, kind, visit_id, paid.enterprise_id, at)
