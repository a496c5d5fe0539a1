"""Rows of an owner, and those of a nameless sheet that it takes over."""

from datetime import datetime

from sqlalchemy import Table, delete, text, update

from diagnosis.services.ports.evidence import EvidenceRecord
from diagnosis.services.ports.links import AnswerNote, LinkRecord
from diagnosis.services.ports.records import ChangeKind, EnterpriseRecord, RegisterEffect
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.storage.access.link_rows import link_values, note_values
from diagnosis.storage.access.result_link_rows import result_link_values
from diagnosis.storage.access.sheet_rows import SheetRows
from diagnosis.storage.access_tables import (
    answer_note,
    change,
    result_link,
    resume_code,
    section_link,
)
from diagnosis.storage.audit.audit_tables import tables_of_owners
from diagnosis.storage.diagnosis_tables import diagnosis
from diagnosis.storage.evidence.evidence_rows import evidence_values
from diagnosis.storage.evidence.evidence_tables import assessment_evidence
from diagnosis.storage.firm.removal import FirmRemoval
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.owner.owner_reports import OwnerReports
from diagnosis.storage.rows import Columns
from diagnosis.storage.tables import enterprise, request_key

_TAKES = text("SELECT set_config('diagnosis.takes', :owner, true)")
_OF_THE_FIRM = ("enterprise-registered", "enterprise-changed")


