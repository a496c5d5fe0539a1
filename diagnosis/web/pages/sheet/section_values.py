"""What the template of a section shows: its questions or the rows of its grid, ready made."""

from collections.abc import Collection, Mapping

from markupsafe import Markup

from diagnosis.present.say import Shown
from diagnosis.services.ports.content import Content
from diagnosis.web.exchange import say
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.sheet.questions import grid_row, question
from diagnosis.web.pages.sheet.section_page import SectionPage, StatedSection


def questions_of(
    content: Content, shown: SectionPage, typed: Collection[str], stated: StatedSection | None
) -> list[Shown]:
    """Return the questions of a section; those that were `typed` and not taken stand as `stated`.

    A grid has rows in their place.
    """
    if shown.rows:
        return []
    language, speak = wanted_language(), say()
    return [
        {
            "id": item,
            "name": speak(content.bank[item].name),
            "type": str(content.bank[item].type),
            "html": question(
                content,
                shown.form,
                item,
                stated.ticks[item] if stated and item in typed else shown.ticks[item],
                language,
                number=place,
            ),
        }
        for place, item in enumerate(shown.items, start=1)
    ]


def rows_of(
    content: Content, shown: SectionPage, stated: StatedSection | None
) -> list[tuple[str, Markup]]:
    """Return the rows of a grid, each with its link; ticked as `stated` where it is."""
    choices: Mapping[str, str] = stated.choices if stated else shown.choices
    language = wanted_language()
    return [
        (
            content.scene_links[row.link].say(language),
            grid_row(content, row, choices.get(row.scene, ""), language),
        )
        for row in shown.rows
    ]
