"""PostgreSQL lets nobody cross in visits, whatever a query forgets; what is signed stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.visits import KeptVisit, VisitParty, VisitRemark
from diagnosis.storage.database import Database
from diagnosis.storage.engine import read_url
from diagnosis.storage.identifiers import new_id
from tests.databases import OWNER as OWNER_OF_TABLES
from tests.databases import fresh_database, migrated_file, reopened
from tests.ports.records import NOW, a_file
from tests.ports.visit_records import (
    FIRM,
    OFFICE,
    PORTAL,
    SECOND,
    VERIFIED,
    a_granted_firm,
    a_visit,
    an_answer,
    later,
    signed,
)

TABLES = ("visit", "visit_answer", "visit_reading", "visit_remark")
DENIED = "row-level security"


@pytest.fixture
def as_app(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Yield a database of a role without privileges."""
    url = fresh_database(request.getfixturevalue("postgres"))
    role = f"app_{new_id(NOW)[-12:]}"
    admin = create_engine(read_url(url), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'app' NOSUPERUSER"))
        connection.execute(text(f"GRANT ALL ON SCHEMA public TO {role}"))
    admin.dispose()
    database = Database(
        make_url(url).set(username=role, password="app").render_as_string(hide_password=False)
    )
    database.migrate()
    yield database
    database.engine.dispose()


def run(database: Database, by: Principal, query: str, **values: object) -> int:
    """Return how many rows a query touches that forgets every condition; nothing is kept."""
    with database.engine.begin() as connection:
        settings = {"owner": by.owner, "reads": by.reads_as or "own"}
        for name, value in settings.items():
            setting = text("SELECT set_config(:name, :value, true)")
            connection.execute(setting, {"name": f"diagnosis.{name}", "value": value})
        touched = connection.execute(text(query), values)
        count = touched.scalar_one() if touched.returns_rows else touched.rowcount
        connection.rollback()
    return int(count)


def counts(database: Database, who: Principal) -> list[int]:
    return [run(database, who, f"SELECT count(*) FROM {table}") for table in TABLES]


def begin(database: Database, *grantees: Principal, site: str = "1") -> KeptVisit:
    record = a_visit(a_granted_firm(database, *grantees, site=site))
    with database.begin(OFFICE) as work:
        assert work.begin_visit(record)
    record = later(record)
    with database.begin(OFFICE) as work:
        assert work.keep_visit_answers(record, (an_answer("a"),), ())
    return record


def test_a_query_without_a_condition_sees_the_visits_of_both_sides(as_app: Database) -> None:
    record = begin(as_app, OFFICE, SECOND, PORTAL)
    seen = [counts(as_app, who) for who in (FIRM, OFFICE, SECOND, PORTAL)]
    assert seen == [[1, 1, 0, 0], [1, 1, 0, 0], [0] * 4, [0] * 4]
    with as_app.begin(OFFICE) as work:
        assert work.sign_visit(signed(record), VERIFIED)
    remark = VisitRemark(
        visit_id=record.id, item="a", party=VisitParty.FIRM, note="x", actor="boss", created_at=NOW
    )
    with as_app.begin(FIRM) as work:
        assert work.add_visit_remark(remark)
    seen = [counts(as_app, who) for who in (FIRM, OFFICE, SECOND, PORTAL)]
    assert seen == [[1, 1, 2, 1], [1, 1, 2, 1], [0] * 4, [1, 1, 2, 1]]


def sign_and_object(database: Database, record: KeptVisit) -> None:
    with database.begin(OFFICE) as work:
        assert work.sign_visit(signed(record), VERIFIED)
    remark = VisitRemark(
        visit_id=record.id, item="a", party=VisitParty.FIRM, note="x", actor="boss", created_at=NOW
    )
    with database.begin(FIRM) as work:
        assert work.add_visit_remark(remark)


def test_a_firm_that_is_deleted_takes_the_visits_to_it_along(as_app: Database) -> None:
    record = begin(as_app, OFFICE)
    sign_and_object(as_app, record)
    other = begin(as_app, OFFICE, site="2")
    for who in (FIRM, OFFICE, SECOND):
        assert [run(as_app, who, f"DELETE FROM {table}") for table in TABLES[2:]] == [0, 0]
    for who in (OFFICE, SECOND):  # a firm of somebody else's is not theirs to delete
        with as_app.engine.begin() as connection:
            setting = "SELECT set_config('diagnosis.owner', :owner, true)"
            connection.execute(text(setting), {"owner": who.owner})
            entry = "INSERT INTO deleted_firm VALUES (:owner, :firm, now())"
            values = {"owner": who.owner, "firm": record.enterprise_id}
            connection.execute(text(entry), values)
        deleted = [run(as_app, who, f"DELETE FROM {table}") for table in TABLES]
        assert deleted == ([0, 1, 0, 0] if who is OFFICE else [0] * 4)
    # Nor are the feeds of others, as long as the firm is there.
    others = "change WHERE owner_id = :owner"
    seen = f"SELECT count(*) FROM {others}"
    for who, whose in ((FIRM, OFFICE), (OFFICE, FIRM), (SECOND, FIRM), (SECOND, OFFICE)):
        if who is FIRM:
            assert run(as_app, who, seen, owner=whose.owner) == 0
        assert run(as_app, who, f"DELETE FROM {others}", owner=whose.owner) == 0
    assert run(as_app, OFFICE, seen, owner=OFFICE.owner) == 4
    delete_firm(as_app, record)
    assert run(as_app, OFFICE, seen, owner=OFFICE.owner) == 1
    assert counts(as_app, OFFICE) == counts(as_app, FIRM) == [1, 1, 0, 0]
    with as_app.read(OFFICE) as reader:
        assert reader.visit(record.id) is None and reader.visit(other.id) is not None


def test_a_firm_that_is_deleted_takes_all_of_its_visits_along(database: Database) -> None:
    record = begin(database, OFFICE)
    sign_and_object(database, record)
    delete_firm(database, record)
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        for table in TABLES:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def delete_firm(database: Database, record: KeptVisit) -> None:
    with database.begin(FIRM) as work:
        firm = work.enterprise(record.enterprise_id)
        assert firm is not None
        work.remove_enterprise(firm, NOW)


def test_a_visit_is_changed_by_its_consultant_alone_while_granted(as_app: Database) -> None:
    record = begin(as_app, OFFICE, SECOND, PORTAL)
    changes = (
        "UPDATE visit SET visitor = 'x'",
        "UPDATE visit_answer SET value = '5'",
        "DELETE FROM visit_answer",
    )
    for who, expected in ((OFFICE, 1), (FIRM, 0), (SECOND, 0), (PORTAL, 0)):
        assert [run(as_app, who, query) for query in changes] == [expected] * 3, who
    for query in (
        "UPDATE visit SET firm_owner = 'stranger'",
        "UPDATE visit SET owner_id = 'second-office'",
        "UPDATE visit_answer SET enterprise_id = 'x'",
    ):
        with pytest.raises(DBAPIError, match=DENIED):
            run(as_app, OFFICE, query)
    with as_app.read(OFFICE) as reader:
        (grant,) = reader.held_grants(None, 9).items
    with as_app.begin(FIRM) as work:
        work.revoke_grant(grant.id, datetime.now(UTC))
    with pytest.raises(DBAPIError, match=DENIED):
        run(as_app, OFFICE, changes[0])
    assert [run(as_app, OFFICE, query) for query in changes[1:]] == [0, 0]
    assert run(as_app, OFFICE, "UPDATE visit SET state = 'withdrawn'") == 1
    assert run(as_app, OFFICE, f"DELETE FROM visit WHERE id = '{record.id}'") == 0


ANSWER = (
    "INSERT INTO visit_answer (visit_id, item, owner_id, enterprise_id, value, actor, changed_at)"
    " VALUES (:visit, 'z', :who, :firm, '5', 'x', now())"
)
READING = (
    "INSERT INTO visit_reading (visit_id, standard, basis, owner_id, enterprise_id, revision,"
    " level, vector) VALUES (:visit, 's', 'verified', :who, :firm, 1, 5, '[]')"
)
REMARK = (
    "INSERT INTO visit_remark (visit_id, item, party, owner_id, enterprise_id, note, actor,"
    " created_at) VALUES (:visit, 'z', '{party}', :who, :firm, 'x', 'x', now())"
)
FEED = (
    "INSERT INTO change (owner_id, enterprise_id, kind, subject_id, actor, changed_at)"
    " VALUES ('{feed}', :firm, '{kind}', :visit, 'x', now())"
)


def tries(database: Database, record: KeptVisit, query: str) -> set[str]:
    """Return who gets a forged row in."""
    let_in = set()
    for who in (FIRM, OFFICE, SECOND, PORTAL):
        values = {"visit": record.id, "who": who.owner, "firm": record.enterprise_id}
        bound = {name: value for name, value in values.items() if f":{name}" in query}
        try:
            run(database, who, query, **bound)
        except DBAPIError as error:
            assert DENIED in str(error), error
        else:
            let_in.add(who.owner)
    return let_in


def test_nobody_forges_what_is_of_a_visit(as_app: Database) -> None:
    record = begin(as_app, OFFICE, SECOND, PORTAL)
    by_firm, by_office = (REMARK.format(party=party) for party in ("firm", "consultant"))
    feeds = [
        FEED.format(feed=feed, kind=kind)
        for feed, kind in (("local", "visit-signed"), ("office", "visit-signed"),
                           ("local", "grant-revoked"), ("bureau", "visit-signed"))
    ]  # fmt: skip
    expected = [{"office"}, {"office"}, set(), set()]
    assert [
        tries(as_app, record, each) for each in (ANSWER, READING, by_firm, by_office)
    ] == expected
    of_owner = [{"local", "office"}, {"local", "office"}, {"local"}, {"bureau"}]
    assert [tries(as_app, record, feed) for feed in feeds] == of_owner
    with as_app.begin(OFFICE) as work:
        assert work.sign_visit(signed(record), ())
    expected = [set(), set(), {"local"}, {"office"}]
    assert [
        tries(as_app, record, each) for each in (ANSWER, READING, by_firm, by_office)
    ] == expected
    assert run(as_app, OFFICE, "UPDATE visit SET visitor = 'x'") == 0


FILE = (
    "INSERT INTO assessment_evidence (id, owner_id, enterprise_id, assessment_id, item, kind,"
    " digest, size, created_at, actor, of_visit) SELECT 'f', '{owner}', :firm, {sheet}, 'z',"
    " 'image/jpeg', 'd', 1, now(), 'x', {visit}"
)


def test_a_file_is_added_at_an_open_visit_to_its_sheet_for_its_firm_alone(
    as_app: Database,
) -> None:
    record, other = begin(as_app, OFFICE, SECOND, PORTAL), begin(as_app, OFFICE, site="2")

    def adds(owner: str = FIRM.owner, of: KeptVisit = record, visit: str = ":visit") -> set[str]:
        sheet = f"(SELECT assessment_id FROM diagnosis WHERE id = '{of.diagnosis_id}')"
        return tries(as_app, record, FILE.format(owner=owner, sheet=sheet, visit=visit))

    assert adds() == {FIRM.owner, OFFICE.owner}
    assert adds(visit="NULL") == {FIRM.owner}
    assert adds(of=other) == {FIRM.owner}
    assert adds(visit=f"'{other.id}'") == {FIRM.owner}
    for who in (OFFICE, SECOND, PORTAL):
        assert adds(owner=who.owner) == {who.owner}
    told = FEED.format(feed=FIRM.owner, kind="evidence-added")
    assert tries(as_app, record, told) == {FIRM.owner, OFFICE.owner}
    sign_and_object(as_app, record)
    assert adds() == {FIRM.owner}
    told = FEED.format(feed=FIRM.owner, kind="evidence-removed")
    assert tries(as_app, record, told) == {FIRM.owner}


def test_a_file_is_removed_at_an_open_visit_alone(as_app: Database) -> None:
    record = begin(as_app, OFFICE, SECOND, PORTAL)
    with as_app.read(OFFICE) as reader:
        diagnosis = reader.diagnosis(record.diagnosis_id)
        assert diagnosis is not None
        sheet = reader.assessment(diagnosis.row.assessment_id)
    assert sheet is not None
    with as_app.begin(OFFICE) as work:
        assert work.add_visit_evidence(replace(a_file(sheet), visit_id=record.id))
    with as_app.begin(FIRM) as work:
        work.add_evidence(a_file(sheet, "b"))
    delete = "DELETE FROM assessment_evidence"
    removed = [run(as_app, who, delete) for who in (FIRM, OFFICE, SECOND, PORTAL)]
    assert removed == [2, 1, 0, 0]
    changed = "UPDATE assessment_evidence SET actor = 'x'"
    assert [run(as_app, who, changed) for who in (OFFICE, SECOND, PORTAL)] == [0, 0, 0]
    sign_and_object(as_app, record)
    assert run(as_app, OFFICE, delete) == 0


def test_a_visit_is_begun_by_a_consultant_of_the_firm_alone(as_app: Database) -> None:
    row = a_granted_firm(as_app, OFFICE, PORTAL)
    other = a_granted_firm(as_app, site="2")
    begun = (
        "INSERT INTO visit (id, owner_id, firm_owner, enterprise_id, diagnosis_id, state, why,"
        " planned_on, visitor, employer, vendor_ties, version, begun_by, created_at, updated_at)"
        " VALUES ('v', :who, :owner, :firm, :about, 'open', 'random', now(), 'x', 'x', '[]', 1,"
        " 'x', now(), now())"
    )
    for who, owner, firm, about, is_let in (
        (OFFICE, "local", row.enterprise_id, row.id, True),
        (OFFICE, "stranger", row.enterprise_id, row.id, False),
        (OFFICE, "local", other.enterprise_id, other.id, False),
        (OFFICE, "local", row.enterprise_id, other.id, False),
        (SECOND, "local", row.enterprise_id, row.id, False),
        (PORTAL, "local", row.enterprise_id, row.id, False),
        (FIRM, "other", row.enterprise_id, row.id, False),
    ):
        values = {"who": who.owner, "owner": owner, "firm": firm, "about": about}
        if is_let:
            assert run(as_app, who, begun, **values) == 1
            continue
        with pytest.raises(DBAPIError, match=DENIED):
            run(as_app, who, begun, **values)


def test_what_was_signed_never_changes_in_a_file(tmp_path: Path) -> None:
    database = Database(migrated_file(tmp_path / "visits.db"))
    record = begin(database, OFFICE)
    with database.begin(OFFICE) as work:
        assert work.sign_visit(signed(record), ())
    for query in (
        "UPDATE visit SET visitor = 'x'",
        "UPDATE visit SET state = 'open', signed_at = NULL",
        "UPDATE visit_answer SET value = '5'",
        "INSERT INTO visit_answer SELECT visit_id, 'b', owner_id, enterprise_id, value, grade,"
        " reason, note, actor, changed_at FROM visit_answer",
    ):
        with (
            pytest.raises(DBAPIError, match=r"never changes|open no more"),
            database.engine.execution_options(writes=True).begin() as connection,
        ):
            connection.execute(text(query))
    database.engine.dispose()


def test_visits_are_not_dropped_on_the_way_back(database: Database) -> None:
    begin(database, OFFICE)
    with (
        reopened(database, OWNER_OF_TABLES) as owned,
        pytest.raises(RuntimeError, match="there are visits"),
    ):
        owned.migrate("0012")


def test_lists_have_verified_levels_under_row_security(as_app: Database) -> None:
    record = begin(as_app, OFFICE, SECOND, PORTAL)
    with as_app.begin(OFFICE) as work:
        assert work.sign_visit(signed(record), VERIFIED)
    where = {"basis": "verified", "standard": "ai-readiness", "level": 2}
    for who, listed in ((FIRM, 1), (OFFICE, 1), (PORTAL, 1), (SECOND, 0)):
        with as_app.read(who) as reader:
            rows = reader.diagnoses(where, None, 9).items
        levels = {"ai-readiness": 2, "miit-sme-2024": None}
        assert [row.verified_levels for row in rows] == [levels] * listed, who
