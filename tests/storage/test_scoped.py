"""One module reads, and it reads one owner's rows."""

import ast
import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from diagnosis.domain.consent import ConsentUse
from diagnosis.domain.intake.business import Business
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from diagnosis.storage.packed import pack, unpack
from diagnosis.storage.reports.report_tables import report_check, report_check_file
from tests.databases import see_all
from tests.ports.records import NOW, a_diagnosis, an_assessment, an_enterprise_record

STORAGE = Path(__file__).resolve().parents[2] / "diagnosis" / "storage"


def test_a_query_is_begun_in_the_scope_alone() -> None:
    readers = set()
    for path in STORAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "select":
                readers.add(path.name)
    of_access = {"key_rows.py", "code_rows.py", "session_rows.py", "check_rows.py"}
    of_audit = {"audit_rows.py", "chain.py", "firms_read.py", "deletions.py", "rules.py"}
    assert readers == {"scoped_queries.py", "scope.py", "bundles.py"} | of_access | of_audit


def test_the_audit_is_read_beside_it_and_of_firms_whose_they_are_alone() -> None:
    read = {}
    for path in (STORAGE / "audit").glob("*.py"):
        tables = re.findall(
            r"^from diagnosis.storage.\S*tables import (.*)$", path.read_text(), re.M
        )
        read[path.stem] = tables
    assert read["chain"] == read["audit_rows"] == ["audit_entry"]
    assert read["firms_read"] == ["enterprise"]


def test_what_is_read_beside_it_belongs_to_nobody() -> None:
    text = (STORAGE / "bundles.py").read_text()
    assert re.findall(r"^from diagnosis.storage\S* import (.*)$", text, re.M) == ["content_bundle"]


def test_keys_are_read_beside_it_and_no_row_of_a_firm() -> None:
    for module, expected in (
        ("key_rows.py", "api_key, organisation, pepper_check"),
        ("session_rows.py", "page_session"),
    ):
        text = (STORAGE / "access" / module).read_text()
        tables = re.findall(r"^from diagnosis.storage.\w*tables import (.*)$", text, re.M)
        assert tables == [expected]


def test_codes_are_looked_up_beside_it_and_nothing_else() -> None:
    text = (STORAGE / "access" / "code_rows.py").read_text()
    tables = re.findall(r"^from diagnosis.storage.\w*tables import (.*)$", text, re.M)
    assert tables == ["result_link, resume_code, section_link"]


def test_what_reports_are_checked_by_is_looked_up_beside_it_and_names_nobody() -> None:
    text = (STORAGE / "access" / "check_rows.py").read_text()
    tables = re.findall(r"^from diagnosis.storage.\S*tables import (.*)$", text, re.M)
    assert tables == ["report_check, report_check_file"]
    columns = {column.name for table in (report_check, report_check_file) for column in table.c}
    assert columns == {"digest", "day", "pins", "withdrawn_at", "format", "sha256"}


def test_every_query_of_the_scoped_module_starts_from_the_scope() -> None:
    tree = ast.parse((STORAGE / "scoped_queries.py").read_text())
    selects = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "select"
    ]
    assert len(selects) == 1


def test_another_owner_finds_nothing(database: Database) -> None:
    firm = an_enterprise_record()
    sheet = an_assessment(firm)
    diagnosis = a_diagnosis(sheet)
    with database.begin(Principal("one", "one")) as work:
        work.add_enterprise(firm)
        work.add_assessment(sheet)
        work.add_diagnosis(diagnosis)
    with database.begin(Principal("two", "two")) as other:
        assert other.enterprise(firm.id) is None
        assert other.enterprise_at(firm.facts.credit_code or "", "") is None
        assert other.assessment(sheet.id) is None
        assert other.diagnosis(diagnosis.row.id) is None
        assert other.enterprises({}, None, 10).items == ()
        assert other.assessments({}, None, 10).items == ()
        assert other.diagnoses({}, None, 10).items == ()
        assert other.change_enterprise(replace(firm, version=2)) is False
        assert other.change_assessment(replace(sheet, version=2)) is False
        assert other.delete_draft(sheet.id, sheet.version, NOW) is False


def test_owners_may_register_the_same_site(database: Database) -> None:
    for owner in ("one", "two"):
        with database.begin(Principal(owner, owner)) as work:
            assert work.add_enterprise(an_enterprise_record()) is True


def test_ids_sort_by_time_and_never_repeat() -> None:
    early = [new_id(datetime(2026, 1, 1, tzinfo=UTC)) for _ in range(1000)]
    late = [new_id(datetime(2026, 1, 2, tzinfo=UTC)) for _ in range(1000)]
    assert max(early) < min(late)
    assert len(set(early + late)) == 2000
    assert early[0][14] == "7"


def test_sqlite_is_set_up_as_a_server_needs_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 10_000
    }  # fmt: skip
    database.engine.dispose()


def test_a_diagnosis_of_no_assessment_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    database.migrate()
    with (
        pytest.raises(Exception, match="FOREIGN KEY") as caught,
        database.begin(Principal("one", "one")) as work,
    ):
        work.add_diagnosis(a_diagnosis(an_assessment(an_enterprise_record())))
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)
    database.engine.dispose()


def test_moments_come_back_as_they_went(database: Database) -> None:
    firm = an_enterprise_record()
    with database.begin(Principal("one", "one")) as work:
        work.add_enterprise(firm)
    with database.read(Principal("one", "one")) as reader:
        assert reader.enterprise(firm.id) == firm
    assert firm.created_at == NOW


def test_a_sheet_of_an_earlier_release_says_nothing_of_the_business(database: Database) -> None:
    """Sheets are kept as packed JSON; those kept before have no such key."""
    firm = an_enterprise_record()
    draft = an_assessment(firm)
    caller = Principal("one", "one")
    with database.begin(caller) as work:
        work.add_enterprise(firm)
        work.add_assessment(draft)
    with database.engine.begin() as connection:
        see_all(connection)
        written = connection.execute(text("SELECT sheet FROM assessment")).scalar()
        sheet = json.loads(unpack(bytes(written)))
        assert sheet.pop("business")["pains"] == ["energy", "quoting"]
        change = text("UPDATE assessment SET sheet = :sheet")
        connection.execute(change, {"sheet": pack(json.dumps(sheet))})
    with database.read(caller) as reader:
        kept = reader.assessment(draft.id)
    assert kept == replace(draft, sheet=replace(draft.sheet, business=Business()))


def test_a_file_keeps_what_a_firm_stated(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    database.migrate()
    firm = an_enterprise_record()
    with database.begin(Principal("one", "one")) as work:
        work.add_enterprise(firm)
        work.add_consent(
            ConsentRecord(
                id=new_id(NOW),
                enterprise_id=firm.id,
                use=ConsentUse.STATISTICS,
                number=1,
                status=ConsentStatus.WITHDRAWN,
                text_version=None,
                stated_at=NOW,
                actor="boss",
            )
        )
    with (
        pytest.raises(DBAPIError, match="consents are only added to"),
        database.engine.begin() as connection,
    ):
        connection.execute(text("UPDATE consent SET status = 'given'"))
    database.engine.dispose()
