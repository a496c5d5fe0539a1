"""What every result says of itself: unofficial, paraphrased, and what is unconfirmed."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from diagnosis.domain.intake.answer import NotApplicable, NotKnown, Share, Value
from diagnosis.domain.intake.industry import Listing
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Text
from diagnosis.present.numbers import number
from diagnosis.present.per_object import per_object
from diagnosis.present.say import joined
from diagnosis.services.intake.respondents import Disagreement
from diagnosis.services.scoring.diagnose import Diagnosis

UNOFFICIAL = Text(
    "这是按公开标准做的自我诊断，不是官方评定，也不能代替现场评估。",
    "This is a self-diagnosis by published standards. It is no official rating (评定) and does "
    "not replace an assessment on site.",
)
PARAPHRASED = Text(
    "各标准的条款均用我们自己的话转述，以标准原文为准。",
    "Clauses of the standards are paraphrased; the published text prevails.",
)
DERIVED = Text(
    "中小企业指标有几个场景没有单独问，是照成熟度题目的回答推出来的。",
    "Some scenes of the SME index rest on items shared with the maturity model: derived.",
)
INFERRED = Text(
    "有 {count} 道题的答案由其他答案推定、经企业确认，与其他答案一样计分；"
    "核对时请先看这几题，算分过程里都标了出来。",
    "Answers inferred from other answers and confirmed by the firm: {count}. They count like any "
    "other; check them first, the trace marks each.",
)
STANDING = Text(
    "{standards} 的级别和得分是提交时算定的，不再改变；其余说明由现在的程序给出，可能与之不一致。",
    "Level and score by {standards} are those of the day it was submitted and stay; what is "
    "explained comes from today's code and may not fit them.",
)
UNLISTED_CLASS = Text(
    "行业代码 {code} 不在我们所读的 GB/T 4754 列表中，请核对；这里按大类 {division} 处理。",
    "The industry code {code} is in no list of GB/T 4754 that we read: please check it. Rules of "
    "the division {division} are used.",
)
EARLIER_CLASS = Text(
    "行业代码 {code} 是 GB/T 4754-2011 的，2017 版已不用，请改用新代码；"
    "这里按大类 {division} 处理。",
    "The industry code {code} is of GB/T 4754-2011 and not in the edition of 2017: please look up "
    "the new one. Rules of the division {division} are used.",
)


DISAGREEMENT = Text(
    "「{item}」提交时还有不同的填法：表上是 {answer}，另有人填 {others}。自报以表上为准。",
    "“{item}” was submitted with a disagreement open: the sheet says {answer}, somebody else "
    "{others}. What the sheet says counts.",
)
_BLANK = Text("空着", "nothing")
_NOT_APPLICABLE = Text("不适用", "not applicable")
_NOT_KNOWN = Text("不清楚", "not known")


class Notice(StrEnum):
    """What a diagnosis may say of itself, as programs read it."""

    UNOFFICIAL = "unofficial"
    PARAPHRASED = "paraphrased"
    KEPT_LEVEL_STANDS = "kept-level-stands"
    DERIVED = "derived"
    INFERRED = "inferred"
    UNLISTED_CLASS = "unlisted-class"
    EARLIER_CLASS = "earlier-class"
    OPEN_DISAGREEMENT = "open-disagreement"
    UNCONFIRMED = "unconfirmed"


@per_object
def unconfirmed(standard: Standard) -> Sequence[Text]:
    """Return what is only remembered in a standard, one text a mark."""
    name = standard.id
    notes = [mark.note for mark in standard.marks.values() if mark.is_unconfirmed]
    return [
        Text(f"待核实（{name}）：{note.zh}", f"Unconfirmed ({name}): {note.en}")
        for note in notes
        if note is not None
    ]


def notice_codes(diagnosis: Diagnosis) -> Iterator[Notice]:
    """Yield the codes of what a diagnosis says of itself, in the order of its texts."""
    yield Notice.UNOFFICIAL
    yield Notice.PARAPHRASED
    if diagnosis.standing:
        yield Notice.KEPT_LEVEL_STANDS
    if any(verdict.derived_from for verdict in diagnosis.verdicts):
        yield Notice.DERIVED
    if diagnosis.sheet.confirmed_inferences:
        yield Notice.INFERRED
    if diagnosis.disagreements:
        yield Notice.OPEN_DISAGREEMENT
    if diagnosis.industry_listing is Listing.EARLIER:
        yield Notice.EARLIER_CLASS
    elif diagnosis.industry_listing is not Listing.CURRENT:
        yield Notice.UNLISTED_CLASS
    if any(unconfirmed(verdict.standard) for verdict in diagnosis.verdicts):
        yield Notice.UNCONFIRMED


def notices(diagnosis: Diagnosis) -> list[Text]:
    """Return what a diagnosis says of itself."""
    return [text for code in notice_codes(diagnosis) for text in notice_texts(code, diagnosis)]


def _of_class(text: Text, diagnosis: Diagnosis) -> Text:
    firm = diagnosis.sheet.enterprise
    return text.fill(code=firm.industry, division=firm.division)


def _of_disagreement(disagreement: Disagreement) -> Text:
    answer = disagreement.answer
    return DISAGREEMENT.fill(
        item=disagreement.item.name,
        answer=_BLANK if answer is None else _in_short(answer),
        others=joined(_in_short(each) for each in disagreement.others),
    )


def _in_short(value: Value) -> Text:
    """Return an answer as it is written, in one line."""
    if isinstance(value, float):
        return Text(number(value), number(value))
    if isinstance(value, Share):
        part = f"{number(value.part)}/{number(value.whole)}"
        return Text(part, part)
    if isinstance(value, NotApplicable):
        return _NOT_APPLICABLE
    if isinstance(value, NotKnown):
        return _NOT_KNOWN
    chosen = value if isinstance(value, str) else " + ".join(value)
    return Text(chosen, chosen)


def notice_texts(code: Notice, diagnosis: Diagnosis) -> Sequence[Text]:
    """Return what a diagnosis says of itself under a code."""
    match code:
        case Notice.UNOFFICIAL:
            return [UNOFFICIAL]
        case Notice.PARAPHRASED:
            return [PARAPHRASED]
        case Notice.KEPT_LEVEL_STANDS:
            return [STANDING.fill(standards=", ".join(diagnosis.standing))]
        case Notice.DERIVED:
            return [DERIVED]
        case Notice.INFERRED:
            return [INFERRED.fill(count=len(diagnosis.sheet.confirmed_inferences))]
        case Notice.OPEN_DISAGREEMENT:
            return [_of_disagreement(each) for each in diagnosis.disagreements]
        case Notice.UNLISTED_CLASS:
            return [_of_class(UNLISTED_CLASS, diagnosis)]
        case Notice.EARLIER_CLASS:
            return [_of_class(EARLIER_CLASS, diagnosis)]
    return [text for verdict in diagnosis.verdicts for text in unconfirmed(verdict.standard)]
