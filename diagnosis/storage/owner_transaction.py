"""One transaction over one owner's rows: what is added, changed and deleted."""

from datetime import datetime
from zlib import crc32

from sqlalchemy import TextClause, and_, delete, or_, text, update

from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.services.ports.consents import ConsentRecord
from diagnosis.services.ports.records import (
    AssessmentRecord,
    ChangeKind,
    DiagnosisRecord,
    DiagnosisStanding,
    EnterpriseRecord,
    FeedbackRecord,
    PlanRecord,
    ProgressRecord,
    Register,
    RegisterEntry,
    State,
)
from diagnosis.services.ports.scope import Grant
from diagnosis.services.ports.store import Submitted
from diagnosis.storage import bundles
from diagnosis.storage.access.check_rows import withdraw_checks
from diagnosis.storage.access.consent_rows import consent_values
from diagnosis.storage.access.grant_rows import grant_values
from diagnosis.storage.access_tables import access_grant, consent
from diagnosis.storage.diagnosis_rows import diagnosis_values, reading_values
from diagnosis.storage.diagnosis_tables import diagnosis, reading, withdrawal
from diagnosis.storage.facts import write_facts
from diagnosis.storage.firm.removal import FirmRemoval
from diagnosis.storage.owner.owner_rows import OwnerRows
from diagnosis.storage.plan_rows import feedback_values, plan_values, progress_values
from diagnosis.storage.plan_tables import feedback, progress, roadmap
from diagnosis.storage.rows import (
    Columns,
    assessment_values,
    enterprise_values,
    identity_values,
    register_values,
)
from diagnosis.storage.scoped import REGISTERS
from diagnosis.storage.tables import (
    assessment,
    enterprise,
    enterprise_identity,
    sheet_identity,
)

_HALF = 2**31
"""Half of what 32 bits hold: PostgreSQL's integers have a sign."""
_NAME_IS_USED = text("SELECT pg_advisory_xact_lock_shared(5102025, :name)")
_NAME_IS_REGISTERED = text("SELECT pg_advisory_xact_lock(5102025, :name)")
"""Held until the commit, so that whoever registers a name sees every firm that states it."""


