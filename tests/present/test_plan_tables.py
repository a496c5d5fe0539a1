"""Tables of a plan: what they hold, and that no spreadsheet runs them."""

import csv
import json
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from diagnosis.domain.retrofit.catalogue.project import Range
from diagnosis.domain.retrofit.follow_up.progress import Note, ProjectProgress, Status
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.text import Language
from diagnosis.files.plan_workbook import plan_workbook
from diagnosis.present.retrofit.plan_tables import plan_tables
from diagnosis.present.tables import Column, Table, as_csv, defused
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Snapshot
from diagnosis.services.retrofit.keep_plan import StoredPlan
from diagnosis.services.retrofit.progress import PlanProgress
from diagnosis.storage.facts import read_facts
from diagnosis.storage.migrations.legacy_plan import plan_values
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
                    "id": "prj-a",
                    "name": both(EVIL),
                    "stage_name": both("systems"),
                    "start_month": 1,
                    "end_month": 4.5,
                    "cost_wan": money(4, 6, 9),
                    "running_wan_per_year": money(1, 1, 1),
                    "people_months": 0.5,
                    "reason": both("@SUM(A1)"),
                }
            ],
        }
    ],
    "cost_wan": money(4, 6, 9),
    "running_wan_per_year": money(1, 1, 1),
    "people_months": 0.5,
    "left_out": [{"id": "prj-b", "name": both("B"), "reason": both("-budget")}],
}
NOTE = Note("prj-a", Status.DONE, date(2026, 5, 1), "+late", 7.5)


def tables(content: Content, language: Language = Language.EN) -> tuple[Table, Table, Table]:
    record = a_plan_record("f", "a", starts_on=date(2026, 1, 31))
    plan = read_facts(json.dumps(plan_values(PLAN)), KeptPlan)
    legacy = Snapshot(json.dumps(PLAN))
    kept = StoredPlan(replace(record, request={}, plan=plan, legacy=legacy), content)
    progress = PlanProgress(
        plan_id=record.row.id,
        projects=(ProjectProgress("prj-a", NOTE, (), Range(4, 9)),),
        levels=(),
        later=None,
        history=(),
    )
    return plan_tables(kept, progress, language)


def test_a_row_a_project_and_a_total(content: Content) -> None:
    plan, levels, left = tables(content)
    row, total = plan.rows
    assert row == (
        1, "prj-a", "'" + EVIL, "systems", date(2026, 2, 28), date(2026, 6, 15), 4, 6, 9, 1, 0.5,
        "'@SUM(A1)", "done", 7.5, "'+late",
    )  # fmt: skip
    assert total[6:9] == (4, 6, 9) and total[13] == 7.5
    assert levels.rows == (("s@1", 1, 1.23, "–", None),)
    assert left.rows == (("prj-b", "B", "'-budget"),)
    assert all(len(row) == len(plan.headings) for row in plan.rows)


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
    assert [cell.number_format for cell in row[4:6]] == ["yyyy-mm-dd"] * 2
    assert row[4].is_date and str(row[4].value)[:10] == "2026-02-28"
    assert {cell.number_format for cell in (*row[6:11], row[13])} == {"#,##0.00"}
    assert all(isinstance(cell.value, int | float) for cell in row[6:11])
    assert sheet.auto_filter.ref == "A1:O2" and sheet.freeze_panes == "A2"


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
    assert rows[0][:3] == ["阶段", "项目编号", "项目"]
    assert rows[1][2] == "'" + EVIL and float(rows[1][6]) == 4


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
