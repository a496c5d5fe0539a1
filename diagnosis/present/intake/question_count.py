"""How many questions a form asks a firm, and how many of them have an answer."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from diagnosis.domain.intake.form import Form, Layout, ProductionType
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.scene_grid import grid_rows


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """The questions of a form, and those that are answered; each scene of a grid is one."""

    all: int
    answered: int

    @property
    def left(self) -> int:
        """Return how many have no answer."""
        return self.all - self.answered


def count_questions(
    form: Form, kind: ProductionType, bank: Mapping[str, Item], answers: Container[str]
) -> QuestionCount:
    """Return how many questions a firm of a production type is asked and has answered.

    Parameters
    ----------
    answers
        The items that have an answer.

    """
    items = form.items_of[kind]
    grids = [section for section in form.sections if section.layout is Layout.GRID]
    in_grids = {entry.item for section in grids for entry in section.entries}
    rows = [row.use_item for section in grids for row in grid_rows(section, bank)]
    singly = [item for item in items if item not in in_grids]
    answered = sum(item in answers for item in (*singly, *rows))
    return QuestionCount(len(singly) + len(rows), answered)
