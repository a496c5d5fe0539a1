"""What SQLite's planner is told, and the indexes that it then takes."""

from pathlib import Path

import pytest
from sqlalchemy import event

from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import Where
from diagnosis.storage import scoped_queries
from diagnosis.storage.database import Database

LOCAL = Principal("local", "local")


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Database, list[str]]:
    """Return a new SQLite database, and how it answers what is asked of it from now on."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.migrate()
    plans: list[str] = []

    def explain(_c: object, cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            asking = cursor.connection.cursor()  # type: ignore[attr-defined]
            rows = asking.execute("EXPLAIN QUERY PLAN " + statement, values).fetchall()
            plans.extend(row[3] for row in rows)

    event.listen(database.engine, "before_cursor_execute", explain)
    return database, plans


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ({}, "ix_diagnosis_owner_id_id"),
        ({"city": "441900"}, "ix_diagnosis_owner_id_city_id"),
        ({"division": "C35"}, "ix_diagnosis_owner_id_division_id"),
        ({"enterprise_id": "x"}, "ix_diagnosis_owner_id_enterprise_id_form_id_id"),
        ({"standing": "withdrawn"}, "ix_diagnosis_owner_id_standing_id"),
        ({"latest": 1}, "ix_diagnosis_owner_id_enterprise_id_form_id_id"),
        ({"standard": "ai-readiness", "level": 3},
         "ix_reading_owner_id_standard_basis_level_diagnosis_id"),
        ({"standard": "ai-readiness", "margin_below": 0.25},
         "ix_reading_owner_id_standard_basis_margin_diagnosis_id"),
        ({"site": "2"}, "ix_enterprise_identity_owner_id_site_enterprise_id"),
        ({"name": "东莞"}, "ix_enterprise_identity_owner_id_name_enterprise_id"),
    ],
)  # fmt: skip
def test_each_filter_has_its_index(
    plans: tuple[Database, list[str]], where: Where, index: str
) -> None:
    database, seen = plans
    with database.read(LOCAL) as reader:
        reader.diagnoses(where, None, 50)
    first = " | ".join(seen)
    assert index in first, first
    assert "reading USING PRIMARY KEY" in first or "reading USING INDEX" in first, first


@pytest.mark.parametrize(
    ("where", "many", "index"),
    [
        ({"name": "东莞"}, 1, "ix_diagnosis_owner_id_id"),
        ({"site": "2"}, 1, "ix_diagnosis_owner_id_id"),
        ({"standard": "ai-readiness", "basis": "verified"}, 1, "ix_diagnosis_owner_id_id"),
        ({"standard": "ai-readiness", "basis": "estimated"}, 1_000,
         "ix_reading_owner_id_standard_basis_level_diagnosis_id"),
        ({"standard": "ai-readiness", "basis": "verified"}, 1_000,
         "ix_diagnosis_owner_id_id (owner_id=? AND id=?)"),
    ],
)  # fmt: skip
def test_of_many_matches_the_newest_rows_are_looked_through(
    plans: tuple[Database, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    where: Where,
    many: int,
    index: str,
) -> None:
    database, seen = plans
    monkeypatch.setattr(scoped_queries.ScopedQueries, "_are_many", lambda *_: many == 1)
    with database.read(LOCAL) as reader:
        reader.diagnoses(where, None, 50)
    assert index in " | ".join(seen), seen


def test_the_levels_of_a_page_are_found_by_its_rows(plans: tuple[Database, list[str]]) -> None:
    database, seen = plans
    with database.read(LOCAL) as reader:
        reader._readings(["a", "b"])  # type: ignore[attr-defined]
        reader.submissions("firm", "full")
        reader.submissions("firm", None)
    searches = [plan for plan in seen if plan.startswith("SEARCH")]
    assert any("reading USING PRIMARY KEY (diagnosis_id=?" in plan for plan in searches)
    assert any("(owner_id=? AND enterprise_id=? AND form_id=?)" in plan for plan in searches)
    assert any("(owner_id=? AND enterprise_id=?)" in plan for plan in searches)
    assert len(searches) == 3
