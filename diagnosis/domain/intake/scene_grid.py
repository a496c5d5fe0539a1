"""A section of scenes as one table: a row for each scene, a choice for each row.

Behind a grid stand pairs of multiple-choice items with the same options, the scenes of one link:
first which of them are in use, then which of those have a model. Their option none has no row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.domain.intake.form import Entry, Layout, Section
from diagnosis.domain.intake.item import NONE, Item
from diagnosis.domain.text import Text

USE_ITEM, MODEL_ITEM = "scenes-use-", "scenes-model-"
"""What the ids of the two items of a pair begin with; the link's id follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A scene as a grid asks it.

    Attributes
    ----------
    scene
        Id of the scene, which is the option of both items.
    link
        Id of the link that the scene belongs to.
    text
        Its name, a colon, and a line about it.
    use_item, model_item
        The items that a sheet answers with the scene where it is in use, and where a model
        decides or advises.

    """

    scene: str
    link: str
    text: Text
    use_item: str
    model_item: str


def pairs(section: Section) -> tuple[tuple[Entry, Entry], ...]:
    """Return the pairs of a grid, use and model, in order; none of another section."""
    if section.layout is not Layout.GRID:
        return ()
    return tuple(zip(section.entries[::2], section.entries[1::2], strict=True))


def grid_rows(section: Section, bank: Mapping[str, Item]) -> tuple[GridRow, ...]:
    """Return the rows of a grid, link by link; none of another section."""
    rows = []
    for use, model in pairs(section):
        for option in bank[use.item].options:
            if option.id != NONE:
                row = GridRow(
                    scene=option.id,
                    link=use.item.removeprefix(USE_ITEM),
                    text=option.text,
                    use_item=use.item,
                    model_item=model.item,
                )
                rows.append(row)
    return tuple(rows)
