"""PostgreSQL holds the scope by itself, for a role that is no superuser."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from diagnosis.domain.consent import ConsentUse
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.keys import OPERATOR, KeyRecord, Organisation
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.services.ports.sessions import PageSession
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.storage.database import Database
from diagnosis.storage.engine import read_url
from diagnosis.storage.identifiers import new_id
from diagnosis.storage.retention.rules import cut_audit
from tests.databases import fresh_database
from tests.ports.records import (
    CONTENTS,
    NOW,
    a_diagnosis,
    a_file,
    a_report,
    add_firm,
    an_assessment,
    an_enterprise_record,
    open_nameless_sheet,
)

OWNER = Principal("local", "somebody")
CONSULTANT = Principal("office", "ms-chen", AccessRole.CONSULTANT)
TABLES = (
    "enterprise",
    "enterprise_identity",
    "assessment",
    "sheet_identity",
    "diagnosis",
    "reading",
    "assessment_evidence",
    "report",
    "report_file",
)


@pytest.fixture
def as_app(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Yield a database whose tables belong to a role without privileges, the app's own."""
    url = fresh_database(request.getfixturevalue("postgres"))
    role = f"app_{new_id(NOW)[-12:]}"
    admin = create_engine(read_url(url), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'app' NOSUPERUSER"))
        connection.execute(text(f"GRANT ALL ON SCHEMA public TO {role}"))
    admin.dispose()
    own = make_url(url).set(username=role, password="app")
    database = Database(own.render_as_string(hide_password=False))
    database.migrate()
    yield database
    database.engine.dispose()


def count(database: Database, owner: str | None, reads: str = "own") -> dict[str, int]:
    """Return how many rows a transaction sees that forgets every condition."""
    with database.engine.begin() as connection:
        if owner is not None:
            who = text("SELECT set_config('diagnosis.owner', :owner, true),"
                       " set_config('diagnosis.reads', :reads, true)")  # fmt: skip
            connection.execute(who, {"owner": owner, "reads": reads})
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in TABLES
        }


def test_a_query_without_a_condition_sees_what_its_principal_may_see(as_app: Database) -> None:
    firm = an_enterprise_record()
    sheet = an_assessment(firm)
    with as_app.begin(OWNER) as work:
        work.add_enterprise(firm)
        work.add_assessment(sheet)
        work.add_diagnosis(a_diagnosis(sheet))
        work.add_evidence(a_file(sheet))
        work.add_report(a_report(sheet), CONTENTS)
    everything = {**dict.fromkeys(TABLES, 1), "reading": 3, "report_file": 2}
    nothing = dict.fromkeys(TABLES, 0)
    assert count(as_app, "local") == everything
    assert count(as_app, None) == count(as_app, "office", "consultant") == nothing
    now = datetime.now(UTC)
    grant = Grant(
        id=new_id(now), enterprise_id=firm.id, grantee="office", role=AccessRole.CONSULTANT,
        purpose="visit", starts_at=now - timedelta(days=1), granted_by="boss",
    )  # fmt: skip
    with as_app.begin(OWNER) as work:
        work.add_grant(grant)
    assert count(as_app, "office", "consultant") == everything
    assert count(as_app, "office") == count(as_app, "bureau", "consultant") == nothing
    assert count(as_app, "office", "portal") == count(as_app, "office", "granted") == nothing
    with as_app.read(CONSULTANT) as reader:
        assert reader.enterprise(firm.id) == firm
    with as_app.begin(OWNER) as work:
        assert work.revoke_grant(grant.id, now) is True
    assert count(as_app, "office", "consultant") == nothing


def test_what_reports_are_checked_by_is_seen_by_its_hash_alone(as_app: Database) -> None:
    with as_app.begin(OWNER) as work:
        _, sheet = add_firm(work)
        work.add_report(a_report(sheet), CONTENTS)

    def seen(owner: str, code: str) -> list[int]:
        with as_app.engine.begin() as connection:
            who = text("SELECT set_config('diagnosis.owner', :owner, true),"
                       " set_config('diagnosis.code', :code, true)")  # fmt: skip
            connection.execute(who, {"owner": owner, "code": code})
            return [
                connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                for table in ("report_check", "report_check_file")
            ]

    assert seen("", "d" * 64) == [1, 2]
    assert seen("local", "e" * 64) == seen("*", "") == [0, 0]
    assert as_app.report_check_of_file(a_report(sheet).files[0].sha256) is not None


