"""The sheet that an interview fills in, as a file writes it."""

import json
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict, cast

from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.course import AskedBy
from diagnosis.domain.intake.enterprise import Enterprise, production_type_of, read_enterprise
from diagnosis.domain.intake.form import Form, ProductionType
from diagnosis.domain.intake.inference import infer_answers
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.scene_grid import GridRow
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.present.intake.question_count import QuestionCount, count_questions
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content

PlainFact = str | int | float
"""A fact of the firm as a sheet writes it."""
PlainBusiness = float | list[str]
"""What a firm says of its business as a sheet writes it: a number, or some ids."""
PlainAnswer = str | float | list[str] | dict[str, float] | dict[str, str]
"""An answer as a sheet writes it."""


class PlainCourse(TypedDict):
    """How the questions without an answer came to be so, as a sheet writes it."""

    asked_by: str
    skipped: list[str]


class PlainSheet(TypedDict):
    """A sheet as its file writes it."""

    form: str
    enterprise: dict[str, PlainFact]
    business: NotRequired[dict[str, PlainBusiness]]
    answers: dict[str, PlainAnswer]
    course: PlainCourse
    confirmed_inferences: NotRequired[list[str]]


@dataclass(slots=True)
class SheetSoFar:
    """The facts and answers of a form so far, and the items that were passed over.

    `business` is what hurts the firm and what it may spend.
    `confirmed` are items whose answer was taken over from what other answers imply; `scenes` holds
    the choice, 0 to 2, for each scene of a grid: what its items say is made of it.
    """

    content: Content
    form: Form
    facts: dict[str, PlainFact] = field(default_factory=dict)
    business: dict[str, PlainBusiness] = field(default_factory=dict)
    answers: dict[str, PlainAnswer] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    scenes: dict[str, int] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)

    @property
    def firm(self) -> Enterprise:
        """Return the firm as far as it is known."""
        return read_enterprise(self.facts, self.content.codes)[0]

    @property
    def production_type(self) -> ProductionType:
        """Return the production type to ask by."""
        return production_type_of(self.firm, self.content.codes)[0]

    @property
    def count(self) -> QuestionCount:
        """Return how many questions such a firm is asked, and how many have an answer."""
        return count_questions(self.form, self.production_type, self.content.bank, self.answers)

    def keep_scene(self, row: GridRow, choice: int | None) -> None:
        """Keep the choice for a scene, 0 to 2, or that there is none, in both items behind it.

        Their answers stand once every scene of theirs has a choice: a scene that was passed over
        is none that is not done.
        """
        self.scenes.pop(row.scene, None)
        if choice is None:
            self.skipped |= {row.use_item, row.model_item}
        else:
            self.scenes[row.scene] = choice
        rows = [option.id for option in self.content.bank[row.use_item].options]
        chosen = {scene: self.scenes[scene] for scene in rows if scene in self.scenes}
        is_whole = len(chosen) == len([scene for scene in rows if scene != NONE])
        for item, least in ((row.use_item, 1), (row.model_item, 2)):
            self.answers.pop(item, None)
            scenes = [scene for scene, has in chosen.items() if has >= least]
            if is_whole:
                self.answers[item] = scenes or [NONE]

    def implied_choice(self, row: GridRow) -> int | None:
        """Return the choice for a scene, 0 to 2, that other answers imply; None where none."""
        inferred = self.inferred()
        in_use, with_model = inferred.get(row.use_item), inferred.get(row.model_item)
        if not isinstance(in_use, list):
            return None
        has_model = isinstance(with_model, list) and row.scene in with_model
        return 2 if has_model else int(row.scene in in_use)

    @property
    def passed_over(self) -> list[str]:
        """Return the items that were put to the user and have no answer, in order."""
        return [
            item for item in self.form.entries if item in self.skipped and item not in self.answers
        ]

    def sheet(self) -> Sheet:
        """Return what a reader makes of it."""
        return read(self.content, self.plain())

    def plain(self) -> PlainSheet:
        """Return the facts and answers so far as a sheet."""
        sheet: PlainSheet = {
            "form": self.form.ref,
            "enterprise": self.facts,
            "answers": self.answers,
            "course": {"asked_by": str(AskedBy.SERVICE), "skipped": self.passed_over},
        }
        if self.business:
            sheet["business"] = self.business
        return sheet

    def inferred(self) -> dict[str, PlainAnswer]:
        """Return the answers that the answers so far imply, by item; they are none of it yet."""
        return {
            answer.item: cast("PlainAnswer", as_plain(answer.value))
            for answer in infer_answers(self.content.inferences, self.sheet())
        }

    def written(self) -> PlainSheet:
        """Return the sheet as its file writes it, with the inferences that were confirmed."""
        sheet = self.plain()
        inferred = self.inferred() if self.confirmed else {}
        confirmed = [
            item
            for item in self.answers
            if item in self.confirmed and inferred.get(item) == self.answers[item]
        ]
        if confirmed:
            sheet["confirmed_inferences"] = confirmed
        return sheet

    def as_text(self) -> str:
        """Return the text of its file."""
        return json.dumps(self.written(), ensure_ascii=False, indent=1) + "\n"
