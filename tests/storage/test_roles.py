"""The role of the service owns nothing, may do what it does with each table, and no more."""

from collections.abc import Iterator
from itertools import count

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.database import Database
from diagnosis.storage.engine import Timeouts, read_url
from diagnosis.storage.readiness import metadata
from diagnosis.storage.roles.rights import RIGHTS
from diagnosis.storage.start.databases import Databases
from tests.databases import (
    OWNER,
    SERVICE,
    SUPERUSER,
    fresh_database,
    migrated_database,
    reopened,
    url_as,
)
from tests.ports.records import add_firm

LOCAL, OFFICE = Principal("local", "boss"), Principal("office", "boss")
_NUMBERS = count(1)


@pytest.fixture
def service(postgres: str) -> Iterator[Database]:
    """Yield a migrated database as the service has it."""
    database = Database(migrated_database(postgres))
    yield database
    database.close()


@pytest.fixture
def role(postgres: str) -> Iterator[str]:
    """Yield a new role without any right, whose name has to be quoted."""
    name = f'new: "role" {next(_NUMBERS)}'
    quoted = name.replace('"', '""')
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE ROLE "{quoted}" LOGIN')
    yield name


def privileges(database: Database, role: str) -> dict[str, set[str]]:
    """Return what a role may do with each table."""
    query = text(
        "SELECT table_name, privilege_type FROM information_schema.table_privileges"
        " WHERE grantee = :role AND table_schema = 'public'"
    )
    rights: dict[str, set[str]] = {}
    with reopened(database, SUPERUSER) as mighty, mighty.engine.begin() as connection:
        for row in connection.execute(query, {"role": role}):
            rights.setdefault(row.table_name, set()).add(row.privilege_type)
    return rights


def test_every_table_has_its_rights() -> None:
    """A new table is named here, with what the service does to it."""
    assert set(RIGHTS) == {*metadata.tables, "alembic_version"}


def test_the_service_may_do_with_each_table_what_it_does_and_no_more(service: Database) -> None:
    rights = privileges(service, SERVICE)
    assert rights == {table: set(some) for table, some in RIGHTS.items()}
    assert rights["audit_entry"] == rights["deleted_firm"] == {"SELECT", "INSERT"}
    assert rights["alembic_version"] == {"SELECT"}
    assert set().union(*rights.values()) == {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE enterprise DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE enterprise NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE enterprise ADD COLUMN x integer",
        "DROP POLICY writes ON enterprise",
        "CREATE POLICY all_of_it ON enterprise USING (true)",
        "DROP TABLE enterprise CASCADE",
        "TRUNCATE enterprise CASCADE",
        "TRUNCATE audit_entry",
        "UPDATE audit_entry SET kind = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE deleted_firm SET owner_id = 'x'",
        "DELETE FROM deleted_firm",
        "DELETE FROM api_key",
        "UPDATE content_bundle SET bundle = ''",
        "UPDATE alembic_version SET version_num = '0001'",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP FUNCTION audit_is_only_added_to() CASCADE",
        "CREATE TABLE mine (x integer)",
        "CREATE SCHEMA mine",
        f"SET ROLE {OWNER}",
        f"SET SESSION AUTHORIZATION {OWNER}",
        f"GRANT {OWNER} TO {SERVICE}",
        f"ALTER ROLE {SERVICE} BYPASSRLS",
        "SET row_security = off; SELECT * FROM enterprise",
    ],
)
def test_the_service_changes_neither_tables_nor_its_bounds(
    service: Database, statement: str
) -> None:
    denied = "denied|must be owner|must be superuser|must have|would be affected by row-level"
    with pytest.raises(DBAPIError, match=denied), service.engine.begin() as connection:
        connection.exec_driver_sql("SELECT set_config('diagnosis.owner', '*', true)")
        for part in statement.split("; "):
            connection.exec_driver_sql(part)


def test_a_foreign_row_is_not_there_whatever_is_asked(service: Database) -> None:
    with service.begin(LOCAL) as work:
        firm, _ = add_firm(work)
    seen = {}
    for owner in ("local", "office", ""):
        with service.engine.begin() as connection:
            who = text("SELECT set_config('diagnosis.owner', :owner, true)")
            connection.execute(who, {"owner": owner})
            some = text("SELECT count(*) FROM enterprise WHERE id = :id OR true")
            seen[owner] = connection.execute(some, {"id": firm.id}).scalar_one()
            change = text("UPDATE enterprise SET employees = 1")
            assert connection.execute(change).rowcount == seen[owner]
            connection.rollback()
    assert seen == {"local": 1, "office": 0, "": 0}


