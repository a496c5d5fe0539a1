"""A grid of scenes as a page to print and fill in: a row for each scene, a box for each choice."""

from itertools import groupby

from diagnosis.domain.intake.form import Section
from diagnosis.domain.intake.scene_grid import GridRow, grid_rows
from diagnosis.domain.text import Language, Text
from diagnosis.present.intake.form_answers import tick_box
from diagnosis.present.intake.form_book import FormPage, FormRow, FormSection, say_columns
from diagnosis.present.intake.scene_grid import GRID_CHOICES, line_about
from diagnosis.services.ports.content import Content

GRID_PAGE = Text("典型场景", "Scenes")
"""The name of the page."""
_BOX = 11
"""The width of a box, characters."""
_COLUMNS = (
    (Text("场景编号", "Scene id"), 30),
    (Text("场景", "Scene"), 34),
    (Text("说明", "What is done"), 78),
    *((text, _BOX) for text in GRID_CHOICES.values()),
)
_HOW = Text(
    "每行在一格里打 √；选「模型参与」就不用再选「系统在做」。一个环节整个空着，就是没有答。",
    "Tick one box in each row; “With a model” includes “Runs in a system”. "
    "A link left blank altogether is not answered.",
)


def grid_page(content: Content, section: Section, language: Language) -> FormPage:
    """Return the page of a grid: its scenes under the links they belong to."""
    boxes = tuple(tick_box(choice, language) for choice in GRID_CHOICES)
    rows = grid_rows(section, content.bank)
    abouts = () if section.about is None else (section.about,)
    return FormPage(
        name=GRID_PAGE.say(language),
        lines=tuple(text.say(language) for text in (section.title, *abouts, _HOW)),
        columns=say_columns(_COLUMNS, language),
        answers=len(_COLUMNS) - len(boxes) + 1,
        printed=len(_COLUMNS),
        sections=tuple(
            FormSection(
                content.scene_links[link].say(language),
                tuple(
                    FormRow((*_texts(content, row, language), *("" for _ in boxes)), boxes)
                    for row in of_link
                ),
            )
            for link, of_link in groupby(rows, key=lambda row: row.link)
        ),
    )


def _texts(content: Content, row: GridRow, language: Language) -> tuple[str, str, str]:
    name, line = content.scenes[row.scene], line_about(row.text)
    return row.scene, name.say(language), line.say(language)
