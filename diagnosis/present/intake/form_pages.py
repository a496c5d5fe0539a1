"""A form as a book to print and fill in: pages of rows, each with its answer's cell."""

from collections.abc import Sequence

from diagnosis.domain.intake.form import Entry, Form, Layout
from diagnosis.domain.intake.item import Item, ItemType, Option
from diagnosis.domain.intake.limits import PROFILE_LIMITS, ListLimit
from diagnosis.domain.intake.profile import ProfileFact
from diagnosis.domain.text import Language, Text
from diagnosis.present.intake.form import how_to_answer
from diagnosis.present.intake.form_answers import REASON, AnswerCell, fact_answer, item_answer
from diagnosis.present.intake.form_book import (
    Columns,
    FormBook,
    FormPage,
    FormRow,
    FormSection,
    say_columns,
)
from diagnosis.present.intake.grid_page import GRID_PAGE, grid_page
from diagnosis.present.intake.references import item_help
from diagnosis.present.ours import practice
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
_MORE = Text("还有一页「{page}」，也请填写。", "There is one more page to fill in: “{page}”.")


def form_book(content: Content, form: Form, language: Language) -> FormBook:
    """Return the page of a form's items, one for each grid, and that of the firm's profile."""
    grids = (
        grid_page(content, section, language)
        for section in form.sections
        if section.layout is Layout.GRID
    )
    pages = (_items_page(content, form, language), *grids, _firm_page(content, language))
    return FormBook(form.ref, str(language), pages)


def _items_page(content: Content, form: Form, language: Language) -> FormPage:
    rules = joined(how_to_answer(content, form), SPACE)
    asked_here = [section for section in form.sections if section.layout is Layout.QUESTIONS]
    more = () if len(asked_here) == len(form.sections) else (_MORE.fill(page=GRID_PAGE),)
    sections = tuple(
        FormSection(
            section.title.say(language),
            tuple(_row(content, form, entry, language) for entry in section.entries),
            "" if section.about is None else section.about.say(language),
        )
        for section in asked_here
    )
    return FormPage(
        name=form.id,
        lines=(
            f"{form.title.say(language)} · {form.ref}",
            form.purpose.say(language),
            rules.say(language),
            _UNKNOWN.say(language),
            *(line.say(language) for line in more),
        ),
        columns=say_columns(_COLUMNS, language),
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
                _format(fact, language),
                "",
                fact.help.say(language),
            ),
            (fact_answer(content, fact, language),),
        )
        for fact in content.profile
    )
    return FormPage(
        name=_FIRM.say(language),
        lines=(),
        columns=say_columns(_FIRM_COLUMNS, language),
        answers=_column_of_answers(_FIRM_COLUMNS),
        printed=len(_FIRM_COLUMNS),
        sections=(FormSection("", facts),),
    )


def _format(fact: ProfileFact, language: Language) -> str:
    """Return what an answer looks like, and what several are chosen from, by number."""
    lines = [fact.format.say(language)]
    if isinstance(PROFILE_LIMITS.get(fact.id), ListLimit):
        lines += _numbered_lines(fact.choices, language)
    return "\n".join(lines)


def _numbered_lines(options: Sequence[Option], language: Language) -> list[str]:
    return [f"{place}. {option.text.say(language)}" for place, option in enumerate(options, 1)]


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
    return FormRow(texts, (answer,))


def _question(item: Item, language: Language) -> str:
    return f"{item.name.say(language)}\n{item.text.say(language)}"


def _choices(item: Item, entry: Entry, answer: AnswerCell, language: Language) -> list[str]:
    """Return what may be answered, as the printed form lists it."""
    reasons = [str(choice.label) for choice in answer.choices if choice.id.startswith(REASON)]
    if item.share is not None:
        whole, unit = item.share.whole.say(language), item.share.unit.say(language)
        return [item.share.part.say(language), f"/ {whole} ({unit})", *reasons]
    if item.type is ItemType.LADDER:
        shown = [practice(item, place).say(language) for place in range(entry.top + 1)]
        return [f"{place}. {text}" for place, text in enumerate(shown)] + reasons
    if item.type is ItemType.MULTIPLE:
        return _numbered_lines(item.options, language) + reasons
    return [option.text.say(language) for option in item.options] + reasons