def test_every_table_is_read_through_grants_to_a_role_or_through_none(as_app: Database) -> None:
    query = text("SELECT tablename, qual FROM pg_policies WHERE policyname = 'reads'")
    with as_app.engine.begin() as connection:
        rules = {row.tablename: row.qual for row in connection.execute(query)}
    assert {name for name, rule in rules.items() if rule == "false"} == {
        "chain", "park", "request_key", "resume_code", "section_link", "answer_note",
        "result_link",
    }  # fmt: skip
    of_firms = {name: rule for name, rule in rules.items() if name != "audit_entry"}
    assert all("role" in rule for rule in of_firms.values() if rule != "false")


def test_what_is_granted_is_not_written(as_app: Database) -> None:
    firm = an_enterprise_record()
    now = datetime.now(UTC)
    with as_app.begin(OWNER) as work:
        work.add_enterprise(firm)
        work.add_grant(
            Grant(
                id=new_id(now),
                enterprise_id=firm.id,
                grantee="office",
                role=AccessRole.CONSULTANT,
                purpose="visit",
                starts_at=now - timedelta(days=1),
                granted_by="boss",
            )
        )
    with as_app.engine.begin() as connection:
        connection.execute(
            text("SELECT set_config('diagnosis.owner', 'office', true),"
                 " set_config('diagnosis.reads', 'consultant', true)")
        )  # fmt: skip
        assert connection.execute(text("DELETE FROM enterprise_identity")).rowcount == 0
        assert connection.execute(text("UPDATE enterprise SET employees = 1")).rowcount == 0
    forged = (
        "INSERT INTO change (owner_id, kind, subject_id, actor, changed_at)"
        " VALUES ('local', 'x', 'y', 'z', now())"
    )
    with pytest.raises(ProgrammingError, match="row-level security"), as_app.engine.begin() as own:
        own.execute(text("SELECT set_config('diagnosis.owner', 'office', true)"))
        own.execute(text(forged))


def test_what_a_firm_stated_is_never_changed(as_app: Database) -> None:
    firm = an_enterprise_record()
    record = ConsentRecord(
        id=new_id(NOW),
        enterprise_id=firm.id,
        use=ConsentUse.STATISTICS,
        number=1,
        status=ConsentStatus.AGREED,
        text_version=1,
        stated_at=NOW,
        actor="boss",
    )
    with as_app.begin(OWNER) as work:
        work.add_enterprise(firm)
        work.add_consent(record)
    counted, changed = [], []
    for owner, reads in (("local", "own"), ("office", "consultant"), ("*", "own")):
        with as_app.engine.begin() as connection:
            for name, value in (("owner", owner), ("reads", reads)):
                who = text("SELECT set_config(:name, :value, true)")
                connection.execute(who, {"name": f"diagnosis.{name}", "value": value})
            counted.append(connection.execute(text("SELECT count(*) FROM consent")).scalar_one())
            for query in ("UPDATE consent SET status = 'given'", "DELETE FROM consent"):
                changed.append(connection.execute(text(query)).rowcount)
            connection.rollback()
    assert counted == [1, 0, 1]
    assert changed == [0, 0, 0, 0, 0, 1]
    forged = (
        "INSERT INTO consent (id, owner_id, enterprise_id, use, number, status, stated_at, actor)"
        " VALUES ('x', 'local', :firm, 'statistics', 2, 'given', now(), 'x')"
    )
    with pytest.raises(ProgrammingError, match="row-level security"), as_app.engine.begin() as it:
        it.execute(text("SELECT set_config('diagnosis.owner', 'office', true)"))
        it.execute(text(forged), {"firm": firm.id})


def test_a_firm_is_deleted_whole_by_its_owner_alone(as_app: Database) -> None:
    firm = an_enterprise_record()
    record = ConsentRecord(
        id=new_id(NOW), enterprise_id=firm.id, use=ConsentUse.STATISTICS, number=1,
        status=ConsentStatus.AGREED, text_version=1, stated_at=NOW, actor="boss",
    )  # fmt: skip
    sheet = an_assessment(firm)
    with as_app.begin(OWNER) as work:
        work.add_enterprise(firm)
        work.add_assessment(sheet)
        work.add_diagnosis(a_diagnosis(sheet))
        work.add_consent(record)
    forged = "INSERT INTO deleted_firm (id, owner_id, deleted_at) VALUES (:id, 'local', now())"
    with pytest.raises(ProgrammingError, match="row-level security"), as_app.engine.begin() as it:
        it.execute(text("SELECT set_config('diagnosis.owner', 'office', true)"))
        it.execute(text(forged), {"id": firm.id})
    with as_app.begin(Principal("office", "somebody")) as other:
        other.remove_enterprise(firm, NOW)  # nothing of it is there for others
    assert count(as_app, "local")["enterprise"] == 1
    with as_app.engine.begin() as it:
        it.execute(text("SELECT set_config('diagnosis.owner', 'local', true)"))
        assert it.execute(text("DELETE FROM consent")).rowcount == 0
    with as_app.begin(OWNER) as work:
        work.remove_enterprise(firm, NOW)
    assert count(as_app, "*") == dict.fromkeys(TABLES, 0)
    with as_app.engine.begin() as it:
        it.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        assert it.execute(text("SELECT count(*) FROM consent")).scalar_one() == 0
        for query in ("DELETE FROM deleted_firm", "UPDATE deleted_firm SET owner_id = 'x'"):
            assert it.execute(text(query)).rowcount == 0


