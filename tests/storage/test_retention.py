"""What was kept long enough is forgotten, by one list of rules, and the audit stays a chain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from diagnosis.services.ports.keys import OPERATOR, Organisation
from diagnosis.services.ports.records import State
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.services.ports.sessions import PageSession
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from diagnosis.storage.retention.rules import RULES, cut_audit
from diagnosis.storage.tables import assessment
from tests.databases import OWNER as OWNER_OF_TABLES
from tests.databases import reopened
from tests.ports.records import (
    CONTENTS,
    a_report,
    add_firm,
    an_assessment,
    an_enterprise_record,
    open_nameless_sheet,
)

NOW = datetime.now(UTC)
OWNER = Principal("local", "boss")
WHO = Principal(OPERATOR, "command line", AccessRole.ADMIN, operation="retention")


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def forget(database: Database, rule: str, days: int, *, only_count: bool = False) -> int:
    return RULES[rule](database, WHO, NOW, ago(days), only_count)


def test_a_draft_that_nobody_changed_is_given_up(database: Database) -> None:
    with database.begin(OWNER) as work:
        firm, _ = add_firm(work)
        ids = []
        for days, state in ((400, State.DRAFT), (300, State.DRAFT), (400, State.SUBMITTED)):
            sheet = replace(an_assessment(firm), updated_at=ago(days), state=state)
            work.add_assessment(sheet)
            ids.append(sheet.id)
    assert forget(database, "drafts", 365, only_count=True) == 1
    assert forget(database, "drafts", 365) == 1
    assert forget(database, "drafts", 365) == 0
    with database.read(OWNER) as reader:
        assert [reader.assessment(each) is None for each in ids] == [True, False, False]
        assert reader.changes(0, 99)[-1].kind == "assessment-given-up"


def test_sessions_of_all_are_forgotten_once_they_expired(database: Database) -> None:
    admin = Principal(OPERATOR, "root", AccessRole.ADMIN)
    with database.keys(admin, writes=True) as keys:
        for name in ("local", "office"):
            keys.add_organisation(Organisation(id=name, name=name, created_at=NOW))
    for letter, owner, days in (("a", "local", 1), ("b", "office", 0), ("c", "local", -1)):
        session = PageSession(
            digest=letter * 64, principal=Principal(owner, "x"), key_id=None,
            created_at=ago(9), expires_at=ago(days),
        )  # fmt: skip
        with database.sessions(session.principal) as rows:
            rows.add_session(session)
    assert forget(database, "sessions", 0, only_count=True) == 2
    assert forget(database, "sessions", 0) == 2
    assert forget(database, "sessions", 0) == 0
    left = [letter for letter in "abc" if database.session_of(letter * 64) is not None]
    assert left == ["c"]


def test_a_nameless_draft_has_a_time_of_its_own(database: Database) -> None:
    code, _, sheet = open_nameless_sheet(database)
    with database.maintain() as connection:
        connection.execute(update(assessment).values(updated_at=ago(500)))
    assert forget(database, "drafts", 365) == 0
    with database.read(code.principal) as reader:
        assert reader.assessment(sheet.id) is not None


def test_a_grant_that_ended_long_ago_is_forgotten(database: Database) -> None:
    with database.begin(OWNER) as work:
        firm, _ = add_firm(work)
        grants = [
            Grant(
                id=new_id(NOW), enterprise_id=firm.id, grantee="office", purpose="visit",
                role=AccessRole.CONSULTANT, starts_at=ago(900), granted_by="boss",
                ends_at=ends, revoked_at=revoked,
            )
            for ends, revoked in (
                (ago(400), None), (ago(-9), ago(400)), (ago(300), None), (None, None)
            )
        ]  # fmt: skip
        for grant in grants:
            work.add_grant(grant)
    assert forget(database, "grants", 365, only_count=True) == 2
    assert forget(database, "grants", 365) == 2
    with database.read(OWNER) as reader:
        left = {grant.id for grant in reader.grants(firm.id, None, 9).items}
    assert left == {grants[2].id, grants[3].id}
    with database.audit(WHO) as rows:
        told = rows.entries({"kind": "grant-forgotten"}, None, 9).items
        assert rows.first_break(None) is None
    assert {entry.subject_id for entry in told} == {grants[0].id, grants[1].id}


def test_a_link_to_a_result_that_ended_long_ago_is_forgotten(database: Database) -> None:
    with database.begin(OWNER) as work:
        _, sheet = add_firm(work)
        links = [
            ResultLink(
                id=new_id(NOW), owner="local", digest=str(number) * 64, recipient="bank",
                enterprise_id=sheet.enterprise_id, assessment_id=sheet.id, created_at=ago(900),
                ends_at=ends, revoked_at=revoked, created_by="boss",
            )
            for number, (ends, revoked) in enumerate(
                ((ago(400), None), (ago(-9), ago(400)), (ago(300), None), (ago(-9), None))
            )
        ]  # fmt: skip
        for link in links:
            work.add_result_link(link)
    assert forget(database, "result links", 365, only_count=True) == 2
    assert forget(database, "result links", 365) == 2
    with database.read(OWNER) as reader:
        left = {link.id for link in reader.result_links(sheet.id, None, 9).items}
    assert left == {links[2].id, links[3].id}
    with database.audit(WHO) as rows:
        told = rows.entries({"kind": "result-link-forgotten"}, None, 9).items
        assert rows.first_break(None) is None
    assert {entry.subject_id for entry in told} == {links[0].id, links[1].id}


def test_a_report_is_forgotten_after_its_time_and_can_still_be_checked(
    database: Database,
) -> None:
    with database.begin(OWNER) as work:
        _, sheet = add_firm(work)
        reports = [
            replace(a_report(sheet, digest=str(days + 1) * 64), expires_at=ago(days))
            for days in (1, -1)
        ]
        for report in reports:
            work.add_report(report, CONTENTS)
    assert forget(database, "reports", 0, only_count=True) == 1
    assert forget(database, "reports", 0) == 1
    with database.read(OWNER) as reader:
        left = reader.reports(sheet.id, None, 9).items
        assert reader.report_content(reports[0].id, "pdf") is None
    assert left == (reports[1],)
    check = database.report_check_of(reports[0].code_digest)
    assert check is not None and check.withdrawn_at is None
    with database.audit(WHO) as rows:
        (entry,) = rows.entries({"kind": "report-forgotten"}, None, 9).items
    assert entry.subject_id == reports[0].id


def entered(database: Database, *days: int) -> None:
    """Enter firms that were registered so many days ago."""
    for number, age in enumerate(days):
        with database.begin(OWNER) as work:
            firm = replace(an_enterprise_record(site=f"{age}-{number}"), created_at=ago(age))
            assert work.add_enterprise(firm)


def test_the_audit_is_cut_at_its_start_and_stays_a_chain(database: Database) -> None:
    entered(database, 500, 450, 400, 20, 10)
    with database.audit(WHO) as rows:
        head = rows.head()
    with reopened(database, OWNER_OF_TABLES) as owned:
        assert forget(owned, "audit", 430, only_count=True) == 2
        assert forget(owned, "audit", 430) == 2
    with database.audit(WHO) as rows:
        assert rows.first_break(head) is None
        numbers = [entry.number for entry in rows.entries({}, None, 99).items]
    assert numbers == [6, 5, 4, 3]
    with reopened(database, OWNER_OF_TABLES) as owned:
        assert forget(owned, "audit", 390) == 1
        assert forget(owned, "audit", 390) == 0
    entered(database, 1)
    with database.audit(WHO) as rows:
        assert rows.first_break(head) is None
        assert rows.entries({}, None, 99).items[-1].number == 4


@pytest.mark.parametrize("days", [0, 30, 182])
def test_nothing_younger_than_half_a_year_is_cut(database: Database, days: int) -> None:
    entered(database, 200, 170, 1)
    with reopened(database, OWNER_OF_TABLES) as owned:
        assert cut_audit(owned, WHO, NOW, ago(days), False) == 1
    with database.audit(WHO) as rows:
        assert [entry.number for entry in rows.entries({}, None, 99).items] == [4, 3, 2]
