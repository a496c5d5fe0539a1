"""A document as Markdown: chapters, lists, tables; texts as they are."""

from dataclasses import replace

from diagnosis.report.document import Framed, Passage, Points, ReportTable, WebLink
from diagnosis.report.formats.html import description
from diagnosis.report.formats.markdown import print_markdown
from tests.report.documents import SCRIPT, a_document, a_figure, in_brief


def test_a_document_has_every_block() -> None:
    text = print_markdown(a_document())
    lines = text.splitlines()
    assert lines[0] == "# 诊断报告" and lines[2] == "**东莞模具厂**"
    assert [line for line in lines if line.startswith("## ")] == [
        "## 1\\. 一页结论", "## 2\\. 企业：与说明",
    ]  # fmt: skip
    assert "**中小企业数字化二级还差 3 个场景。**" in lines and "> 照官方系统为准。" in lines
    assert "1. 统一编码" in lines and "2. 备料与缺料" in lines and "- 销售预测" in lines
    start = lines.index("| 年 | 万元 | 出处 |")
    assert lines[start + 1 : start + 4] == [
        "|---|---|---|",
        "| 第 1 年 | 12.5 | [工信部](<https://example.org/a?b=1&c=2>) |",
        "| 第 2 年 | 3 |  |",
    ]
    assert f"*各块的成熟度*: {description(a_figure())}" in text.replace("\\", "")
    assert "- **多少钱** 约 0.5 万元" in lines and "**核验码** `ABCD-EFGH`" in lines


def test_texts_are_shown_as_they_are() -> None:
    document = a_document(
        Passage("# no\nheading"), Points(("1. one",)), Framed("- a", ((SCRIPT, "a|b"),)),
        ReportTable("t", ("a",), ((WebLink("x](y", "https://e.org/ |<>"),),)), firm=SCRIPT,
    )  # fmt: skip
    lines = print_markdown(document).splitlines()
    assert lines[2] == r"**\<script\>alert(1)\</script\>**"
    assert r"\# no heading" in lines and r"- 1\. one" in lines and r"#### \- a" in lines
    assert r"- **\<script\>alert(1)\</script\>** a\|b" in lines
    assert r"| [x\](y](<https://e.org/%20%7C%3C%3E>) |" in lines


def test_the_page_in_brief_counts_no_chapter() -> None:
    document = replace(in_brief(a_document()), firm=None, code=None)
    assert "## 一页结论" in print_markdown(document).splitlines()