def test_old_entries_are_cut_by_maintenance(as_app: Database) -> None:
    now = datetime.now(UTC)
    for days in (400, 300, 1):
        with as_app.begin(OWNER) as work:
            aged = now - timedelta(days=days)
            firm = an_enterprise_record(site=str(days))
            assert work.add_enterprise(replace(firm, created_at=aged))
    admin = Principal(OPERATOR, "root", AccessRole.ADMIN)
    assert cut_audit(as_app, admin, now, now - timedelta(days=200), False) == 2
    with as_app.audit(admin) as rows:
        assert rows.first_break(None) is None
        assert [entry.number for entry in rows.entries({}, None, 9).items] == [4, 3]


def test_the_audit_is_added_to_and_read_by_whom_it_is_about(as_app: Database) -> None:
    for owner in ("local", "other"):
        with as_app.begin(Principal(owner, "somebody")) as work:
            work.add_enterprise(an_enterprise_record())
    counted, removed = [], []
    for owner, reads in (("local", "own"), ("office", "consultant"), ("office", "audit"),
                         ("*", "own")):  # fmt: skip
        with as_app.engine.begin() as connection:
            for name, value in (("owner", owner), ("reads", reads)):
                who = text("SELECT set_config(:name, :value, true)")
                connection.execute(who, {"name": f"diagnosis.{name}", "value": value})
            count_all = text("SELECT count(*) FROM audit_entry")
            counted.append(connection.execute(count_all).scalar_one())
            for query in ("UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry"):
                removed.append(connection.execute(text(query)).rowcount)
            connection.rollback()
    assert counted == [1, 0, 2, 2]
    # Nothing is ever changed; maintenance removes what is old enough.
    assert removed[:6] == [0] * 6 and removed[6] == 0
    forged = (
        "INSERT INTO audit_entry (number, owner_id, about, role, operation, kind, subject_id,"
        " fields, noted_at, outcome, link) VALUES"
        " (9, 'local', 'local', 'x', 'x', 'x', 'x', '', now(), 'done', 'x')"
    )
    with pytest.raises(ProgrammingError, match="row-level security"), as_app.engine.begin() as it:
        it.execute(text("SELECT set_config('diagnosis.owner', 'office', true)"))
        it.execute(text(forged))


def test_old_keys_are_forgotten_by_their_owner(as_app: Database) -> None:
    owners = [Principal(name, name) for name in ("one", "two")]
    for owner in owners:
        with as_app.begin(owner) as work:
            work.claim(IdempotencyKey("old", "f"), NOW - timedelta(days=40))
            work.claim(IdempotencyKey("young", "f"), NOW - timedelta(days=2))
    with as_app.begin(owners[0]) as work:
        assert work.forget_keys(NOW, timedelta(days=30), 100) == 1
    kept = []
    for owner in owners:
        with as_app.read(owner) as reader:
            kept.append(reader.key_use("old") is not None)
    assert kept == [False, True]


