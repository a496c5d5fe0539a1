"""Bring a database to the newest migration, or back; say how far it is."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from diagnosis.services.errors import StoreUnavailable
from diagnosis.storage.roles.rights import grant_rights
from diagnosis.storage.sqlite.statistics import state_statistics

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 5_102_023
"""The PostgreSQL advisory lock that servers starting at the same moment wait for."""
_PATIENCE = (
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; "
    "SET LOCAL lock_timeout = '60s'"
)
"""A migration may rewrite every row, and waits for those of other servers."""
_OWNS_NOTHING = text(
    "SELECT NOT pg_has_role(relowner, 'USAGE') FROM pg_class"
    " WHERE oid = to_regclass('alembic_version')"
)
_MAY_MAKE_NOTHING = text(
    "SELECT NOT has_schema_privilege(current_schema(), 'CREATE')"
    " WHERE current_schema() IS NOT NULL"
)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def newest() -> str:
    """Return the id of the newest migration."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current(connection: Connection) -> str | None:
    """Return the id of the migration a database is at."""
    return MigrationContext.configure(connection).get_current_revision()


def _require_utf8(connection: Connection) -> None:
    """Refuse a PostgreSQL database whose encoding lacks characters, or has none at all."""
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if str(encoding) != "UTF8":
        raise StoreUnavailable(
            f"its encoding is {encoding}: make it anew with ENCODING 'UTF8' TEMPLATE template0"
        )


def _owns_nothing(connection: Connection, now: str | None) -> bool:
    """Return whether a role owns no table, nor may make one where there is none yet."""
    if connection.dialect.name != "postgresql":
        return False
    query = _MAY_MAKE_NOTHING if now is None else _OWNS_NOTHING
    return bool(connection.execute(query).scalar())


def _left_to_owner(now: str | None, wanted: str) -> StoreUnavailable:
    state = "it has no tables yet" if now is None else f"it is at migration {now}, not {wanted}"
    return StoreUnavailable(
        f"{state}: run `python -m diagnosis migrate` with DIAGNOSIS_DATABASE_OWNER_URL, the role "
        "that owns its tables or may make them in its schema"
    )


def migrate(
    engine: Engine,
    target: str = "head",
    *,
    service_role: str | None = None,
    may_change: bool = True,
) -> None:
    """Bring the database of a writing engine to a migration, up or down, in one transaction.

    Parameters
    ----------
    target
        A migration's id, `head` or `base`.
    service_role
        A role of PostgreSQL that is granted what the service needs of the newest tables.
    may_change
        Whether the database is changed where it is at another migration, and not refused.

    Raises
    ------
    StoreUnavailable
        When the database is at a migration that this version does not know, or cannot hold every
        text; when it is to be migrated by another role; when there is no role to grant to.

    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            _require_utf8(connection)
            connection.execute(text(_PATIENCE))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        config = _config(connection)
        script = ScriptDirectory.from_config(config)
        ids = [revision.revision for revision in script.walk_revisions()]
        wanted = newest() if target == "head" else target
        now = current(connection)
        if now is not None and now not in ids:
            raise StoreUnavailable(f"it is at migration {now}; this version knows up to {ids[0]}")
        if now != wanted and (not may_change or _owns_nothing(connection, now)):
            raise _left_to_owner(now, wanted)
        # Revisions are walked newest first: a greater index is an older migration.
        if wanted != "base" and (now is None or ids.index(now) > ids.index(wanted)):
            command.upgrade(config, wanted)
            if connection.dialect.name == "sqlite":
                state_statistics(connection)
        elif now != wanted and now is not None:
            command.downgrade(config, wanted)
        is_postgres = connection.dialect.name == "postgresql"
        if is_postgres and service_role is not None and wanted == newest():
            grant_rights(connection, service_role)
