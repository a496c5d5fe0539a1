"""What was verified on site, beside what the firm says, and the files that prove it.

It stands in the report of who sees a signed visit or files: the firm, and whom it named.
"""

from collections.abc import Iterator

from diagnosis.domain.text import Text
from diagnosis.present.access.evidence import ENDINGS
from diagnosis.present.access.visits import GRADE_NAMES
from diagnosis.present.moments import day_in_china
from diagnosis.report.chapters.writer import Writer
from diagnosis.report.document import Block, Chapter, Manner, Passage, ReportTable
from diagnosis.services.ports.visits import VisitAnswer

_BLANK = Text("没填", "left blank")
DIGITS = 16
"""So much of the SHA-256 of a file is printed: enough to tell it from any other of the firm."""


def verified(writer: Writer) -> Chapter:
    """Return claim and verified answer side by side, and the list of files."""
    return writer.chapter("verified", "现场核实", "Verified on site", _verified(writer))


def _verified(writer: Writer) -> Iterator[Block]:
    facts = writer.facts
    visited = facts.stored and facts.stored.verified
    if visited:
        visit = visited.visit
        day = writer.say(day_in_china(visit.signed_at or visit.created_at))
        ties = writer.words("、", ", ").join(visit.vendor_ties)
        yield Passage(
            writer.words(
                f"{visit.visitor}（{visit.employer}）到现场核实，{day}签字。",
                f"{visit.visitor} ({visit.employer}) verified on site and signed on {day}.",
            )
        )
        yield Passage(
            writer.words(
                f"与供应商的关系：{ties or '声明没有'}。",
                f"Ties to vendors: {ties or 'none, as stated'}.",
            ),
            Manner.NOTE,
        )
    if facts.verified:
        yield ReportTable(
            writer.words("自己填的和核实的", "As claimed and as verified"),
            (
                writer.words("题", "Question"),
                writer.words("企业填的", "Claimed"),
                writer.words("核实的", "Verified"),
                writer.words("凭什么", "Rests on"),
                writer.words("说明", "Note"),
            ),
            tuple(_row(writer, each) for each in facts.verified),
            (2, 4, 4, 2, 2),
        )
    if facts.files:
        yield _files(writer)


def _row(writer: Writer, answer: VisitAnswer) -> tuple[str, str, str, str, str]:
    facts = writer.facts
    item, claim = facts.content.bank[answer.item], facts.diagnosis.sheet.answers.get(answer.item)
    notes = [text for text in (answer.reason, answer.note) if text]
    return (
        writer.say(item.name),
        writer.answer(item, claim, _BLANK),
        writer.answer(item, answer.value, _BLANK),
        "" if answer.grade is None else writer.say(GRADE_NAMES[answer.grade]),
        writer.words("；", "; ").join(notes),
    )


def _files(writer: Writer) -> ReportTable:
    bank = writer.facts.content.bank
    return ReportTable(
        writer.words("证据文件", "Files"),
        (
            writer.words("题", "Question"),
            writer.words("文件", "File"),
            writer.words("千字节", "kB"),
            writer.words("加入的日子", "Added"),
            writer.words("谁加的", "By"),
            writer.words("指纹（SHA-256 前 16 位）", "SHA-256, first 16"),
        ),
        tuple(
            (
                writer.say(bank[each.item].name),
                ENDINGS[each.kind],
                round(each.size / 1000, 1),
                writer.say(day_in_china(each.added_at)),
                writer.words("企业", "the firm")
                if each.visit_id is None
                else writer.words("顾问，走访时", "the consultant, at a visit"),
                each.digest[:DIGITS],
            )
            for each in writer.facts.files
        ),
        (3, 1, 1, 3, 3, 3),
    )
