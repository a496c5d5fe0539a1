from dataclasses import replace

from diagnosis.domain.intake.form import Layout, newest
from diagnosis.domain.intake.reading_time import (
    characters_of_items,
    characters_shown,
    reading_minutes,
)
from diagnosis.services.ports.content import Content


def test_screening_is_read_in_ten_minutes(content: Content) -> None:
    form = newest(content.forms["screening"].values())
    assert characters_shown(form, content.bank) <= 3_000
    assert reading_minutes(form, content.bank)[0] <= 10


def test_helps_and_unfolded_positions_take_time(content: Content) -> None:
    form = newest(content.forms["gbt-39116"].values())
    low, high = reading_minutes(form, content.bank)
    items = [content.bank[item] for item in form.entries]
    helps = sum(length(item.help.zh) for item in items)
    unfolded = [length(text.zh) for item in items for text in item.positions[:4]]
    folded = [length(text.zh) for item in items for text in item.positions[4:]]
    shown = characters_shown(form, content.bank)
    assert form.folded_from == 4
    assert sum(unfolded) < shown <= low * 300 and (low - 1) * 300 < shown
    assert (high - 1) * 300 < shown + sum(folded) + helps <= high * 300


def test_a_grid_is_read_a_single_time(content: Content) -> None:
    """Two items ask each scene: on one page their options are read once, with what it is about."""
    form = newest(content.forms["ai-readiness"].values())
    grid = next(section for section in form.sections if section.layout is Layout.GRID)
    scenes = [content.bank[entry.item] for entry in grid.entries if "-use-" in entry.item]
    rows = sum(
        length(option.text.zh) for item in scenes for option in item.options if option.id != "none"
    )
    assert grid.about is not None
    rest = replace(form, sections=tuple(part for part in form.sections if part is not grid))
    expected = rows + length(grid.about.zh)
    assert characters_shown(form, content.bank) - characters_shown(rest, content.bank) == expected


def length(text: str) -> int:
    return len("".join(text.split()))


def test_the_items_of_a_form_take_what_the_form_takes(content: Content) -> None:
    for name in ("screening", "full"):
        form = newest(content.forms[name].values())
        by_item = characters_of_items(form, content.bank)
        abouts = sum(length(part.about.zh) for part in form.sections if part.about)
        assert set(by_item) == set(form.entries)
        assert sum(by_item.values()) + abouts == characters_shown(form, content.bank)
    grid = {item: count for item, count in by_item.items() if item.startswith("scenes-")}
    assert all((count > 0) is ("-use-" in item) for item, count in grid.items())
