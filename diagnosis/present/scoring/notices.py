"""What every result says of itself: unofficial, paraphrased, and what is unconfirmed."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Text
from diagnosis.present.per_object import per_object
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
    "中小企业指标的部分场景与成熟度题目共用，结果为推算（derived）。",
    "Some scenes of the SME index rest on items shared with the maturity model: derived.",
)
STANDING = Text(
    "{standards} 的级别和得分是提交时算定的，不再改变；其余说明由现在的程序给出，可能与之不一致。",
    "Level and score by {standards} are those of the day it was submitted and stay; what is "
    "explained comes from today's code and may not fit them.",
)


class Notice(StrEnum):
    """What a diagnosis may say of itself, as programs read it."""

    UNOFFICIAL = "unofficial"
    PARAPHRASED = "paraphrased"
    KEPT_LEVEL_STANDS = "kept-level-stands"
    DERIVED = "derived"
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
    if any(unconfirmed(verdict.standard) for verdict in diagnosis.verdicts):
        yield Notice.UNCONFIRMED


def notices(diagnosis: Diagnosis) -> list[Text]:
    """Return what a diagnosis says of itself."""
    return [text for code in notice_codes(diagnosis) for text in _texts(code, diagnosis)]


def _texts(code: Notice, diagnosis: Diagnosis) -> Sequence[Text]:
    match code:
        case Notice.UNOFFICIAL:
            return [UNOFFICIAL]
        case Notice.PARAPHRASED:
            return [PARAPHRASED]
        case Notice.KEPT_LEVEL_STANDS:
            return [STANDING.fill(standards=", ".join(diagnosis.standing))]
        case Notice.DERIVED:
            return [DERIVED]
    return [text for verdict in diagnosis.verdicts for text in unconfirmed(verdict.standard)]
