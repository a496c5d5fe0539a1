"""Questions as pages show them: each made once for what is ticked at it, and kept.

Firms tick the same few things, so that most of a page stands ready: rendering is the work of it.
"""

from collections.abc import Callable
from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from diagnosis.domain.intake.form import Form, Section
from diagnosis.domain.intake.scene_grid import GridRow
from diagnosis.domain.text import Language
from diagnosis.present.intake.form import show_item
from diagnosis.present.intake.scene_grid import GRID_CHOICES, show_row
from diagnosis.present.per_object import per_content
from diagnosis.present.say import in_language
from diagnosis.services.ports.content import Content
from diagnosis.web.pages.page import speaker
from diagnosis.web.pages.sheet.ticks import Ticks

_KEPT = 1500
"""Questions that are kept, of some kB each."""
_Renderer = Callable[[str, str, Ticks, Language, int], Markup]
_RowRenderer = Callable[[GridRow, str, Language], Markup]


@per_content
def _renderer(content: Content) -> _Renderer:
    """Return what makes the questions of forms by their references, and keeps those it made."""

    @lru_cache(_KEPT)
    def render(form_ref: str, item: str, ticks: Ticks, language: Language, number: int) -> Markup:
        form_id, _, version = form_ref.partition("@")
        form = content.forms[form_id][version]
        shown = show_item(content, form, form.entries[item], in_language(language))
        html = render_template(
            "sheet/question.html", q=shown, ticks=ticks, number=number, t=speaker(language)
        )
        return Markup(html)

    return render


def question(
    content: Content, form: Form, item: str, ticks: Ticks, language: Language, *, number: int
) -> Markup:
    """Return a question of a form with what is ticked at it.

    `number` is its place among the questions of its page.
    """
    return _renderer(content)(form.ref, item, ticks, language, number)


@per_content
def _row_renderer(content: Content) -> _RowRenderer:
    """Return what makes the rows of grids, and keeps those it made."""

    @lru_cache(_KEPT)
    def render(row: GridRow, choice: str, language: Language) -> Markup:
        say = in_language(language)
        html = render_template(
            "sheet/grid_row.html",
            row=show_row(content, row, say),
            choices=[(name, say(text)) for name, text in GRID_CHOICES.items()],
            choice=choice,
        )
        return Markup(html)

    return render


def grid_row(content: Content, row: GridRow, choice: str, language: Language) -> Markup:
    """Return a row of a grid; `choice` is the one that is ticked, empty for none."""
    return _row_renderer(content)(row, choice, language)


def items_asked(section: Section, of_firm: tuple[str, ...]) -> tuple[str, ...]:
    """Return the items of a section among those that a firm is asked."""
    wanted = set(of_firm)
    return tuple(entry.item for entry in section.entries if entry.item in wanted)
