"""Tables of a plan: what they hold, and that no spreadsheet runs them."""

import csv
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.follow_up.progress import Note, PackageProgress, Status
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.text import Language
from diagnosis.files.plan_workbook import plan_workbook
from diagnosis.present.retrofit.plan_tables import plan_tables
from diagnosis.present.retrofit.why_here import why_here
from diagnosis.present.tables import Column, Table, as_csv, defused
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Snapshot
from diagnosis.services.retrofit.keep_plan import StoredPlan
from diagnosis.services.retrofit.progress import PlanProgress
from diagnosis.storage.facts import read_facts
from diagnosis.storage.migrations.legacy_plan import plan_values
from diagnosis.storage.migrations.plans_of_projects import over_packages
from tests.builders import a_kept_plan, a_phase, a_planned_package
from tests.ports.records import a_plan_record

EVIL = '=HYPERLINK("http://x")'


def both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def money(low: float, mid: float, high: float) -> dict[str, float]:
    return {"low": low, "mid": mid, "high": high}


# A plan as an early release kept it: much of what is shown today is missing.
PLAN: dict[str, Any] = {
    "before": [{"standard": "s@1", "level": 1, "score": 1.234}],
    "phases": [
        {
            "number": 1,
            "standards": [{"standard": "s@1", "level": None, "score": None}],
            "projects": [
                {
                    "id": "prj-mes-light",
                    "name": both("work reporting"),
                    "stage_name": both("systems"),
                    "start_month": 1,
                    "end_month": 4.5,
                    "cost_wan": money(4, 6, 9),
                    "running_wan_per_year": money(1, 1, 1),
                    "people_months": 0.5,
                    "reason": both(EVIL),
                }
            ],
        }
    ],
    "cost_wan": money(4, 6, 9),
    "running_wan_per_year": money(1, 1, 1),
    "people_months": 0.5,
    "left_out": [{"id": "prj-b", "name": both("B"), "reason": both("-budget")}],
}
NOTE = Note("prj-mes-light", Status.DONE, date(2026, 5, 1), "+late", 7.5)


def tables(content: Content, language: Language = Language.EN) -> tuple[Table, Table, Table]:
    plan = read_facts(json.dumps(over_packages(plan_values(PLAN))), KeptPlan)
    return tables_of(content, plan, NOTE, language, Snapshot(json.dumps(PLAN)))


def tables_of(
    content: Content,
    plan: KeptPlan,
    note: Note | None,
    language: Language = Language.EN,
    legacy: Snapshot | None = None,
) -> tuple[Table, Table, Table]:
    record = a_plan_record("f", "a", starts_on=date(2026, 1, 31))
    kept = StoredPlan(replace(record, request={}, plan=plan, legacy=legacy), content)
    noted = () if note is None else (PackageProgress(note.project, note, (), Money(4, 6, 9)),)
    progress = PlanProgress(
        plan_id=record.row.id, packages=noted, levels=(), later=None, history=()
    )
    return plan_tables(kept, progress, language)


def test_a_row_a_package_and_a_total(content: Content) -> None:
    note = Note("pkg-work-reporting", Status.RUNNING, date(2026, 5, 1), "+late", 7.5)
    plan, levels, left = tables_of(content, a_kept_plan(), note)
    row, other, spent, total = plan.rows
    package = content.packages["pkg-work-reporting"]
    assert row[:12] == (
        1, package.id, package.name.en, date(2026, 1, 31), date(2026, 3, 14), 2, 6, 12,
        1.8, 11.4, 1.23, why_here(content, a_kept_plan(), next(a_kept_plan().packages)).en,
    )  # fmt: skip
    assert row[12:] == (
        package.first_step.en, package.done_when.en, "running", 7.5, "'+late"
    )  # fmt: skip
    assert other[1] == "pkg-mould-hours" and other[14:] == ("planned", None, None)
    assert total[5:11] == (2.5, 7, 14, 1.8, 12.4, 2.23) and total[15] is None
    assert spent[0] == "Of these with real cost" and spent[15] == 7.5
    assert spent[5:11] == row[5:11], "what was spent stands beside what was planned for it"
    unnoted, _, _ = tables_of(content, a_kept_plan(), None)
    assert [row[0] for row in unnoted.rows] == [1, 2, "Total"]
    name = content.standards.points.name.en
    assert levels.rows[0] == (name, 1, 25.0, 2, 62.5, 2, 62.5, 2, 62.5), "promised, not scored"
    assert [row[:2] for row in left.rows] == [
        ("pkg-machine-counter", content.packages["pkg-machine-counter"].name.en),
        (None, "2 more"),
    ], "packages of other trades are counted"
    assert all(len(row) == len(plan.headings) for row in plan.rows)


def test_a_plan_of_projects_is_a_table_too(content: Content) -> None:
    plan, levels, left = tables(content)
    row, _, total = plan.rows
    name = content.packages["pkg-work-reporting"].name.en
    assert row[:5] == (1, "prj-mes-light", name, date(2026, 2, 28), date(2026, 6, 14))
    assert row[5:] == (4, 6, 9, 1, 9, 0.5, "'" + EVIL, None, None, "done", 7.5, "'+late")
    assert total[5:11] == (4, 6, 9, 1, 9, 0.5)
    assert levels.rows == (("s@1", 1, 1.23, 1, None),) and left.rows == ()


@pytest.mark.parametrize("start", [*"=+-@\t\r\n＝＋－＠", "﹦", "﹢", "﹣", "﹫", "−"])
@pytest.mark.parametrize(
    "before", ["", "\u200b", "\ufeff", "\u2060\u00ad", " ", "\u00a0", "\u3000 "]
)
def test_text_that_could_run_is_defused(before: str, start: str) -> None:
    assert defused(before + start + "1") == "'" + start + "1"


