"""A form as an XLSX workbook for printing and filling in without a network."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.domain.text import Language, Text

_HEADINGS = (
    (Text("题项编号", "Item id"), 26),
    (Text("题目", "Question"), 44),
    (Text("怎么答", "How to answer"), 30),
    (Text("档位或选项", "Positions or options"), 70),
    (Text("您的答案", "Your answer"), 18),
    (Text("说明和例子", "Help and example"), 60),
    (Text("可作证据的材料", "Evidence"), 40),
    (Text("名词解释", "Terms"), 50),
    (Text("可答「不适用」的理由", "Reasons for not applicable"), 40),
)
_HOW = {
    "ladder": Text(
        "填完全做到的档位数；下一档部分做到加 .5，大部分做到加 .8",
        "The position fully met; plus .5 if the next is partly, .8 if mostly met",
    ),
    "single": Text("填一个选项编号", "One option id"),
    "multiple": Text("填一个或多个选项编号，用逗号隔开", "One or more option ids, comma between"),
    "share": Text("填「部分/总数」，例如 12/40", "part/whole, for example 12/40"),
}
_WHOLE = Text("填完全做到的档位数（整数）", "The position fully met (whole number)")
_UNKNOWN = Text("不清楚填 not_known;不填留空", "not_known if you do not know; blank if left out")


def form_workbook(shown: dict[str, Any], language: Language) -> bytes:
    """Return the workbook of a form that `show_form` rendered in a language."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = str(shown["id"])[:31]
    sheet.append([f"{shown['title']} · {shown['form']}"])
    sheet.append([shown["purpose"]])
    sheet.append([_UNKNOWN.say(language)])
    sheet["A1"].font = Font(bold=True, size=14)
    for number, (heading, width) in enumerate(_HEADINGS, start=1):
        cell = sheet.cell(4, number, heading.say(language))
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for section in shown["sections"]:
        _section(sheet, section, language)
    sheet.freeze_panes = "C5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _profile(book, shown, language)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def _section(sheet: Worksheet, section: dict[str, Any], language: Language) -> None:
    sheet.append([section["title"]])
    band = PatternFill("solid", fgColor="DDE6F0")
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(bold=True), band
    for item in section["items"]:
        sheet.append(_row(item, language))
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _row(item: dict[str, Any], language: Language) -> list[str]:
    how = _HOW[item["type"]]
    if item["type"] == "ladder" and not item["partial"]:
        how = _WHOLE
    choices = [f"{one['position']}. {one['text']}" for one in item.get("positions", ())]
    choices += [f"{one['id']}: {one['text']}" for one in item.get("options", ())]
    if "share" in item:
        choices = [item["share"]["part"], "/ " + item["share"]["whole"]]
    return [
        item["id"],
        item["text"],
        how.say(language),
        "\n".join(choices),
        "",
        item["help"],
        "\n".join(item["evidence"]),
        "\n".join(f"{one['term']}: {one['meaning']}" for one in item["terms"]),
        "\n".join(f"{one['id']}: {one['text']}" for one in item["not_applicable"]),
    ]


def _profile(book: Workbook, shown: dict[str, Any], language: Language) -> None:
    sheet = book.create_sheet(Text("企业概况", "The firm").say(language))
    sheet.append(
        [
            Text("字段", "Field").say(language),
            Text("问题", "Question").say(language),
            Text("格式", "Format").say(language),
            Text("您的答案", "Your answer").say(language),
            Text("说明", "Help").say(language),
        ]
    )
    for letter, width in zip("ABCDE", (18, 40, 40, 30, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for fact in shown["profile"]:
        sheet.append([fact["id"], fact["text"], fact["format"], "", fact["help"]])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
