"""What of a result is not settled: open questions, what was derived, what is only remembered."""

from collections.abc import Iterator

from diagnosis.domain.intake.answer import NotKnown
from diagnosis.domain.text import Text
from diagnosis.present.intake.question_count import count_questions
from diagnosis.present.result.ladders import short_name
from diagnosis.present.say import joined, quoted
from diagnosis.present.scoring.absences import absence_messages
from diagnosis.present.scoring.notices import Notice, notice_codes, notice_texts
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_LEFT = Text("还有 {left} 题没有答。", "{left} questions have no answer yet.")
_NOT_KNOWN = Text("这几题答了「不清楚」：{names}。", "Answered “not known”: {names}.")
_STANDING = Text(
    "级别和得分是提交那天算定的，以后不变；其余的说明是按现在的程序写的，可能对不上。",
    "Level and score are those of the day it was submitted and stay; the explanations are of "
    "today and may not fit them.",
)
_MARK = Text("{standard}：{note}", "{standard}: {note}")
_ELSEWHERE = (
    Notice.UNOFFICIAL, Notice.PARAPHRASED, Notice.KEPT_LEVEL_STANDS, Notice.UNCONFIRMED,
)  # fmt: skip
"""What is told in other words here, or stands on every page."""


def unsettled(content: Content, diagnosis: Diagnosis) -> Iterator[Text]:
    """Yield what a reader must know before relying on a result, the firm's own part first."""
    sheet = diagnosis.sheet
    count = count_questions(sheet.form, sheet.production_type, content.bank, sheet.answers)
    if count.left:
        yield _LEFT.fill(left=count.left)
    names = [
        quoted(content.bank[item].name)
        for item, value in sheet.answers.items()
        if isinstance(value, NotKnown)
    ]
    if names:
        yield _NOT_KNOWN.fill(names=joined(names))
    if diagnosis.standing:
        yield _STANDING
    for code in notice_codes(diagnosis):
        if code not in _ELSEWHERE:
            yield from notice_texts(code, diagnosis)
    for verdict in diagnosis.verdicts:
        if verdict.standard.id in sheet.form.standards:
            yield from absence_messages(content, verdict)
            for mark in verdict.standard.marks.values():
                if mark.is_unconfirmed and mark.note is not None:
                    yield _MARK.fill(standard=short_name(verdict.standard), note=mark.note)
