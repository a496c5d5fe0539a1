"""A form as a book to print and fill in: pages of rows, each with its answer's cell."""

from dataclasses import dataclass

from diagnosis.domain.intake.form import Entry, Form
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.text import Language, Text
from diagnosis.present.intake.form import how_to_answer
from diagnosis.present.intake.form_answers import REASON, AnswerCell, fact_answer, item_answer
from diagnosis.present.intake.references import item_help
from diagnosis.present.say import COLON, SPACE, joined
from diagnosis.services.ports.content import Content

_ANSWER = Text("您的答案", "Your answer")
_COLUMNS = (
    (Text("题项编号", "Item id"), 26),
    (Text("题目", "Question"), 40),
    (Text("档位或选项", "Positions or options"), 62),
    (Text("怎么答", "How to answer"), 22),
    (_ANSWER, 22),
    (Text("说明和例子", "Help and example"), 70),
    (Text("可作证据的材料", "Evidence"), 40),
    (Text("名词解释", "Terms"), 60),
)
_PRINTED = 5
"""The columns of questions that fit on paper; help, evidence and terms are read on the screen."""
_FIRM_COLUMNS = (
    (Text("字段", "Field"), 18),
    (Text("问题", "Question"), 34),
    (Text("格式", "Format"), 36),
    (_ANSWER, 36),
    (Text("说明", "Help"), 42),
)
_FIRM = Text("企业概况", "The firm")
_UNKNOWN = Text(
    "拿不准就选「不清楚」，不想答就留空。题项编号在隐藏的第一列。",
    "Choose “Not known” where you do not know, leave blank what you leave out. "
    "The ids stand in the first column, which is hidden.",
)
Columns = tuple[tuple[Text, int], ...]
"""Headings and widths in characters."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row: its texts, of which the answer's is blank, and how it is answered."""

    texts: tuple[str, ...]
    answer: AnswerCell

    @property
    def id(self) -> str:
        """Return the id of the item or of the fact, which stands first."""
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class FormSection:
    """Rows under a title."""

    title: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A page: lines above, columns (heading and width in characters), sections of rows.

    The first column has ids and is hidden. `answers` is the column of answers, `printed` how many
    columns are printed, both counted from 1 with the hidden one.
    """

    name: str
    lines: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    answers: int
    printed: int
    sections: tuple[FormSection, ...]


@dataclass(frozen=True, slots=True)
class FormBook:
    """The pages of a form (`id@version`) in one language."""

    form: str
    language: str
    pages: tuple[FormPage, ...]


def form_book(content: Content, form: Form, language: Language) -> FormBook:
    """Return the page of a form's items, and that of the enterprise's profile."""
    return FormBook(
        form.ref,
        str(language),
        (_items_page(content, form, language), _firm_page(content, language)),
    )


def _items_page(content: Content, form: Form, language: Language) -> FormPage:
    rules = joined(how_to_answer(content, form), SPACE)
    sections = tuple(
        FormSection(
            section.title.say(language),
            tuple(_row(content, form, entry, language) for entry in section.entries),
        )
        for section in form.sections
    )
    return FormPage(
        name=form.id,
        lines=(
            f"{form.title.say(language)} · {form.ref}",
            form.purpose.say(language),
            rules.say(language),
            _UNKNOWN.say(language),
        ),
        columns=_columns(_COLUMNS, language),
        answers=_column_of_answers(_COLUMNS),
        printed=_PRINTED,
        sections=sections,
    )


def _firm_page(content: Content, language: Language) -> FormPage:
    facts = tuple(
        FormRow(
            (
                fact.id,
                fact.text.say(language),
                fact.format.say(language),
                "",
                fact.help.say(language),
            ),
            fact_answer(content, fact.id, language),
        )
        for fact in content.profile
    )
    return FormPage(
        name=_FIRM.say(language),
        lines=(),
        columns=_columns(_FIRM_COLUMNS, language),
        answers=_column_of_answers(_FIRM_COLUMNS),
        printed=len(_FIRM_COLUMNS),
        sections=(FormSection("", facts),),
    )


def _columns(columns: Columns, language: Language) -> tuple[tuple[str, int], ...]:
    return tuple((heading.say(language), width) for heading, width in columns)


def _column_of_answers(columns: Columns) -> int:
    return 1 + [heading for heading, _ in columns].index(_ANSWER)


def _row(content: Content, form: Form, entry: Entry, language: Language) -> FormRow:
    item = content.bank[entry.item]
    answer = item_answer(item, entry, language)
    terms = [joined((term.term, term.meaning), COLON).say(language) for term in item.terms]
    texts = (
        item.id,
        _question(item, language),
        "\n".join(_choices(item, entry, answer, language)),
        answer.hint,
        "",
        item_help(content, form, item).say(language),
        "\n".join(text.say(language) for text in item.evidence),
        "\n".join(terms),
    )
    return FormRow(texts, answer)


def _question(item: Item, language: Language) -> str:
    return f"{item.name.say(language)}\n{item.text.say(language)}"


def _choices(item: Item, entry: Entry, answer: AnswerCell, language: Language) -> list[str]:
    """Return what may be answered, as the printed form lists it."""
    reasons = [str(choice.label) for choice in answer.choices if choice.id.startswith(REASON)]
    if item.share is not None:
        whole, unit = item.share.whole.say(language), item.share.unit.say(language)
        return [item.share.part.say(language), f"/ {whole} ({unit})", *reasons]
    if item.type is ItemType.LADDER:
        positions = item.positions[: entry.top + 1]
        return [f"{place}. {text.say(language)}" for place, text in enumerate(positions)] + reasons
    options = [option.text.say(language) for option in item.options]
    if item.type is ItemType.MULTIPLE:
        options = [f"{place}. {text}" for place, text in enumerate(options, start=1)]
    return options + reasons
