"""How a row of a form on paper or in a workbook is answered: typed, or chosen from a list.

What a person chooses is a label in their language; the id that a sheet writes stands behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.intake.answer import positions_of
from diagnosis.domain.intake.form import Entry
from diagnosis.domain.intake.item import Item, ItemType, Option
from diagnosis.domain.intake.limits import (
    CREDIT_CODE,
    PROFILE_LIMITS,
    ChoiceLimit,
    FlagLimit,
    ListLimit,
    NumberLimit,
    TextLimit,
    WholeLimit,
)
from diagnosis.domain.intake.profile import ProfileFact
from diagnosis.domain.text import Language, Text
from diagnosis.present.numbers import number
from diagnosis.services.ports.content import Content

REASON = "not_applicable:"
"""What the id of a choice begins with that is a reason for not applicable."""
_NOT_KNOWN = Text("不清楚", "Not known")
_NOT_APPLICABLE = Text("不适用：{reason}", "Not applicable: {reason}")
_POSITION = Text(
    "选完全做到的档位；下一档部分做到选 .5，大部分做到选 .8。",
    "Choose the position fully met; the next one partly met: .5, mostly met: .8.",
)
_WHOLE_POSITION = Text("选完全做到的档位（整数）。", "Choose the position fully met (whole).")
_FROM_LIST = Text("从下拉列表中选一项。", "Choose one from the list.")
_SEVERAL = Text(
    "填选项前的序号，有几项填几项，用逗号隔开，例如 2,3；不清楚就填「不清楚」。",
    "Type the numbers of the options that hold, with commas, such as 2,3; or Not known.",
)
_AT_MOST = Text(
    "填选项前的序号，最要紧的在最前，最多 {most} 个，用逗号隔开，例如 2,3。",
    "Type the numbers of at most {most} options, what matters most first, such as 2,3.",
)
_YES, _NO = Text("是", "Yes"), Text("否", "No")
_SHARE = Text(
    "填「部分/总数」，例如 12/40；不清楚就填「不清楚」。",
    "Type part/whole, for example 12/40; or Not known.",
)
_LISTED = Text("从下拉列表中选，也可以直接填代码。", "Choose from the list, or type the code.")
_REFUSED = Text("请从下拉列表中选。", "Please choose from the list.")
_OUT_OF_RANGE = Text("应为 {low} 到 {high} 的数。", "A number from {low} to {high}, please.")
_TICK = "√"
_TICKED = Text("选 √，或留空。", "Choose √, or leave it blank.")
_CODE_LENGTH = Text("统一社会信用代码是 18 位。", "A credit code has 18 characters.")


class AnswerKind(StrEnum):
    """What an answer's cell takes."""

    TEXT = "text"
    CODE = "code"
    CHOICE = "choice"
    SUGGESTED = "suggested"
    NUMBERED = "numbered"
    WHOLE = "whole"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Choice:
    """A label that a person chooses or types, and what the sheet writes for it."""

    id: str
    label: str | float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCell:
    """How a row is answered.

    `hint` is how, in words, and `refusal` what is said of anything else; `ends` are the least and
    the largest number, or the length of a code.
    """

    kind: AnswerKind
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    refusal: str = ""
    ends: tuple[float, float] | None = None


def item_answer(item: Item, entry: Entry, language: Language) -> AnswerCell:
    """Return how an item is answered."""
    beside = _beside(item, language)
    if item.type is ItemType.LADDER:
        steps = tuple(Choice(number(value), value) for value in positions_of(entry))
        hint = _WHOLE_POSITION if entry.whole_only else _POSITION
        return _choice_cell(steps + beside, hint, language)
    if item.type is ItemType.SINGLE:
        options = tuple(Choice(option.id, option.text.say(language)) for option in item.options)
        return _choice_cell(options + beside, _FROM_LIST, language)
    if item.type is ItemType.SHARE:
        return AnswerCell(kind=AnswerKind.TEXT, choices=beside, hint=_SHARE.say(language))
    return AnswerCell(
        kind=AnswerKind.NUMBERED,
        choices=_numbered(item.options) + beside,
        hint=_SEVERAL.say(language),
    )


def _numbered(options: Sequence[Option]) -> tuple[Choice, ...]:
    """Return options that are chosen by the numbers before them, from 1 up."""
    return tuple(Choice(option.id, str(place)) for place, option in enumerate(options, start=1))


def _beside(item: Item, language: Language) -> tuple[Choice, ...]:
    """Return the answers that an item takes beside its own: not known, not applicable."""
    reasons = (
        Choice(REASON + reason.id, _NOT_APPLICABLE.fill(reason=reason.text).say(language))
        for reason in item.reasons
    )
    return (Choice("not_known", _NOT_KNOWN.say(language)), *reasons)


def _choice_cell(choices: tuple[Choice, ...], hint: Text, language: Language) -> AnswerCell:
    return AnswerCell(
        kind=AnswerKind.CHOICE,
        choices=choices,
        hint=hint.say(language),
        refusal=_REFUSED.say(language),
    )


def tick_box(choice: str, language: Language) -> AnswerCell:
    """Return a box that is ticked where a choice holds, and else left blank."""
    return AnswerCell(
        kind=AnswerKind.CHOICE,
        choices=(Choice(choice, _TICK),),
        refusal=_TICKED.say(language),
    )


def fact_answer(content: Content, fact: ProfileFact, language: Language) -> AnswerCell:
    """Return how a fact of the enterprise is answered."""
    name, limit = fact.id, PROFILE_LIMITS.get(fact.id)
    if name in ("city", "industry"):
        names = content.codes.places if name == "city" else content.codes.industry_names
        listed = tuple(
            Choice(code, f"{code} {text.say(language)}") for code, text in names.items()
        )
        return AnswerCell(kind=AnswerKind.SUGGESTED, choices=listed, hint=_LISTED.say(language))
    if isinstance(limit, ListLimit):
        hint = _AT_MOST.fill(most=limit.most).say(language)
        return AnswerCell(kind=AnswerKind.NUMBERED, choices=_numbered(fact.choices), hint=hint)
    if isinstance(limit, ChoiceLimit | FlagLimit):
        yes_or_no = Option("true", _YES), Option("false", _NO)
        options = yes_or_no if isinstance(limit, FlagLimit) else fact.choices
        listed = tuple(Choice(option.id, option.text.say(language)) for option in options)
        return _choice_cell(listed, _FROM_LIST, language)
    if isinstance(limit, NumberLimit | WholeLimit):
        ends = {"low": number(limit.low), "high": number(limit.high)}
        return AnswerCell(
            kind=AnswerKind.WHOLE if isinstance(limit, WholeLimit) else AnswerKind.NUMBER,
            refusal=_OUT_OF_RANGE.fill(**ends).say(language),
            ends=limit.ends,
        )
    if limit is CREDIT_CODE and isinstance(limit, TextLimit):
        return AnswerCell(
            kind=AnswerKind.CODE,
            refusal=_CODE_LENGTH.say(language),
            ends=(limit.most, limit.most),
        )
    return AnswerCell(kind=AnswerKind.TEXT)
