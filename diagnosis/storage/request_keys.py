"""Idempotency keys: taken, settled with what a request made, and forgotten when they are old."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Insert, Table, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from diagnosis.services.ports.records import AssessmentRecord, EnterpriseRecord
from diagnosis.services.ports.store import IdempotencyKey, KeyUse, Outcome
from diagnosis.storage.rows import Columns, write_outcome
from diagnosis.storage.scope import OWNER
from diagnosis.storage.scoped import ScopedRows
from diagnosis.storage.tables import request_key

_COUNTED = {"preserve_rowcount": True}
BELIEVED_AFTER = timedelta(days=1)
"""How old by the clock a key has to be before it shows that time has passed."""


@cache
def _insert_unless_taken(dialect: str, table: Table, taken: tuple[str, ...]) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing(index_elements=taken)


def _named_by(made: Outcome) -> str | None:
    """Return the enterprise that what a request made names, None where it holds an id alone."""
    if isinstance(made, EnterpriseRecord):
        return made.id
    return made.enterprise_id if isinstance(made, AssessmentRecord) else None


class RequestKeys(ScopedRows):
    """The idempotency keys of one owner, within a transaction."""

    def _add_unless_taken(
        self, table: Table, values: Columns, taken: tuple[str, ...], *, owner: str | None = None
    ) -> bool:
        """Insert a row, of the principal unless of another owner.

        Return False where another row has the same `taken` columns.
        """
        query = _insert_unless_taken(self._connection.dialect.name, table, taken)
        row = {**values, "owner_id": self._principal.owner if owner is None else owner}
        return self._connection.execute(query, row, execution_options=_COUNTED).rowcount == 1

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
        if self._add_unless_taken(request_key, values, ("owner_id", "key")):
            return None
        return self.key_use(key.key)

    def claim_again(self, key: IdempotencyKey, at: datetime) -> None:
        """Take a key over from a request that was never answered."""
        column = request_key.c
        query = update(request_key).where(
            column.owner_id == self._principal.owner, column.key == key.key
        )
        self._connection.execute(query.values(created_at=at))

    def settle(self, key: IdempotencyKey, made: Outcome, at: datetime) -> bool:
        """Keep what a request made; return False where its key was taken over since `at`."""
        column = request_key.c
        query = update(request_key).where(
            column.owner_id == self._principal.owner,
            column.key == key.key,
            column.created_at == at,
        )
        values = {"answer": write_outcome(made), "enterprise_id": _named_by(made)}
        return self._connection.execute(query, values).rowcount == 1

    def release(self, key: IdempotencyKey, at: datetime) -> None:
        """Give back a key that was taken at a moment and not settled."""
        column = request_key.c
        query = delete(request_key).where(
            column.owner_id == self._principal.owner,
            column.key == key.key,
            column.created_at == at,
            column.answer.is_(None),
        )
        self._connection.execute(query)

    def forget_keys(self, now: datetime, kept: timedelta, most: int) -> int:
        """Forget at most so many of the owner's old keys, the oldest first; return how many.

        Those are forgotten that another key is younger than by what they are `kept` for; and that
        other key must be a day old itself. So a clock that is wrong for less than a day forgets
        nothing: the keys that it stamps are not believed yet.
        """
        column = request_key.c
        believed = self._select(request_key, column.created_at).where(
            column.created_at <= now - BELIEVED_AFTER
        )
        newest = self._run(believed.order_by(column.created_at.desc()).limit(1)).scalar()
        if newest is None:
            return 0
        old = (
            self._select(request_key, column.key)
            .where(column.created_at < newest - kept)
            .order_by(column.created_at)
            .limit(most)
            .with_for_update(skip_locked=True)  # others may be at it
        )
        owner = self._principal.owner
        query = delete(request_key).where(column.owner_id == owner, column.key.in_(old))
        return self._connection.execute(query, {OWNER.key: owner}).rowcount
