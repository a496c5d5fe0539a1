"""Migrations 0003 and 0005 on rows that the releases before them wrote: nothing is lost."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, text

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.scoring.trace import trace
from diagnosis.present.say import in_both
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.trace import show_trace
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Basis, EnterpriseRecord
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.storage.database import Database
from diagnosis.storage.facts import write_facts
from diagnosis.storage.migrations.plain_texts import plain_text
from diagnosis.storage.packed import unpack
from tests.builders import (
    a_kept_plan,
    an_example,
    as_before_release,
    earlier_shown,
    earlier_values,
)
from tests.ports.records import NOW

FIRM, SHEET, RESULT, PLAN = (f"{number}" * 36 for number in range(1, 5))
MOMENT = NOW.replace(tzinfo=None).isoformat(sep=" ")
ANSWER = {
    "id": FIRM, "facts": {"name": "甲", "credit_code": "91441900EXAMPLE11Y"}, "size": "small",
    "version": 1, "created_at": NOW.isoformat(), "updated_at": NOW.isoformat(),
}  # fmt: skip


@pytest.fixture
def old(database_url: str, content: Content) -> Iterator[tuple[Database, dict[str, Any]]]:
    """Yield a database of the release before with one firm in it, and what it showed."""
    database = Database(database_url)
    database.migrate("0002")
    raw = an_example("dongguan-mould-shop")
    sheet = read(content, raw)
    diagnosis = diagnose(content, sheet)
    traced = trace(content.standards, sheet, diagnosis.verdicts)
    showed = {
        "diagnosis": as_before_release(show_diagnosis(content, diagnosis, in_both)),
        "trace": as_before_release(show_trace(content, traced, in_both)),
        "plan": as_before_release(earlier_shown()),
        "verdicts": diagnosis.verdicts,
        "sheet": sheet,
    }
    write_old_rows(database, raw | {"form": "full@2.0.0"}, showed)
    yield database, showed
    database.engine.dispose()


def write_old_rows(database: Database, raw: dict[str, Any], showed: dict[str, Any]) -> None:
    """Write rows as the release before did."""
    firm = raw["enterprise"]
    levels = [verdict.level for verdict in showed["verdicts"]]
    rows = {
        "enterprise": {
            "id": FIRM, "credit_code": firm["credit_code"], "site": "", "name": firm["name"],
            "industry": firm["industry"], "division": "C35", "city": "441900", "employees": 60,
            "version": 1, "created_at": MOMENT, "updated_at": MOMENT,
        },
        "assessment": {
            "id": SHEET, "enterprise_id": FIRM, "state": "submitted", "form": raw["form"],
            "period": 2025, "sheet": json.dumps(raw), "diagnosis_id": RESULT, "version": 1,
            "created_at": MOMENT, "updated_at": MOMENT, "submitted_at": MOMENT,
        },
        "diagnosis": {
            "id": RESULT, "enterprise_id": FIRM, "assessment_id": SHEET, "site": "",
            "credit_code": firm["credit_code"], "form": raw["form"], "period": 2025,
            "division": "C35", "city": "440606", "production_type": "discrete",
            "staged_level": levels[0], "points_level": levels[1], "tiers_level": levels[2],
            "gated_level": levels[3], "content": "c" * 64, "code": "0.1.0",
            "result": json.dumps(showed["diagnosis"]), "trace": json.dumps(showed["trace"]),
            "created_at": MOMENT,
        },
        "roadmap": {
            "id": PLAN, "enterprise_id": FIRM, "assessment_id": SHEET, "starts_on": "2026-11-23",
            "standard": "gbt-39116-2020", "budget_wan": 60.0, "wanted": '{"budget_wan": 60}',
            "result": json.dumps(showed["plan"]), "created_at": MOMENT,
        },
        "progress": {
            "id": "5" * 36, "roadmap_id": PLAN, "project": "prj-5s-visual", "status": "done",
            "on_day": "2026-11-23", "created_at": MOMENT,
        },
        "request_key": {
            "key": "k", "fingerprint": "f", "answer": json.dumps(ANSWER), "created_at": MOMENT,
        },
    }  # fmt: skip
    with database.engine.begin() as connection:
        for table, values in rows.items():
            named = {"owner_id": "local", **values}
            places = ", ".join(f":{name}" for name in named)
            insert = f"INSERT INTO {table} ({', '.join(named)}) VALUES ({places})"
            connection.execute(text(insert), named)


def test_answers_pins_levels_and_scores_stay(old: tuple[Database, dict[str, Any]]) -> None:
    database, showed = old
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        record = reader.diagnosis(RESULT)
        (row,) = reader.diagnoses({"city": "440600", "form": "full"}, None, 5).items
        assessment = reader.assessment(SHEET)
    assert record is not None and assessment is not None and record.legacy is not None
    assert json.loads(record.legacy.result) == json.loads(json.dumps(showed["diagnosis"]))
    assert json.loads(record.legacy.trace) == json.loads(json.dumps(showed["trace"]))
    by_rule = {each.standard: each for each in record.readings if each.basis is Basis.SELF}
    for shown in showed["diagnosis"]["standards"]:
        kept = by_rule[shown["standard"].partition("@")[0]]
        assert (kept.level, kept.score, kept.coverage) == (
            shown["level"], shown["score"], shown["coverage"]
        )  # fmt: skip
        assert kept.vector == tuple(dimension["score"] for dimension in shown["dimensions"])
    assert row.levels == {name: each.level for name, each in by_rule.items()}
    assert row.register_effect is None
    assert (row.city, row.content, row.code) == ("440606", "c" * 64, "0.1.0")
    assert assessment.sheet == record.sheet
    assert dict(assessment.sheet.answers) == {**showed["sheet"].answers, **showed["sheet"].ignored}
    assert assessment.sheet.enterprise == showed["sheet"].enterprise


def test_a_plans_values_stay(old: tuple[Database, dict[str, Any]]) -> None:
    database, showed = old
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        record = reader.plan(PLAN)
        (note,) = reader.progress((PLAN,))
    assert record is not None and record.legacy is not None
    plan, shown = record.plan, showed["plan"]
    last = shown["phases"][-1]
    assert json.loads(record.legacy) == json.loads(json.dumps(shown))
    assert (plan.target.standard, plan.target.level) == (
        shown["target"]["standard"], shown["target"]["level"]
    )  # fmt: skip
    assert plan.pins.content == shown["provenance"]["content"]
    assert (plan.build, plan.run) == (
        Money(**shown["cost_wan"]), Money(**shown["running_wan_per_year"])
    )  # fmt: skip
    assert record.row.cost_mid_wan == plan.total.mid > plan.build.mid
    for readings, rows in ((plan.before, shown["before"]), (plan.after, last["standards"])):
        assert [(each.standard, each.level, each.score) for each in readings] == [
            (row["standard"], row["level"], row["score"]) for row in rows
        ]
    rows = [row for phase in shown["phases"] for row in phase["projects"]]
    assert [(each.id, each.build) for each in plan.packages] == [
        (row["id"], Money(**row["cost_wan"])) for row in rows
    ]
    assert (note.note.project, note.plan_id) == ("prj-5s-visual", PLAN)


def test_who_a_firm_is_lies_apart(old: tuple[Database, dict[str, Any]]) -> None:
    database, showed = old
    database.migrate()
    firm = showed["sheet"].enterprise
    with database.engine.connect() as connection:
        for table in ("enterprise", "assessment", "diagnosis", "reading"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                told = " ".join(
                    unpack(bytes(value)) if isinstance(value, bytes | memoryview) else str(value)
                    for value in row
                )
                assert firm.name not in told and firm.credit_code not in told, table
        keyed = connection.execute(text("SELECT enterprise_id FROM request_key")).scalar()
    assert keyed == FIRM
    with database.read(Principal("local", "local")) as reader:
        use = reader.key_use("k")
        assert reader.enterprise_at(firm.credit_code, "") is not None
    assert use is not None and isinstance(use.made, EnterpriseRecord)


def test_it_does_not_go_back_over_facts(old: tuple[Database, dict[str, Any]]) -> None:
    database, _ = old
    database.migrate("0003")
    with pytest.raises(RuntimeError, match="facts"):
        database.migrate("0002")
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        assert reader.enterprise(FIRM) is not None


def test_a_plan_of_projects_becomes_a_plan_of_packages(
    old: tuple[Database, dict[str, Any]],
) -> None:
    """The earlier planner's rows are read as those of today; a row of today is left alone."""
    database, _ = old
    database.migrate("0003")
    today, values = "7" * 36, earlier_values()
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        connection.execute(text("DELETE FROM legacy_roadmap"))
        copied(connection, "roadmap", PLAN, id=today, plan=write_facts(a_kept_plan()))
        change = "UPDATE roadmap SET plan = :plan WHERE id = :id"
        connection.execute(text(change), {"plan": json.dumps(values), "id": PLAN})
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        record, other = reader.plan(PLAN), reader.plan(today)
    assert record is not None and record.legacy is None and other is not None
    projects = [project for phase in values["phases"] for project in phase["projects"]]
    assert [each.id for each in record.plan.packages] == [each["id"] for each in projects]
    assert [each.run.mid for each in record.plan.packages] == [
        each["running"]["mid"] for each in projects
    ]
    assert [list(each.why.raises) != [] for each in record.plan.packages] == [
        each["why"]["raises"] != [] for each in projects
    ]
    assert record.plan.is_of_projects and not other.plan.is_of_projects
    assert other.plan == a_kept_plan()
    assert record.row.cost_mid_wan == pytest.approx(record.plan.total.mid)
    with pytest.raises(RuntimeError, match="packages cannot be turned into projects"):
        database.migrate("0003")