class OwnerTransaction(OwnerRows):
    """One transaction over one owner's rows."""

    locks = True

    def _hold_name(self, lock: TextClause, register: Register, name: str) -> None:
        """Wait for who registers, or looks up, a name; SQLite has a single writer anyway."""
        if self._connection.dialect.name == "postgresql":
            whose = f"{self._principal.owner}\n{register}\n{name}"
            self._connection.execute(lock, {"name": crc32(whose.encode()) - _HALF})

    def register_entry_named(self, register: Register, name: str) -> RegisterEntry | None:
        """Return the chain or park of exactly this name; none is registered until the commit."""
        self._hold_name(_NAME_IS_USED, register, name)
        return super().register_entry_named(register, name)

    def add_enterprise(self, record: EnterpriseRecord) -> bool:
        """Register an enterprise; return False where its credit code and site are taken.

        One without a credit code says nothing of who it is.
        """
        head: Columns = {"id": record.id, "created_at": record.created_at}
        self._add(enterprise, enterprise_values(record) | head)
        if record.facts.credit_code is not None and not self._add_identity(record):
            self._connection.execute(delete(enterprise).where(enterprise.c.id == record.id))
            return False
        kind = ChangeKind.ENTERPRISE_REGISTERED
        self._note(kind, record.id, record.id, record.created_at)
        return True

    def _add_identity(self, record: EnterpriseRecord) -> bool:
        """Keep who a firm is; return False where its credit code and site are taken."""
        identity = {"enterprise_id": record.id, **identity_values(record.facts)}
        taken = ("owner_id", "credit_code", "site")
        return self._add_unless_taken(enterprise_identity, identity, taken)

    def name_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store who a nameless firm is, its next version; False where code and site are taken."""
        return self._add_identity(record) and self.change_enterprise(record)

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store a changed enterprise; False where its version before is not the stored one.

        Its diagnoses go with it into its chain and park.
        """
        column = enterprise.c
        query = update(enterprise).where(
            column.owner_id == self._principal.owner,
            column.id == record.id,
            column.version == record.version - 1,
        )
        if self._connection.execute(query, enterprise_values(record)).rowcount != 1:
            return False
        of_it = enterprise_identity.c.enterprise_id == record.id
        named = update(enterprise_identity).where(of_it)
        self._connection.execute(named, identity_values(record.facts))
        belongs_to = {"chain_id": record.chain_id, "park_id": record.park_id}
        moved = update(diagnosis).where(
            diagnosis.c.owner_id == self._principal.owner,
            diagnosis.c.enterprise_id == record.id,
            or_(*(diagnosis.c[name].is_distinct_from(to) for name, to in belongs_to.items())),
        )
        self._connection.execute(moved, belongs_to)
        fields = self._changed_facts(record)
        at = record.updated_at
        self._note(ChangeKind.ENTERPRISE_CHANGED, record.id, record.id, at, fields=fields)
        return True

    def remove_enterprise(self, record: EnterpriseRecord, at: datetime) -> None:
        """Delete an enterprise of the owner with every row that is of it, or repeats one."""
        FirmRemoval(self._connection, self._principal).remove_rows(record.id, at)
        self._note_deletion(record.id, at)

    def add_assessment(self, record: AssessmentRecord) -> None:
        """Store a new assessment."""
        head: Columns = {
            "id": record.id,
            "enterprise_id": record.enterprise_id,
            "created_at": record.created_at,
        }
        self._add(assessment, assessment_values(record) | head)
        if record.sheet.enterprise.credit_code is not None:
            self.name_sheet(record)
        is_draft = record.state is State.DRAFT
        kind = ChangeKind.ASSESSMENT_BEGUN if is_draft else ChangeKind.ASSESSMENT_SUBMITTED
        self._note(kind, record.id, record.enterprise_id, record.created_at)

    def name_sheet(self, record: AssessmentRecord) -> None:
        """Keep whose sheet an assessment is that did not say so before."""
        identity = identity_values(record.sheet.enterprise)
        head: Columns = {"assessment_id": record.id, "enterprise_id": record.enterprise_id}
        self._add(sheet_identity, head | identity)

    def change_assessment(self, record: AssessmentRecord) -> bool:
        """Store a changed draft; False where its version before is not the stored one."""
        column = assessment.c
        query = update(assessment).where(
            column.owner_id == self._principal.owner,
            column.id == record.id,
            column.version == record.version - 1,
            column.state == State.DRAFT.value,
        )
        if self._connection.execute(query, assessment_values(record)).rowcount != 1:
            return False
        of_it = sheet_identity.c.assessment_id == record.id
        named = update(sheet_identity).where(of_it)
        self._connection.execute(named, identity_values(record.sheet.enterprise))
        is_draft = record.state is State.DRAFT
        kind = ChangeKind.ASSESSMENT_CHANGED if is_draft else ChangeKind.ASSESSMENT_SUBMITTED
        fields = self._changed_answers(record)
        self._note(kind, record.id, record.enterprise_id, record.updated_at, fields=fields)
        return True

    def delete_draft(
        self, assessment_id: str, version: int, at: datetime, *, is_forgotten: bool = False
    ) -> bool:
        """Delete a draft; False where it has another version or was submitted."""
        column = assessment.c
        query = delete(assessment).where(
            column.owner_id == self._principal.owner,
            column.id == assessment_id,
            column.version == version,
            column.state == State.DRAFT.value,
        )
        codes = [] if is_forgotten else self._codes_of_reports(assessment_id)
        whose = self._connection.execute(query.returning(column.enterprise_id)).scalar()
        if whose is None:
            return False
        withdraw_checks(self._connection, codes, at)
        self._note(ChangeKind.ASSESSMENT_GIVEN_UP, assessment_id, whose, at)
        return True

    def pin(self, digest: str, bundle: bytes, at: datetime) -> None:
        """Keep the packed content of a digest, where it is not kept yet."""
        bundles.pin(self._connection, digest, bundle, at)

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        """Store a diagnosis, its readings and estimates; its sheet is that of the assessment."""
        self._add(diagnosis, diagnosis_values(record))
        self._add(reading, *(reading_values(record.row, each) for each in record.readings))
        row = record.row
        self._note(ChangeKind.DIAGNOSIS_STORED, row.id, row.enterprise_id, row.created_at)

    def keep_plan_steps(self, diagnosis_id: str, steps: tuple[KeptPackage, ...]) -> None:
        """Keep packages of the default plan with a diagnosis of the owner that has none yet."""
        column = diagnosis.c
        query = update(diagnosis).where(
            column.owner_id == self._principal.owner,
            column.id == diagnosis_id,
            column.plan_steps.is_(None),
        )
        kept = write_facts(steps, tuple[KeptPackage, ...])
        self._connection.execute(query.values(plan_steps=kept))

    def stand(self, submitted: Submitted, standing: DiagnosisStanding, at: datetime) -> None:
        """Change what a diagnosis is among those of its site and form."""
        column = diagnosis.c
        query = update(diagnosis).where(
            column.owner_id == self._principal.owner, column.id == submitted.id
        )
        self._connection.execute(query.values(standing=standing.value))
        kind = ChangeKind(f"diagnosis-{standing}")
        self._note(kind, submitted.id, submitted.enterprise_id, at)

    def add_withdrawal(self, submitted: Submitted, reason: str, at: datetime) -> None:
        """Keep why, when and by whom a diagnosis was withdrawn."""
        values: Columns = {
            "diagnosis_id": submitted.id,
            "enterprise_id": submitted.enterprise_id,
            "reason": reason,
            "actor": self._principal.actor,
            "withdrawn_at": at,
        }
        self._add(withdrawal, values)

    def add_register_entry(self, register: Register, entry: RegisterEntry) -> bool:
        """Register a chain or park; return False where its name is taken.

        Firms whose facts state exactly this name, and their diagnoses, belong to it from now on,
        unless they belong to another; each of them is changed.
        """
        self._hold_name(_NAME_IS_REGISTERED, register, entry.name)
        values = register_values(entry)
        if not self._add_unless_taken(REGISTERS[register], values, ("owner_id", "name")):
            return False
        self._note(ChangeKind(f"{register}-registered"), entry.id, None, entry.created_at)
        self._take_in(register, entry, entry.created_at)
        return True

    def _take_in(self, register: Register, entry: RegisterEntry, at: datetime) -> None:
        """Let firms that state exactly the name of a chain or park, and are in none, belong."""
        member, column = f"{register}_id", enterprise.c
        query = update(enterprise).where(
            column.owner_id == self._principal.owner,
            column[register.value] == entry.name,
            column[member].is_(None),
        )
        changed = {member: entry.id, "version": column.version + 1, "updated_at": at}
        joined = self._connection.execute(query.values(changed).returning(column.id))
        for firm_id in sorted(joined.scalars()):
            self._note(ChangeKind.ENTERPRISE_CHANGED, firm_id, firm_id, at)
        diagnoses = update(diagnosis).where(
            diagnosis.c.enterprise_id.in_(self._members(register, entry.id)),
            diagnosis.c[member].is_distinct_from(entry.id),
        )
        self._connection.execute(diagnoses.values({member: entry.id}))

    def change_register_entry(
        self, register: Register, entry: RegisterEntry, at: datetime
    ) -> bool:
        """Store a chain or park under its id; return False where another has its name.

        Its members stay; firms that state exactly its name join as when it is registered.
        """
        before = self.register_entry(register, entry.id)
        # The name before is held too: whoever has looked it up is a member once we go on.
        for name in sorted({entry.name, entry.name if before is None else before.name}):
            self._hold_name(_NAME_IS_REGISTERED, register, name)
        known = super().register_entry_named(register, entry.name)
        if known is not None and known.id != entry.id:
            return False
        column = REGISTERS[register].c
        query = update(REGISTERS[register]).where(
            column.owner_id == self._principal.owner, column.id == entry.id
        )
        self._connection.execute(query, register_values(entry))
        self._note(ChangeKind(f"{register}-changed"), entry.id, None, at)
        self._take_in(register, entry, at)
        return True

    def remove_register_entry(
        self, register: Register, entry: RegisterEntry, at: datetime
    ) -> bool:
        """Remove a chain or park; return False where firms belong to it."""
        self._hold_name(_NAME_IS_REGISTERED, register, entry.name)
        members = self._members(register, entry.id).limit(1)
        if self._connection.execute(members).first() is not None:
            return False
        column = REGISTERS[register].c
        query = delete(REGISTERS[register]).where(
            column.owner_id == self._principal.owner, column.id == entry.id
        )
        self._connection.execute(query)
        self._note(ChangeKind(f"{register}-removed"), entry.id, None, at)
        return True

    def add_grant(self, grant: Grant) -> None:
        """Give leave to read the rows of one of the owner's firms."""
        self._add(access_grant, grant_values(grant))
        self._note(ChangeKind.GRANT_GIVEN, grant.id, grant.enterprise_id, grant.starts_at)

    def revoke_grant(self, grant_id: str, at: datetime) -> bool:
        """Take back a grant, unless it is already; False where the owner gave none of this id."""
        column = access_grant.c
        is_it = and_(column.owner_id == self._principal.owner, column.id == grant_id)
        query = update(access_grant).where(is_it, column.revoked_at.is_(None))
        query = query.values(revoked_at=at)
        firm_id = self._connection.execute(query.returning(column.enterprise_id)).scalar()
        if firm_id is not None:
            self._note(ChangeKind.GRANT_REVOKED, grant_id, firm_id, at)
            return True
        return self._run(self._select(access_grant).where(is_it)).first() is not None

    def add_consent(self, record: ConsentRecord) -> None:
        """Keep what one of the owner's firms stated on a use of its rows."""
        self._add(consent, consent_values(record))
        kind = ChangeKind(f"consent-{record.status}")
        self._note(kind, record.id, record.enterprise_id, record.stated_at)

    def add_plan(self, record: PlanRecord) -> None:
        """Store a plan."""
        self._add(roadmap, plan_values(record))
        row = record.row
        self._note(ChangeKind.ROADMAP_STORED, row.id, row.enterprise_id, row.created_at)

    def add_progress(self, record: ProgressRecord) -> None:
        """Store a note on a package of a plan."""
        self._add(progress, progress_values(record))
        kind = ChangeKind.PROGRESS_NOTED
        self._note(kind, record.plan_id, record.enterprise_id, record.created_at)

    def add_feedback(self, record: FeedbackRecord) -> None:
        """Store what an enterprise says of a package."""
        self._add(feedback, feedback_values(record))
        kind = ChangeKind.FEEDBACK_GIVEN
        self._note(kind, record.id, record.enterprise_id, record.created_at)
