"""Chapter 6: field by field, each question: the answer, the next practice, the proof."""

from collections.abc import Iterator, Mapping

from diagnosis.domain.intake.form import Section
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.scoring.verdict import position_of
from diagnosis.domain.text import Text
from diagnosis.present.ours import OURS, practice
from diagnosis.report.chapters.writer import Writer
from diagnosis.report.document import Block, Chapter, Manner, Passage, ReportTable

_BLANK = Text("没有回答", "No answer")
_TOP = Text("已到最高一档", "the highest already")


def fields(writer: Writer) -> Chapter:
    """Return the fields of work: what was answered, what comes next, what is looked at on site."""
    return writer.chapter("fields", "分域解读", "Field by field", _fields(writer))


def _fields(writer: Writer) -> Iterator[Block]:
    sheet, bank = writer.facts.diagnosis.sheet, writer.facts.content.bank
    yield Passage(
        writer.words(
            "每题一行：您答的是哪一档，往上一档是什么样，顾问到现场会看什么。",
            "A row a question: your answer, what the next position is, what is looked at on site.",
        )
    )
    has_ours = False
    for section in sheet.form.sections:
        rows = []
        for item in _ladders(writer, section, bank):
            row, is_ours = _row(writer, item)
            rows.append(row)
            has_ours = has_ours or is_ours
        if rows:
            yield ReportTable(
                writer.say(section.title),
                (
                    writer.words("题", "Question"),
                    writer.words("现在", "Now"),
                    writer.words("往上一档", "Next"),
                    writer.words("现场看什么", "Seen on site"),
                ),
                tuple(rows),
                (2, 5, 5, 2),
            )
    if has_ours:
        yield Passage(writer.say(OURS), Manner.NOTE)


def _ladders(writer: Writer, section: Section, bank: Mapping[str, Item]) -> Iterator[Item]:
    sheet = writer.facts.diagnosis.sheet
    of_type = set(sheet.form.items_of[sheet.production_type])
    for entry in section.entries:
        item = bank[entry.item]
        if item.type is ItemType.LADDER and item.id in of_type:
            yield item


def _row(writer: Writer, item: Item) -> tuple[tuple[str, str, str, str], bool]:
    answers = writer.facts.diagnosis.sheet.answers
    value = answers.get(item.id)
    position = position_of(value)
    coming = 0 if position is None else int(position) + 1
    has_next = position is not None and coming < len(item.positions)
    following = practice(item, coming) if has_next else None
    if following is None and position is not None:
        following = _TOP
    proof = item.evidence[0] if item.evidence else None
    return (
        writer.say(item.name),
        writer.answer(item, value, _BLANK),
        "" if following is None else writer.say(following),
        "" if proof is None else writer.say(proof),
    ), has_next and item.is_ours(coming)
