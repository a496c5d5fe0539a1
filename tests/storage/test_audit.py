"""The audit is a chain: whatever is changed in it afterwards is found, and it can be added to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from diagnosis.services.ports.audit import LEAST_AUDIT_DAYS, AuditEntry, AuditHead, ChainBreak
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.records import State
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.databases import SUPERUSER, reopened
from tests.ports.records import NOW, add_firm, an_enterprise_record

OWNER = Principal("local", "张三", key_id="k" * 36, operation="create_enterprise")
OFFICE = Principal("office", "李四", AccessRole.CONSULTANT, key_id="o" * 36, operation="x")
ADMIN = Principal(OPERATOR, "root", AccessRole.ADMIN)
TRIGGERS = {"sqlite": ("audit_is_only_added_to", "audit_is_kept")}


def entries(database: Database, principal: Principal = ADMIN) -> tuple[AuditEntry, ...]:
    """Return what a principal reads of the audit, oldest first."""
    with database.audit(principal) as rows:
        return rows.entries({}, None, 999).items[::-1]


def verdict(database: Database, expected: AuditHead | None = None) -> ChainBreak | None:
    with database.audit(ADMIN) as rows:
        return rows.first_break(expected)


def head(database: Database) -> AuditHead:
    with database.audit(ADMIN) as rows:
        return rows.head()


def some_firms(database: Database, number: int = 6) -> list[str]:
    """Register firms, each in a transaction of its own; return their ids."""
    ids = []
    for site in range(number):
        with database.begin(OWNER) as work:
            firm = an_enterprise_record(site=str(site))
            assert work.add_enterprise(firm)
        ids.append(firm.id)
    return ids


def tamper(database: Database, *queries: str) -> None:
    """Change the audit as whoever has the file or the server may, and no service can."""
    with reopened(database, SUPERUSER) as mighty, mighty.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in TRIGGERS["sqlite"]:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        for query in queries:
            connection.exec_driver_sql(query)


def test_each_change_is_entered_with_names_of_fields_and_no_value(database: Database) -> None:
    with database.begin(OWNER) as work:
        firm, sheet = add_firm(work, site="厂区")
    with database.begin(replace(OWNER, operation="change_enterprise")) as work:
        before: Any = work.enterprise(firm.id)
        facts = replace(before.facts, employees=77, name="别的名字")
        assert work.change_enterprise(replace(before, facts=facts, version=before.version + 1))
        other = replace(sheet, id=new_id(NOW), state=State.DRAFT)
        work.add_assessment(other)
        draft: Any = work.assessment(other.id)
        answers = {**draft.sheet.answers, "ai-plan": 3}
        changed = replace(draft.sheet, answers=answers)
        assert work.change_assessment(replace(draft, sheet=changed, version=draft.version + 1))
    kept = entries(database)
    assert [entry.number for entry in kept] == list(range(1, len(kept) + 1))
    by_kind = {entry.kind: entry for entry in kept}
    registered, change = by_kind["enterprise-registered"], by_kind["enterprise-changed"]
    assert registered.fields == () and registered.subject_id == firm.id
    assert change.fields == ("employees", "name")
    assert by_kind["assessment-changed"].fields == ("answers.ai-plan",)
    assert (change.organisation, change.about, change.role) == ("local", "local", "enterprise")
    assert (change.key_id, change.operation) == ("k" * 36, "change_enterprise")
    for entry in kept:
        shown = repr(entry)
        assert not any(word in shown for word in ("张三", "别的名字", "厂区"))
    assert verdict(database) is None


def test_what_a_transaction_undoes_is_not_entered(database: Database) -> None:
    some_firms(database, 1)
    with pytest.raises(RuntimeError), database.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record(site="other"))
        raise RuntimeError
    assert [entry.number for entry in entries(database)] == [1]
    some_firms_elsewhere = replace(OWNER, owner="elsewhere")
    with database.begin(some_firms_elsewhere) as work:
        work.add_enterprise(an_enterprise_record(site="other"))
    assert [entry.number for entry in entries(database)] == [1, 2]
    assert {entry.about for entry in entries(database, OWNER)} == {"local"}


@pytest.mark.parametrize(
    ("query", "number", "words"),
    [
        ("UPDATE audit_entry SET kind = 'enterprise-changed' WHERE number = 3", 3, "changed"),
        ("UPDATE audit_entry SET noted_at = noted_at WHERE number = 3", None, ""),
        ("UPDATE audit_entry SET key_id = NULL WHERE number = 1", 1, "changed"),
        ("DELETE FROM audit_entry WHERE number = 4", 4, "missing"),
        ("DELETE FROM audit_entry WHERE number = 1", 1, "missing"),
    ],
)
def test_the_first_broken_entry_is_told(
    database: Database, query: str, number: int | None, words: str
) -> None:
    some_firms(database)
    tamper(database, query)
    broken = verdict(database)
    assert (broken and broken.number) == number
    assert broken is None or words in broken.what


def test_entries_that_change_places_or_are_put_in_are_told(database: Database) -> None:
    some_firms(database)
    tamper(
        database,
        "UPDATE audit_entry SET number = 99 WHERE number = 3",
        "UPDATE audit_entry SET number = 3 WHERE number = 4",
        "UPDATE audit_entry SET number = 4 WHERE number = 99",
    )
    broken = verdict(database)
    assert broken is not None and broken.number == 3
    tamper_columns = (
        "owner_id, about, role, key_id, operation, kind, subject_id, enterprise_id, fields, "
        "noted_at, outcome, link"
    )
    with reopened(database, SUPERUSER) as mighty, mighty.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE number IN (3, 4, 5, 6)")
        connection.exec_driver_sql(
            f"INSERT INTO audit_entry (number, {tamper_columns})"
            f" SELECT 3, {tamper_columns} FROM audit_entry WHERE number = 2"
        )
    broken = verdict(database)
    assert broken is not None and broken.number == 3 and "put in" in broken.what


def test_what_is_cut_off_at_the_end_is_told_by_a_head_that_was_kept(database: Database) -> None:
    some_firms(database)
    kept = head(database)
    assert kept.number == 6 and verdict(database, kept) is None
    some_firms(database, 0)
    tamper(database, "DELETE FROM audit_entry WHERE number > 4")
    assert verdict(database) is None
    broken = verdict(database, kept)
    assert broken is not None and broken.number == 5 and "cut off" in broken.what
    other = AuditHead(4, "0" * 64)
    broken = verdict(database, other)
    assert broken is not None and broken.number == 4 and "anew" in broken.what


def refused(database: Database, run: Callable[[Connection], object]) -> bool:
    try:
        with reopened(database, SUPERUSER) as mighty, mighty.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
            run(connection)
    except DBAPIError as error:
        assert "audit is" in str(error)
        return True
    return False


def test_the_database_refuses_to_change_an_entry(database: Database) -> None:
    with database.begin(OWNER) as work:
        old = an_enterprise_record(site="old")
        aged = datetime.now(UTC) - timedelta(days=LEAST_AUDIT_DAYS - 1)
        work.add_enterprise(replace(old, created_at=aged))
    change = text("UPDATE audit_entry SET kind = 'x'")
    assert refused(database, lambda connection: connection.execute(change))
    if database.engine.dialect.name == "sqlite":
        remove = text("DELETE FROM audit_entry")
        assert refused(database, lambda connection: connection.execute(remove))
    else:
        empty = text("TRUNCATE audit_entry")
        assert refused(database, lambda connection: connection.execute(empty))
    assert len(entries(database)) == 1


def test_a_read_of_anothers_firm_is_entered_before_it_is_answered(database: Database) -> None:
    with database.begin(OWNER) as work:
        firm, sheet = add_firm(work, site="1")
        now = datetime.now(UTC)
        work.add_grant(
            Grant(
                id=new_id(now), enterprise_id=firm.id, grantee="office", purpose="visit",
                role=AccessRole.CONSULTANT, starts_at=now - timedelta(days=1), granted_by="boss",
            )
        )  # fmt: skip
    with database.read(OFFICE) as reader:
        assert reader.held_grants(None, 9).items != ()
        assert reader.enterprise("0" * 36) is None
    assert "firm-read" not in {entry.kind for entry in entries(database)}
    reads: list[Callable[[Any], object]] = [
        lambda reader: reader.enterprise(firm.id),
        lambda reader: (
            reader.enterprises({"name": "东莞"}, None, 9).items
            or reader.enterprises({}, None, 9).items
        ),
        lambda reader: reader.assessment(sheet.id),
        lambda reader: reader.assessments({}, None, 9).items,
        lambda reader: reader.changes(0, 99),
    ]
    for number, read in enumerate(reads, 1):
        asks = replace(OFFICE, operation=f"read_{number}", entered=set())
        for _ in range(2):  # a request that looks twice is entered once
            with database.read(asks) as reader:
                assert read(reader)
        told = [entry for entry in entries(database, OWNER) if entry.kind == "firm-read"]
        assert len(told) == number, number
        assert (told[-1].organisation, told[-1].role) == ("office", "consultant")
        assert (told[-1].operation, told[-1].enterprise_id) == (f"read_{number}", firm.id)
    with database.read(replace(OWNER, operation="get_enterprise")) as reader:
        assert reader.enterprise(firm.id)
    assert len([e for e in entries(database) if e.kind == "firm-read"]) == len(reads)
    assert not any(entry.kind == "firm-read" for entry in entries(database, OFFICE))
    assert verdict(database) is None


def test_writers_at_the_same_moment_make_one_chain(database: Database) -> None:
    workers, each = 4, 8
    start = Barrier(workers)

    def write(worker: int) -> None:
        start.wait()
        for number in range(each):
            with database.begin(replace(OWNER, owner=f"firm-{worker}")) as work:
                work.add_enterprise(an_enterprise_record(site=f"{worker}-{number}"))

    threads = [Thread(target=write, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.number for entry in entries(database)] == list(range(1, workers * each + 1))
    assert verdict(database) is None