def test_who_is_not_bound_is_told(service: Database, postgres: str) -> None:
    assert service.why_unbound() is None
    reasons = []
    with psycopg.connect(postgres, autocommit=True) as connection:
        for number, words in enumerate(
            (
                "SUPERUSER",
                "BYPASSRLS",
                f"IN ROLE {OWNER}",
                "IN ROLE unbound_0",
                "IN ROLE unbound_1",
            )
        ):
            connection.execute(f"CREATE ROLE unbound_{number} LOGIN {words}")
    for name in (OWNER, *(f"unbound_{number}" for number in range(5))):
        with reopened(service, name) as other:
            reasons.append(other.why_unbound())
    assert reasons == [
        "the role diagnosis_owner owns the table access_grant, or may become its owner",
        "the role unbound_0 is a superuser, or may become one",
        "the role unbound_1 may bypass row security",
        "the role unbound_2 owns the table access_grant, or may become its owner",
        "the role unbound_3 is a superuser, or may become one",
        "the role unbound_4 may bypass row security",
    ]


def test_a_file_is_bound_by_nothing(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/x.db", requires_row_security=True)
    assert database.why_unbound() == "a file of SQLite has no row security"


def test_readiness_tells_an_unbound_role_where_it_has_to_be_bound(service: Database) -> None:
    seen = []
    for role in (SERVICE, OWNER, SUPERUSER):
        for required in (False, True):
            url = url_as(role, service.url.render_as_string(hide_password=False))
            database = Database(url, requires_row_security=required)
            seen.append(database.trouble())
            database.close()
    assert seen == [None, None, None, "row_security", None, "row_security"]


def test_rights_are_granted_to_any_role_as_often_as_one_likes(
    service: Database, role: str
) -> None:
    with reopened(service, OWNER) as owned:
        owned.migrate(service_role=role)
        with owned.engine.begin() as connection:
            quoted = role.replace('"', '""')
            more = f'GRANT TRUNCATE, UPDATE ON audit_entry TO "{quoted}"'
            connection.exec_driver_sql(more)
        for _ in range(2):
            owned.migrate(service_role=role)
    assert privileges(service, role) == {name: set(some) for name, some in RIGHTS.items()}
    with reopened(service, role) as other, other.begin(LOCAL) as work:
        add_firm(work)


def test_the_owner_keeps_its_rights(service: Database) -> None:
    with reopened(service, OWNER) as owned:
        owned.migrate(service_role=OWNER)
        with owned.begin(LOCAL) as work:
            add_firm(work)


def test_a_role_that_there_is_not_is_told(service: Database) -> None:
    with (
        reopened(service, OWNER) as owned,
        pytest.raises(StoreUnavailable, match="there is no role nobody-there"),
    ):
        owned.migrate(service_role="nobody-there")


def test_a_table_without_rights_is_not_ready(service: Database) -> None:
    with reopened(service, OWNER) as owned, owned.engine.begin() as connection:
        connection.exec_driver_sql(f"REVOKE ALL ON feedback FROM {SERVICE}")
    assert service.trouble() == "writable"


def test_whoever_owns_nothing_migrates_nothing(service: Database, postgres: str) -> None:
    service.migrate()
    with reopened(service, OWNER) as owned:
        owned.migrate("0015")
    words = "it is at migration 0015, not .*: run `python -m diagnosis migrate`"
    with pytest.raises(StoreUnavailable, match=words):
        service.migrate()
    empty = fresh_database(postgres)
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    with (
        reopened(Database(empty), SERVICE) as other,
        pytest.raises(StoreUnavailable, match="it has no tables yet: run"),
    ):
        other.migrate()


def test_whoever_has_to_be_bound_makes_no_table(postgres: str) -> None:
    """On PostgreSQL before 15 everybody may make tables, and would own them."""
    empty = fresh_database(postgres)
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    database = Database(url_as(SERVICE, empty), requires_row_security=True)
    with pytest.raises(StoreUnavailable, match="it has no tables yet"):
        database.migrate()
    with create_engine(read_url(empty)).connect() as connection:
        tables = connection.exec_driver_sql("SELECT count(*) FROM pg_tables WHERE"
                                            " schemaname = 'public'")  # fmt: skip
        assert tables.scalar_one() == 0
    database.close()


def test_the_owner_migrates_and_the_service_is_let_in(postgres: str) -> None:
    migrated_database(postgres)  # the two roles are there
    empty = fresh_database(postgres)
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute(f"GRANT CREATE ON SCHEMA public TO {OWNER}")
    both = Databases(
        url_as(SERVICE, empty), url_as(OWNER, empty), threads=1, timeouts=Timeouts(),
        requires_row_security=True,
    )  # fmt: skip
    assert both.bring_up() is None
    with both.service.begin(LOCAL) as work:
        add_firm(work)
    assert privileges(both.service, SERVICE).keys() == RIGHTS.keys()
    both.service.close()
