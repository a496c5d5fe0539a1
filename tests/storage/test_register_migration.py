"""Migration 0004 on rows that the step before wrote: they stay as they are, and it goes back."""

from typing import Any

from sqlalchemy import inspect, text

from diagnosis.services.ports.scope import Principal
from diagnosis.storage.database import Database
from tests.ports.records import CODE, NOW

FIRM, SHEET, RESULT = (f"{number}" * 36 for number in range(1, 4))
MOMENT = NOW.replace(tzinfo=None).isoformat(sep=" ")
HEAD = {"owner_id": "local"}
NAMED = {**HEAD, "name": "甲", "credit_code": CODE, "site": ""}
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("enterprise", {
        **HEAD, "id": FIRM, "industry": "C3525", "division": "C35", "city": "441900",
        "employees": 60, "version": 2, "created_at": MOMENT, "updated_at": MOMENT,
    }),
    ("enterprise_identity", {**NAMED, "enterprise_id": FIRM}),
    ("assessment", {
        **HEAD, "id": SHEET, "enterprise_id": FIRM, "state": "submitted", "form_id": "full",
        "form": "full@1.0.0", "sheet": '{"form": "full@1.0.0", "answers": {"ai-plan": 1}}',
        "diagnosis_id": RESULT, "version": 1, "created_at": MOMENT, "updated_at": MOMENT,
        "submitted_at": MOMENT,
    }),
    ("sheet_identity", {**NAMED, "assessment_id": SHEET, "enterprise_id": FIRM}),
    ("diagnosis", {
        **HEAD, "id": RESULT, "enterprise_id": FIRM, "assessment_id": SHEET,
        "created_at": MOMENT, "form_id": "full", "form": "full@1.0.0", "division": "C35",
        "city": "441900", "production_type": "discrete", "standing": "current",
        "content": "c" * 64, "code": "0.1.0", "estimates": "[]",
    }),
)  # fmt: skip


def write(database: Database) -> None:
    """Write rows as the step before did."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        for table, values in ROWS:
            places = ", ".join(f":{name}" for name in values)
            insert = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"
            connection.execute(text(insert), values)


def test_rows_of_the_step_before_stay(database_url: str) -> None:
    database = Database(database_url)
    database.migrate("0003")
    write(database)
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        (firm,) = reader.enterprises({}, None, 5).items
        (row,) = reader.diagnoses({}, None, 5).items
        (sheet,) = reader.assessments({}, None, 5).items
    assert (firm.facts.name, firm.facts.employees, firm.version) == ("甲", 60, 2)
    assert (row.standing, row.register_effect, row.content) == ("current", None, "c" * 64)
    assert (sheet.sheet.answers, sheet.prefilled_from) == ({"ai-plan": 1}, None)
    database.migrate("0003")
    columns = {column["name"] for column in inspect(database.engine).get_columns("diagnosis")}
    assert "register_effect" not in columns
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        assert reader.diagnoses({}, None, 5).items == (row,)
    database.engine.dispose()
