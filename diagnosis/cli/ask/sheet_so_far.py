"""The sheet that an interview fills in, as a file writes it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from diagnosis.domain.intake.enterprise import Enterprise, read_enterprise
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content

PlainFact = str | int | float
"""A fact of the firm as a sheet writes it."""
PlainAnswer = str | float | list[str] | dict[str, float] | dict[str, str]
"""An answer as a sheet writes it."""


class PlainSheet(TypedDict):
    """A sheet as its file writes it."""

    form: str
    enterprise: dict[str, PlainFact]
    answers: dict[str, PlainAnswer]


@dataclass(slots=True)
class SheetSoFar:
    """The facts and answers of a form so far, and the items that were passed over."""

    content: Content
    form: Form
    facts: dict[str, PlainFact] = field(default_factory=dict)
    answers: dict[str, PlainAnswer] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)

    @property
    def firm(self) -> Enterprise:
        """Return the firm as far as it is known."""
        return read_enterprise(self.facts, self.content.codes)[0]

    @property
    def items(self) -> tuple[str, ...]:
        """Return the items that such a firm is asked, in the order of the form."""
        return self.form.items_of[self.sheet().production_type]

    @property
    def answered(self) -> int:
        """Return how many of the items that the firm is asked have an answer."""
        return sum(item in self.answers for item in self.items)

    def sheet(self, passed: Iterable[str] = ()) -> Sheet:
        """Return what a reader makes of it, with some items as not known."""
        plain = self.plain()
        plain["answers"] = {**dict.fromkeys(passed, "not_known"), **plain["answers"]}
        return read(self.content, plain)

    def plain(self) -> PlainSheet:
        """Return the sheet as its file writes it."""
        return {"form": self.form.ref, "enterprise": self.facts, "answers": self.answers}

    def as_text(self) -> str:
        """Return the text of its file."""
        return json.dumps(self.plain(), ensure_ascii=False, indent=1) + "\n"
