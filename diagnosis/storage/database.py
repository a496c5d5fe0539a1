"""The store: readers and units of work over one database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Table, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from diagnosis.services.errors import StoreUnavailable
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
from diagnosis.storage.engine import open_engine
from diagnosis.storage.migrate import current, migrate, newest
from diagnosis.storage.plan_rows import feedback_values, plan_values, progress_values
from diagnosis.storage.plan_tables import feedback, progress, roadmap
from diagnosis.storage.rows import (
    Columns,
    assessment_values,
    diagnosis_values,
    enterprise_values,
    write_outcome,
)
from diagnosis.storage.scoped import Scoped
from diagnosis.storage.tables import assessment, diagnosis, enterprise, request_key

_COUNTED = {"preserve_rowcount": True}


class Work(Scoped):
    """One transaction over one owner's rows."""

    locks = True

    def _add_unless_taken(self, table: Table, values: Columns, taken: list[str]) -> bool:
        """Insert a row; return False where another has the same `taken` columns."""
        values["owner_id"] = self._owner
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        query = dialect.insert(table).on_conflict_do_nothing(index_elements=taken)
        done = self._connection.execute(query, values, execution_options=_COUNTED)
        return done.rowcount == 1

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
        return self._connection.execute(query, {"answer": write_outcome(made)}).rowcount == 1

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
        values = enterprise_values(record) | {"id": record.id, "created_at": record.created_at}
        return self._add_unless_taken(enterprise, values, ["owner_id", "credit_code", "site"])

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store a changed enterprise; False where its version before is not the stored one."""
        column = enterprise.c
        query = update(enterprise).where(
            column.owner_id == self._owner,
            column.id == record.id,
            column.version == record.version - 1,
        )
        return self._connection.execute(query, enterprise_values(record)).rowcount == 1

    def add_assessment(self, record: AssessmentRecord) -> None:
        """Store a new assessment."""
        head: Columns = {
            "id": record.id,
            "enterprise_id": record.enterprise_id,
            "created_at": record.created_at,
        }
        self._add(assessment, assessment_values(record) | head)

    def change_assessment(self, record: AssessmentRecord) -> bool:
        """Store a changed draft; False where its version before is not the stored one."""
        column = assessment.c
        query = update(assessment).where(
            column.owner_id == self._owner,
            column.id == record.id,
            column.version == record.version - 1,
            column.state == State.DRAFT.value,
        )
        return self._connection.execute(query, assessment_values(record)).rowcount == 1

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

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        """Store a diagnosis."""
        self._add(diagnosis, diagnosis_values(record))

    def add_plan(self, record: PlanRecord) -> None:
        """Store a plan."""
        self._add(roadmap, plan_values(record))

    def add_progress(self, record: ProgressRecord) -> None:
        """Store a note on a project of a plan."""
        self._add(progress, progress_values(record))

    def add_feedback(self, record: FeedbackRecord) -> None:
        """Store what an enterprise says of a project."""
        self._add(feedback, feedback_values(record))


class Database:
    """The store of a database URL."""

    def __init__(self, url: str, *, threads: int = 4) -> None:
        self.engine = open_engine(url, threads=threads)
        self._writing = self.engine.execution_options(writes=True)

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        engine = self._writing if writes else self.engine
        try:
            with engine.begin() as connection:
                yield connection
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            raise StoreUnavailable(type(error).__name__) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise StoreUnavailable(type(error).__name__) from error
            raise

    @contextmanager
    def read(self, owner: str) -> Iterator[Scoped]:
        """Yield a reading of one owner's rows."""
        with self._transaction(writes=False) as connection:
            yield Scoped(connection, owner)

    @contextmanager
    def begin(self, owner: str) -> Iterator[Work]:
        """Yield a transaction over one owner's rows; an error inside undoes all of it."""
        with self._transaction(writes=True) as connection:
            yield Work(connection, owner)

    def trouble(self) -> str | None:
        """Return why the store is not ready, None where it is."""
        try:
            with self._transaction(writes=False) as connection:
                now = current(connection)
        except StoreUnavailable:
            return "database"
        return None if now == newest() else "migrations"

    def migrate(self, target: str = "head") -> None:
        """Bring the database to a migration: an id, `head` or `base`.

        Raises
        ------
        StoreUnavailable
            When it cannot be reached.

        """
        try:
            migrate(self._writing, target)
        except (OperationalError, InterfaceError) as error:
            raise StoreUnavailable(str(error.orig)) from error

    def forget_keys(self, before: datetime) -> int:
        """Forget requests older than a moment; return how many."""
        query = delete(request_key).where(request_key.c.created_at < before)
        with self._transaction(writes=True) as connection:
            return connection.execute(query).rowcount

    def after_fork(self) -> None:
        """Drop connections inherited from a parent process, without closing them there."""
        self.engine.dispose(close=False)