def test_what_no_workbook_may_hold_is_replaced() -> None:
    assert defused("late\uffff, \x00very\ufffe") == "late, very"
    assert defused("\u200bMES") == "MES" and defused("M\u200dES") == "M\u200dES"


def test_numbers_are_written_out(content: Content) -> None:
    """No exponent, no binary tail, no signed zero; the decimals of a column where it has some."""
    columns = (Column("money", 2), Column("score"))
    table = Table("t", columns, ((1e6, 1e16), (0.1 + 0.2, 0.1 + 0.2), (-0.001, -0.0)))
    rows = list(csv.reader(StringIO(as_csv(table).decode("utf-8-sig"))))[1:]
    assert rows == [["1000000.00", "10000000000000000"], ["0.30", "0.3"], ["0.00", "0"]]


def test_a_workbook_has_days_as_days_and_numbers_as_numbers(content: Content) -> None:
    sheet = load_workbook(BytesIO(plan_workbook(tables(content))))["Plan"]
    row = sheet[2]
    assert [cell.number_format for cell in row[3:5]] == ["yyyy-mm-dd"] * 2
    assert row[3].is_date and str(row[3].value)[:10] == "2026-02-28"
    assert {cell.number_format for cell in (*row[5:11], row[15])} == {"#,##0.00"}
    assert all(isinstance(cell.value, int | float) for cell in row[5:11])
    assert sheet.auto_filter.ref == "A1:Q2" and sheet.freeze_panes == "A2"


def test_a_workbook_is_printed_on_a4_at_a_size_that_can_be_read(content: Content) -> None:
    """A line holds 148 characters at full size; 70 % of 11 points is 7.7 points."""
    for sheet in load_workbook(BytesIO(plan_workbook(tables(content)))):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1" and sheet.print_area
        assert sum(column.width for column in sheet.column_dimensions.values()) <= 148 / 0.7


def test_a_text_of_any_length_can_be_read_and_a_plan_of_any_phases_printed() -> None:
    note = "供应商延期，" * 160
    table = Table("t", (Column("no"), Column("note")), (("1", note), (2, "b"), (3, None)), sums=1)
    sheet = load_workbook(BytesIO(plan_workbook([table]))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert "".join(str(row[1] or "") for row in rows) == f"{note}b"
    assert [row[0] for row in rows if row[0] is not None] == ["1", 2, 3]
    assert sheet.auto_filter.ref == f"A1:B{sheet.max_row - 1}"
    width = sheet.column_dimensions["B"].width
    for row in sheet.iter_rows(min_row=2):
        height = sheet.row_dimensions[row[0].row].height
        assert height <= 409 and len(str(row[1].value or "")) * 2 / width <= height / 15 + 1
    columns = (Column("standard"), *[Column(f"after phase {n}: level") for n in range(26)])
    wide = Table("t", columns, (("gbt-39116-2020@1", *[44.93] * 26),))
    sheet = load_workbook(BytesIO(plan_workbook([wide]))).worksheets[0]
    assert sum(sheet.column_dimensions[c.column_letter].width for c in sheet[1]) <= 148 / 0.7


@pytest.mark.parametrize("cell", ["MES", "", None, -3, 2.5, "a=b"])
def test_everything_else_stays(cell: Any) -> None:
    assert defused(cell) == cell


def test_csv_is_read_back(content: Content) -> None:
    plan = tables(content, Language.ZH)[0]
    text = as_csv(plan).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert as_csv(plan).startswith(b"\xef\xbb\xbf")
    assert rows[0][:3] == ["阶段", "编号", "改造包"]
    assert rows[1][11] == "'" + EVIL and float(rows[1][5]) == 4


@pytest.mark.parametrize("language", list(Language))
def test_columns_of_a_file_add_up(content: Content, language: Language) -> None:
    """Thirds are written as 0.33 each: what is summed is what is written."""
    third = Money(1 / 3, 2 / 3, 1.005)
    packages = tuple(
        a_planned_package(name, 0, 1, third, run=Money(0, 1 / 3, 1), people_months=1 / 3)
        for name in list(content.packages)[:7]
    )
    plan = a_kept_plan(phases=(a_phase(1, packages, ()),), before=())
    file = as_csv(tables_of(content, plan, None, language)[0]).decode("utf-8-sig")
    _, *rows, total = csv.reader(StringIO(file))
    for place in range(5, 11):
        assert Decimal(total[place]) == sum(Decimal(row[place]) for row in rows)
    for row in rows:
        assert Decimal(row[6]) + 3 * Decimal(row[8]) == Decimal(row[9])


def test_a_workbook_has_a_sheet_a_table_and_no_formula(content: Content) -> None:
    raw = Table("a/b:c*", (Column("=x"), Column("y")), ((EVIL, 1.5), ("－1", None)))
    book = load_workbook(BytesIO(plan_workbook([*tables(content), raw])))
    assert book.sheetnames == ["Plan", "Levels after each phase", "Left out", "a b c "]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if defused(text) != text]


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("停产\uffff两周\x0b", "停产两周"),
        ("\ud800甲", "甲"),
        ("\u200b=1+1", "'=1+1"),
        ("\uffff=1+1", "'=1+1"),
        ("﹦1+1", "'﹦1+1"),
    ],
)
def test_older_rows_make_no_broken_workbook(written: str, cell: str) -> None:
    assert defused(written) == cell
    table = Table("t", (Column("x"),), ((written,),))
    sheet = load_workbook(BytesIO(plan_workbook([table]))).worksheets[0]
    assert sheet["A2"].value == cell
