"""Several respondents of a draft: who answered what, and where they disagree with the sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import Item
from diagnosis.services.ports.links import AnswerNote
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.ports.store import Reader
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
        return bool(self.others)

    @property
    def others(self) -> tuple[Value, ...]:
        """Return what was said otherwise and is not settled, each answer once."""
        return tuple(
            dict.fromkeys(
                note.value
                for note in self.notes
                if note.value != self.answer and note.settled_at is None
            )
        )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question on which a sheet was submitted while somebody said otherwise.

    `answer` is that of the sheet, None where it is blank; `others` are what else was said, each
    answer once.
    """

    item: Item
    answer: Value | None
    others: tuple[Value, ...]


def disagreements(
    bank: Mapping[str, Item], reader: Reader, assessment_id: str, answers: Mapping[str, Value]
) -> tuple[Disagreement, ...]:
    """Return where respondents said otherwise than a sheet and nobody decided, by item."""
    return tuple(
        Disagreement(bank[each.item], each.answer, each.others)
        for each in _by_item(reader.notes(assessment_id), answers)
        if each.is_open and each.item in bank
    )


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
    return _by_item(notes, answers)


def answered_items_of(caller: Caller, record: AssessmentRecord) -> tuple[AnsweredItem, ...]:
    """Return what respondents answered of an assessment that was read before, by item."""
    with caller.store.read(caller.principal) as reader:
        notes = reader.notes(record.id)
    return _by_item(notes, record.sheet.answers)


def _by_item(
    notes: tuple[AnswerNote, ...], answers: Mapping[str, Value]
) -> tuple[AnsweredItem, ...]:
    items = sorted({note.item for note in notes})
    return tuple(
        AnsweredItem(item, answers.get(item), tuple(note for note in notes if note.item == item))
        for item in items
    )
