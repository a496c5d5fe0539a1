"""What a transaction changes is noted as it goes, and written last: to the feed and the audit."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from diagnosis.domain.intake.enterprise import facts_as_plain
from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.links import LinkRecord
from diagnosis.services.ports.records import AssessmentRecord, ChangeKind, EnterpriseRecord
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.access_tables import change
from diagnosis.storage.audit.chain import TAKE_TURN, Act, append, names_of_changes
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.request_keys import RequestKeys
from diagnosis.storage.rows import IDENTITY, Columns


class NotedChanges(RequestKeys):
    """The changes of one owner's rows, within a transaction."""

    def __init__(self, connection: Connection, principal: Principal) -> None:
        super().__init__(connection, principal)
        self._changes: list[Columns] = []
        self._acts: list[Act] = []
        self._firms_before: dict[str, EnterpriseRecord] = {}
        self._sheets_before: dict[str, AssessmentRecord] = {}

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord | None:
        """Return a registered enterprise; it is kept in mind to tell what is changed of it."""
        record = super().enterprise(enterprise_id)
        if record is not None:
            self._firms_before[record.id] = record
        return record

    def assessment(self, assessment_id: str) -> AssessmentRecord | None:
        """Return an assessment; it is kept in mind to tell what is changed of it."""
        record = super().assessment(assessment_id)
        if record is not None:
            self._sheets_before[record.id] = record
        return record

    def _changed_facts(self, record: EnterpriseRecord) -> Iterable[str]:
        before = self._firms_before.get(record.id)
        if before is None:
            return ()
        return names_of_changes(facts_as_plain(before.facts), facts_as_plain(record.facts))

    def _changed_answers(self, record: AssessmentRecord) -> Iterable[str]:
        before = self._sheets_before.get(record.id)
        if before is None or before.sheet is record.sheet:
            return ()
        return names_of_changes(before.sheet.as_plain(), record.sheet.as_plain())

    def _note(
        self,
        kind: ChangeKind,
        subject_id: str,
        enterprise_id: str | None,
        at: datetime,
        *,
        fields: Iterable[str] = (),
    ) -> None:
        """Note a change of the owner; see `_note_for`."""
        self._note_for(self._principal.owner, kind, subject_id, enterprise_id, at, fields=fields)

    def _note_for(
        self,
        owner: str,
        kind: ChangeKind,
        subject_id: str,
        enterprise_id: str | None,
        at: datetime,
        *,
        fields: Iterable[str] = (),
    ) -> None:
        """Note a change in the feed of an owner, and in the audit.

        What is of a firm has its id, whoever is told of it: with the firm it is deleted.
        """
        self._note_line(owner, kind, subject_id, enterprise_id, self._principal.actor, at)
        self._acts.append(
            Act(
                kind=kind,
                subject_id=subject_id,
                enterprise_id=enterprise_id,
                at=at,
                about=owner,
                fields=tuple(fields),
            )
        )

    def _note_deletion(self, enterprise_id: str, at: datetime) -> None:
        """Note that a firm is gone: the single line of it that stays, and it names nobody."""
        kind, owner = ChangeKind.ENTERPRISE_DELETED, self._principal.owner
        self._note_line(owner, kind, enterprise_id, None, owner, at)
        self._enter_deletion(enterprise_id, at)

    def _enter_deletion(self, enterprise_id: str, at: datetime) -> None:
        """Enter in the audit that a firm was deleted."""
        self._enter(ChangeKind.ENTERPRISE_DELETED, enterprise_id, enterprise_id, at)

    def _note_line(
        self,
        owner: str,
        kind: ChangeKind,
        subject_id: str,
        enterprise_id: str | None,
        actor: str,
        at: datetime,
    ) -> None:
        self._changes.append(
            {
                "owner_id": owner,
                "kind": kind.value,
                "subject_id": subject_id,
                "enterprise_id": enterprise_id,
                "actor": actor,
                "changed_at": at,
            }
        )

    def enter_answers(self, link: LinkRecord, items: Iterable[str], at: datetime) -> None:
        """Enter in the audit which items were answered through a link, whatever became of it."""
        fields = tuple(f"answers.{item}" for item in items)
        self._enter(ActKind.SECTION_ANSWERED, link.id, link.enterprise_id, at, fields)

    def enter_renewal(self, record: AssessmentRecord, at: datetime) -> None:
        """Enter in the audit that the sheet of a code has another code."""
        self._enter(ActKind.CODE_RENEWED, record.id, record.enterprise_id, at)

    def enter_attachment(self, record: AssessmentRecord, at: datetime) -> None:
        """Enter in the audit that a nameless sheet became the owner's, under its firm's name."""
        self._enter(ActKind.SHEET_ATTACHED, record.id, record.enterprise_id, at, IDENTITY)

    def _enter(
        self,
        kind: ChangeKind | ActKind,
        subject_id: str,
        enterprise_id: str,
        at: datetime,
        fields: tuple[str, ...] = (),
    ) -> None:
        """Enter in the audit what was done with something of a firm, and tell no feed."""
        self._acts.append(
            Act(
                kind=kind,
                subject_id=subject_id,
                enterprise_id=enterprise_id,
                at=at,
                about=self._principal.owner,
                fields=fields,
            )
        )

    def write_changes(self) -> None:
        """Write what changed, last of all: numbers are given in the order of commits.

        On PostgreSQL one lock is held until the commit; on SQLite there is one writer anyway.
        """
        if self._changes:
            if self._connection.dialect.name == "postgresql":
                self._connection.execute(TAKE_TURN)
            insert_rows(self._connection, change, self._changes)
        append(self._connection, self._principal, self._acts)
