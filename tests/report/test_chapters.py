"""The chapters of a report over the example firms: whole, in one language, true to the values."""

import re
from datetime import date
from functools import cache
from typing import get_args

import pytest

from diagnosis.bootstrap import container
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.text import Language
from diagnosis.report.chapters.whole import ReportKind, report_of
from diagnosis.report.chapters.writer import texts_of
from diagnosis.report.document import (
    Block,
    Chapter,
    Figure,
    Framed,
    Heading,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
)
from diagnosis.services.intake.sheets import read
from diagnosis.services.promotion.report_facts import ReportFacts, facts_of_sheet
from tests.builders import EXAMPLES

DAY = date(2026, 11, 28)
LAMPS, ELECTRONICS = "zhongshan-lamp-maker", "shenzhen-electronics-plant"
_CHINESE = re.compile("[\u4e00-\u9fff]")
_LEFT_OVER = re.compile(r"[{}]|\bNone\b(?! of)|  |_[a-z]+_|万元 万元")
"""What a text has that was not filled in, or was put together wrongly."""


@cache
def facts(example: str) -> ReportFacts:
    """Return what the report of an example firm is made of."""
    running = container()
    raw = parse((EXAMPLES / f"{example}.json").read_bytes())
    sheet = read(running.content, raw)
    return facts_of_sheet(running.content, running.solver, running.estimator, sheet, DAY)


def report(
    example: str, language: Language, kind: ReportKind = ReportKind.WHOLE
) -> ReportDocument:
    """Return the report of an example firm."""
    return report_of(facts(example), language, kind, "0123-4567-89AB-CDEF")


def chapter(document: ReportDocument, name: str) -> Chapter:
    """Return a chapter of a report."""
    return next(each for each in document.chapters if each.id == name)


