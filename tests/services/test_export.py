"""All that is of a firm is handed out to its owner, table by table, and that is in the audit."""

from datetime import UTC, datetime

import pytest

from diagnosis.services import export
from diagnosis.services.audit import list_entries_of_firm
from diagnosis.services.errors import NotThere
from diagnosis.services.export import export_firm
from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.builders import an_example

OWNER, STRANGER = Principal("local", "boss"), Principal("stranger", "boss")


def caller(database: Database, who: Principal = OWNER) -> Caller:
    """Return who asks."""
    now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    return Caller(store=database, principal=who, now=now, new_id=new_id)


def acts(database: Database, enterprise_id: str) -> list[ActKind]:
    """Return what was done with a firm, newest first."""
    asking = caller(database)
    page = list_entries_of_firm(database, asking, enterprise_id, {}, None, 99)
    return [entry.kind for entry in page.items]


def test_every_row_of_the_firm_is_handed_out_and_none_of_another(
    database: Database, diagnosing: Diagnosing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three sheets of one firm, by four standards each; the other firm has a sheet too."""
    monkeypatch.setattr(export, "ROWS_AT_ONCE", 2)
    sheet = an_example("dongguan-mould-shop")
    rows = [
        submit_sheet(diagnosing, caller(database), sheet | {"period": year}, None).stored.row
        for year in (2023, 2024, 2025)
    ]
    other = an_example("foshan-furniture-maker")
    submit_sheet(diagnosing, caller(database), other, None)
    firm_id = rows[0].enterprise_id
    exported = export_firm(database, caller(database), firm_id)
    assert exported.firm.id == firm_id
    by_table = {table: list(exported.rows(table)) for table in exported.tables}
    assert [row["id"] for row in by_table["diagnosis"]] == [row.id for row in rows]
    assert [row["id"] for row in by_table["enterprise"]] == [firm_id]
    assert [row["id"] for row in by_table["assessment"]] == [row.assessment_id for row in rows]
    by_rule = [row for row in by_table["reading"] if row["basis"] == "self"]
    assert len(by_rule) == 3 * 4
    assert by_table["roadmap"] == []
    assert exported.left_out.keys().isdisjoint(exported.tables)
    assert all(exported.left_out.values())


def test_that_it_was_handed_out_is_in_the_audit_before_a_row_is_read(
    database: Database, diagnosing: Diagnosing
) -> None:
    sheet = an_example("dongguan-mould-shop")
    row = submit_sheet(diagnosing, caller(database), sheet, None).stored.row
    before = acts(database, row.enterprise_id)
    assert ActKind.FIRM_EXPORTED not in before
    export_firm(database, caller(database), row.enterprise_id)
    assert acts(database, row.enterprise_id) == [ActKind.FIRM_EXPORTED, *before]


def test_nobody_else_gets_it(database: Database, diagnosing: Diagnosing) -> None:
    sheet = an_example("dongguan-mould-shop")
    row = submit_sheet(diagnosing, caller(database), sheet, None).stored.row
    with pytest.raises(NotThere):
        export_firm(database, caller(database, STRANGER), row.enterprise_id)
    assert ActKind.FIRM_EXPORTED not in acts(database, row.enterprise_id)
    with pytest.raises(NotThere):
        list_entries_of_firm(database, caller(database, STRANGER), row.enterprise_id, {}, None, 9)
