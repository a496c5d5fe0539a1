"""Bring a database to the newest migration, or back; say how far it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 5_102_023
"""The PostgreSQL advisory lock that servers starting at the same moment wait for."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """Return the id of the newest migration."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current(connection: Connection) -> str | None:
    """Return the id of the migration a database is at."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the database of a writing engine to a migration, up or down, in one transaction.

    Parameters
    ----------
    target
        A migration's id, `head` or `base`.

    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        config = _config(connection)
        script = ScriptDirectory.from_config(config)
        ids = [revision.revision for revision in script.walk_revisions()]
        wanted = newest() if target == "head" else target
        now = current(connection)
        # Revisions are walked newest first: a greater index is an older migration.
        if wanted != "base" and (now is None or ids.index(now) > ids.index(wanted)):
            command.upgrade(config, wanted)
        elif now != wanted and now is not None:
            command.downgrade(config, wanted)