def firms() -> list[str]:
    """Return the names of the example firms."""
    return sorted(path.stem for path in EXAMPLES.glob("*.json"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("example", firms())
def test_every_chapter_says_something_in_its_language(example: str, language: Language) -> None:
    document = report(example, language)
    assert len(document.chapters) == 15
    name = facts(example).diagnosis.sheet.enterprise.name
    for each in document.chapters:
        assert each.title
        assert each.blocks, each.id
        for text in texts_of([each]):
            assert not _LEFT_OVER.search(text), (each.id, text)
            if language is Language.EN and text != name and each.id != "to-copy":
                beside = re.sub(r"\([^()]*[\u4e00-\u9fff]+[^()]*\)", "", text)
                assert not _CHINESE.search(beside), (each.id, text)


@pytest.mark.parametrize("example", firms())
def test_no_table_has_a_row_that_does_not_fit_its_head(example: str) -> None:
    for each in report(example, Language.ZH).chapters:
        for block in each.blocks:
            assert isinstance(block, get_args(Block))
            if isinstance(block, ReportTable):
                assert block.rows, block.title
                assert {len(row) for row in block.rows} == {len(block.head)}, block.title
                assert not block.widths or len(block.widths) == len(block.head), block.title
            elif isinstance(block, Framed):
                assert all(text for fact in block.facts for text in fact), block.title


@pytest.mark.parametrize("example", firms())
def test_no_heading_stands_alone(example: str) -> None:
    for each in report(example, Language.ZH).chapters:
        for block, following in zip(each.blocks, (*each.blocks[1:], None), strict=True):
            if isinstance(block, Heading):
                assert following is not None, block
                assert not isinstance(following, Heading), block


def test_the_page_in_brief_says_what_first_for_how_much_and_why() -> None:
    brief = report(LAMPS, Language.ZH, ReportKind.BRIEF)
    assert (brief.is_brief, [each.id for each in brief.chapters]) == (True, ["in-brief"])
    cards = [block for block in brief.chapters[0].blocks if isinstance(block, Framed)]
    assert len(cards) == 3
    for place, card in enumerate(cards, 1):
        assert card.title.startswith(f"{place}. ")
        assert "万元" in card.title or "不花钱" in card.title
        assert card.lines[0].startswith("为什么先做：")
        assert any(line.startswith("做成的样子：") for line in card.lines)


def test_the_same_facts_give_the_same_report() -> None:
    assert report(LAMPS, Language.ZH) == report(LAMPS, Language.ZH)


def test_points_of_the_index_add_up_to_its_score() -> None:
    """The lamp maker's 13.75 points, question by question."""
    questions = next(
        block
        for block in chapter(report(LAMPS, Language.ZH), "sme-index").blocks
        if isinstance(block, ReportTable) and len(block.rows) == 16
    )
    *rows, total = questions.rows
    points = [row[2] for row in rows]
    most = [row[3] for row in rows]
    assert total[2:] == (13.75, 100)
    assert sum(float(each) for each in points if isinstance(each, int | float)) == 13.75
    assert sum(float(each) for each in most if isinstance(each, int | float)) == 100


def test_the_annex_gives_whole_positions_in_chinese_too() -> None:
    """What is copied into the official questionnaire has no half options, and is Chinese."""
    table = next(
        block
        for block in chapter(report(LAMPS, Language.EN), "to-copy").blocks
        if isinstance(block, ReportTable)
    )
    answers = [str(row[2]) for row in table.rows]
    assert all(_CHINESE.search(answer) for answer in answers)
    assert not any("partly met" in answer or "mostly met" in answer for answer in answers)
    assert any("please check" in answer for answer in answers)


def test_the_annex_has_every_question_and_scene_in_the_official_order() -> None:
    table = next(
        block
        for block in chapter(report(LAMPS, Language.ZH), "to-copy").blocks
        if isinstance(block, ReportTable)
    )
    assert [row[0] for row in table.rows] == [
        *(f"Q{number}" for number in range(1, 16)), *(f"S{number}" for number in range(1, 17)),
    ]  # fmt: skip


def test_charts_are_there_where_there_is_something_to_draw() -> None:
    drawn = {
        each.id: sum(isinstance(block, Figure) for block in each.blocks)
        for each in report(ELECTRONICS, Language.ZH).chapters
    }
    assert {name: count for name, count in drawn.items() if count} == {
        "levels": 4, "radar": 1, "gaps": 1, "roadmap": 1, "money": 1,
    }  # fmt: skip


def test_terms_are_those_that_the_report_uses() -> None:
    document = report(LAMPS, Language.ZH)
    terms = next(
        block
        for block in chapter(document, "appendix").blocks
        if isinstance(block, Points) and block.in_columns
    )
    before = "".join(texts_of(document.chapters[:13]))
    assert terms.items
    assert all(line.partition("：")[0] in before for line in terms.items)


def test_a_sheet_without_answers_has_a_report_without_a_plan() -> None:
    running = container()
    raw = parse((EXAMPLES / f"{LAMPS}.json").read_bytes())
    assert isinstance(raw, dict)
    sheet = read(running.content, {**raw, "answers": {}, "accept_incomplete": True})
    empty = facts_of_sheet(running.content, running.solver, running.estimator, sheet, DAY)
    document = report_of(empty, Language.ZH)
    assert len(document.chapters) == 15
    assert isinstance(chapter(document, "roadmap").blocks[0], Passage)
    assert not [block for block in chapter(document, "radar").blocks if isinstance(block, Figure)]


def test_scenes_stand_once_each_at_their_level() -> None:
    """The lamp maker's sixteen scenes, the highest level first."""
    lines = [
        line
        for block in chapter(report(LAMPS, Language.ZH), "sme-index").blocks
        if isinstance(block, Points)
        for line in block.items
    ]
    levels = [line.partition("：")[0] for line in lines]
    assert levels == sorted(levels, reverse=True)
    assert sum(len(line.partition("：")[2].split("、")) for line in lines) == 16


def test_an_answer_that_is_to_be_copied_stands_in_no_other_annex() -> None:
    document = report(LAMPS, Language.ZH)
    to_copy = {
        str(row[1])
        for block in chapter(document, "to-copy").blocks
        if isinstance(block, ReportTable)
        for row in block.rows
    }
    others = {
        name
        for block in chapter(document, "appendix").blocks
        if isinstance(block, ReportTable)
        for row in block.rows
        for name in str(row[0]).split("、")
    }
    assert to_copy and others
    assert not to_copy & others


def test_what_a_package_brought_elsewhere_says_by_whom_and_where() -> None:
    """The electronics plant's breakdown forecast rests on one large cement works."""
    (brings,) = [
        text
        for block in chapter(report(ELECTRONICS, Language.ZH), "roadmap").blocks
        if isinstance(block, Framed) and block.title == "提前看出设备要坏"
        for name, text in block.facts
        if name == "带来什么"
    ]
    assert "少 56%（出处：水泥网、南方+" in brings
    assert "一家大型水泥厂的数" in brings