class OwnerRows(OwnerReports, SheetRows):
    """The rows of one owner, and those of a nameless sheet that become its own."""

    def _add(self, table: Table, *rows: Columns) -> None:
        owner = {"owner_id": self._principal.owner}
        insert_rows(self._connection, table, [{**values, **owner} for values in rows])

    def erase(self, at: datetime, *, is_forgotten: bool = False) -> None:
        """Delete every row of the owner; its firm stays on the list of those that were deleted."""
        rows = self._run(self._select(enterprise, enterprise.c.id)).all()
        for firm_id in [str(row.id) for row in rows]:
            FirmRemoval(self._connection, self._principal).remove_rows(
                firm_id, at, is_forgotten=is_forgotten
            )
            self._enter_deletion(firm_id, at)
        super().erase(at, is_forgotten=is_forgotten)

    def add_link(self, record: LinkRecord) -> None:
        """Keep a new link."""
        self._add(section_link, link_values(record))
        kind, firm_id = ChangeKind.LINK_GIVEN, record.enterprise_id
        self._note(kind, record.id, firm_id, record.created_at)

    def revoke_link(self, link_id: str, at: datetime) -> None:
        """Revoke a link, unless it is already."""
        self._revoke(section_link, link_id, ChangeKind.LINK_REVOKED, at)

    def add_result_link(self, record: ResultLink) -> None:
        """Keep a new link to a result."""
        self._add(result_link, result_link_values(record))
        kind, firm_id = ChangeKind.RESULT_LINK_GIVEN, record.enterprise_id
        self._note(kind, record.id, firm_id, record.created_at)

    def revoke_result_link(self, link_id: str, at: datetime) -> None:
        """Revoke a link to a result, unless it is already."""
        self._revoke(result_link, link_id, ChangeKind.RESULT_LINK_REVOKED, at)

    def _revoke(self, table: Table, link_id: str, kind: ChangeKind, at: datetime) -> None:
        column = table.c
        query = update(table).where(
            column.owner_id == self._principal.owner,
            column.id == link_id,
            column.revoked_at.is_(None),
        )
        revoked = query.values(revoked_at=at).returning(column.enterprise_id)
        firm_id = self._connection.execute(revoked).scalar()
        if firm_id is not None:
            self._note(kind, link_id, firm_id, at)

    def keep_note(self, note: AnswerNote) -> None:
        """Keep what a respondent answered, in the place of what it answered to the item before."""
        values = note_values(note)
        if not self._add_unless_taken(answer_note, values, ("assessment_id", "item", "link_id")):
            column = answer_note.c
            query = update(answer_note).where(
                column.owner_id == self._principal.owner,
                column.assessment_id == note.assessment_id,
                column.item == note.item,
                column.link_id == note.link_id,
            )
            self._connection.execute(query, values)

    def drop_note(self, note_id: str) -> None:
        """Forget what a respondent answered and takes back."""
        column = answer_note.c
        query = delete(answer_note).where(
            column.owner_id == self._principal.owner, column.id == note_id
        )
        self._connection.execute(query)

    def settle_item(self, assessment_id: str, item: str, at: datetime) -> None:
        """Keep that the owner decided on an item that respondents had answered."""
        column = answer_note.c
        query = update(answer_note).where(
            column.owner_id == self._principal.owner,
            column.assessment_id == assessment_id,
            column.item == item,
        )
        self._connection.execute(query.values(settled_at=at))

    def add_evidence(self, record: EvidenceRecord) -> bool:
        """Keep a file; return False where the item of the sheet has the same bytes already."""
        taken = ("assessment_id", "item", "digest")
        if not self._add_unless_taken(assessment_evidence, evidence_values(record), taken):
            return False
        kind, firm_id = ChangeKind.EVIDENCE_ADDED, record.enterprise_id
        self._note(kind, record.id, firm_id, record.added_at, fields=(record.item,))
        return True

    def remove_evidence(self, record: EvidenceRecord, at: datetime) -> bool:
        """Remove a file from its sheet; return False where it is gone already."""
        column = assessment_evidence.c
        query = delete(assessment_evidence).where(
            column.owner_id == self._principal.owner, column.id == record.id
        )
        if self._connection.execute(query).rowcount != 1:
            return False
        kind, firm_id = ChangeKind.EVIDENCE_REMOVED, record.enterprise_id
        self._note(kind, record.id, firm_id, at, fields=(record.item,))
        return True

    def take_over(self, owner: str) -> bool:
        """Let all rows of a nameless sheet be the owner's; its code is dead.

        Return False where it is already. Changes get the next numbers, so that whoever follows the
        feed meets them; an idempotency key that the owner used itself keeps its use.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_TAKES, {"owner": owner})
        ended = delete(resume_code).where(resume_code.c.owner_id == owner)
        if self._connection.execute(ended).rowcount != 1:
            return False
        mine: Columns = {"owner_id": self._principal.owner}
        for table in tables_of_owners():
            if table not in (request_key, change):
                moved = update(table).where(table.c.owner_id == owner)
                self._connection.execute(moved, mine)
        for values in self._taken(request_key, owner):
            self._add_unless_taken(request_key, values, ("owner_id", "key"))
        changes = sorted(self._taken(change, owner), key=lambda each: int(str(each["number"])))
        self._changes += [
            {name: value for name, value in each.items() if name != "number"} | mine
            for each in changes
        ]
        return True

    def _taken(self, table: Table, owner: str) -> list[Columns]:
        """Take rows of another owner out of a table; return them."""
        query = delete(table).where(table.c.owner_id == owner).returning(*table.c)
        return [dict(row._mapping) for row in self._connection.execute(query)]

    def join_enterprise(
        self, nameless_id: str, firm: EnterpriseRecord, effect: RegisterEffect
    ) -> None:
        """Let all that is of a nameless firm be of a registered one; the nameless one is gone.

        `effect` is what the register took from its diagnosis, where there is one.
        """
        owner = self._principal.owner
        read = {"chain_id": firm.chain_id, "park_id": firm.park_id, "register_effect": effect}
        column = diagnosis.c
        of_it = column.owner_id == owner, column.enterprise_id == nameless_id
        self._connection.execute(update(diagnosis).where(*of_it).values(read))
        for table in tables_of_owners():
            if "enterprise_id" in table.c:
                moved = update(table).where(
                    table.c.owner_id == owner, table.c.enterprise_id == nameless_id
                )
                self._connection.execute(moved.values(enterprise_id=firm.id))
        gone = delete(enterprise).where(
            enterprise.c.owner_id == owner, enterprise.c.id == nameless_id
        )
        self._connection.execute(gone)
        self._changes = [
            each | ({"enterprise_id": firm.id} if each["enterprise_id"] == nameless_id else {})
            for each in self._changes
            if each["subject_id"] != nameless_id or each["kind"] not in _OF_THE_FIRM
        ]
