"""An answer that is kept is said in the words of its question; expected values by hand."""

import pytest

from diagnosis.present.access.export_readme import ROWS
from diagnosis.present.intake.answer_words import answer_words
from diagnosis.services.ports.content import Content
from diagnosis.storage.firm.whole_firm import NOT_EXPORTED, tables_of_firms

PLAN = (
    "老板或主管参观过在用的工厂，或请供应商来谈过，并能说出想解决的一个具体问题"
    "（有参观记录、报价或聊天记录）。"
)


@pytest.mark.parametrize(
    ("item", "answer", "zh", "en"),
    [
        ("ai-plan", 1, f"1 档：{PLAN}", None),
        ("ai-plan", 1.0, f"1 档：{PLAN}", None),
        ("ai-plan", 1.5, f"1 档：{PLAN}（2 档部分做到）", None),
        ("ai-plan", 1.8, f"1 档：{PLAN}（2 档大部分做到）", None),
        ("ai-plan", "not_known", "不清楚", "Not known"),
        ("ai-plan", 7, "", ""),
        ("miit-systems", "none", "没有环节用信息系统", "None"),
        ("miit-systems", "gone", "", ""),
        ("miit-systems", {"not_applicable": "gone"}, "", ""),
        ("scenes-use-plant", ["none"], "以上都没有", "None of these"),
        (
            "miit-equipment-digital",
            {"part": 22, "whole": 38},
            "数字化生产设备 22 台（套），全部生产设备 38 台（套）",
            "digital production equipment: 22 (units), all production equipment: 38 (units)",
        ),
    ],
)
def test_an_answer_in_words(
    content: Content, item: str, answer: object, zh: str, en: str | None
) -> None:
    words = answer_words(content.bank[item], answer)
    assert words.zh == zh
    assert en is None or words.en == en


def test_a_reason_for_not_applicable_is_said(content: Content) -> None:
    item = content.bank["product-remote"]
    reason = item.reasons[0]
    words = answer_words(item, {"not_applicable": reason.id})
    assert words.zh == f"不适用：{reason.text.zh}"
    assert words.en == f"Not applicable: {reason.text.en}"


def test_the_text_to_read_first_knows_every_kind_of_rows() -> None:
    assert ROWS.keys() == tables_of_firms().keys() - NOT_EXPORTED.keys()
