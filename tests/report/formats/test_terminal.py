"""A document on the terminal: every block, within the width that it has."""

import pytest
from rich.cells import cell_len

from diagnosis.report.document import (
    Block,
    Framed,
    Heading,
    Manner,
    Passage,
    Points,
    ReportTable,
)
from diagnosis.report.formats.html import description
from diagnosis.report.formats.terminal import column_widths, print_terminal
from tests.report.documents import SCRIPT, a_document, a_figure


def printed(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *blocks: Block,
    columns: int = 80,
) -> list[str]:
    """Return the lines of a document."""
    monkeypatch.setenv("COLUMNS", str(columns))
    print_terminal(a_document(*blocks))
    return capsys.readouterr().out.splitlines()


def test_a_document_has_every_block(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    print_terminal(a_document())
    text = capsys.readouterr().out
    lines = text.splitlines()
    assert lines[:3] == ["诊断报告", "东莞模具厂", "日期 2026年11月28日"]
    assert "1. 一页结论" in lines and "2. 企业：与说明" in lines
    assert "中小企业数字化二级还差 3 个场景。" in lines and "!照官方系统为准。" in lines
    assert "  1. 统一编码" in lines and "  2. 备料与缺料" in lines and "  · 销售预测" in lines
    assert "  多少钱 约 0.5 万元" in lines and "核验码 ABCD-EFGH" in lines
    assert "".join(description(a_figure()).split()) in "".join(text.split())
    head = next(
        place for place, line in enumerate(lines) if line.split() == ["年", "万元", "出处"]
    )
    rows = [line.split() for line in lines[head + 1 :][:3]]
    assert rows == [
        ["第", "1", "年", "12.5", "工信部"],
        ["https://example.org/a?b=1&c=2"],
        ["第", "2", "年", "3"],
    ]


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    long, word = "一二三四五六七八九十" * 30, "planning-scheduling-" * 9
    table = ReportTable(
        "t", ("题", "编号", "级", "x"), ((long, word, 1.5, None), ("短", "a", 2, long))
    )
    lines = printed(
        capsys, monkeypatch, Passage(long, Manner.WARNING), Heading(long), Points((long, word)),
        table, Framed(long, ((word, long),), (long, word)), columns=columns,
    )  # fmt: skip
    assert max(map(cell_len, lines)) <= columns
    whole = "".join("".join(lines).split())
    assert whole.count("一二三四五") >= 30 and whole.count("planning") >= 9


def test_what_a_caller_writes_is_no_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(
        capsys, monkeypatch, Passage("[bold]a[/bold] [/x]"), Points((SCRIPT,)),
        ReportTable("[red]t", ("[b]",), (("[link=x]y[/link]",),)),
    )  # fmt: skip
    for text in ("[bold]a[/bold] [/x]", f"  · {SCRIPT}", "[red]t", "  [b]", "  [link=x]y[/link]"):
        assert text in lines


@pytest.mark.parametrize(
    ("texts", "room", "widths"),
    [
        (("a" * 10, "b" * 10), 80, [10, 10]),  # there is room for both
        (("a" * 10, "b" * 90), 72, [10, 60]),  # what is left of 70 is the second's
        (("a" * 90, "b" * 90, "1"), 68, [30, 30, 4]),  # 64 less 4, halved
    ],
)
def test_columns_share_what_room_there_is(
    texts: tuple[str, ...], room: int, widths: list[int]
) -> None:
    assert column_widths([texts], room) == widths