def copied(connection: Connection, table: str, row_id: str, **changes: Any) -> None:
    """Write a row like another, but for what is changed."""
    row = connection.execute(text(f"SELECT * FROM {table} WHERE id = :id"), {"id": row_id})
    values = dict(row.mappings().one()) | changes
    places = ", ".join(f":{name}" for name in values)
    insert = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"
    connection.execute(text(insert), values)


def test_what_names_a_firm_is_written_plainly(old: tuple[Database, dict[str, Any]]) -> None:
    """The older of two firms that become one by their sites has the site; none is lost."""
    database, _ = old
    code, older, younger = "91440300EXAMPLE38B", "6" * 36, "7" * 36
    with database.engine.begin() as connection:
        names = {"name": "ＡＢＣ（广东）有限公司 ", "chain": "灯饰　链\u200b", "credit_code": code}
        copied(connection, "enterprise", FIRM, id=older, site="一厂\u200b", **names)
        copied(connection, "enterprise", FIRM, id=younger, site=" 一厂", **names)
        change = "UPDATE assessment SET reference = :reference WHERE id = :id"
        connection.execute(text(change), {"reference": " Ａ１", "id": SHEET})
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        firm, other = reader.enterprise_at(code, "一厂"), reader.enterprise(younger)
        listed = reader.assessments({"reference": "A1"}, None, 5).items
    assert firm is not None and other is not None
    assert (firm.id, firm.facts.name, firm.facts.chain) == (older, "ABC(广东)有限公司", "灯饰 链")
    assert (other.facts.name, other.facts.site) == ("ABC(广东)有限公司", " 一厂")
    assert [row.id for row in listed] == [SHEET]


def test_the_year_of_a_sheet_is_that_in_china(old: tuple[Database, dict[str, Any]]) -> None:
    database, _ = old
    earlier, later = "8" * 36, "9" * 36
    new_year = "2026-12-31 17:00:00+00:00"
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            new_year = "2026-12-31 17:00:00.000000"
        for name, period, moment in ((earlier, 2027, MOMENT), (later, None, new_year)):
            copied(connection, "assessment", SHEET, id=name, diagnosis_id=name)
            copied(
                connection, "diagnosis", RESULT, id=name, assessment_id=name, period=period,
                created_at=moment,
            )  # fmt: skip
    database.migrate()
    with database.read(Principal("local", "local")) as reader:
        rows = reader.diagnoses({}, None, 5).items
    assert [row.id for row in rows if row.standing == "current"] == [later]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("　Ｐｌａｎｔ１\u200b ", "Plant1"),
        ("坏\x07\uffff厂", "坏厂"),
        ("一\n二\u2028三", "一 二 三"),
        ("\u202e甲\u202c", "甲"),
        ("\u200b", ""),
        ("㈱" * 60, "㈱" * 60),
    ],
)
def test_a_plain_text_is_seen_whole(written: str, plain: str) -> None:
    assert plain_text(written) == plain
