"""Migrations go up and down on both databases, and end where the tables say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from diagnosis.domain.consent import ConsentUse
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
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
    of_nobody = {"content_bundle", "pepper_check", "report_check", "report_check_file"}
    assert ownerless == of_nobody


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


def test_changes_of_grants_name_their_firm_and_those_of_none_are_dropped(
    database: Database,
) -> None:
    """As migration 0016 had it, no change of a grant says of which firm it is."""
    owner = Principal("local", "李经理")
    with database.begin(owner) as work:
        enterprise, _ = add_firm(work)
        grants = [
            Grant(
                id=new_id(NOW),
                enterprise_id=enterprise.id,
                grantee=grantee,
                role=AccessRole.CONSULTANT,
                purpose="visit",
                starts_at=NOW,
                granted_by="李经理",
            )
            for grantee in ("office", "second-office")
        ]
        for grant in grants:
            work.add_grant(grant)
    gone = (
        "INSERT INTO change (owner_id, kind, subject_id, actor, changed_at)"
        " VALUES ('local', :kind, :subject, '李经理', '2026-11-01 08:00:00.000000')"
    )
    with reopened(database, OWNER) as owned:
        owned.migrate("0016")
        with owned.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
            hidden = "SELECT count(*) FROM change WHERE enterprise_id IS NOT NULL AND kind = :kind"
            kind = {"kind": "grant-given"}
            assert connection.execute(text(hidden), kind).scalar_one() == 0
            forgotten = {"id": grants[0].id}
            connection.execute(text("DELETE FROM access_grant WHERE id = :id"), forgotten)
            for values in (
                {"kind": "link-given", "subject": "of-a-draft-that-is-gone"},
                {"kind": "visit-begun", "subject": "to-a-firm-that-is-gone"},
                {"kind": "enterprise-deleted", "subject": "a-firm-that-is-gone"},
            ):
                connection.execute(text(gone), values)
        owned.migrate(service_role=SERVICE)
    with database.read(owner) as reader:
        feed = [
            (each.kind.value, each.subject_id, each.enterprise_id, each.actor)
            for each in reader.changes(0, 99)
        ]
    # The first grant is known from the audit alone.
    assert feed[-3:] == [
        *(("grant-given", grant.id, enterprise.id, "李经理") for grant in grants),
        ("enterprise-deleted", "a-firm-that-is-gone", None, "local"),
    ]


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
