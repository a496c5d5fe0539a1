"""Migrations go up and down on both databases, and end where the tables say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from diagnosis.domain.consent import ConsentUse
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from diagnosis.storage.tables import metadata
from tests.databases import OWNER, SERVICE, reopened, without_audit
from tests.ports.records import NOW, a_plan_record, add_firm


def test_a_new_database_is_not_ready(database_url: str) -> None:
    empty = Database(database_url)
    assert empty.trouble() == "migrations"
    empty.migrate()
    assert empty.trouble() is None
    empty.engine.dispose()


def test_migrated_tables_are_those_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_migrations_go_back_and_forth(database: Database) -> None:
    with reopened(database, OWNER) as owned:
        owned.migrate("base")
        assert inspect(owned.engine).get_table_names() == ["alembic_version"]
        owned.migrate()
        owned.migrate()
        assert owned.trouble() is None


def test_every_table_has_an_owner() -> None:
    ownerless = {name for name, table in metadata.tables.items() if "owner_id" not in table.c}
    assert ownerless == {"content_bundle", "pepper_check"}


def test_a_database_out_of_reach_is_reported() -> None:
    nowhere = Database("postgresql://nobody@/nowhere?host=/nonexistent")
    assert nowhere.trouble() == "database"


def test_the_promised_level_of_stored_plans_is_filled_in(database: Database) -> None:
    owner = Principal("local", "local")
    with database.begin(owner) as work:
        enterprise, assessment = add_firm(work)
        plan = a_plan_record(enterprise.id, assessment.id)
        work.add_plan(plan)
    without_audit(database)
    with reopened(database, OWNER) as owned:
        owned.migrate("0005")
        owned.migrate(service_role=SERVICE)
    with database.read(owner) as reader:
        (row,) = reader.plans({}, None, 5).items
    assert row.promised_level == plan.plan.promised_level is not None
    assert plan.row.promised_level is None


def test_what_firms_stated_is_not_dropped_on_the_way_back(database: Database) -> None:
    owner = Principal("local", "local")
    with database.begin(owner) as work:
        enterprise, _ = add_firm(work)
        record = ConsentRecord(
            id=new_id(NOW),
            enterprise_id=enterprise.id,
            use=ConsentUse.STATISTICS,
            number=1,
            status=ConsentStatus.AGREED,
            text_version=1,
            stated_at=NOW,
            actor="boss",
        )
        work.add_consent(record)
    with reopened(database, OWNER) as owned:
        with pytest.raises(RuntimeError, match="there are audit entries"):
            owned.migrate("0009")
        without_audit(database)
        with pytest.raises(RuntimeError, match="there are consents"):
            owned.migrate("0008")
    with database.read(owner) as reader:
        assert reader.consents(enterprise.id) == (record,)
