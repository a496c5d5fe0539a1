"""A form as pages for printing and filling in: rows of cells, by section."""

from dataclasses import dataclass

from diagnosis.domain.intake.form import Entry, Form
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.text import Language, Text
from diagnosis.services.ports.content import Content

_COLUMNS = (
    (Text("题项编号", "Item id"), 26),
    (Text("题目", "Question"), 44),
    (Text("怎么答", "How to answer"), 30),
    (Text("档位或选项", "Positions or options"), 70),
    (Text("您的答案", "Your answer"), 18),
    (Text("说明和例子", "Help and example"), 60),
    (Text("可作证据的材料", "Evidence"), 40),
    (Text("名词解释", "Terms"), 50),
    (Text("可答「不适用」的理由", "Reasons for not applicable"), 40),
)
_FIRM_COLUMNS = (
    (Text("字段", "Field"), 18),
    (Text("问题", "Question"), 40),
    (Text("格式", "Format"), 40),
    (Text("您的答案", "Your answer"), 30),
    (Text("说明", "Help"), 60),
)
_FIRM = Text("企业概况", "The firm")
_HOW = {
    ItemType.LADDER: Text(
        "填完全做到的档位数；下一档部分做到加 .5，大部分做到加 .8",
        "The position fully met; plus .5 if the next is partly, .8 if mostly met",
    ),
    ItemType.SINGLE: Text("填一个选项编号", "One option id"),
    ItemType.MULTIPLE: Text(
        "填一个或多个选项编号，用逗号隔开", "One or more option ids, comma between"
    ),
    ItemType.SHARE: Text("填「部分/总数」，例如 12/40", "part/whole, for example 12/40"),
}
_WHOLE = Text("填完全做到的档位数（整数）", "The position fully met (whole number)")
_UNKNOWN = Text("不清楚填 not_known;不填留空", "not_known if you do not know; blank if left out")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormSection:
    """Rows under a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page: lines above, columns (heading and width in characters), sections of rows."""

    name: str
    lines: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    sections: tuple[FormSection, ...]


def form_pages(content: Content, form: Form, language: Language) -> tuple[FormPage, FormPage]:
    """Return the page of a form's items, and that of the enterprise's profile."""
    sections = tuple(
        FormSection(
            section.title.say(language),
            tuple(_row(content.bank[entry.item], entry, language) for entry in section.entries),
        )
        for section in form.sections
    )
    head = (
        f"{form.title.say(language)} · {form.ref}",
        form.purpose.say(language),
        _UNKNOWN.say(language),
    )
    facts = tuple(
        (
            fact.id,
            fact.text.say(language),
            fact.format.say(language),
            "",
            fact.help.say(language),
        )
        for fact in content.profile
    )
    return (
        FormPage(form.id, head, _columns(_COLUMNS, language), sections),
        FormPage(
            _FIRM.say(language), (), _columns(_FIRM_COLUMNS, language), (FormSection("", facts),)
        ),
    )


def _columns(
    columns: tuple[tuple[Text, int], ...], language: Language
) -> tuple[tuple[str, int], ...]:
    return tuple((heading.say(language), width) for heading, width in columns)


def _row(item: Item, entry: Entry, language: Language) -> Row:
    how = _WHOLE if item.type is ItemType.LADDER and entry.whole_only else _HOW[item.type]
    reasons = [f"{reason.id}: {reason.text.say(language)}" for reason in item.reasons]
    terms = [f"{term.term.say(language)}: {term.meaning.say(language)}" for term in item.terms]
    return (
        item.id,
        item.text.say(language),
        how.say(language),
        "\n".join(_choices(item, entry, language)),
        "",
        item.help.say(language),
        "\n".join(text.say(language) for text in item.evidence),
        "\n".join(terms),
        "\n".join(reasons),
    )


def _choices(item: Item, entry: Entry, language: Language) -> list[str]:
    if item.share is not None:
        return [item.share.part.say(language), f"/ {item.share.whole.say(language)}"]
    if item.type is ItemType.LADDER:
        positions = item.positions[: entry.top + 1]
        return [f"{place}. {text.say(language)}" for place, text in enumerate(positions)]
    return [f"{option.id}: {option.text.say(language)}" for option in item.options]
