"""The store: readings and units of work over one database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from diagnosis.domain.intake.enterprise import FIELDS
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.records import FeedbackRecord, ProgressRecord, RoadmapRecord
from diagnosis.services.ports.store import (
    AssessmentRecord,
    DiagnosisRecord,
    EnterpriseRecord,
    State,
    Ticket,
)
from diagnosis.storage.engine import open_engine
from diagnosis.storage.migrate import current, migrate, newest
from diagnosis.storage.roadmap_rows import feedback_values, progress_values, roadmap_values
from diagnosis.storage.roadmap_tables import feedback, progress, roadmap
from diagnosis.storage.scoped import Scoped
from diagnosis.storage.tables import assessment, diagnosis, enterprise, request_key

_COUNTED = {"preserve_rowcount": True}


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()


class Work(Scoped):
    """One transaction over one owner's rows."""

    locks = True

    def _add_unless_taken(self, table: Table, values: dict[str, Any], taken: list[str]) -> bool:
        """Insert a row; return False where another has the same `taken` columns."""
        values["owner_id"] = self._owner
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        query = dialect.insert(table).on_conflict_do_nothing(index_elements=taken)
        done = self._connection.execute(query, values, execution_options=_COUNTED)
        return done.rowcount == 1

    def _add(self, table: Table, values: dict[str, Any]) -> None:
        self._connection.execute(insert(table), {**values, "owner_id": self._owner})

    def claim(self, ticket: Ticket, at: datetime) -> tuple[str, Any] | None:
        """Take a request's key; return the fingerprint and answer where it was taken before.

        PostgreSQL waits here while another transaction holds the key.
        """
        values = {
            "key": ticket.key,
            "fingerprint": ticket.fingerprint,
            "answer": "null",
            "created_at": at,
        }
        if self._add_unless_taken(request_key, values, ["owner_id", "key"]):
            return None
        return self.claimed(ticket.key)

    def settle(self, ticket: Ticket, answer: Mapping[str, Any]) -> None:
        """Keep the answer that a repeated request is given."""
        own = request_key.c
        query = update(request_key).where(own.owner_id == self._owner, own.key == ticket.key)
        self._connection.execute(query.values(answer=_text(answer)))

    def add_enterprise(self, record: EnterpriseRecord) -> bool:
        """Register an enterprise; return False where its credit code and site are taken."""
        values = _enterprise_values(record) | {"id": record.id, "created_at": record.created_at}
        return self._add_unless_taken(enterprise, values, ["owner_id", "credit_code", "site"])

    def change_enterprise(self, record: EnterpriseRecord) -> bool:
        """Store a changed enterprise; False where its version before is not the stored one."""
        own = enterprise.c
        query = update(enterprise).where(
            own.owner_id == self._owner, own.id == record.id, own.version == record.version - 1
        )
        return self._connection.execute(query, _enterprise_values(record)).rowcount == 1

    def add_assessment(self, record: AssessmentRecord) -> None:
        """Store a new assessment."""
        head = {
            "id": record.id,
            "enterprise_id": record.enterprise_id,
            "created_at": record.created_at,
        }
        self._add(assessment, _assessment_values(record) | head)

    def change_assessment(self, record: AssessmentRecord) -> bool:
        """Store a changed draft; False where its version before is not the stored one."""
        own = assessment.c
        query = update(assessment).where(
            own.owner_id == self._owner,
            own.id == record.id,
            own.version == record.version - 1,
            own.state == State.DRAFT.value,
        )
        return self._connection.execute(query, _assessment_values(record)).rowcount == 1

    def delete_draft(self, assessment_id: str, version: int) -> bool:
        """Delete a draft; False where it has another version or was submitted."""
        own = assessment.c
        query = delete(assessment).where(
            own.owner_id == self._owner,
            own.id == assessment_id,
            own.version == version,
            own.state == State.DRAFT.value,
        )
        return self._connection.execute(query).rowcount == 1

    def add_diagnosis(self, record: DiagnosisRecord) -> None:
        """Store a diagnosis."""
        facts, pins = record.result["enterprise"], record.result["provenance"]
        staged, points, tiers, gated = record.levels
        values = {
            "id": record.id,
            "enterprise_id": record.enterprise_id,
            "assessment_id": record.assessment_id,
            "credit_code": facts["credit_code"],
            "site": facts.get("site") or "",
            "form": record.result["form"],
            "reference": record.result["reference"],
            "period": record.result["period"],
            "division": (facts.get("industry") or "")[:3] or None,
            "city": facts.get("city"),
            "size_class": facts["size_class"],
            "production_type": facts["production_type"],
            "staged_level": staged,
            "points_level": points,
            "tiers_level": tiers,
            "gated_level": gated,
            "content": pins["content"],
            "code": pins["code"],
            "result": _text(record.result),
            "trace": _text(record.trace),
            "created_at": record.created_at,
        }
        self._add(diagnosis, values)

    def add_roadmap(self, record: RoadmapRecord) -> None:
        """Store a roadmap."""
        self._add(roadmap, roadmap_values(record))

    def add_progress(self, record: ProgressRecord) -> None:
        """Store a note on a project of a roadmap."""
        self._add(progress, progress_values(record))

    def add_feedback(self, record: FeedbackRecord) -> None:
        """Store an enterprise's word on a project."""
        self._add(feedback, feedback_values(record))


def _enterprise_values(record: EnterpriseRecord) -> dict[str, Any]:
    facts = record.facts
    values: dict[str, Any] = {name: getattr(facts, name) for name in FIELDS}
    return values | {
        "site": facts.site or "",
        "division": facts.division,
        "size_class": record.size and record.size.value,
        "production_type": facts.production_type and facts.production_type.value,
        "version": record.version,
        "updated_at": record.updated_at,
    }


def _assessment_values(record: AssessmentRecord) -> dict[str, Any]:
    return {
        "state": record.state.value,
        "form": record.sheet["form"],
        "reference": record.sheet.get("reference"),
        "period": record.sheet.get("period"),
        "sheet": _text(record.sheet),
        "diagnosis_id": record.diagnosis_id,
        "version": record.version,
        "updated_at": record.updated_at,
        "submitted_at": record.submitted_at,
    }


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
