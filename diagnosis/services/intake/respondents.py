"""Several respondents of a draft: who answered what, and where they disagree with the sheet."""

from typing import NamedTuple

from diagnosis.domain.intake.answer import Value
from diagnosis.services.ports.links import AnswerNote
from diagnosis.services.transaction import Caller, require


class AnsweredItem(NamedTuple):
    """An item that respondents answered: what the sheet says, and what each of them said.

    `is_open` is whether somebody said otherwise than the sheet and the owner has not decided.
    """

    item: str
    answer: Value | None
    notes: tuple[AnswerNote, ...]

    @property
    def is_open(self) -> bool:
        """Return whether the owner has a disagreement to settle."""
        return any(note.value != self.answer and note.settled_at is None for note in self.notes)


def answered_items(caller: Caller, assessment_id: str) -> tuple[AnsweredItem, ...]:
    """Return what respondents answered of an assessment, by item.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        answers = require(reader.assessment(assessment_id)).sheet.answers
        notes = reader.notes(assessment_id)
    items = sorted({note.item for note in notes})
    return tuple(
        AnsweredItem(item, answers.get(item), tuple(note for note in notes if note.item == item))
        for item in items
    )
