"""How long a form takes to read: counted, not promised."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil

from diagnosis.domain.intake.form import Entry, Form, Layout, Section
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.scene_grid import grid_rows
from diagnosis.domain.text import Text

CHARACTERS_A_MINUTE = 300
"""Chinese characters read a minute by someone who weighs each option (ours, estimated)."""


def characters_shown(form: Form, bank: Mapping[str, Item]) -> int:
    """Return how many Chinese characters of a form are shown before anything is unfolded.

    Of a grid that is what it is about and its rows, each counted a single time though two items
    ask it.
    """
    return sum(
        _length(text)
        for section in form.sections
        for text in (*_about(section), *_texts(form, section, bank))
    )


def characters_of_items(form: Form, bank: Mapping[str, Item]) -> dict[str, int]:
    """Return how many Chinese characters of each item are shown before anything is unfolded.

    In a grid the item of what is in use has those of its rows, the other one none.
    """
    counts = dict.fromkeys(form.entries, 0)
    for section in form.sections:
        if section.layout is Layout.GRID:
            for row in grid_rows(section, bank):
                counts[row.use_item] += _length(row.text)
        else:
            for entry in section.entries:
                texts = _shown(form, bank[entry.item], entry)
                counts[entry.item] = sum(_length(text) for text in texts)
    return counts


def reading_minutes(form: Form, bank: Mapping[str, Item]) -> tuple[int, int]:
    """Return the minutes that it takes to read what is shown, and all there is.

    The latter is with every position unfolded and every help. Looking facts up is not counted: it
    depends on who keeps them.
    """
    shown = characters_shown(form, bank)
    unfolded = characters_shown(replace(form, folded_from=None), bank)
    helps = sum(_length(bank[entry.item].help) for entry in form.entries.values())
    return ceil(shown / CHARACTERS_A_MINUTE), ceil((unfolded + helps) / CHARACTERS_A_MINUTE)


def _about(section: Section) -> Iterator[Text]:
    if section.about is not None:
        yield section.about


def _texts(form: Form, section: Section, bank: Mapping[str, Item]) -> Iterator[Text]:
    if section.layout is Layout.GRID:
        yield from (row.text for row in grid_rows(section, bank))
    else:
        for entry in section.entries:
            yield from _shown(form, bank[entry.item], entry)


def _shown(form: Form, item: Item, entry: Entry) -> Iterator[Text]:
    yield from (item.name, item.text)
    last = entry.top if form.folded_from is None else min(entry.top, form.folded_from - 1)
    yield from item.positions[: last + 1]
    yield from (option.text for option in (*item.options, *item.reasons))
    if item.share is not None:
        yield from (item.share.part, item.share.whole)


def _length(text: Text) -> int:
    return len("".join(text.zh.split()))
