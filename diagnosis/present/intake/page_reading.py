"""How long the pages of a form take to read: its texts, and what stands around each question."""

from collections.abc import Mapping
from math import ceil

from diagnosis.domain.intake.form import Form, Layout
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.intake.reading_time import (
    CHARACTERS_A_MINUTE,
    characters_of_items,
    characters_shown,
)
from diagnosis.present.per_object import per_content
from diagnosis.services.ports.content import Content

AROUND_LADDER = 75
"""Characters around a ladder: places, the fold, "not known", how much of the next, two folds."""
AROUND_CHOICE = 20
"""Characters around any other question: its number, "not known", the fold of its help."""
AROUND_SECTION = 100
"""Characters around the questions of a page: where one is, headings, what is saved, buttons."""


@per_content
def characters_on_pages(content: Content) -> dict[str, dict[str, int]]:
    """Return the characters that a page shows of each item, by the reference of the form."""
    return {
        form.ref: _of_items(form, content.bank)
        for versions in content.forms.values()
        for form in versions.values()
    }


def minutes_on_pages(content: Content, form: Form) -> int:
    """Return the minutes that it takes to read all pages of a form, nothing unfolded."""
    around = sum(_around(form, content.bank).values()) + AROUND_SECTION * len(form.sections)
    return ceil((characters_shown(form, content.bank) + around) / CHARACTERS_A_MINUTE)


def _of_items(form: Form, bank: Mapping[str, Item]) -> dict[str, int]:
    around = _around(form, bank)
    texts = characters_of_items(form, bank)
    return {item: count + around.get(item, 0) for item, count in texts.items()}


def _around(form: Form, bank: Mapping[str, Item]) -> dict[str, int]:
    """Return the characters around each question; the rows of a grid have none."""
    in_grids = {
        entry.item
        for section in form.sections
        if section.layout is Layout.GRID
        for entry in section.entries
    }
    return {
        item: AROUND_LADDER if bank[item].type is ItemType.LADDER else AROUND_CHOICE
        for item in form.entries
        if item not in in_grids
    }