def test_a_look_up_of_a_session_sees_its_row_alone(as_app: Database) -> None:
    admin = Principal(OPERATOR, "root", AccessRole.ADMIN)
    with as_app.keys(admin, writes=True) as keys:
        for owner in ("local", "office"):
            keys.add_organisation(Organisation(id=owner, name=owner, created_at=NOW))
    for owner, letter in (("local", "a"), ("office", "b")):
        session = PageSession(
            digest=letter * 64, principal=Principal(owner, "x"), key_id=None, created_at=NOW,
            expires_at=NOW,
        )  # fmt: skip
        with as_app.sessions(session.principal) as rows:
            rows.add_session(session)
    known = as_app.session_of("b" * 64)
    assert known is not None and known.session.principal.owner == "office"
    assert as_app.session_of("c" * 64) is None
    seen = {}
    for setting, value in (
        ("session", "a" * 64), ("session", "c" * 64), ("owner", "office"), ("owner", "nobody"),
        ("reads", "keys"), ("key", "a" * 64),
    ):  # fmt: skip
        with as_app.engine.begin() as connection:
            who = text("SELECT set_config(:name, :value, true)")
            connection.execute(who, {"name": f"diagnosis.{setting}", "value": value})
            query = text("SELECT count(*) FROM page_session")
            seen[setting, value] = connection.execute(query).scalar_one()
            changed = connection.execute(text("DELETE FROM page_session")).rowcount
            assert changed == (seen[setting, value] if setting == "owner" else 0)
            connection.rollback()
    assert list(seen.values()) == [1, 0, 1, 0, 0, 0]


def test_a_look_up_sees_the_row_of_its_key_alone(as_app: Database) -> None:
    admin = Principal(OPERATOR, "root", AccessRole.ADMIN)
    with as_app.keys(admin, writes=True) as rows:
        for number, owner in enumerate(("local", "office")):
            rows.add_organisation(Organisation(id=owner, name=owner, created_at=NOW))
            rows.add_key(
                KeyRecord(
                    id=new_id(NOW), prefix=f"prefix{number}", digest="d" * 64, organisation=owner,
                    actor="x", role=AccessRole.ENTERPRISE, scopes=(), created_at=NOW,
                    issued_by="root", expires_at=NOW,
                )
            )  # fmt: skip
    key = as_app.key_of("prefix1")
    assert key is not None and key.organisation == "office"
    as_app.note_use(key, NOW)
    seen = {}
    for setting, value in (
        ("key", "prefix1"), ("key", ""), ("owner", "local"), ("reads", "consultant"),
        ("reads", "keys"),
    ):  # fmt: skip
        with as_app.engine.begin() as connection:
            who = text("SELECT set_config(:name, :value, true)")
            connection.execute(who, {"name": f"diagnosis.{setting}", "value": value})
            count_keys = text("SELECT count(*) FROM api_key")
            seen[setting, value] = connection.execute(count_keys).scalar_one()
            changed = text("UPDATE api_key SET revoked_at = now()")
            may_write = connection.execute(changed).rowcount
            assert may_write == (seen[setting, value] if setting != "key" else 0)
            connection.rollback()
    assert list(seen.values()) == [1, 0, 1, 0, 2]
    with as_app.read(admin) as reader:
        assert reader.enterprises({}, None, 9).items == ()


def test_a_look_up_sees_its_code_and_whoever_takes_over_a_nameless_sheet_alone(
    as_app: Database,
) -> None:
    opened = [open_nameless_sheet(as_app, digest * 64) for digest in "de"]
    sheets = [code for code, _, _ in opened]
    for code, _, sheet in opened:
        with as_app.begin(code.principal) as work:
            work.add_evidence(a_file(sheet))
    with as_app.begin(OWNER) as work:
        add_firm(work)
    code = as_app.code_of("d" * 64)
    assert code == sheets[0] and as_app.code_of("f" * 64) is None
    as_app.note_visit(code, date(2026, 11, 30))
    assert as_app.unvisited(date(2026, 11, 29), 9) == (sheets[1],)
    seen = {}
    for setting, value in (
        ("code", "d" * 64), ("owner", sheets[0].owner), ("takes", sheets[0].owner),
        ("takes", "local"), ("owner", "local"), ("owner", "*"),
    ):  # fmt: skip
        with as_app.engine.begin() as connection:
            who = text("SELECT set_config(:name, :value, true)")
            connection.execute(who, {"name": f"diagnosis.{setting}", "value": value})
            counted = [
                connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                for table in ("resume_code", "enterprise", "assessment", "assessment_evidence")
            ]
            seen[setting, value] = tuple(counted)
    assert list(seen.values()) == [
        (1, 0, 0, 0),
        (1, 1, 1, 1),
        (1, 1, 1, 1),
        (0, 0, 0, 0),
        (0, 1, 1, 0),
        (2, 3, 3, 2),
    ]
    with pytest.raises(ProgrammingError, match="row-level security"), as_app.engine.begin() as own:
        own.execute(text("SELECT set_config('diagnosis.takes', :x, true)"), {"x": code.owner})
        own.execute(text("UPDATE enterprise SET owner_id = 'office'"))
