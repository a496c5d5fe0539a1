"""A form as pages of rows, each with the cells of its answers: what a workbook is made from."""

from dataclasses import dataclass

from diagnosis.domain.text import Language, Text
from diagnosis.present.intake.form_answers import AnswerCell

Columns = tuple[tuple[Text, int], ...]
"""Headings and widths in characters."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row: its texts, of which those of answers are blank, and how each of these is answered.

    Most rows have one answer; a scene of a grid has a box for each of its choices.
    """

    texts: tuple[str, ...]
    answers: tuple[AnswerCell, ...]

    @property
    def id(self) -> str:
        """Return the id of the item, the fact or the scene, which stands first."""
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class FormSection:
    """Rows under a title, and what holds for all of them (may be empty)."""

    title: str
    rows: tuple[FormRow, ...]
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A page: lines above, columns (heading and width in characters), sections of rows.

    The first column has ids and is hidden. `answers` is the first column of answers, `printed` the
    last that is printed, both counted from 1 with the hidden one.
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


def say_columns(columns: Columns, language: Language) -> tuple[tuple[str, int], ...]:
    """Return columns with their headings in a language."""
    return tuple((heading.say(language), width) for heading, width in columns)
