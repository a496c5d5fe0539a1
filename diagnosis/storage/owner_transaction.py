"""One transaction over one owner's rows: what is added, changed and deleted."""

from datetime import datetime

from sqlalchemy import Table, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from diagnosis.services.ports.records import (
    AssessmentRecord,
    DiagnosisRecord,
    EnterpriseRecord,
    FeedbackRecord,
    PlanRecord,
    ProgressRecord,
    State,
)
from diagnosis.services.ports.store import IdempotencyKey, KeyUse, Outcome
from diagnosis.storage import bundles
from diagnosis.storage.diagnosis_rows import diagnosis_values, reading_values
from diagnosis.storage.diagnosis_tables import diagnosis, reading
from diagnosis.storage.plan_rows import feedback_values, plan_values, progress_values
from diagnosis.storage.plan_tables import feedback, progress, roadmap
from diagnosis.storage.rows import (
    Columns,
    assessment_values,
    enterprise_values,
    identity_values,
    write_outcome,
)
from diagnosis.storage.scoped import OwnerRows
from diagnosis.storage.tables import (
    assessment,
    enterprise,
    enterprise_identity,
    request_key,
    sheet_identity,
)

_COUNTED = {"preserve_rowcount": True}


def _named_by(made: Outcome) -> str | None:
    """Return the enterprise that what a request made names, None where it holds an id alone."""
    if isinstance(made, EnterpriseRecord):
        return made.id
    return made.enterprise_id if isinstance(made, AssessmentRecord) else None


class OwnerTransaction(OwnerRows):
    """One transaction over one owner's rows."""

    locks = True

    def _add_unless_taken(self, table: Table, values: Columns, taken: list[str]) -> bool:
        """Insert a row; return False where another has the same `taken` columns."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        query = dialect.insert(table).on_conflict_do_nothing(index_elements=taken)
        row = {**values, "owner_id": self._owner}
        return self._connection.execute(query, row, execution_options=_COUNTED).rowcount == 1

    def _add(self, table: Table, values: Columns) -> None:
        self._connection.execute(insert(table), {**values, "owner_id": self._owner})

    def claim(self, key: IdempotencyKey, at: datetime) -> KeyUse | None:
        """Take an idempotency key; return its use where it was taken before.

        PostgreSQL waits here while another transaction holds the key.
        """
        values: Columns = {
            "key": key.key,
            "fingerprint": key.fingerprint,
            "answer": None,
            "created_at": at,
        }
        if self._add_unless_taken(request_key, values, ["owner_id", "key"]):
            return None
        return self.key_use(key.key)

    def claim_again(self, key: IdempotencyKey, at: datetime) -> None:
        """Take a key over from a request that was never answered."""
        column = request_key.c
        query = update(request_key).where(column.owner_id == self._owner, column.key == key.key)
        self._connection.execute(query.values(created_at=at))

    def settle(self, key: IdempotencyKey, made: Outcome, at: datetime) -> bool:
        """Keep what a request made; return False where its key was taken over since `at`."""
        column = request_key.c
        query = update(request_key).where(
            column.owner_id == self._owner, column.key == key.key, column.created_at == at
        )
        values = {"answer": write_outcome(made), "enterprise_id": _named_by(made)}
        return self._connection.execute(query, values).rowcount == 1

    def release(self, key: IdempotencyKey, at: datetime) -> None:
        """Give back a key that was taken at a moment and not settled."""
        column = request_key.c
        query = delete(request_key).where(
            column.owner_id == self._owner,
            column.key == key.key,
            column.created_at == at,
            column.answer.is_(None),
        )
        self._connection.execute(query)

    def add_enterprise(self, record: EnterpriseRecord) -> bool:
        """Register an enterprise; return False where its credit code and site are taken."""
        head: Columns = {"id": record.id, "created_at": record.created_at}
        self._add(enterprise, enterprise_values(record) | head)
        identity = {"enterprise_id": record.id, **identity_values(record.facts)}
        taken = ["owner_id", "credit_code", "site"]
        if self._add_unless_taken(enterprise_identity, identity, taken):
            return True
        self._connection.execute(delete(enterprise).where(enterprise.c.id == record.id))
        return False

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store a changed enterprise; False where its version before is not the stored one."""
        column = enterprise.c
        query = update(enterprise).where(
            column.owner_id == self._owner,
            column.id == record.id,
            column.version == record.version - 1,
        )
        if self._connection.execute(query, enterprise_values(record)).rowcount != 1:
            return False
        of_it = enterprise_identity.c.enterprise_id == record.id
        named = update(enterprise_identity).where(of_it)
        self._connection.execute(named, identity_values(record.facts))
        return True

    def add_assessment(self, record: AssessmentRecord) -> None:
        """Store a new assessment."""
        head: Columns = {
            "id": record.id,
            "enterprise_id": record.enterprise_id,
            "created_at": record.created_at,
        }
        self._add(assessment, assessment_values(record) | head)
        identity = identity_values(record.sheet.enterprise)
        self._add(sheet_identity, {"assessment_id": record.id, **identity})

    def change_assessment(self, record: AssessmentRecord) -> bool:
        """Store a changed draft; False where its version before is not the stored one."""
        column = assessment.c
        query = update(assessment).where(
            column.owner_id == self._owner,
            column.id == record.id,
            column.version == record.version - 1,
            column.state == State.DRAFT.value,
        )
        if self._connection.execute(query, assessment_values(record)).rowcount != 1:
            return False
        of_it = sheet_identity.c.assessment_id == record.id
        named = update(sheet_identity).where(of_it)
        self._connection.execute(named, identity_values(record.sheet.enterprise))
        return True

    def delete_draft(self, assessment_id: str, version: int) -> bool:
        """Delete a draft; False where it has another version or was submitted."""
        column = assessment.c
        query = delete(assessment).where(
            column.owner_id == self._owner,
            column.id == assessment_id,
            column.version == version,
            column.state == State.DRAFT.value,
        )
        return self._connection.execute(query).rowcount == 1

    def pin(self, digest: str, bundle: bytes, at: datetime) -> None:
        """Keep the packed content of a digest, where it is not kept yet."""
        bundles.pin(self._connection, digest, bundle, at)

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        """Store a diagnosis, its readings and estimates; its sheet is that of the assessment."""
        self._add(diagnosis, diagnosis_values(record))
        readings = [reading_values(record.row.id, each) for each in record.readings]
        if readings:
            rows = [{**values, "owner_id": self._owner} for values in readings]
            self._connection.execute(insert(reading), rows)

    def add_plan(self, record: PlanRecord) -> None:
        """Store a plan."""
        self._add(roadmap, plan_values(record))

    def add_progress(self, record: ProgressRecord) -> None:
        """Store a note on a project of a plan."""
        self._add(progress, progress_values(record))

    def add_feedback(self, record: FeedbackRecord) -> None:
        """Store what an enterprise says of a project."""
        self._add(feedback, feedback_values(record))
