"""Documents for tests: with every kind of block, and with texts that mean harm."""

from dataclasses import replace
from datetime import date

from diagnosis.domain.text import Language
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.radar import draw_radar
from diagnosis.report.charts.radar_axes import RadarAxis
from diagnosis.report.document import (
    Block,
    Chapter,
    Figure,
    Framed,
    Heading,
    Manner,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
    WebLink,
)

DAY = date(2026, 11, 28)
FORMULA = '=HYPERLINK("https://example.invalid","x")'
SCRIPT = "<script>alert(1)</script>"
SOURCE = WebLink("工信部", "https://example.org/a?b=1&c=2")
_VALUES = (1.0, 2.0, 3.0, 4.0)


def a_figure(title: str = "各块的成熟度") -> Figure:
    """Return a radar of four axes."""
    axes = [RadarAxis(name, value) for name, value in zip("采销仓产", _VALUES, strict=True)]
    return Figure(title, draw_radar(axes, Caption("radar", title, Language.ZH)))


def every_block() -> tuple[Block, ...]:
    """Return a block of each kind, a table with cells of each kind."""
    return (
        Passage("中小企业数字化二级还差 3 个场景。", Manner.LEAD),
        Passage("按贵厂自己填的算。"),
        Passage("数到 2026 年为止。", Manner.NOTE),
        Passage("照官方系统为准。", Manner.WARNING),
        Heading("先做什么"),
        Points(("统一编码", "备料与缺料"), is_numbered=True),
        Points(("销售预测",)),
        ReportTable(
            "每年花多少",
            ("年", "万元", "出处"),
            (("第 1 年", 12.5, SOURCE), ("第 2 年", 3, None), (FORMULA, None, "-3 万")),
            (3, 2, 7),
        ),
        ReportTable("再一张", ("年", "万元", "出处"), (("第 3 年", 1000.0, "@sum"),)),
        a_figure(),
        Framed(
            "一料一号", (("多少钱", "约 0.5 万元"), ("第一步", "+数料")), ("=做完",), (SOURCE,)
        ),
        Framed("扫码仓库", (("多少钱", "约 2.7 万元"),)),
    )


def a_document(
    *blocks: Block, firm: str | None = "东莞模具厂", language: Language = Language.ZH
) -> ReportDocument:
    """Return a document of two chapters; of the first the blocks may be stated."""
    return ReportDocument(
        language=language,
        title="诊断报告",
        subtitle="不是官方评定。",
        firm=firm,
        day=DAY,
        chapters=(
            Chapter("in-brief", "一页结论", blocks or every_block()),
            Chapter("firm", "企业：与说明", (Points(("甲", "乙"), is_numbered=True),)),
        ),
        pins=("code 0.1.0", "content abc"),
        code="ABCD-EFGH",
    )


def in_brief(document: ReportDocument) -> ReportDocument:
    """Return the page in brief of a document: its first chapter alone."""
    return replace(document, chapters=document.chapters[:1], is_brief=True)
