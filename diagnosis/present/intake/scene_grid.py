"""A grid of scenes as JSON values: its three choices, and what each row writes into a sheet."""

from diagnosis.domain.intake.form import Layout, Section
from diagnosis.domain.intake.scene_grid import GridRow, grid_rows
from diagnosis.domain.text import Text
from diagnosis.present.say import COLON, Say, Shown
from diagnosis.services.ports.content import Content

GRID_CHOICES = {
    "none": Text("没有", "No"),
    "use": Text("系统在做", "Runs in a system"),
    "model": Text("模型参与", "With a model"),
}
"""The choices of a row by id, from the least to the most; the last implies the one before."""


def show_grid(content: Content, section: Section, say: Say) -> Shown | None:
    """Return the grid of a section, None of a section that is asked item by item."""
    if section.layout is not Layout.GRID:
        return None
    return {
        "choices": [{"id": choice, "text": say(text)} for choice, text in GRID_CHOICES.items()],
        "rows": [show_row(content, row, say) for row in grid_rows(section, content.bank)],
    }


def show_row(content: Content, row: GridRow, say: Say) -> Shown:
    """Return a row of a grid: its scene, and what each choice writes into a sheet."""
    return {
        "scene": row.scene,
        "link": {"id": row.link, "name": say(content.scene_links[row.link])},
        "name": say(content.scenes[row.scene]),
        "text": say(line_about(row.text)),
        "use": {"item": row.use_item, "option": row.scene},
        "model": {"item": row.model_item, "option": row.scene},
    }


def line_about(text: Text) -> Text:
    """Return what the text of an option says of a scene after its name and a colon."""
    zh, en = text.zh.partition(COLON.zh)[2], text.en.partition(COLON.en)[2]
    return Text(zh, en[:1].upper() + en[1:])
